"""The team page of a project: people and roles, RACI, workload, leave, channels, communication, tools, documents."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from milepost.analysis.attention import attention_of
from milepost.analysis.dimensions import dimensions
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.records.channel import Channel
from milepost.model.records.communication import Communication
from milepost.model.records.document import Document
from milepost.model.records.raci import Raci
from milepost.model.records.role import Role
from milepost.model.records.tool import Tool
from milepost.views.answer import project_answer
from milepost.views.attention import attention_fact, rule_anchor
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Answer, Fact, Head, RecordGroup, Status, head, record_groups
from milepost.views.people_tables import leave_table, people_of, people_table, role_table
from milepost.views.plurals import counted
from milepost.views.raci_grid import RaciGrid, raci_grid
from milepost.views.tables import Table
from milepost.views.team_tables import channel_table, communication_table, document_table, tool_table
from milepost.views.workload_figure import Overload, WorkloadFigure, workload_figure

_TYPES: tuple[type[NamedRecord], ...] = (Role, Raci, Communication, Channel, Tool, Document)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    people: Table | None
    roles: Table | None
    raci: RaciGrid | None
    workload: WorkloadFigure | None
    leave: Table | None
    communications: Table | None
    channels: Table | None
    tools: Table | None
    documents: Table | None
    groups: tuple[RecordGroup, ...]


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    people = people_of(context.portal, project)
    workload = workload_figure(context, project, people)
    return View(
        head=head(context, context.t("ui.page.team"), project, _answer(context, project, workload, len(people))),
        people=people_table(context, project, people),
        roles=role_table(context, project),
        raci=raci_grid(context, project),
        workload=workload,
        leave=leave_table(context, people),
        communications=communication_table(context, project),
        channels=channel_table(context, project),
        tools=tool_table(context, project),
        documents=document_table(context, project),
        groups=record_groups(context, project, [kind.collection for kind in _TYPES]),
    )


def _answer(context: ViewContext, project: Project, workload: WorkloadFigure | None, people: int) -> Answer:
    over = workload.overloads if workload else ()
    status, why = _state(context, over, people)
    items = attention_of(context.analysis, project)
    state = next(one for one in dimensions(context.analysis, project, items) if one.name == "team")
    if not over and state.level in ("warn", "bad"):
        # the load is fine, yet the same page's dimension on the overview is not
        status = Status(state=state.level, word=counted(context, f"overview.why.{state.reason}", state.count))
    late = tuple(attention_fact(context, item) for item in items if item.kind == "action-overdue")
    answer = project_answer(context, project, status=status, why=why, needs=(*_needs(context, over), *late))
    return replace(answer, rule=rule_anchor(context, "overallocated") if over else None)


def _state(context: ViewContext, over: Sequence[Overload], people: int) -> tuple[Status, str]:
    t = context.t
    if not people:
        return Status(state="none", word=t("team.state.none")), t("team.state.none-why")
    names = list(dict.fromkeys(one.person.text for one in over))
    if names:
        worst = max(over, key=lambda one: one.load or 0)
        why = t(
            "team.state.over-why",
            names=context.formats.join(names),
            week=worst.week,
            person=worst.person.text,
            load=worst.text,
        )
        return Status(state="warn", word=counted(context, "team.state.over", len(names))), why
    return Status(state="good", word=t("team.state.fine")), t("team.state.fine-why")


def _needs(context: ViewContext, over: Sequence[Overload]) -> tuple[Fact, ...]:
    """Overloaded weeks from now on, the nearest first."""
    return tuple(
        Fact(
            name=Anchor(text=context.t("team.relieve", person=one.person.text, week=one.week), href="#workload"),
            value=one.text,
            state="warn",
        )
        for one in over
    )
