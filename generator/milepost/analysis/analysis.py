"""Everything that is computed from a loaded portal, once for all who show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from milepost.analysis.feedback import feedback_items
from milepost.analysis.health import Health, project_health
from milepost.analysis.plans import Plan, compute_plans
from milepost.analysis.series import MetricSeries, all_series
from milepost.history.git import Commit
from milepost.loading.tables import Table
from milepost.model.portal import Portal
from milepost.model.records.feedback import FeedbackItem
from milepost.model.reference import Ref
from milepost.model.references import references_in


@dataclass(frozen=True, slots=True, kw_only=True)
class BackLink:
    """A record that refers to another one, and the field in which it does."""

    source: Ref
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What git says: the commit that is shown and the commits before it, the newest first; empty without git."""

    head: Commit | None = None
    commits: tuple[Commit, ...] = ()
    shallow: bool = False
    prefix: str = ""
    """The path from the repository's top to the portal's root, with a slash at its end unless it is empty."""


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """A portal and what follows from it at the start of the day `as_of`."""

    portal: Portal
    as_of: date
    plans: Mapping[str, Plan]
    series: Mapping[Ref, MetricSeries]
    feedback: Mapping[Ref, tuple[FeedbackItem, ...]]
    health: Mapping[str, Health]
    back_links: Mapping[Ref, tuple[BackLink, ...]]
    history: History


def analyse(portal: Portal, as_of: date, tables: Mapping[Ref, Table], history: History) -> Analysis:
    """Computes all of it."""
    plans = compute_plans(portal)
    series = dict(all_series(portal, tables))
    return Analysis(
        portal=portal,
        as_of=as_of,
        plans=plans,
        series=series,
        feedback=feedback_items(portal, tables),
        health={
            name: project_health(portal, project, plans[name], series, as_of)
            for name, project in portal.projects.items()
        },
        back_links=back_links(portal),
        history=history,
    )


def back_links(portal: Portal) -> Mapping[Ref, tuple[BackLink, ...]]:
    """By absolute reference: who refers to the record, in the order of the files."""
    found: dict[Ref, dict[BackLink, None]] = {}
    for record in portal.everything():
        for reference in references_in(record):
            target = portal.locate(reference.ref, reference.collections, record.project_id)
            if target:
                found.setdefault(target, {})[BackLink(source=record.key, field=str(reference.path[0]))] = None
    return {target: tuple(links) for target, links in found.items()}
