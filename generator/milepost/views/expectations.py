"""Expected effects on metrics beside what was observed, for decisions, releases and campaigns."""

from collections.abc import Sequence
from datetime import date

from milepost.analysis.observation import Observed, in_terms_of, observe
from milepost.model.parts import Expectation
from milepost.model.record import NamedRecord
from milepost.model.records.metric import Metric
from milepost.views.context import ViewContext
from milepost.views.formats import MINUS
from milepost.views.metric_values import unit, with_unit
from milepost.views.tables import Cell, Column, Row, Table, day_text, link_cell


def expectation_table(
    expects: Sequence[Expectation], owner: NamedRecord, on: date | None, context: ViewContext
) -> Table | None:
    """One row an expected effect; the means around `on` where the metric has values. No verdict.

    Without `on` (nothing has happened yet) there is nothing to observe.
    """
    if not expects:
        return None
    t, item = context.t, context.labels.item_field
    rows = []
    for one in expects:
        metric = context.portal.find(one.metric, Metric, owner.project_id)
        series = context.analysis.series.get(metric.key) if metric else None
        seen = observe(series, on, context.as_of, metric.cadence) if metric and on else None
        rows.append(
            Row(
                head=link_cell(context.link_to(one.metric, ("metrics",), owner.project_id)),
                cells=(
                    Cell(text=expected_text(one, metric, context)),
                    Cell(text=day_text(one.by, context)),
                    _mean(metric, seen.before, seen.before_count, context) if metric and seen else Cell(),
                    _mean(metric, seen.since, seen.since_count, context) if metric and seen else Cell(),
                    Cell(strong=observed_text(one, metric, seen, context)),
                ),
            )
        )
    columns = (
        Column(label=item("Expectation", "metric")),
        Column(label=item("Expectation", "change"), number=True),
        Column(label=item("Expectation", "by"), number=True),
        Column(label=t("expectations.before"), number=True, tip=t("expectations.definition")),
        Column(label=t("expectations.since"), number=True, tip=t("expectations.definition")),
        Column(label=t("expectations.observed"), number=True, tip=t("expectations.definition")),
    )
    return Table(label=t("expectations.title"), columns=columns, rows=tuple(rows))


def expected_text(one: Expectation, metric: Metric | None, context: ViewContext) -> str:
    """`+5%`, `+3 pp`, `−20 秒`."""
    if one.change is None:
        return ""
    return _change(float(one.change.amount), one.change.unit, metric, context, exact=str(one.change.amount.normalize()))


def observed_text(one: Expectation, metric: Metric | None, seen: Observed | None, context: ViewContext) -> str:
    """The observed difference in the same unit; a dash while there are no values on both sides."""
    value = in_terms_of(one.change, seen) if one.change and seen else None
    if value is None or one.change is None:
        return "–"
    return _change(value, one.change.unit, metric, context)


def _change(value: float, unit_: str, metric: Metric | None, context: ViewContext, *, exact: str = "") -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2
    text = context.formats.plain(abs(float(exact))) if exact else context.formats.number(abs(value), digits)
    sign = "" if not text.strip("0.,") else MINUS if value < 0 else "+"
    words = {"%": "%", "pp": " pp"}.get(unit_) or (
        f" {unit(context, metric)}" if metric and unit(context, metric) else ""
    )
    return f"{sign}{text}{words}"


def _mean(metric: Metric, value: float | None, count: int, context: ViewContext) -> Cell:
    if value is None:
        return Cell(text="–")
    periods = context.t(f"expectations.periods.{metric.cadence or 'day'}", count=count)
    return Cell(text=with_unit(context, metric, value), sub=periods)
