"""The RACI matrix as a grid of deliverables by people and roles."""

from dataclasses import dataclass

from milepost.model.portal import Project
from milepost.model.records.raci import Raci
from milepost.model.reference import Ref
from milepost.views.context import Anchor, ViewContext

_LETTERS = (("A", "accountable"), ("R", "responsible"), ("C", "consulted"), ("I", "informed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RaciRow:
    """A deliverable; `cells` holds the letters of each column, the weightiest first. `problem` says what is wrong."""

    deliverable: Anchor
    cells: tuple[tuple[str, ...], ...]
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaciGrid:
    """The grid: who heads the columns, the rows, and what the letters mean."""

    columns: tuple[Anchor, ...]
    rows: tuple[RaciRow, ...]
    legend: tuple[tuple[str, str], ...]


def raci_grid(context: ViewContext, project: Project) -> RaciGrid | None:
    """None without records. Columns are roles, then people, in the order in which the records name them."""
    records = list(project.all(Raci).values())
    if not records:
        return None
    columns: dict[str, Anchor] = {}
    people: set[str] = set()
    letters: list[dict[str, list[str]]] = []
    for record in records:
        found: dict[str, list[str]] = {}
        for letter, field in _LETTERS:
            for ref in getattr(record, field):
                name = _column(context, ref, project)
                if _is_person(context, ref, project):
                    people.add(name)
                columns.setdefault(name, context.link_to(ref, ("people", "roles"), project.id))
                found.setdefault(name, []).append(letter)
        letters.append(found)
    columns = {name: columns[name] for name in sorted(columns, key=lambda name: name in people)}
    rows = [
        RaciRow(
            deliverable=Anchor(
                text=context.text(record.deliverable) or context.title(record), href=context.link(record).href
            ),
            cells=tuple(tuple(found.get(name, ())) for name in columns),
            problem=_problem(context, record),
        )
        for record, found in zip(records, letters, strict=True)
    ]
    legend = tuple((letter, context.labels.field("raci", field)) for letter, field in _LETTERS)
    return RaciGrid(columns=tuple(columns.values()), rows=tuple(rows), legend=legend)


def _column(context: ViewContext, ref: Ref, project: Project) -> str:
    return str(context.portal.locate(ref, ("people", "roles"), project.id) or ref)


def _is_person(context: ViewContext, ref: Ref, project: Project) -> bool:
    found = context.portal.locate(ref, ("people", "roles"), project.id)
    return found is not None and found.collection == "people"


def _problem(context: ViewContext, record: Raci) -> str:
    if len(record.accountable) != 1:
        return context.t("team.raci-accountable", count=len(record.accountable))
    return "" if record.responsible else context.t("team.raci-nobody")
