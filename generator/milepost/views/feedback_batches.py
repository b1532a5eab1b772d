"""Feedback batches: their surveys with margins, and every item with its reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from milepost.analysis.feedback import customer_satisfaction, net_promoter_score
from milepost.analysis.feedback_counts import median_reply, reply_days
from milepost.model.portal import Project
from milepost.model.records.feedback import Feedback, FeedbackItem
from milepost.model.records.theme import Theme
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Details, details
from milepost.views.plurals import counted
from milepost.views.tables import day_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A score with its 95 % margin; `answers` says from how many, and how they fell."""

    name: str
    definition: str
    value: str
    margin: str
    answers: str
    batch: Anchor


class Day(NamedTuple):
    """A date for machines and for readers."""

    iso: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One voice in words; `reply_time` is empty while there is no reply."""

    id: str
    received: Day | None
    type: Anchor
    """As readers know it; its title is the word that was written."""
    text: str
    rating: str
    themes: tuple[Anchor, ...]
    version: str
    reply: str
    replied: Day | None
    reply_time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch with its items, the newest first; `file` is where they would be when there are none."""

    title: str
    source: str
    collected: str
    items: tuple[ItemRow, ...]
    answered: int
    wait: str
    file: str
    record: Details


def surveys(context: ViewContext, project: Project) -> tuple[Survey, ...]:
    """The scores of all batches, the newest batch first."""
    batches = sorted(project.all(Feedback).values(), key=lambda one: str(one.collected_on or ""), reverse=True)
    return tuple(survey for batch in batches for survey in _surveys(context, batch))


def batch(context: ViewContext, record: Feedback, items: Sequence[FeedbackItem]) -> Batch:
    """A batch in full."""
    newest = sorted(items, key=lambda item: str(item.received_on or ""), reverse=True)
    place = f"content/projects/{record.project_id}/"
    return Batch(
        title=context.title(record),
        source=context.text(record.source),
        collected=context.formats.iso(record.collected_on),
        items=tuple(_item(context, record, item) for item in newest),
        answered=sum(item.replied_on is not None for item in items),
        wait=reply_wait(context, items),
        file=f"{place}{record.file}" if record.file else context.source(record).path,
        record=details(record, context, skip=("items",) if items else ()),
    )


def reply_wait(context: ViewContext, items: Sequence[FeedbackItem]) -> str:
    """How long a reply takes: the median in days."""
    wait = median_reply(items)
    if wait is None:
        return context.t("feedback.wait-none")
    return counted(context, "feedback.wait", wait, days=context.formats.plain(wait))


def _surveys(context: ViewContext, record: Feedback) -> list[Survey]:
    t, formats, found = context.t, context.formats, []
    link = context.link(record)
    score = net_promoter_score(record.nps) if record.nps else None
    if score and record.nps:
        found.append(
            Survey(
                name=t("feedback.nps.name"),
                definition=t("feedback.nps.definition"),
                value=formats.signed(score.value),
                margin=formats.number(score.margin),
                answers=t(
                    "feedback.nps.answers",
                    count=formats.number(score.answers),
                    promoters=formats.number(record.nps.promoters or 0),
                    passives=formats.number(record.nps.passives or 0),
                    detractors=formats.number(record.nps.detractors or 0),
                ),
                batch=link,
            )
        )
    share = customer_satisfaction(record.csat) if record.csat else None
    if share and record.csat:
        found.append(
            Survey(
                name=t("feedback.csat.name"),
                definition=t("feedback.csat.definition"),
                value=formats.percent(share.value, 1),
                margin=t("metrics.points", value=formats.number(share.margin * 100, 1)),
                answers=t(
                    "feedback.csat.answers",
                    count=formats.number(share.answers),
                    satisfied=formats.number(record.csat.satisfied or 0),
                ),
                batch=link,
            )
        )
    return found


def _day(day: date | None, context: ViewContext) -> Day | None:
    return Day(day.isoformat(), day_text(day, context)) if day else None


def _item(context: ViewContext, record: Feedback, item: FeedbackItem) -> ItemRow:
    days = reply_days(item)
    return ItemRow(
        id=item.id or "",
        received=_day(item.received_on, context),
        type=Anchor(text=context.word(item.type), title=item.type or ""),
        text=context.text(item.text),
        rating=context.formats.plain(item.rating) if item.rating is not None else "",
        themes=tuple(context.link_to(ref, (Theme.collection,), record.project_id) for ref in item.theme),
        version=item.version or "",
        reply=context.text(item.reply),
        replied=_day(item.replied_on, context),
        reply_time=context.t("feedback.days", count=days) if days is not None else "",
    )
