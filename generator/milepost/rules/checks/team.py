"""Roles and who holds them, the RACI matrix, people without whom something stops, and the communication plan."""

from collections.abc import Iterator
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.records.communication import Communication
from milepost.model.records.person import Person
from milepost.model.records.raci import Raci
from milepost.model.records.role import Role
from milepost.model.records.tool import Tool
from milepost.model.reference import Ref
from milepost.rules.attempts import attempted
from milepost.rules.backups import critical_work, stand_in
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import rule
from milepost.rules.unused import is_unused

_PARTIES = ("people", "roles")
_SHOWN = 8
"""Places that a finding shows besides its own."""


class _Bearer(NamedTuple):
    """A deliverable that rests on somebody, and the field that says so."""

    raci: Raci
    path: tuple[str, int]


@rule(Severity.ERROR)
def raci_accountable(context: RuleContext) -> Iterator[Diagnostic]:
    """A deliverable for which nobody answers, or several do; a role of several people is a warning."""
    for raci, told in context.told("missing-field", Raci, "accountable"):
        yield context.finding("raci-accountable", raci, variant="nobody", instead_of=told)
    for raci in context.all(Raci):
        parties: dict[Ref, int] = {}
        for index, ref in enumerate(raci.accountable):
            key = _party(context, ref, raci)
            if key:
                parties.setdefault(key, index)
        if len(parties) > 1:
            first, second, *_ = parties.values()
            label = context.label(raci, "accountable", first, text=message("rules.raci-accountable.label"))
            names = ", ".join(f"`{key.id}`" for key in parties)
            yield context.finding(
                "raci-accountable", raci, "accountable", second, variant="several", labels=(label,), names=names
            )
        elif parties:
            yield from _held_by_several(context, raci, *parties.popitem())


@rule(Severity.ERROR)
def raci_without_responsible(context: RuleContext) -> Iterator[Diagnostic]:
    """A deliverable on which nobody works."""
    for raci, told in context.told("missing-field", Raci, "responsible"):
        yield context.finding("raci-without-responsible", raci, instead_of=told)


@rule(Severity.WARNING, thresholds={"share": 0.6, "deliverables": 4})
def raci_concentration(context: RuleContext) -> Iterator[Diagnostic]:
    """One person who answers for, or alone works on, most of a project's deliverables."""
    share = context.threshold("raci-concentration", "share")
    least = context.threshold("raci-concentration", "deliverables")
    for project in _open_projects(context):
        records = project.all(Raci)
        if len(records) < least:
            continue
        for name, borne in _borne(context, project).items():
            if len(borne) / len(records) > share:
                first, *others = borne
                labels = tuple(
                    context.label(one.raci, *one.path, text=message("rules.raci-concentration.label"))
                    for one in others[:_SHOWN]
                )
                yield context.finding(
                    "raci-concentration",
                    first.raci,
                    *first.path,
                    labels=labels,
                    person=name,
                    project=project.id,
                    count=len(borne),
                    of=len(records),
                )


@rule(Severity.WARNING)
def role_unused(context: RuleContext) -> Iterator[Diagnostic]:
    """A role that has no part in anything."""
    for role in context.all(Role):
        if in_open_project(context.portal, role) and is_unused(context, role):
            yield context.finding("role-unused", role)


@rule(Severity.WARNING)
def role_empty(context: RuleContext) -> Iterator[Diagnostic]:
    """A role that nobody holds, or nobody who is still there."""
    for role in context.all(Role):
        if not in_open_project(context.portal, role) or attempted(role, "people"):
            continue
        if not role.people:
            yield context.finding("role-empty", role)
            continue
        people = [context.portal.find(ref, Person, role.project_id) for ref in role.people]
        gone = [person for person in people if person and not person.active]
        if len(gone) == len(people):
            labels = tuple(
                context.label(person, "active", text=message("rules.role-empty.label")) for person in gone[:_SHOWN]
            )
            yield context.finding("role-empty", role, "people", variant="gone", labels=labels)


@rule(Severity.WARNING, on_plans=True)
def bus_factor(context: RuleContext) -> Iterator[Diagnostic]:
    """Roles that one person holds and for whom nobody steps in, by person; tools that only one person knows."""
    for project in _open_projects(context):
        for person, roles in _sole_holders(context, project):
            if _would_be_missed(context, person):
                first, *others = roles
                labels = tuple(
                    context.label(role, "people", text=message("rules.bus-factor.label")) for role in others[:_SHOWN]
                )
                names = ", ".join(f"`{role.id}`" for role in roles)
                yield context.finding(
                    "bus-factor", first, "people", labels=labels, person=person.id, roles=names, project=project.id
                )
    for tool in context.all(Tool):
        known = _active(context, tool, tool.trained)
        if len(known) == 1 and in_open_project(context.portal, tool):
            yield context.finding("bus-factor", tool, "trained", variant="tool", person=known[0].id)


@rule(Severity.ERROR)
def audience_without_channel(context: RuleContext) -> Iterator[Diagnostic]:
    """A communication that does not say where its recipients hear of it."""
    for communication, told in context.told("missing-field", Communication, "channel"):
        yield context.finding("audience-without-channel", communication, instead_of=told)


def _open_projects(context: RuleContext) -> Iterator[Project]:
    for project in context.portal.projects.values():
        if in_open_project(context.portal, project.record):
            yield project


def _party(context: RuleContext, ref: Ref, raci: Raci) -> Ref | None:
    return context.portal.locate(ref, _PARTIES, raci.project_id)


def _held_by_several(context: RuleContext, raci: Raci, key: Ref, index: int) -> Iterator[Diagnostic]:
    role = context.portal.get(key)
    count = len(_active(context, role, role.people)) if isinstance(role, Role) else 1
    if count > 1:
        yield context.finding(
            "raci-accountable",
            raci,
            "accountable",
            index,
            variant="role",
            level=Severity.WARNING,
            role=key.id,
            count=count,
        )


def _active(context: RuleContext, record: NamedRecord, refs: tuple[Ref, ...]) -> list[Person]:
    """The active ones of the people that a record names; nobody where a name leads nowhere."""
    found = [context.portal.find(ref, Person, record.project_id) for ref in refs]
    people = {person.id: person for person in found if person}
    return [person for person in people.values() if person.active] if all(found) else []


def _borne(context: RuleContext, project: Project) -> dict[str, list[_Bearer]]:
    """By person: the deliverables that rest on them alone."""
    found: dict[str, list[_Bearer]] = {}
    for raci in project.all(Raci).values():
        alone: dict[str, tuple[str, int]] = {}
        for field, refs in (("accountable", raci.accountable), ("responsible", raci.responsible)):
            person = _only_one(context, raci, refs)
            if person:
                alone.setdefault(person.id, (field, 0))
        for name, path in alone.items():
            found.setdefault(name, []).append(_Bearer(raci, path))
    return found


def _only_one(context: RuleContext, raci: Raci, refs: tuple[Ref, ...]) -> Person | None:
    """The person who is named alone, or who alone holds the role that is."""
    if len(refs) != 1:
        return None
    key = _party(context, refs[0], raci)
    party = context.portal.get(key) if key else None
    people = _active(context, party, party.people) if isinstance(party, Role) else [party]
    return people[0] if len(people) == 1 and isinstance(people[0], Person) else None


def _sole_holders(context: RuleContext, project: Project) -> Iterator[tuple[Person, list[Role]]]:
    found: dict[str, tuple[Person, list[Role]]] = {}
    for role in project.all(Role).values():
        holders = _active(context, role, role.people)
        if len(holders) == 1:
            found.setdefault(holders[0].id, (holders[0], []))[1].append(role)
    yield from found.values()


def _would_be_missed(context: RuleContext, person: Person) -> bool:
    """Whether nobody steps in, and neither a reference that leads nowhere nor critical-without-backup says so."""
    lost = person.backup and not context.portal.find(person.backup, Person, "")
    if stand_in(context, person) or lost or attempted(person, "backup"):
        return False
    return not any(name == person.id for _, name in critical_work(context))
