"""Circles: records that wait for, belong to or contain each other, and links to oneself."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from milepost.analysis.graph import cycles_of
from milepost.analysis.schedule.cycles import PlacementCycle
from milepost.analysis.schedule.layout import Side, TypedLink
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.record import NamedRecord
from milepost.model.records.goal import Goal
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.rules.context import RuleContext
from milepost.rules.link_graph import Hop, cycles_between_projects, holds_without_placing
from milepost.rules.rule import rule
from milepost.rules.written_links import LINK_ENDS, WrittenLink, written


@rule(Severity.ERROR)
def self_dependency(context: RuleContext) -> Iterator[Diagnostic]:
    """A task or phase that is after or before itself."""
    records: Iterator[Task | Phase] = chain(context.all(Task), context.all(Phase))
    for record in records:
        for field, links in (("after", record.after), ("before", record.before)):
            for index, link in enumerate(links):
                named = link.target.id == record.id or link.target.id in record.was
                if named and context.portal.locate(link.target, LINK_ENDS, record.project_id) == record.key:
                    yield context.finding("self-dependency", record, field, index)


@rule(Severity.ERROR, on_plans=True)
def dependency_cycle(context: RuleContext) -> Iterator[Diagnostic]:
    """Tasks and phases that wait for each other, in one project or across several."""
    for plan in context.plans.values():
        for cycle in plan.cycles:
            if any(typed.owner == typed.link.target for typed in cycle.links):
                continue  # self-dependency speaks
            hops = [_hop(context, plan.project_id, typed) for typed in cycle.links]
            yield _link_cycle(context, cycle.members, hops, variant=_variant(context, plan.project_id, cycle))
    for members, hops in cycles_between_projects(context.portal):
        yield _link_cycle(context, members, hops, variant="")


@rule(Severity.ERROR)
def goal_cycle(context: RuleContext) -> Iterator[Diagnostic]:
    """Goals whose `parent` and `aligns_to` lead back to where they began."""
    yield from _upward(context, "goal-cycle", context.all(Goal), ("parent", "aligns_to"))


@rule(Severity.ERROR)
def phase_cycle(context: RuleContext) -> Iterator[Diagnostic]:
    """Phases that lie in each other."""
    yield from _upward(context, "phase-cycle", context.all(Phase), ("parent",))


def _hop(context: RuleContext, project_id: str, typed: TypedLink) -> Hop:
    ends = (typed.owner, typed.link.target) if typed.side is Side.AFTER else (typed.link.target, typed.owner)
    return Hop(written(context.portal, project_id, typed), *ends)


def _link_cycle(context: RuleContext, members: Iterable[str], hops: list[Hop], *, variant: str) -> Diagnostic:
    names = list(members)
    labels = tuple(
        context.label(
            hop.link.record,
            *hop.link.path,
            text=message("rules.dependency-cycle.link", from_=hop.waiting, to=hop.waited_for),
        )
        for hop in hops
    )
    first: WrittenLink = hops[0].link
    return context.finding(
        "dependency-cycle",
        first.record,
        *first.path,
        variant=variant,
        labels=labels,
        cycle=" → ".join([*names, names[0]]),
    )


def _variant(context: RuleContext, project_id: str, cycle: PlacementCycle) -> str:
    return "" if holds_without_placing(context.portal.projects[project_id], cycle) else "placement"


def _upward(
    context: RuleContext, name: str, records: Iterable[NamedRecord], fields: tuple[str, ...]
) -> Iterator[Diagnostic]:
    by_key = {record.key: record for record in records}
    above: Mapping[Ref, Mapping[Ref, str]] = {
        key: dict(_above(context, record, fields)) for key, record in by_key.items()
    }
    for cycle in cycles_of(above):
        steps = list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        shown = {key: key.id if key.project == cycle[0].project else str(key) for key in cycle}
        labels = tuple(
            context.label(
                by_key[lower],
                above[lower][upper],
                text=message(f"rules.{name}.link", from_=shown[lower], to=shown[upper]),
            )
            for lower, upper in steps
        )
        lower, upper = steps[0]
        path = " → ".join(shown[key] for key in (*cycle, cycle[0]))
        yield context.finding(name, by_key[lower], above[lower][upper], labels=labels, cycle=path)


def _above(context: RuleContext, record: NamedRecord, fields: tuple[str, ...]) -> Iterator[tuple[Ref, str]]:
    for field in reversed(fields):  # where two fields lead to the same record the first one is named
        ref = getattr(record, field)
        key = context.portal.locate(ref, (record.collection,), record.project_id) if ref else None
        if key:
            yield key, field
