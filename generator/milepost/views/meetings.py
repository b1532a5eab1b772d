"""The meetings page of a project: what comes next, open actions, decisions, minutes, series."""

from dataclasses import dataclass, replace

from milepost.analysis.actions import HeldAction, actions_of
from milepost.analysis.activity import week_of
from milepost.analysis.agenda import AgendaEntry, agenda
from milepost.analysis.attention import attention_of
from milepost.model.portal import Project
from milepost.model.records.decision import Decision
from milepost.model.records.meeting import Meeting
from milepost.model.records.meeting_series import MeetingSeries
from milepost.views.action_table import action_table
from milepost.views.answer import needs_part, project_answer, what_changed
from milepost.views.attention import rule_anchor
from milepost.views.cadence import cadence_text
from milepost.views.context import Anchor, ViewContext
from milepost.views.decision_cards import DecisionCard, chains, decision_card, decisions_in_order
from milepost.views.expectations import definition
from milepost.views.frame import Answer, Details, Fact, Head, Part, Status, details, head
from milepost.views.plurals import counted
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, day_cell, day_text, link_cell, record_table

DAYS_AHEAD = 35
_KINDS = ("action-overdue", "decision-pending", "decision-review-due")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEntry:
    """A meeting with what its folded line says, and all of its fields."""

    day: str
    status: Status
    counts: str
    open: bool
    record: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    upcoming: Table | None
    series: Table | None
    actions: Table | None
    actions_done: int
    decisions: tuple[DecisionCard, ...]
    effects_definition: str
    chains: tuple[tuple[Anchor, ...], ...]
    meetings: tuple[MeetingEntry, ...]
    decision_records: tuple[Details, ...]
    series_records: tuple[Details, ...]


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    actions = list(actions_of(context.portal, project))
    decisions = decisions_in_order(project)
    return View(
        head=head(context, context.t("ui.page.meetings"), project, _answer(context, project, actions)),
        upcoming=_upcoming(context, project),
        series=_series(context, project),
        actions=action_table(context, actions, context.analysis.plans[project.id].calendar),
        actions_done=sum(not one.open for one in actions),
        decisions=tuple(decision_card(one, context) for one in decisions),
        effects_definition=definition(context),
        chains=tuple(tuple(context.link(one) for one in chain) for chain in chains(decisions, context.portal)),
        meetings=_meetings(context, project),
        decision_records=tuple(details(one, context) for one in decisions),
        series_records=tuple(details(one, context) for one in project.all(MeetingSeries).values()),
    )


def _entries(context: ViewContext, project: Project) -> list[AgendaEntry]:
    return [one for one in agenda(context.analysis, project, DAYS_AHEAD) if one.kind in ("meeting", "series")]


def _upcoming(context: ViewContext, project: Project) -> Table | None:
    t = context.t
    rows = [
        Row(
            head=Cell(text=context.formats.with_weekday(entry.on), sub=t("meetings.day-off") if entry.day_off else ""),
            cells=(
                Cell(text=entry.at),
                link_cell(context.link(context.portal.get(entry.record))),
                Cell(text=length_text(entry.minutes, context)),
                link_cell(*(context.person(ref) for ref in entry.people)),
                Cell(text=t(f"meetings.kind.{entry.kind}")),
            ),
        )
        for entry in _entries(context, project)
    ]
    if not rows:
        return None
    columns = (
        Column(label=context.labels.field("meetings", "on")),
        Column(label=t("meetings.at"), number=True),
        Column(label=context.labels.type("meetings")),
        Column(label=context.labels.field("meeting_series", "duration"), number=True),
        Column(label=context.labels.field("meetings", "attendees"), full=True),
        Column(label=t("meetings.from"), bare=True),
    )
    return Table(label=t("meetings.upcoming"), columns=columns, rows=tuple(rows))


def _series(context: ViewContext, project: Project) -> Table | None:
    """Series with how often they are held, when they last were and when they next are."""
    found = list(project.all(MeetingSeries).values())
    field, entries = context.labels.field, _entries(context, project)
    rows = []
    for series in found:
        own = [
            one
            for one in project.all(Meeting).values()
            if context.portal.find(one.meeting_series, MeetingSeries, project.id) is series
        ]
        held = [one.on for one in own if one.status == "held" and one.on]
        coming = [
            one.on for one in entries if one.record == series.key or any(one.record == meeting.key for meeting in own)
        ]
        rows.append(
            Row(
                head=link_cell(context.link(series)),
                cells=(
                    Cell(text=cadence_text(series.cadence, context)),
                    Cell(text=length_text(series.duration, context)),
                    link_cell(context.link_to(series.channel, ("channels",), project.id)),
                    Cell(text=context.formats.join([context.text(point) for point in series.agenda])),
                    Cell(
                        text=day_text(max(held, default=None), context), sub=context.t("meetings.held", count=len(held))
                    ),
                    day_cell(min(coming, default=None), context),
                ),
            )
        )
    columns = (
        Column(label=field("meeting_series", "cadence")),
        Column(label=field("meeting_series", "duration"), number=True),
        Column(label=field("meeting_series", "channel")),
        Column(label=field("meeting_series", "agenda"), full=True),
        Column(label=context.t("meetings.last"), number=True),
        Column(label=context.t("meetings.next"), number=True),
    )
    return record_table(context, "meeting_series", columns, rows)


def _meetings(context: ViewContext, project: Project) -> tuple[MeetingEntry, ...]:
    """The newest first; the newest with minutes is open."""
    found = sorted(project.all(Meeting).values(), key=lambda one: (one.on is None, one.on), reverse=True)
    newest = next((one for one in found if one.minutes and one.status == "held"), None)
    entries = []
    for meeting in found:
        counts = [
            counted(context, f"meetings.{name}", len(parts))
            for name, parts in (
                ("n-decisions", meeting.decisions),
                ("n-actions", meeting.actions),
                ("n-absent", meeting.absent),
            )
            if parts
        ]
        if meeting.status == "held" and not meeting.minutes:
            counts.append(context.t("meetings.no-minutes"))
        entries.append(
            MeetingEntry(
                day=day_text(meeting.on, context),
                status=record_status(meeting, context),
                counts=" · ".join(counts),
                open=meeting is newest,
                record=details(meeting, context),
            )
        )
    return tuple(entries)


def length_text(minutes: int | None, context: ViewContext) -> str:
    """The length of a meeting in minutes."""
    return context.t("meetings.minutes-long", count=minutes) if minutes else ""


def _answer(context: ViewContext, project: Project, actions: list[HeldAction]) -> Answer:
    items = [item for item in attention_of(context.analysis, project) if item.kind in _KINDS]
    late = sum(item.kind == "action-overdue" for item in items)
    t, active = context.t, sum(one.open for one in actions)
    if late:
        status = Status(state="warn", word=counted(context, "meetings.state.late", late))
    elif not actions and not project.all(Meeting):
        status = Status(state="none", word=t("meetings.state.none"))
    else:
        status = Status(state="good", word=t("meetings.state.fine"))
    pending = sum(one.status == "proposed" for one in project.all(Decision).values())
    why = t("meetings.state.why", open=active, pending=pending)
    needs = needs_part(context, items, more="#actions")
    answer = project_answer(context, project, status=status, why=why, changed=_changed(context, project), needs=needs)
    return replace(answer, rule=rule_anchor(context, "action-overdue") if late else None)


def _changed(context: ViewContext, project: Project) -> Part:
    """Meetings held and decisions made in the last seven complete days."""
    week = week_of([project], context.as_of)
    decided_or_held: list[Meeting | Decision] = [*week.held, *week.decided]
    records = sorted(decided_or_held, key=lambda one: str(one.on), reverse=True)
    facts = [Fact(name=context.link(one), value=day_text(one.on, context)) for one in records[:3]]
    say = (
        context.formats.join(
            [
                counted(context, f"answer.say.{name}", len(found))
                for name, found in (("held", week.held), ("decided", week.decided))
                if found
            ]
        )
        if records
        else context.t("answer.say.nothing")
    )
    return Part(title=what_changed(context), say=say, facts=tuple(facts))
