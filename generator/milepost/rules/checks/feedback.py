"""Feedback: what users said is sorted, answered and acted on, and what was done about it is released and looked at."""

from collections.abc import Iterator, Mapping
from datetime import date

from milepost.analysis.day_index import OutsideCalendarError
from milepost.analysis.feedback_counts import MANY_ITEMS, SEVERE, by_theme, in_window, is_waiting, needs_action
from milepost.analysis.releases import is_out
from milepost.diagnostics.diagnostic import Diagnostic, Label, Severity, replacing
from milepost.i18n.message import message
from milepost.model.portal import Project
from milepost.model.records.feedback import Feedback, FeedbackItem
from milepost.model.records.release import Release
from milepost.model.records.task import Task
from milepost.model.records.theme import Theme
from milepost.model.reference import Ref
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.feedback_voices import voices_of
from milepost.rules.release_history import open_projects, out_on
from milepost.rules.rule import RuleKind, rule
from milepost.rules.unused import all_read

_SHOWN = 5


@rule(Severity.ERROR, RuleKind.CLOCK, on_plans=True)
def theme_count_mismatch(context: RuleContext) -> Iterator[Diagnostic]:
    """A theme whose count is not the number of items that name it within its window."""
    window = message("rules.theme-count-mismatch.label")
    for project in open_projects(context):
        voices = voices_of(context, project)
        counted = [theme for theme in project.all(Theme).values() if theme.count is not None]
        if not counted or not voices.complete:
            continue
        items = _items_by_theme(context, project)
        for theme in counted:
            if attempted(theme, "window"):
                continue
            found = in_window(items[theme.key], theme.window, context.as_of, context.plans[project.id].calendar)
            if found != theme.count:
                yield context.finding(
                    "theme-count-mismatch",
                    theme,
                    "count",
                    variant="all" if theme.window is None else "",
                    fix=replacing(context.at(theme, "count"), str(found)),
                    labels=(context.label(theme, "window", text=window),) if theme.window else (),
                    count=theme.count,
                    found=found,
                )


@rule(Severity.ERROR, thresholds={"items": MANY_ITEMS, "severity": SEVERE})
def theme_without_action(context: RuleContext) -> Iterator[Diagnostic]:
    """A theme of many items, or a severe one, about which nobody does anything."""
    many, severe = (context.threshold("theme-without-action", name) for name in ("items", "severity"))
    for project in open_projects(context):
        items = _items_by_theme(context, project)
        for theme in project.all(Theme).values():
            found = items[theme.key]
            if not needs_action(theme, found, many=many, severe=severe) or attempted(theme, "actions", "status"):
                continue
            is_severe = (theme.severity or 0) >= severe
            yield context.finding(
                "theme-without-action",
                theme,
                *(("severity",) if is_severe else ()),
                variant="severe" if is_severe else "",
                count=len(found),
                severity=theme.severity,
            )


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"days": 3}, on_plans=True)
def feedback_untriaged(context: RuleContext) -> Iterator[Diagnostic]:
    """Items of a batch that no theme was given to within some working days."""
    yield from _waiting(context, "feedback-untriaged", for_theme=True)


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"days": 2}, on_plans=True)
def feedback_unanswered(context: RuleContext) -> Iterator[Diagnostic]:
    """Items of a batch that nobody replied to within some working days."""
    yield from _waiting(context, "feedback-unanswered", for_theme=False)


@rule(Severity.ERROR)
def shipped_without_release(context: RuleContext) -> Iterator[Diagnostic]:
    """A theme that is marked as shipped though no release that is out brings one of its actions."""
    for project in context.portal.projects.values():
        for theme in project.all(Theme).values():
            if theme.status not in ("shipped", "verified") or attempted(theme, "actions"):
                continue
            tasks = [task for ref in theme.actions if (task := context.portal.find(ref, Task, project.id))]
            lost = len(tasks) < len(theme.actions) or any(attempted(task, "release") for task in tasks)
            if lost or not all_read(context, theme) or _out(context, tasks):
                continue
            labels = tuple(
                context.label(
                    task,
                    *(("release",) if task.release else ()),
                    text=message(
                        f"rules.shipped-without-release.label-{'not-out' if task.release else 'none'}", id=task.id
                    ),
                )
                for task in tasks[:_SHOWN]
            )
            variant = "" if tasks else "no-action"
            yield context.finding("shipped-without-release", theme, "status", variant=variant, labels=labels)


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"days": 14})
def shipped_unverified(context: RuleContext) -> Iterator[Diagnostic]:
    """A theme that was shipped some time ago, and nobody looked whether it helped."""
    most = context.threshold("shipped-unverified", "days")
    for project in open_projects(context):
        for theme in project.all(Theme).values():
            if theme.status != "shipped":
                continue
            tasks = [task for ref in theme.actions if (task := context.portal.find(ref, Task, project.id))]
            release = max(_out(context, tasks), key=lambda one: out_on(one) or date.min, default=None)
            day = out_on(release) if release else None
            if release and day and (context.as_of - day).days > most:
                field = "released_on" if release.released_on else "planned_on"
                label = context.label(release, field, text=message("rules.shipped-unverified.label"))
                yield context.finding(
                    "shipped-unverified",
                    theme,
                    "status",
                    labels=(label,),
                    release=release.id,
                    days=(context.as_of - day).days,
                )


@rule(Severity.WARNING, thresholds={"themes": 3})
def feedback_in_many_themes(context: RuleContext) -> Iterator[Diagnostic]:
    """An item that so many themes claim that it says little about any of them."""
    many = max(context.threshold("feedback-in-many-themes", "themes"), 2)
    for project in open_projects(context):
        for voice in voices_of(context, project).items:
            if len(set(voice.item.theme)) >= many:
                yield context.finding(
                    "feedback-in-many-themes",
                    voice.batch,
                    location=voice.theme_at,
                    item=voice.item.id or "–",
                    count=len(set(voice.item.theme)),
                )


@rule(Severity.INFO, RuleKind.CLOCK, thresholds={"days": 28})
def feedback_silence(context: RuleContext) -> Iterator[Diagnostic]:
    """A project that used to hear from its users and has not for some time."""
    most = context.threshold("feedback-silence", "days")
    for project in open_projects(context):
        voices = voices_of(context, project)
        dated = [(voice.item.received_on, voice) for voice in voices.items if voice.item.received_on]
        if not dated or not voices.complete or project.record.status == "on_hold":
            continue
        day, voice = max(dated, key=lambda pair: pair[0])
        if (context.as_of - day).days > most:
            yield context.finding(
                "feedback-silence",
                voice.batch,
                labels=(Label(location=voice.at, text=message("rules.feedback-silence.label")),),
                day=day.isoformat(),
                days=(context.as_of - day).days,
            )


def _waiting(context: RuleContext, name: str, *, for_theme: bool) -> Iterator[Diagnostic]:
    """One finding a batch: the items that came in more than the rule's working days ago and still wait."""
    days = round(context.threshold(name, "days"))
    for project in open_projects(context):
        batches = project.all(Feedback).values()
        if not batches:
            continue
        try:
            before = context.plans[project.id].calendar.add_working_days(context.as_of, -days)
        except OutsideCalendarError:
            continue
        for batch in batches:
            found = [
                voice
                for voice in voices_of(context, project).of_batch(batch)
                if is_waiting(voice.item, before, for_theme=for_theme)
            ]
            if found and not attempted(batch, "items"):
                yield context.finding(
                    name,
                    batch,
                    *found[0].path,
                    variant="one" if len(found) == 1 else "",
                    labels=tuple(
                        Label(location=voice.at, text=message(f"rules.{name}.label", day=str(voice.item.received_on)))
                        for voice in found[:_SHOWN]
                        if len(found) > 1 or voice.path == ("file",)
                    ),
                    count=len(found),
                    days=days,
                )


def _items_by_theme(context: RuleContext, project: Project) -> Mapping[Ref, list[FeedbackItem]]:
    def make() -> Mapping[Ref, list[FeedbackItem]]:
        return by_theme(context.portal, project, (voice.item for voice in voices_of(context, project).items))

    return context.once(("items by theme", project.id), make)


def _out(context: RuleContext, tasks: list[Task]) -> list[Release]:
    """The releases of these tasks that are out."""
    found = (context.portal.find(task.release, Release, task.project_id) for task in tasks)
    return [release for release in found if release and is_out(release)]
