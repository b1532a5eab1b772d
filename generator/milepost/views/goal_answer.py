"""The answer line of the goals page: how many keep their pace, where their metrics went, which lag."""

from collections.abc import Sequence

from milepost.analysis.metric_trend import trend
from milepost.model.portal import Project
from milepost.model.states import CLOSED
from milepost.views.addresses import project_page
from milepost.views.answer import project_answer, what_changed
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Answer, Fact, Part, State, Status
from milepost.views.goal_facts import GoalFacts
from milepost.views.metric_values import delta

_SHOWN = 3


def goals_answer(context: ViewContext, project: Project, facts: Sequence[GoalFacts]) -> Answer:
    """Amber when a goal lags, red when one is overdue or missed; no state without open goals that have data."""
    judged = [one for one in facts if one.pace.state in ("good", "warn", "bad")]
    worst: State = next(
        (state for state in ("bad", "warn", "good") if any(one.pace.state == state for one in judged)), "none"
    )
    lagging = [one for one in judged if one.pace.state in ("bad", "warn")]
    if not judged:
        word, why = context.t("goals.answer.none"), context.t("goals.answer.why-none")
    elif lagging:
        word = context.t("goals.answer.lagging", count=len(judged), lagging=len(lagging))
        why = context.t("goals.answer.between").join(_why(context, one) for one in lagging[:_SHOWN])
    else:
        word, why = context.t("goals.answer.fine", count=len(judged)), context.t("goals.answer.why-fine")
    return project_answer(
        context,
        project,
        status=Status(state=worst, word=word),
        why=why,
        changed=_changed(context, project, facts),
        needs=_needs(context, facts),
    )


def _why(context: ViewContext, one: GoalFacts) -> str:
    return context.t(
        "goals.answer.why", title=one.link.text, current=one.current, shares=one.shares, pace=one.pace.word
    )


def _changed(context: ViewContext, project: Project, facts: Sequence[GoalFacts]) -> Part:
    moved = []
    for one in facts:
        found = (
            trend(one.series, context.as_of, context.calendar_of(one.goal))
            if one.metric and one.goal.status not in CLOSED["goals"]
            else None
        )
        if found and one.metric:
            wanted = one.metric.model_copy(update={"direction": one.goal.direction or one.metric.direction})
            moved.append((one, delta(context, wanted, found)))
    nearer = sum(change.state == "good" for _, change in moved)
    farther = sum(change.state == "bad" for _, change in moved)
    return Part(
        title=what_changed(context),
        say=context.t("goals.answer.moved", nearer=nearer, farther=farther)
        if moved
        else context.t("goals.answer.unmoved"),
        facts=tuple(Fact(name=one.link, value=change.text, state=change.state) for one, change in moved[:_SHOWN]),
        more=Anchor(text=context.t("ui.page.metrics"), href=context.href(project_page(project.id, "metrics/"))),
    )


def _needs(context: ViewContext, facts: Sequence[GoalFacts]) -> Part:
    """Goals that lag or lack data; only without any, those due soonest."""
    open_ones = [one for one in facts if one.goal.status not in CLOSED["goals"]]
    lagging = [one for one in open_ones if one.pace.state in ("bad", "warn")]
    blind = [one for one in open_ones if one.progress.share is None]
    soon = sorted(
        (
            one
            for one in open_ones
            if one.goal.due and one.goal.due >= context.as_of and one not in lagging and one not in blind
        ),
        key=lambda one: (one.goal.due or context.as_of, str(one.goal.key)),
    )
    lines = [Fact(name=_named(context, "catch-up", one), value=one.pace.word, state=one.pace.state) for one in lagging]
    lines += [Fact(name=_named(context, "measure", one), value=context.person(one.goal.owner).text) for one in blind]
    if lines:
        say = context.t("answer.needs", count=len(lines))
    else:
        say = context.t("goals.answer.next" if soon else "answer.needs-nothing")
        lines = [
            Fact(name=one.link, value=context.t("attention.by", day=context.formats.short(one.goal.due)))
            for one in soon
        ]
    return Part(title=context.t("ui.what-needs-me"), say=say, facts=tuple(lines[:_SHOWN]))


def _named(context: ViewContext, what: str, one: GoalFacts) -> Anchor:
    return Anchor(text=context.t(f"goals.need.{what}", title=one.link.text), href=one.link.href)
