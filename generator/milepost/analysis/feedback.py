"""Feedback items of all batches, those in files included, and what they add up to."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from milepost.loading.tables import Table
from milepost.model.portal import Portal, Project
from milepost.model.records.feedback import Csat, Feedback, FeedbackItem, Nps
from milepost.model.records.theme import Theme
from milepost.model.reference import Ref

_PROMISED = frozenset(FeedbackItem.model_fields)


def feedback_items(portal: Portal, tables: Mapping[Ref, Table]) -> Mapping[Ref, tuple[FeedbackItem, ...]]:
    """The items of every batch: those written in it, then those of its file."""
    found: dict[Ref, tuple[FeedbackItem, ...]] = {}
    for project in portal.projects.values():
        for batch in project.all(Feedback).values():
            rows = tables[batch.key].rows if batch.key in tables else ()
            found[batch.key] = (*batch.items, *(item_of(row)[0] for row in rows))
    return found


def items_of_theme(
    portal: Portal, project: Project, theme: Theme, items: Mapping[Ref, tuple[FeedbackItem, ...]]
) -> tuple[FeedbackItem, ...]:
    """The items that name a theme."""
    return tuple(
        item
        for batch in project.all(Feedback)
        for item in items.get(Ref(project.id, "feedback", batch), ())
        if any(portal.find(ref, Theme, project.id) is theme for ref in item.theme)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A survey's result with its 95 % margin, in the score's own unit, and the number of answers."""

    value: float
    margin: float
    answers: int


def net_promoter_score(nps: Nps) -> Score | None:
    """100·(promoters − detractors)/n, margin 1.96·100·√((p + d − (p − d)²)/n) with p, d as shares; -100 to 100."""
    promoters, detractors = nps.promoters or 0, nps.detractors or 0
    answers = promoters + (nps.passives or 0) + detractors
    if not answers:
        return None
    p, d = promoters / answers, detractors / answers
    return Score(value=100 * (p - d), margin=196 * math.sqrt((p + d - (p - d) ** 2) / answers), answers=answers)


def customer_satisfaction(csat: Csat) -> Score | None:
    """Share of answers 4 and 5, 0 to 1, with the normal approximation's margin."""
    if not csat.total:
        return None
    share = (csat.satisfied or 0) / csat.total
    return Score(value=share, margin=1.96 * math.sqrt(share * (1 - share) / csat.total), answers=csat.total)


def item_of(row: Mapping[str, str]) -> tuple[FeedbackItem, ValidationError | None]:
    """The item of a file's row without the cells that do not fit, and why they do not."""
    cells = {name: value for name, value in row.items() if name in _PROMISED and value}
    try:
        return FeedbackItem.model_validate(cells), None
    except ValidationError as refusal:
        wrong = {error["loc"][0] for error in refusal.errors(include_url=False)}
        return FeedbackItem.model_validate({name: cells[name] for name in cells.keys() - wrong}), refusal
