"""A person's page: what waits for them, what they work on, where they take part, how full their weeks are."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.activity import Week, week_of
from milepost.analysis.attention import AttentionItem
from milepost.analysis.workload import WeekLoad
from milepost.model.records.person import Person
from milepost.model.states import OPEN_TASK_STATES
from milepost.views.agenda import AgendaLine, agenda_lines
from milepost.views.answer import changes_part, needs_part
from milepost.views.attention import AttentionLine, attention_lines
from milepost.views.context import ViewContext
from milepost.views.frame import Answer, Details, Head, Status, details, head
from milepost.views.person_time import WEEKS, duty_table, leave_table, load_chart, loads
from milepost.views.person_work import (
    action_table,
    attention_for,
    is_person,
    meetings_of,
    risk_table,
    task_table,
    tasks_of,
)
from milepost.views.plurals import counted
from milepost.views.tables import Table
from milepost.views.workload_figure import Overload, overload_of


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; a table is None where the person has nothing of its kind."""

    head: Head
    record: Details
    attention: tuple[AttentionLine, ...]
    tasks: Table
    finished: Table
    actions: Table | None
    risks: Table | None
    meetings: tuple[AgendaLine, ...]
    duties: Table | None
    leave: Table | None
    load: Markup
    overloads: tuple[Overload, ...]
    weeks: int


def view(context: ViewContext, person: Person) -> View:
    """The view model of the page."""
    tasks = tasks_of(context, person)
    work = [task for task in tasks if task.status in OPEN_TASK_STATES]
    items = list(attention_for(context, person))
    weeks = loads(context, person)
    return View(
        head=head(context, context.title(person), answer=_answer(context, person, items, weeks)),
        record=details(person, context),
        attention=attention_lines(context, items, with_project=True),
        tasks=task_table(context, person, work),
        finished=task_table(context, person, [task for task in tasks if task.status not in OPEN_TASK_STATES]),
        actions=action_table(context, person),
        risks=risk_table(context, person),
        meetings=agenda_lines(context, meetings_of(context, person), with_project=True),
        duties=duty_table(context, person),
        leave=leave_table(context, person),
        load=load_chart(context, weeks),
        overloads=tuple(overload_of(context.link(person), week, context) for week in weeks if week.over),
        weeks=WEEKS,
    )


def _answer(context: ViewContext, person: Person, items: list[AttentionItem], weeks: tuple[WeekLoad, ...]) -> Answer:
    """Red when something that stops a project waits for the person, amber when something is late or a week too full."""
    t = context.t
    severe = sum(item.severe for item in items)
    late = sum(item.overdue for item in items)
    full = sum(week.over for week in weeks)
    if severe:
        status = Status(state="bad", word=t("person.severe", count=severe))
    elif late:
        status = Status(state="warn", word=t("person.late", count=late))
    elif full:
        status = Status(state="warn", word=counted(context, "person.full", full))
    else:
        status = Status(state="good", word=t("person.fine"))
    now = weeks[0].load if weeks else None
    share = context.formats.percent(now) if now is not None else t("person.away")
    own = _own_week(context, person)
    return Answer(
        status=status,
        why=t("person.why", share=share, full=full, weeks=len(weeks)),
        rule=None,
        changed=changes_part(context, own, None, ""),
        needs=needs_part(context, items, more="#attention"),
    )


def _own_week(context: ViewContext, person: Person) -> Week:
    """What happened in the last seven days to records that the person owns, and the meetings they were in."""
    projects = context.portal.projects.values()
    week = context.analysis.once("week", lambda: week_of(projects, context.as_of))
    return Week(
        finished=tuple(one for one in week.finished if is_person(context, one.owner, person)),
        decided=tuple(one for one in week.decided if any(is_person(context, ref, person) for ref in one.decided_by)),
        new_risks=tuple(one for one in week.new_risks if is_person(context, one.owner, person)),
        closed_risks=tuple(one for one in week.closed_risks if is_person(context, one.owner, person)),
        released=tuple(one for one in week.released if is_person(context, one.owner, person)),
        held=tuple(one for one in week.held if any(is_person(context, ref, person) for ref in one.attendees)),
    )
