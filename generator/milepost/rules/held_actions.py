"""The open actions of meetings and retrospectives; one that later meetings write down again counts once."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from milepost.analysis.actions import HeldAction, actions_of
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.records.meeting import Meeting
from milepost.model.records.meeting_series import MeetingSeries
from milepost.model.reference import Ref
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project

BySeries = Mapping[Ref, list[Meeting]]


class OpenAction(NamedTuple):
    """An action where it was written down last.

    `met` is how often its series met since it was written down first, `latest` the latest of these meetings.
    """

    record: NamedRecord
    held: HeldAction
    met: int = 0
    latest: Meeting | None = None


def open_actions(context: RuleContext) -> tuple[OpenAction, ...]:
    """The open actions of all projects that are not closed.

    A cancelled meeting agreed on nothing, and of a record with actions that do not fit nothing is known.
    """
    return context.once("open actions", lambda: tuple(_of_portal(context)))


def meetings_by_series(context: RuleContext) -> BySeries:
    """The meetings of each series in the order of their days, those without a day first."""
    return context.once("meetings by series", lambda: _by_series(context))


class _Written(NamedTuple):
    """An action in a meeting or retrospective, and what is the same where another meeting writes it down again."""

    on: date
    record: NamedRecord
    held: HeldAction
    series: Ref | None

    @property
    def sameness(self) -> tuple[str, ...]:
        action = self.held.action
        if self.series and action.title:
            return (str(self.series), str(action.title), str(action.owner))
        return (str(self.held.record), str(self.held.path))


def _of_portal(context: RuleContext) -> Iterator[OpenAction]:
    met = {
        key: [meeting for meeting in meetings if meeting.status == "held"]
        for key, meetings in meetings_by_series(context).items()
    }
    for project in context.portal.projects.values():
        if not in_open_project(context.portal, project.record):
            continue
        for first, last in _still_open(_written(context, project)):
            meetings = met[first.series] if first.series else []
            later = len(meetings) - bisect_right(meetings, first.on, key=_day)
            yield OpenAction(last.record, last.held, later, meetings[-1] if later else None)


def _still_open(actions: Iterator[_Written]) -> Iterator[tuple[_Written, _Written]]:
    """Each open action where it was written down first and last; done once is done."""
    found: dict[tuple[str, ...], tuple[_Written, _Written]] = {}
    for one in sorted(actions, key=lambda one: one.on):
        name = one.sameness
        if one.held.open:
            found[name] = (found[name][0] if name in found else one, one)
        else:
            found.pop(name, None)
    yield from found.values()


def _written(context: RuleContext, project: Project) -> Iterator[_Written]:
    for held in actions_of(context.portal, project):
        record = context.portal.get(held.record)
        if record is None or attempted(record, str(held.path[0])):
            continue
        if isinstance(record, Meeting):
            if record.status != "cancelled":
                series = context.portal.find(record.meeting_series, MeetingSeries, project.id)
                yield _Written(_day(record), record, held, series.key if series else None)
        else:
            yield _Written(date.min, record, held, None)


def _by_series(context: RuleContext) -> BySeries:
    found: dict[Ref, list[Meeting]] = {}
    for meeting in context.all(Meeting):
        series = context.portal.find(meeting.meeting_series, MeetingSeries, meeting.project_id)
        if series:
            found.setdefault(series.key, []).append(meeting)
    return {key: sorted(meetings, key=_day) for key, meetings in found.items()}


def _day(meeting: Meeting) -> date:
    return meeting.on or date.min
