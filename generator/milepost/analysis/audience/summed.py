"""Amounts that are shown whole or not at all: with some of them and the sum, the others could be worked out.

The approved budget of a project is the sum of its lines, so that one withheld line is what the shown ones lack to it.
Earned value and the forecast cost add up the costs of tasks, the reserve is held against the costs of risks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.task import Task
from milepost.model.reference import Ref

MONEY, RISK = "money", "risk"
_FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    MONEY: {
        "project": ("budget",),
        "budget": ("planned", "committed", "actual"),
        "tasks": ("cost",),
        "campaigns": ("budget",),
    },
    RISK: {"risks": ("cost",)},
}
"""By kind and collection the fields that hold the amounts."""


def amount_fields(collection: str, kinds: Iterable[str]) -> frozenset[str]:
    """The fields of a collection that hold amounts of these kinds."""
    return frozenset(name for kind in kinds for name in _FIELDS[kind].get(collection, ()))


def withheld_kinds(record: NamedRecord, hidden: frozenset[str] | None) -> frozenset[str]:
    """The kinds of amounts that a record has and that are not seen of it."""
    return frozenset(
        kind for kind, fields in _FIELDS.items() if _is_withheld(record, fields.get(record.collection, ()), hidden)
    )


Hidden = Mapping[Ref, frozenset[str] | None]


@dataclass(frozen=True)
class WithheldSums:
    """The kinds of amounts that are withheld in a project."""

    names: frozenset[str]

    def fields(self, project: Project) -> Iterator[tuple[NamedRecord, frozenset[str]]]:
        """The records of the project with the fields that go."""
        for kind in self.names:
            for record, names in _amounts(project, kind):
                yield record, frozenset(names)


def withheld_sums(portal: Portal, hidden: Hidden) -> dict[str, WithheldSums]:
    """The kinds of amounts of which a part is withheld, by project.

    A line may pay for a task of another project: what is withheld of either is withheld of both.
    """
    found = {
        name: {
            kind
            for kind in _FIELDS
            for one, names in _amounts(project, kind)
            if one.key in hidden and _is_withheld(one, names, hidden[one.key])
        }
        for name, project in portal.projects.items()
    }
    pays = [
        (project.id, task, line)
        for project in portal.projects.values()
        for line in project.all(BudgetLine).values()
        if (task := portal.find(line.task, Task, project.id))
    ]
    for home, task, _ in pays:
        if task.key in hidden and hidden[task.key] is None:
            found[home].add(MONEY)
    for home, task, _ in pays:
        if MONEY in found[home] or MONEY in found[task.project_id]:
            found[home].add(MONEY)
            found[task.project_id].add(MONEY)
    return {name: WithheldSums(frozenset(kinds)) for name, kinds in found.items() if kinds}


def _amounts(project: Project, kind: str) -> Iterator[tuple[NamedRecord, tuple[str, ...]]]:
    for collection, names in _FIELDS[kind].items():
        records = (project.record,) if collection == "project" else project.collections.get(collection, {}).values()
        for record in records:
            yield record, names


def _is_withheld(record: NamedRecord, names: Iterable[str], hidden: frozenset[str] | None) -> bool:
    given = {name for name in names if getattr(record, name) not in (None, ())}
    return bool(given) and (hidden is None or any(name.partition(".")[0] in given for name in hidden))
