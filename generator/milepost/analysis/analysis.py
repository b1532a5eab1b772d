"""Everything that is computed from a loaded portal, once for all who show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from milepost.analysis.baselines import Baseline
from milepost.analysis.earlier_states import EarlierStates
from milepost.analysis.feedback import feedback_items
from milepost.analysis.forecast.forecast import forecast
from milepost.analysis.forecast.result import Forecast
from milepost.analysis.health import Health, HealthFacts, project_health
from milepost.analysis.performance import Performance, performances
from milepost.analysis.plans import Plan, compute_statused
from milepost.analysis.series import MetricSeries, all_series
from milepost.analysis.trends.trends import ProjectTrend, trends
from milepost.events.result import EventSeries
from milepost.events.results import NO_EVENTS, EventData
from milepost.events.tables import event_tables
from milepost.history.history import History
from milepost.loading.tables import Table
from milepost.memory import Memory
from milepost.model.portal import Portal
from milepost.model.records.feedback import FeedbackItem
from milepost.model.reference import Ref
from milepost.model.references import BackLinks


@dataclass(frozen=True, kw_only=True)
class Analysis(Memory):
    """A portal and what follows from it at the start of the day `as_of`."""

    portal: Portal
    as_of: date
    plans: Mapping[str, Plan]
    series: Mapping[Ref, MetricSeries]
    events: Mapping[Ref, EventSeries]
    """What the figures of metrics that are computed from events are drawn from."""
    feedback: Mapping[Ref, tuple[FeedbackItem, ...]]
    performance: Mapping[str, Performance]
    """By project; those whose tasks say what they cost."""
    back_links: BackLinks
    history: History
    baselines: Mapping[str, Baseline]
    earlier_states: EarlierStates
    withheld: frozenset[Ref] = frozenset()
    """The records that those for whom pages are made do not see."""
    shown_in_part: int = 0
    """How many records they see without some fields."""
    withheld_sums: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By project the kinds of amounts that they do not see: `money`, `risk`."""

    @property
    def is_part(self) -> bool:
        """Whether these are not all who read the portal, and it may be that they do not see all of it."""
        return False

    def withholds(self, project: str, collection: str) -> bool:
        """Whether records of that kind are not shown: then no figure is that speaks of all of them."""
        return any(key.project == project and key.collection == collection for key in self.withheld)

    def withholds_sums(self, project: str, kind: str) -> bool:
        """Whether amounts of a kind, `money` or `risk`, are not shown of a project: nothing adds up without them."""
        return kind in self.withheld_sums.get(project, ())

    def state_at(self, ref: str) -> "Analysis | None":
        """What the portal was at a ref, looked at on today's as-of day; None where this clone does not know it."""
        return self.once(("state", ref), lambda: self._earlier(ref))

    def _earlier(self, ref: str) -> "Analysis | None":
        then = self.earlier_states(ref)
        if then is None:
            return None
        loaded = then.snapshot.loaded
        return analyse(
            loaded.portal,
            self.as_of,
            plans=then.plans,
            back_links=loaded.back_links,
            tables={},
            events=NO_EVENTS,
            history=History(),
            baselines={},
            earlier_states=self.earlier_states,
        )

    @property
    def statused(self) -> Mapping[str, Plan]:
        """The statused schedule of each project: as things stand at the start of `as_of`."""
        return self.once("statused", lambda: compute_statused(self.portal, self.plans, self.as_of))

    @property
    def health(self) -> Mapping[str, Health]:
        """Whether each project is all right."""
        return self.once("health", self._health)

    def forecast(self, project: str) -> Forecast | None:
        """A project's forecast; None where nothing is open, or the plan is not computable."""
        return self.once(
            ("forecast", project),
            lambda: forecast(self.portal, self.portal.projects[project], self.statused[project]),
        )

    @property
    def trends(self) -> Mapping[str, ProjectTrend] | None:
        """What git tells of each project; None where it cannot be asked, or this clone lacks a part of the history."""
        return self.once("trends", self._trends)

    def _trends(self) -> Mapping[str, ProjectTrend] | None:
        records = None if self.history.lacks else self.history.records()
        return trends(records, self.portal, self.statused, self.as_of) if records else None

    def _health(self) -> Mapping[str, Health]:
        return {
            name: project_health(
                self.portal,
                project,
                HealthFacts(
                    planned=self.plans[name],
                    statused=self.statused[name],
                    forecast=self.forecast(name),
                    series=self.series,
                    performance=self.performance.get(name),
                ),
                self.as_of,
            )
            for name, project in self.portal.projects.items()
        }


def analyse(  # noqa: PLR0913 - what it follows from, each computed once
    portal: Portal,
    as_of: date,
    *,
    plans: Mapping[str, Plan],
    back_links: BackLinks,
    tables: Mapping[Ref, Table],
    events: EventData,
    history: History,
    baselines: Mapping[str, Baseline],
    earlier_states: EarlierStates,
) -> Analysis:
    """Computes all of it."""
    series = dict(all_series(portal, {**tables, **event_tables(portal, events)}))
    return Analysis(
        portal=portal,
        as_of=as_of,
        plans=plans,
        series=series,
        events=events.series,
        feedback=feedback_items(portal, tables),
        performance=performances(portal, plans, as_of),
        back_links=back_links,
        history=history,
        baselines=baselines,
        earlier_states=earlier_states,
    )
