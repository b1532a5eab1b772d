"""What a person is there for and when: roles and RACI, leave, and the load of the coming weeks."""

from dataclasses import replace

from markupsafe import Markup

from milepost.analysis.calendars import calendar_of
from milepost.analysis.workload import WeekLoad, demands_on, week_loads, weeks
from milepost.charts.heatmap import HeatCell, HeatRow, HeatTable, heat_table, level
from milepost.model.record import NamedRecord
from milepost.model.records.person import Person
from milepost.model.records.raci import Raci
from milepost.model.records.role import Role
from milepost.model.reference import Ref
from milepost.views.context import ViewContext
from milepost.views.person_work import records_naming
from milepost.views.plurals import counted
from milepost.views.tables import Cell, Column, Row, Table, link_cell, span_text

WEEKS = 12
_STEPS = (0.3, 0.6, 0.8, 1.0)
_RACI = (("responsible", "R"), ("accountable", "A"), ("consulted", "C"), ("informed", "I"))


def duty_table(context: ViewContext, person: Person) -> Table | None:
    """Roles that the person holds, and the deliverables that the person or one of these roles has a letter in."""
    roles = {role.key: role for role in records_naming(context, person.key, Role)}
    rows = [_duty_row(context, role, context.labels.type("roles")) for role in roles.values()]
    holders = {person.key, *roles}
    deliverables: dict[Ref, Raci] = {}
    for key in (person.key, *roles):
        deliverables |= {raci.key: raci for raci in records_naming(context, key, Raci)}
    for raci in deliverables.values():
        letters = [
            f"{letter} {context.labels.field('raci', field)}"
            for field, letter in _RACI
            if any(_locate(context, ref, raci) in holders for ref in getattr(raci, field))
        ]
        if letters:
            rows.append(_duty_row(context, raci, context.formats.join(letters)))
    if not rows:
        return None
    columns = (
        Column(label=context.t("person.col.duty"), full=True),
        Column(label=context.labels.type("project")),
        Column(label=context.t("person.col.part")),
    )
    return Table(label=context.t("person.duties"), columns=columns, rows=tuple(rows))


def _locate(context: ViewContext, ref: Ref, raci: Raci) -> Ref | None:
    return context.portal.locate(ref, ("people", "roles"), raci.project_id)


def _duty_row(context: ViewContext, record: NamedRecord, part: str) -> Row:
    project = context.project_of(record)
    title = context.link(record)
    if isinstance(record, Raci) and record.deliverable:
        title = replace(title, text=context.text(record.deliverable))
    home = link_cell(context.link(project.record)) if project else Cell()
    return Row(head=link_cell(title), cells=(home, Cell(text=part)))


def leave_table(context: ViewContext, person: Person) -> Table | None:
    """Days off, the next ones first, with the working days that they take by the portal's calendar."""
    calendar = calendar_of(context.portal)
    rows = []
    for leave in sorted(person.leave, key=lambda one: str(one.from_ or one.to or "")):
        first, last = leave.from_ or leave.to, leave.to or leave.from_
        if first and last:
            days = counted(context, "overview.days", calendar.working_days_between(first, last))
            over = last < context.as_of
            note = Cell(text=context.text(leave.note))
            rows.append(Row(head=Cell(text=span_text(first, last, context)), cells=(Cell(text=days), note), muted=over))
    if not rows:
        return None
    rows.sort(key=lambda row: row.muted)
    columns = tuple(Column(label=context.t(f"person.col.{name}")) for name in ("days", "length", "note"))
    return Table(label=context.labels.field("people", "leave"), columns=columns, rows=tuple(rows))


def loads(context: ViewContext, person: Person) -> tuple[WeekLoad, ...]:
    """The person's weeks from that of the as-of day on."""
    work = demands_on(context.analysis, person)
    return week_loads(person, work, calendar_of(context.portal), weeks(context.as_of, WEEKS))


def load_chart(context: ViewContext, found: tuple[WeekLoad, ...]) -> Markup:
    """A heat row of the weeks; empty without any work."""
    if not any(week.hours for week in found):
        return Markup()
    cells = []
    for week in found:
        share = week.load
        text = context.t("person.away") if share is None and week.leave_days else context.formats.percent(share)
        parts = [f"{context.title(task)} {context.formats.number(hours)} h" for task, hours in week.tasks]
        title = context.formats.join(parts)
        if week.over:
            cells.append(HeatCell(text=text, kind="over", title=title))
        elif share is None:
            cells.append(HeatCell(text=text, kind="leave", title=title))
        else:
            cells.append(HeatCell(text=text, level=level(share, _STEPS) if share else 0, title=title))
    return heat_table(
        HeatTable(
            corner=context.t("person.week"),
            columns=tuple(context.formats.short(week.monday) for week in found),
            rows=(HeatRow(name=context.t("person.load"), cells=tuple(cells)),),
            label=context.t("person.load"),
        )
    )
