"""Releases: what they need before they go out, and what has to be known once they are."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.effect import around
from milepost.analysis.releases import is_out
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.records.compliance import Compliance
from milepost.model.records.metric import Metric
from milepost.model.records.release import Release
from milepost.model.states import CLOSED
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.expected_effects import effect_window
from milepost.rules.goal_values import series_of
from milepost.rules.record_state import state_name
from milepost.rules.release_history import (
    all_read,
    in_order,
    is_submitted,
    newest,
    open_projects,
    out_on,
    tasks_of,
)
from milepost.rules.rule import RuleKind, rule

_SHOWN = 8
_FARTHEST = 20
"""Working days before a holiday in which it is looked for at most."""
_NUMBERS = re.compile(r"[vV]?([0-9]{1,18}(?:\.[0-9]{1,18})*)")


@rule(Severity.ERROR)
def version_not_increasing(context: RuleContext) -> Iterator[Diagnostic]:
    """A version that is not above that of the release before it; versions without numbers are not compared."""
    for project in context.portal.projects.values():
        before: Release | None = None
        for release in in_order(project):
            numbers = _numbers(release.version)
            if not numbers or out_on(release) is None:
                continue
            if before and before.version and release.version:
                lower = numbers < _numbers(before.version)
                same_day = is_out(before) == is_out(release) and out_on(before) == out_on(release)
                if release.version == before.version or (lower and not same_day):
                    yield context.finding(
                        "version-not-increasing",
                        release,
                        "version",
                        labels=(context.label(before, "version", text=message("rules.version-not-increasing.label")),),
                        version=release.version,
                        before=before.version,
                    )
            before = release


@rule(Severity.WARNING)
def released_with_open_task(context: RuleContext) -> Iterator[Diagnostic]:
    """A release that is out while tasks that it ships are open."""
    for release in context.all(Release):
        if not is_out(release):
            continue
        left = [task for task in tasks_of(context, release) if task.status not in CLOSED["tasks"]]
        if left:
            labels = tuple(
                context.label(
                    task,
                    *(("status",) if task.given("status") else ()),
                    text=message("rules.released-with-open-task.label", id=task.id, state=state_name(task)),
                )
                for task in left[:_SHOWN]
            )
            yield context.finding(
                "released-with-open-task",
                release,
                _out_field(release),
                variant="one" if len(left) == 1 else "",
                labels=labels,
                count=len(left),
                task=left[0].id,
            )


@rule(Severity.WARNING)
def released_without_compliance(context: RuleContext) -> Iterator[Diagnostic]:
    """The newest release that is out, where a duty that was due by then was not met, or had expired."""
    for project in open_projects(context):
        release = newest(project)
        day = out_on(release) if release else None
        if release is None or day is None:
            continue
        if project.record.platform == "wechat" and not _has_filing(context, project):
            yield context.finding("released-without-compliance", release, _out_field(release), variant="no-filing")
        duties = [*context.portal.all(Compliance).values(), *project.all(Compliance).values()]
        valid = {duty.kind for duty in duties if _is_met(duty, day)}
        for duty in duties:
            expired = duty.done_on is not None and duty.expires_on is not None and duty.expires_on < day
            if _is_met(duty, day) or attempted(duty, "done_on", "expires_on"):
                continue
            if (expired and duty.kind not in valid) or (not expired and duty.due is not None and duty.due <= day):
                field = "expires_on" if expired else "due"
                text = message(f"rules.released-without-compliance.label-{'expired' if expired else 'open'}")
                yield context.finding(
                    "released-without-compliance",
                    release,
                    _out_field(release),
                    variant="expired" if expired else "open",
                    labels=(context.label(duty, field, text=text),),
                    duty=duty.id,
                    day=day.isoformat(),
                )


@rule(Severity.WARNING)
def no_rollback(context: RuleContext) -> Iterator[Diagnostic]:
    """A release that was submitted, or is the newest one out, with no version to go back to though there is one."""
    for project in open_projects(context):
        if not all_read(context, project, Release.collection):
            continue
        found = in_order(project)
        out = [one for one in found if is_out(one)]
        ahead = [one for one in found if not is_out(one) and is_submitted(one)]
        for release in (*out[1:][-1:], *(ahead if out else ())):
            if release.rollback_to is None and not attempted(release, "rollback_to"):
                before = out[-2] if release is out[-1] else out[-1]
                label = context.label(before, text=message("rules.no-rollback.label"))
                path = ("channel",) if release.given("channel") else ()
                yield context.finding("no-rollback", release, *path, labels=(label,))


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"days": 14})
def release_unmeasured(context: RuleContext) -> Iterator[Diagnostic]:
    """The newest release without an expected effect, or an expected effect whose metric has had no value since."""
    most = context.threshold("release-unmeasured", "days")
    for project in open_projects(context):
        release = newest(project)
        day = release.released_on if release else None
        silent = release is None or release.expects or attempted(release, "expects")
        if release and day and (context.as_of - day).days > most and not silent:
            yield context.finding("release-unmeasured", release, "released_on", variant="none", day=day.isoformat())
    yield from _without_values(context)


@rule(Severity.WARNING, thresholds={"days": 1, "days_off": 3}, on_plans=True)
def release_before_holiday(context: RuleContext) -> Iterator[Diagnostic]:
    """A release planned for so short before a holiday that nobody is there when it fails."""
    days = int(min(context.threshold("release-before-holiday", "days"), _FARTHEST))
    least = max(context.threshold("release-before-holiday", "days_off"), 1)
    for project in open_projects(context):
        for release in project.all(Release).values():
            day = release.planned_on
            if day is None or is_out(release) or day < context.as_of or day.year == date.max.year:
                continue
            off = _days_off(context.plans[project.id].calendar, day, days, least)
            if off:
                yield context.finding(
                    "release-before-holiday",
                    release,
                    "planned_on",
                    day=day.isoformat(),
                    count=len(off),
                    first=off[0].isoformat(),
                    last=off[-1].isoformat(),
                )


def _numbers(version: str | None) -> tuple[int, ...]:
    """`v1.20.0-rc.1` is (1, 20); empty for a version that does not begin with numbers."""
    match = _NUMBERS.match(version or "")
    parts = [int(part) for part in match[1].split(".")] if match else []
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def _out_field(release: Release) -> str:
    return "released_on" if release.released_on else "channel"


def _has_filing(context: RuleContext, project: Project) -> bool:
    """Whether a filing is recorded, or may be in a file that could not be read."""
    homes = (context.portal, project)
    duties = [duty for home in homes for duty in home.all(Compliance).values()]
    return any(duty.kind == "filing" for duty in duties) or not all(
        all_read(context, home, Compliance.collection) for home in homes
    )


def _is_met(duty: Compliance, day: date) -> bool:
    """Whether it was met on a day and still held."""
    return duty.done_on is not None and duty.done_on <= day and (duty.expires_on is None or duty.expires_on >= day)


def _without_values(context: RuleContext) -> Iterator[Diagnostic]:
    """Expected effects that should show by now, and whose metrics' files have no value from after the release."""
    expected = [
        (release, release.released_on, index, metric)
        for project in open_projects(context)
        for release in project.all(Release).values()
        for index, one in enumerate(release.expects if release.released_on else ())
        if one.by and one.by < context.as_of and (metric := context.portal.find(one.metric, Metric, project.id))
    ]
    first = min((day for _, day, _, _ in expected if day), default=None)
    series = series_of(context, [metric for *_, metric in expected], first) if first else {}
    window = effect_window(context.portal)
    for release, day, index, metric in expected:
        values = series.get(metric.key)
        if day and values and not around(values, day, context.as_of, metric.cadence or "day", window)[1]:
            yield context.finding(
                "release-unmeasured",
                release,
                *("expects", index, "metric"),
                variant="no-value",
                metric=metric.id,
                day=day.isoformat(),
            )


def _days_off(calendar: WorkCalendar, day: date, days: int, least: float) -> list[date]:
    """So many or more days off in a row that begin before so many working days after `day` are over."""
    for count in range(days):
        last = calendar.add_working_days(day, count)
        off: list[date] = []
        while not calendar.is_working(next_day := last + timedelta(days=len(off) + 1)):
            off.append(next_day)
        if len(off) >= least:
            return off
    return []
