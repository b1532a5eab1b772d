"""The analysis of the whole as an audience sees it: views ask it as they ask the whole one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from milepost.analysis.analysis import Analysis
from milepost.analysis.audience.redaction import NOT_SHOWN, with_marks
from milepost.analysis.audience.summed import MONEY
from milepost.analysis.audience.visible_history import VisibleHistory
from milepost.analysis.audience.visible_plan import visible_plan
from milepost.analysis.audience.visible_portal import VisiblePortal, visible_portal
from milepost.analysis.baselines import Baseline
from milepost.analysis.forecast.result import Forecast
from milepost.analysis.health import Health, Reason
from milepost.analysis.performance import performances
from milepost.analysis.plans import Plan
from milepost.analysis.series import MetricSeries
from milepost.analysis.trends.trends import ProjectTrend
from milepost.model.portal import Portal
from milepost.model.records.feedback import Feedback, FeedbackItem
from milepost.model.records.metric import Metric
from milepost.model.records.release import Release
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.references import BackLink, BackLinks

_DECIDING = {
    "deadline-at-risk": {"due"},
    "task-overdue": {"due", "status"},
    "high-risk-untreated": {"probability", "impact", "response", "owner", "next_review"},
    "metric-stale": {"series", "freshness", "cadence"},
}
"""The fields that a reason gives away, by its rule."""


@dataclass(frozen=True, kw_only=True)
class VisibleAnalysis(Analysis):
    """What an audience sees: dates, floats and colours of the whole, without what the audience does not see.

    `whole` is the analysis of everything; `visible` says what is left of its portal.
    """

    whole: Analysis
    visible: VisiblePortal
    past: VisibleHistory

    @property
    def is_part(self) -> bool:
        return True

    @property
    def statused(self) -> Mapping[str, Plan]:
        return self.once("statused", lambda: _plans(self.whole.statused, self.portal))

    def forecast(self, project: str) -> Forecast | None:
        return self.once(("forecast", project), lambda: self._forecast(project))

    @property
    def trends(self) -> Mapping[str, ProjectTrend] | None:
        return self.once("trends", lambda: self.past.trends(self.portal, self.statused))

    def state_at(self, ref: str) -> Analysis | None:
        return self.once(("state", ref), lambda: self._state_at(ref))

    def _state_at(self, ref: str) -> Analysis | None:
        state = self.whole.state_at(ref)
        if state is None:
            return None
        return visible_analysis(state, visible_portal(state.portal, self.past.sight_of(state.portal)), self.past)

    def _forecast(self, project: str) -> Forecast | None:
        found = self.whole.forecast(project)
        if found is None:
            return None
        own = self.portal.projects[project]
        tasks, releases, record = own.all(Task), own.all(Release), own.record
        without_due = record.due is None
        return replace(
            found,
            finish=replace(found.finish, due=None, chance=None) if without_due else found.finish,
            milestones={
                name: one if one.due in (tasks[name].due, record.due) else replace(one, due=None, chance=None)
                for name, one in found.milestones.items()
                if name in tasks
            },
            releases={
                name: one if one.due == releases[name].planned_on else replace(one, due=None, chance=None)
                for name, one in found.releases.items()
                if name in releases
            },
            criticality={name: share for name, share in found.criticality.items() if name in tasks},
            tasks=tuple(one for one in found.tasks if one.task in tasks),
            risks=tuple(one for one in found.risks if not self.visible.withheld(one.risk)),
            silent_risks=tuple(one for one in found.silent_risks if not self.visible.withheld(one)),
            cost=None if self.withheld_sums.get(project) else found.cost,
        )

    def _health(self) -> Mapping[str, Health]:
        return {
            name: replace(one, reasons=tuple(reason for reason in one.reasons if self._may_say(reason)))
            for name, one in self.whole.health.items()
            if name in self.portal.projects
        }

    def _may_say(self, reason: Reason) -> bool:
        record = self.portal.get(reason.record) if reason.record else None
        if record is None:
            return False
        if reason.rule == "cost-performance":
            return MONEY not in self.withheld_sums.get(record.project_id, ())
        hidden = {name.partition(".")[0] for name in self.visible.hidden.get(record.key) or ()}
        return not hidden & _DECIDING[reason.rule]


def visible_analysis(whole: Analysis, visible: VisiblePortal, past: VisibleHistory) -> VisibleAnalysis:
    """What is seen of an analysis of today or of an earlier state."""
    portal = visible.portal
    plans = _plans(whole.plans, portal)
    return VisibleAnalysis(
        whole=whole,
        visible=visible,
        past=past,
        portal=portal,
        as_of=whole.as_of,
        plans=plans,
        series=visible_series(whole, visible),
        events={key: one for key, one in whole.events.items() if _may_see(key, visible)},
        feedback=visible_feedback(whole, visible),
        performance=performances(portal, plans, whole.as_of),
        back_links=_back_links(whole.back_links, visible),
        history=past.history if whole.history.head else whole.history,
        baselines={
            name: _baseline(one, past, name) for name, one in whole.baselines.items() if name in portal.projects
        },
        earlier_states=whole.earlier_states,
        withheld=frozenset(key for key, fields in visible.hidden.items() if fields is None),
        shown_in_part=sum(bool(fields) for fields in visible.hidden.values()),
        withheld_sums=visible.sums,
    )


def _plans(plans: Mapping[str, Plan], portal: Portal) -> dict[str, Plan]:
    return {name: visible_plan(plan, portal) for name, plan in plans.items() if name in portal.projects}


def visible_series(whole: Analysis, visible: VisiblePortal) -> dict[Ref, MetricSeries]:
    """The series of the metrics that are seen."""
    return {
        metric.key: _series(metric, whole.series[metric.key], visible)
        for metric in visible.portal.everything()
        if isinstance(metric, Metric) and metric.key in whole.series and _has_source(metric, visible)
    }


def _may_see(metric: Ref, visible: VisiblePortal) -> bool:
    """Whether all that events say about a metric is seen, its parts included."""
    hidden = visible.hidden.get(metric) or frozenset()
    return not visible.withheld(metric) and not hidden & {"series", "numerator", "denominator"}


def _has_source(metric: Metric, visible: VisiblePortal) -> bool:
    return "series" not in (visible.hidden.get(metric.key) or ())


def _series(metric: Metric, series: MetricSeries, visible: VisiblePortal) -> MetricSeries:
    """A ratio whose parts are withheld is shown without them."""
    parts = (metric.numerator, metric.denominator)
    hidden = visible.hidden.get(metric.key) or frozenset()
    if NOT_SHOWN not in parts and not hidden & {"numerator", "denominator"}:
        return series
    total = tuple(replace(one, numerator=None, denominator=None) for one in series.total)
    return MetricSeries(total=total, segments=series.segments)


def visible_feedback(whole: Analysis, visible: VisiblePortal) -> dict[Ref, tuple[FeedbackItem, ...]]:
    """The items of the batches that are seen."""
    found = {}
    for key, every in whole.feedback.items():
        items = every
        batch = visible.portal.get(key)
        if not isinstance(batch, Feedback):
            continue
        hidden = {name.partition(".")[0] for name in visible.hidden.get(key) or ()}
        if "items" in hidden:
            items = ()
        elif "file" in hidden:
            items = items[: len(batch.items)]

        def is_hidden(ref: Ref, collections: tuple[str, ...], home: str = key.project) -> bool:
            located = whole.portal.locate(ref, collections, home)
            return located is not None and visible.withheld(located)

        found[key] = tuple(with_marks(one, is_hidden) for one in items)
    return found


def _back_links(whole: BackLinks, visible: VisiblePortal) -> BackLinks:
    def is_seen(link: BackLink) -> bool:
        hidden = visible.hidden.get(link.source, frozenset())
        return hidden is not None and link.field not in {name.partition(".")[0] for name in hidden}

    return {
        key: left
        for key, links in whole.items()
        if not visible.withheld(key) and (left := tuple(link for link in links if is_seen(link)))
    }


def _baseline(whole: Baseline, past: VisibleHistory, name: str) -> Baseline:
    """The records of then as they are seen, and the places of today's visible tasks."""
    if whole.project is None or whole.plan is None:
        return whole
    state = past.whole.earlier_states(whole.ref)
    if state is None:
        return Baseline(ref=whole.ref)
    then = state.snapshot.loaded.portal
    visible = visible_portal(then, past.sight_of(then)).portal
    project = visible.projects.get(name)
    return replace(whole, project=project, plan=visible_plan(whole.plan, visible) if project else None)
