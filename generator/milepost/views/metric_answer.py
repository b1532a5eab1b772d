"""The answer line of the metrics page: how many are on target, which moved, which need somebody."""

from collections.abc import Sequence
from dataclasses import replace

from milepost.model.portal import Project
from milepost.model.records.metric import Metric
from milepost.views.addresses import project_page
from milepost.views.answer import project_answer, what_changed
from milepost.views.attention import rule_anchor
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Answer, Fact, Part, State, Status
from milepost.views.metric_facts import MetricFacts
from milepost.views.metric_values import aim

_SHOWN = 3


def metrics_answer(context: ViewContext, project: Project, facts: Sequence[MetricFacts]) -> Answer:
    """Amber when a metric is off its thresholds or stale; no state without metrics."""
    off = [one for one in facts if one.standing in ("off-target", "tolerable")]
    stale = [one for one in facts if one.fresh.stale]
    answer = project_answer(
        context,
        project,
        status=_status(context, facts, off, stale),
        why=_why(context, facts, off, stale),
        changed=_changed(context, project, facts),
        needs=_needs(context, facts),
    )
    return replace(answer, rule=rule_anchor(context, "metric-stale") if stale else None)


def _status(
    context: ViewContext, facts: Sequence[MetricFacts], off: Sequence[MetricFacts], stale: Sequence[MetricFacts]
) -> Status:
    measured = [one for one in facts if one.value is not None]
    if not measured:
        return Status(state="none", word=context.t("metrics.answer.none"))
    state: State = "warn" if off or stale else "good"
    judged = [one for one in measured if one.standing != "none"]
    if off and stale:
        return Status(
            state=state,
            word=context.t("metrics.answer.off-and-stale", judged=len(judged), off=len(off), stale=len(stale)),
        )
    if off:
        return Status(state=state, word=context.t("metrics.answer.off", judged=len(judged), off=len(off)))
    if stale:
        return Status(state=state, word=context.t("metrics.answer.stale", count=len(measured), stale=len(stale)))
    return Status(state=state, word=context.t("metrics.answer.fine", count=len(measured)))


def _why(
    context: ViewContext, facts: Sequence[MetricFacts], off: Sequence[MetricFacts], stale: Sequence[MetricFacts]
) -> str:
    said = [
        context.t("metrics.answer.why-off", title=one.link.text, value=one.full, limit=_limit(context, one))
        for one in off[:_SHOWN]
    ]
    said += [
        context.t("metrics.answer.why-stale", title=one.link.text, age=one.fresh.age, allowed=one.fresh.allowed)
        for one in stale[:_SHOWN]
    ]
    if said:
        return context.t("metrics.answer.between").join(said)
    return context.t(
        "metrics.answer.why-fine" if any(one.value is not None for one in facts) else "metrics.answer.why-none"
    )


def _limit(context: ViewContext, one: MetricFacts) -> str:
    limits = one.metric.thresholds
    return aim(context, one.metric, limits.green if limits else one.metric.target)


def _changed(context: ViewContext, project: Project, facts: Sequence[MetricFacts]) -> Part:
    moved = [one for one in facts if one.delta.way in ("up", "down", "flat")]
    ways = [one.delta.way for one in moved]
    ranked = sorted(moved, key=lambda one: (one.metric.role is None, one.delta.state != "bad"))
    return Part(
        title=what_changed(context),
        say=context.formats.join(
            [context.t(f"metrics.answer.{way}", count=ways.count(way)) for way in ("up", "down", "flat") if way in ways]
        )
        or context.t("metrics.answer.unmoved"),
        facts=tuple(Fact(name=one.link, value=one.delta.text, state=one.delta.state) for one in ranked[:_SHOWN]),
        more=Anchor(text=context.t("answer.all-changes"), href=context.href(project_page(project.id, "changes/"))),
    )


def _needs(context: ViewContext, facts: Sequence[MetricFacts]) -> Part:
    """Data that are missing or stale first, then values off their limits, with who owns the metric."""
    lines = [(one, "no-data", _owner(context, one.metric)) for one in facts if one.value is None]
    lines += [(one, "stale", context.t("metrics.answer.age", age=one.fresh.age)) for one in facts if one.fresh.stale]
    lines += [(one, "off", _owner(context, one.metric)) for one in facts if one.standing == "off-target"]
    lines += [(one, "tolerable", _owner(context, one.metric)) for one in facts if one.standing == "tolerable"]
    return Part(
        title=context.t("ui.what-needs-me"),
        say=context.t("answer.needs", count=len(lines)) if lines else context.t("answer.needs-nothing"),
        facts=tuple(
            Fact(
                name=Anchor(text=context.t(f"metrics.need.{kind}", title=one.link.text), href=one.link.href),
                value=value,
            )
            for one, kind, value in lines[:_SHOWN]
        ),
    )


def _owner(context: ViewContext, metric: Metric) -> str:
    return context.person(metric.owner).text
