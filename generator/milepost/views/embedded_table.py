"""Any collection as an embedded table: the records that pass its filters, with their state, owner and dates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from milepost.analysis.components import Component
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.reference import Ref
from milepost.model.states import state_field
from milepost.model.text import Translations
from milepost.views.context import ViewContext
from milepost.views.plurals import counted
from milepost.views.record_fields import Value, record_fields
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_cell, link_cell

MOST_ROWS = 200
"""Rows of an embedded table."""
_USUAL = ("owner", "due", "on", "start")
"""Fields that are shown of every type that has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTable:
    """The table, and how many records there are."""

    table: Table
    sub: str


def record_table(context: ViewContext, component: Component, projects: list[Project]) -> tuple[str, RecordTable]:
    """The name of the collection, and its records; portal-wide ones too unless a project is asked for."""
    found = [record for record in _records(context, component, projects) if _passes(record, component)]
    title = context.labels.type(component.collection, plural=True)
    state = state_field(component.collection)
    names = [name for name in dict.fromkeys((*_USUAL, *component.fields)) if name != state]
    shown = [name for name in names if any(name in _values(context, record) for record in found[:MOST_ROWS])]
    several = component.project is None and len({record.project_id for record in found}) > 1
    columns = [Column(label=context.labels.type(component.collection))]
    columns += [Column(label=context.labels.type("project"))] if several else []
    columns += [Column(label=context.labels.field(component.collection, state), bare=True)] if state else []
    columns += [Column(label=context.labels.field(component.collection, name)) for name in shown]
    rows = tuple(_row(context, record, state, shown, several=several) for record in found[:MOST_ROWS])
    sub = counted(context, "components.table-count", len(found))
    if len(found) > MOST_ROWS:
        sub += " " + context.t("components.left-out", count=len(found) - MOST_ROWS)
    return title, RecordTable(table=Table(label=title, columns=tuple(columns), rows=rows), sub=sub)


def _records(context: ViewContext, component: Component, projects: list[Project]) -> list[NamedRecord]:
    if component.collection == "project":
        return [project.record for project in projects]
    homes = [*projects, *(() if component.project else (context.portal,))]
    return [record for home in homes for record in home.collections.get(component.collection, {}).values()]


def _passes(record: NamedRecord, component: Component) -> bool:
    return all(
        not accepted.isdisjoint(_texts(getattr(record, attribute)))
        for attribute, accepted in ((name, frozenset(values)) for name, values in component.filters.items())
    )


def _texts(value: Any) -> set[str]:
    """What an author may write to mean a value: an enum's word, an id, a date, any text of several languages."""
    if isinstance(value, Translations):
        return set(value.values())
    if isinstance(value, Ref):
        return {value.id, str(value)}
    if isinstance(value, bool):
        return {"true" if value else "false"}
    if isinstance(value, date):
        return {value.isoformat()}
    if isinstance(value, (tuple, list)):
        return {text for part in value for text in _texts(part)}
    if hasattr(value, "target"):
        return _texts(value.target)
    return set() if value is None else {str(value)}


def _row(context: ViewContext, record: NamedRecord, state: str | None, shown: list[str], *, several: bool) -> Row:
    values = _values(context, record)
    project = context.project_of(record)
    cells = [link_cell(context.link(project.record)) if project else Cell()] if several else []
    cells += [Cell(status=record_status(record, context, state))] if state else []
    cells += [_value_cell(context, getattr(record, name, None), values.get(name)) for name in shown]
    return Row(head=link_cell(context.link(record)), cells=tuple(cells))


def _values(context: ViewContext, record: NamedRecord) -> dict[str, Value]:
    return {one.name: one.value for one in record_fields(record, context)}


def _value_cell(context: ViewContext, raw: Any, value: Value | None) -> Cell:
    """Days as all tables write them, the rest as on the record's page."""
    if isinstance(raw, date):
        return day_cell(raw, context)
    return Cell() if value is None else _cell(value)


def _cell(value: Value) -> Cell:
    if value.kind == "invalid":
        return Cell(invalid=value.text)
    if value.kind == "link" and value.link:
        return Cell(links=(value.link,), text=value.text)
    if value.kind == "list":
        links = tuple(part.link for part in value.parts if part.link)
        return Cell(links=links, text=", ".join(part.text for part in value.parts if part.text and not part.link))
    if value.kind == "fields":
        return Cell(text=", ".join(_cell(field.value).text for field in value.fields))
    return Cell(text=value.text)
