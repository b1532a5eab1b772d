"""Decisions as cards: what was chosen, on what grounds, what it replaces, what it was expected to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.model.portal import Portal, Project
from milepost.model.records.decision import Decision
from milepost.views.context import Anchor, ViewContext
from milepost.views.expectations import expectation_table
from milepost.views.frame import Status
from milepost.views.record_states import record_status
from milepost.views.tables import Table, day_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of a card: its label and links or texts."""

    label: str
    links: tuple[Anchor, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCard:
    """One decision."""

    day: str
    status: Status
    title: Anchor
    choice: str
    facts: tuple[Fact, ...]
    expects: Table | None


def decisions_in_order(project: Project) -> tuple[Decision, ...]:
    """The newest first; undated ones before all others: nobody knows yet when they count."""
    return tuple(sorted(project.all(Decision).values(), key=lambda one: (one.on is None, one.on), reverse=True))


def decision_card(decision: Decision, context: ViewContext) -> DecisionCard:
    """The card of a decision."""
    field, text = context.labels.field, context.text
    successors = successors_of(decision, context)
    facts = (
        Fact(label=field("decisions", "decided_by"), links=tuple(context.person(ref) for ref in decision.decided_by)),
        Fact(
            label=field("decisions", "based_on"),
            links=tuple(context.link_to(ref, (), decision.project_id) for ref in decision.based_on),
        ),
        Fact(label=field("decisions", "alternatives"), texts=tuple(text(one) for one in decision.alternatives)),
        Fact(label=field("decisions", "consequences"), texts=tuple(text(one) for one in decision.consequences)),
        Fact(
            label=field("decisions", "supersedes"),
            links=tuple(context.link_to(ref, ("decisions",), decision.project_id) for ref in decision.supersedes),
        ),
        Fact(label=context.t("meetings.superseded-by"), links=tuple(context.link(one) for one in successors)),
        Fact(
            label=field("decisions", "review_on"),
            texts=(day_text(decision.review_on, context),) if decision.review_on else (),
        ),
    )
    return DecisionCard(
        day=day_text(decision.on, context),
        status=record_status(decision, context),
        title=context.link(decision),
        choice=text(decision.choice),
        facts=tuple(fact for fact in facts if fact.links or fact.texts),
        expects=expectation_table(decision, context),
    )


def successors_of(decision: Decision, context: ViewContext) -> tuple[Decision, ...]:
    """The decisions that replace it."""
    links = context.analysis.back_links.get(decision.key, ())
    found = (context.portal.get(link.source) for link in links if link.field == "supersedes")
    return tuple(one for one in found if isinstance(one, Decision))


def chains(decisions: Sequence[Decision], portal: Portal) -> tuple[tuple[Decision, ...], ...]:
    """Decisions that replaced one another, the oldest first; a loop is cut where it comes back."""
    replaced = {
        earlier.key: one
        for one in decisions
        for ref in one.supersedes
        if (earlier := portal.find(ref, Decision, one.project_id)) and earlier is not one
    }
    heads = {one.key for one in replaced.values()}
    starts = [one for one in decisions if one.key in replaced and one.key not in heads]
    if not starts and replaced:  # nothing but loops
        starts = [one for one in decisions if one.key in replaced][:1]
    found = []
    for start in starts:
        chain = [start]
        while (following := replaced.get(chain[-1].key)) and following not in chain:
            chain.append(following)
        found.append(tuple(chain))
    return tuple(found)
