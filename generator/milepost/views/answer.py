"""The answer line that opens every page: are we all right, what changed, what needs me."""

from collections.abc import Sequence

from milepost.analysis.activity import (
    WEEK,
    Week,
    last_day,
    recent_commits,
    touching,
    week_of,
    zone_of,
)
from milepost.analysis.attention import AttentionItem, attention_of, portal_attention
from milepost.analysis.health import Health, Reason
from milepost.history.git import Commit
from milepost.model.portal import Project
from milepost.model.records.task import Task
from milepost.views.addresses import project_page
from milepost.views.attention import attention_fact, rule_anchor
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import STATE_OF_HEALTH, Answer, Fact, Part, Status
from milepost.views.plurals import counted

_SHOWN = 3
_OF_THE_SCHEDULE = ("task-overdue", "task-blocked", "gate-due")


def project_answer(  # noqa: PLR0913 - each part of the line may be a page's own
    context: ViewContext,
    project: Project,
    *,
    status: Status | None = None,
    why: str | None = None,
    changed: Part | Sequence[Fact] | None = None,
    needs: Part | Sequence[Fact] | None = None,
    dimensions: tuple[Status, ...] = (),
) -> Answer:
    """The line for a page of a project; whatever a page does not bring itself is that of the whole project.

    `changed` and `needs` are a finished part, or the facts of one whose sentence then counts them.
    """
    health = context.analysis.health[project.id]
    return Answer(
        status=status or health_status(context, health),
        why=health_reason(context, health, project) if why is None else why,
        rule=rule_anchor(context, health.reasons[0].rule) if why is None and health.reasons else None,
        dimensions=dimensions,
        changed=_part(context, changed, what_changed(context)) or project_changes(context, project),
        needs=_part(context, needs, context.t("ui.what-needs-me"))
        or needs_part(context, attention_of(context.analysis, project), more=_overview(context, project)),
    )


def portfolio_answer(context: ViewContext) -> Answer:
    """The line for all projects: the state is the worst of them."""
    found = [(p, context.analysis.health[name]) for name, p in context.portal.projects.items()]
    open_ones = [(p, health) for p, health in found if p.record.status != "closed"]
    by_colour = {
        colour: [(p, health) for p, health in open_ones if health.colour == colour]
        for colour in ("red", "amber", "green")
    }
    said = [context.t(f"answer.count.{colour}", count=len(several)) for colour, several in by_colour.items() if several]
    worst = next((colour for colour, several in by_colour.items() if several), "")
    reasons = [
        context.t("answer.of", title=context.title(p.record), why=health_reason(context, health, p))
        for colour in ("red", "amber")
        for p, health in by_colour[colour]
    ]
    commits = context.analysis.history.commits
    return Answer(
        status=Status(
            state=STATE_OF_HEALTH.get(worst, "none"),
            word=context.formats.join(said) if said else context.t("answer.no-project"),
        ),
        why=context.t("answer.between").join(reasons) or context.t("answer.all-green" if worst else "answer.add-one"),
        rule=None,
        changed=changes_part(context, week_of([p for p, _ in found], context.as_of), commits, "#changes"),
        needs=needs_part(context, portal_attention(context.analysis), more="#attention"),
    )


def health_status(context: ViewContext, health: Health) -> Status:
    """A project's state with its word."""
    return Status(state=STATE_OF_HEALTH[health.colour], word=context.t(f"ui.health.{health.colour}"))


def health_reason(context: ViewContext, health: Health, project: Project) -> str:
    """One sentence with the number that decided."""
    if health.reasons:
        return reason_text(context, health.reasons[0], project)
    if health.colour != "green":
        return context.t("audience.reason")
    return context.t(f"answer.reason.{_no_reason(context, project)}")


def _no_reason(context: ViewContext, project: Project) -> str:
    """What speaks for a project about which nothing speaks against."""
    if not project.all(Task) and not context.analysis.withholds(project.id, Task.collection):
        return "none-no-tasks"
    return "none" if project.record.due else "none-no-due"


def reason_text(context: ViewContext, reason: Reason, project: Project) -> str:
    """A reason as a sentence; a rule without a sentence of its own is named."""
    record = context.portal.get(reason.record) if reason.record else None
    return counted(
        context,
        reason_key(context, "answer.reason", reason) or "answer.reason.other",
        reason.amount or 0,
        rule=reason.rule,
        percent=reason.percent,
        title=context.title(record) if record else context.title(project.record),
        due=context.formats.sentence(project.record.due),
        finish=context.formats.sentence(reason.day),
    )


def reason_key(context: ViewContext, group: str, reason: Reason) -> str:
    """The key of a reason's text in a group; empty when it has none. A finish that is forecast has its own."""
    key = f"{group}.{reason.rule}{'-forecast' if reason.percent else ''}"
    return key if context.words.find(key) else ""


def project_changes(context: ViewContext, project: Project) -> Part:
    """What changed in a project: by the dates of its records, and by the commits that touched its files."""
    commits = touching(context.analysis.history.commits, project.id)
    page = project_page(project.id, "changes/")
    more = "#activity" if context.address == page else context.href(page)
    return changes_part(context, week_of([project], context.as_of), commits, more)


def changes_part(context: ViewContext, week: Week, commits: Sequence[Commit] | None, more: str) -> Part:
    """The second part from the week's events and commits; without `commits` nothing is said of git."""
    counts = [
        (name, len(several))
        for name, several in (
            ("finished", week.finished),
            ("decided", week.decided),
            ("new-risk", week.new_risks),
            ("released", week.released),
            ("closed-risk", week.closed_risks),
            ("held", week.held),
        )
        if several
    ]
    facts = [Fact(name=Anchor(text=context.t(f"answer.event.{name}")), value=str(count)) for name, count in counts]
    recent = _recent(context, commits or ())
    say = counted(context, "answer.say.commits", recent) if recent else context.t("answer.say.nothing")
    if counts:
        say, facts = counted(context, f"answer.say.{counts[0][0]}", counts[0][1]), facts[1:]
        if commits is not None and context.analysis.history.head:
            facts = [*facts[: _SHOWN - 1], Fact(name=Anchor(text=context.t("answer.commits")), value=str(recent))]
    go = Anchor(text=context.t("answer.all-changes"), href=more) if more else None
    return Part(title=what_changed(context), say=say, facts=tuple(facts[:_SHOWN]), more=go)


def _recent(context: ViewContext, commits: Sequence[Commit]) -> int:
    zone = zone_of(context.portal)
    return len(recent_commits(commits, last_day(context.analysis.history, context.as_of, zone), zone))


def needs_part(context: ViewContext, items: Sequence[AttentionItem], *, more: str = "") -> Part:
    """The third part: how many and how soon, then the three most urgent."""
    days = [item.due for item in items if item.due and item.due >= context.as_of]
    late = sum(item.overdue for item in items)
    if not items:
        say = context.t("answer.needs-nothing")
    elif late == len(items):
        say = context.t("answer.needs-all-late", count=late)
    elif late:
        say = context.t("answer.needs-late", count=len(items), late=late)
    elif days:
        say = context.t("answer.needs-soon", count=len(items), day=context.formats.short(min(days)))
    else:
        say = context.t("answer.needs", count=len(items))
    return Part(
        title=context.t("ui.what-needs-me"),
        say=say,
        facts=tuple(attention_fact(context, item) for item in items[:_SHOWN]),
        more=Anchor(text=context.t("answer.all-needs"), href=more) if more and len(items) > _SHOWN else None,
    )


def schedule_needs(context: ViewContext, project: Project) -> Part:
    """The third part of the pages about dates: late and blocked tasks, gates that are due."""
    items = [item for item in attention_of(context.analysis, project) if item.kind in _OF_THE_SCHEDULE]
    return needs_part(context, items, more=_overview(context, project))


def what_changed(context: ViewContext) -> str:
    """The title of the second part."""
    return context.t("ui.what-changed", days=WEEK)


def _overview(context: ViewContext, project: Project) -> str:
    return context.href(f"{project_page(project.id)}#attention")


def _part(context: ViewContext, given: Part | Sequence[Fact] | None, title: str) -> Part | None:
    if given is None or isinstance(given, Part):
        return given
    say = context.t("answer.facts", count=len(given)) if given else context.t("answer.needs-nothing")
    return Part(title=title, say=say, facts=tuple(given[:_SHOWN]))
