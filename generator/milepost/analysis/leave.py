"""On which days nobody works on a task, because all who do are on leave."""

from collections.abc import Mapping
from functools import reduce

from milepost.analysis.schedule.network import Away
from milepost.model.portal import Portal
from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.model.reference import Ref

Leaves = Mapping[Ref, Away]


def leaves_of(portal: Portal) -> Leaves:
    """The leaves of everybody who has any, in the order of time; a leave with one date is that day alone."""
    found = {person.key: _spans(person) for person in portal.all(Person).values() if person.leave}
    return {person: spans for person, spans in found.items() if spans}


def away(portal: Portal, task: Task, leaves: Leaves) -> Away:
    """The days on which all who work on a task are on leave: its assignees, its owner where there are none."""
    refs = [one.person for one in task.assignees if one.person] or ([task.owner] if task.owner else [])
    people = [portal.locate(ref, ("people",), task.project_id) for ref in refs]
    spans = [leaves.get(person, ()) for person in people if person]
    return reduce(_both, spans) if spans else ()


def _spans(person: Person) -> Away:
    days = [(leave.from_ or leave.to, leave.to or leave.from_) for leave in person.leave]
    return tuple(sorted((first, last) for first, last in days if first and last and first <= last))


def _both(one: Away, other: Away) -> Away:
    """The days that lie in both."""
    shared = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted((first, last) for first, last in shared if first <= last))
