"""Who works on a project, with which roles and how much of the plan, and who is away when."""

from collections.abc import Sequence

from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.records.person import Person
from milepost.model.records.role import Role
from milepost.model.records.task import Task
from milepost.model.references import references_in
from milepost.model.states import OPEN_TASK_STATES
from milepost.views.context import ViewContext
from milepost.views.frame import Status
from milepost.views.tables import Cell, Column, Row, Table, day_text, link_cell, record_table, span_text


def people_of(portal: Portal, project: Project) -> tuple[Person, ...]:
    """Everybody whom a record of the project names, in the order of the files of people."""
    records: list[NamedRecord] = [project.record, *project.records()]
    named = {
        key
        for record in records
        for reference in references_in(record)
        if "people" in reference.collections
        and (key := portal.locate(reference.ref, reference.collections, project.id))
    }
    return tuple(person for person in portal.all(Person).values() if person.key in named)


def people_table(context: ViewContext, project: Project, people: Sequence[Person]) -> Table | None:
    """People with roles, open tasks they own and work on, capacity, backup."""
    if not people:
        return None
    t, field = context.t, context.labels.field
    tasks = [task for task in project.all(Task).values() if task.status in OPEN_TASK_STATES]
    rows = []
    for person in people:
        roles = [role for role in project.all(Role).values() if _holds(context, project, role, person)]
        owned = [task for task in tasks if context.portal.find(task.owner, Person, "") is person]
        helps = [
            task
            for task in tasks
            if any(context.portal.find(one.person, Person, "") is person for one in task.assignees)
        ]
        rows.append(
            Row(
                head=link_cell(context.link(person)),
                cells=(
                    Cell(text=context.text(person.team)),
                    link_cell(*(context.link(role) for role in roles)),
                    Cell(text=str(len(owned))),
                    Cell(text=str(len(helps))),
                    Cell(text=context.formats.plain(person.capacity)),
                    link_cell(context.person(person.backup)),
                    Cell() if person.active else Cell(status=Status(state="none", word=t("team.inactive"))),
                ),
                muted=not person.active,
            )
        )
    columns: tuple[Column, ...] = (
        Column(label=context.labels.type("people")),
        Column(label=field("people", "team")),
        Column(label=context.labels.type("roles")),
        Column(label=t("team.owns"), number=True, tip=t("team.owns-tip")),
        Column(label=t("team.works-on"), number=True, tip=t("team.works-on-tip")),
        Column(label=t("team.capacity"), number=True),
        Column(label=field("people", "backup")),
        Column(label="", bare=True),
    )
    if all(person.active for person in people):
        columns, rows = columns[:-1], [Row(head=row.head, cells=row.cells[:-1]) for row in rows]
    return Table(label=t("team.people"), columns=columns, rows=tuple(rows))


def role_table(context: ViewContext, project: Project) -> Table | None:
    """Roles, who holds them, what they are there for."""
    roles = list(project.all(Role).values())
    field = context.labels.field
    rows = [
        Row(
            head=link_cell(context.link(role)),
            cells=(
                link_cell(*(context.person(ref) for ref in role.people))
                if role.people
                else Cell(status=Status(state="warn", word=context.t("team.vacant"))),
                Cell(text=context.t("team.between").join(context.text(duty) for duty in role.duties)),
            ),
        )
        for role in roles
    ]
    columns = (
        Column(label=field("roles", "people")),
        Column(label=field("roles", "duties"), full=True),
    )
    return record_table(context, "roles", columns, rows)


def leave_table(context: ViewContext, people: Sequence[Person]) -> Table | None:
    """Leave that is not over, the nearest first; leave that is over follows, the newest first."""
    found = [
        (person, leave.note, first, last)
        for person in people
        for leave in person.leave
        if (first := leave.from_ or leave.to) and (last := leave.to or leave.from_)
    ]
    if not found:
        return None
    now = context.as_of
    coming = sorted((one for one in found if one[3] >= now), key=lambda one: one[2])
    over = sorted((one for one in found if one[3] < now), key=lambda one: one[3], reverse=True)
    rows = []
    for person, note, first, last in (*coming, *over):
        text = day_text(first, context) if first == last else span_text(first, last, context)
        rows.append(
            Row(
                head=link_cell(context.link(person)),
                cells=(
                    Cell(status=Status(state="info", word=text)) if first <= now <= last else Cell(text=text),
                    Cell(text=context.text(note)),
                    link_cell(context.person(person.backup)),
                ),
                muted=last < now,
            )
        )
    columns = (
        Column(label=context.labels.type("people")),
        Column(label=context.t("team.away")),
        Column(label=context.labels.item_field("Leave", "note")),
        Column(label=context.labels.field("people", "backup")),
    )
    return Table(label=context.labels.field("people", "leave"), columns=columns, rows=tuple(rows))


def _holds(context: ViewContext, project: Project, role: Role, person: Person) -> bool:
    return any(context.portal.find(ref, Person, project.id) is person for ref in role.people)
