"""The releases, campaigns and decisions that touch a metric, as lettered marks of its chart."""

from collections.abc import Iterator
from datetime import date
from string import ascii_uppercase

from milepost.charts.line_model import Event, EventKind
from milepost.model.record import NamedRecord
from milepost.model.records.campaign import Campaign
from milepost.model.records.decision import Decision
from milepost.model.records.metric import Metric
from milepost.model.records.release import Release
from milepost.views.context import ViewContext


def metric_events(context: ViewContext, metric: Metric, first: date, last: date) -> tuple[Event, ...]:
    """Those between two days, the earliest first; the first 26 have a letter."""
    found = sorted(
        (found for found in _touching(context, metric) if first <= found[0] <= last),
        key=lambda found: (found[0], str(found[1].key)),
    )
    letters = [*ascii_uppercase, *[""] * len(found)]
    return tuple(
        _event(context, day, record, kind, letter) for (day, record, kind), letter in zip(found, letters, strict=False)
    )


def _touching(context: ViewContext, metric: Metric) -> Iterator[tuple[date, NamedRecord, EventKind]]:
    """Records whose references name the metric and that have a day; what was rejected or cancelled is left out."""
    seen = set()
    for link in context.analysis.back_links.get(metric.key, ()):
        record = None if link.source in seen else context.portal.get(link.source)
        seen.add(link.source)
        match record:
            case Release():
                day = record.released_on or record.planned_on
                kind: EventKind = "release"
            case Decision(status=status) if status != "rejected":
                day, kind = record.on, "decision"
            case Campaign(status=status) if status != "cancelled":
                day, kind = record.start, "campaign"
            case _:
                continue
        if day:
            yield day, record, kind


def _event(context: ViewContext, day: date, record: NamedRecord, kind: EventKind, letter: str) -> Event:
    anchor = context.link(record)
    finish = record.due if isinstance(record, Campaign) else None
    text = context.t(f"metrics.event.{kind}", title=anchor.text)
    dates = context.formats.span(day, finish) if finish and finish > day else context.formats.short(day)
    if day >= context.as_of and isinstance(record, Release) and record.released_on is None:
        dates = context.t("metrics.event.planned", day=dates)
    return Event(
        day=day,
        kind=kind,
        letter=letter,
        text=text,
        date_text=dates,
        label=f"{text} {dates}",
        href=anchor.href,
        finish=finish,
    )
