"""The plans that projects are held against: as they were at the git ref that `baseline` names."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from milepost.analysis.plans import Plan, compute_plans
from milepost.analysis.schedule.result import ScheduledActivity
from milepost.history.git import Commit
from milepost.history.snapshots import Snapshot
from milepost.model.portal import Portal
from milepost.model.records.task import Task

_COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
Snapshots = Callable[[str], Snapshot | None]


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A project's baseline; `commit` and `plan` are None where this clone does not know the ref.

    `plan` is the planned schedule then, None too when the project was not there yet.
    """

    ref: str
    commit: Commit | None = None
    plan: Plan | None = None

    @property
    def name(self) -> str:
        """The ref; a commit by the beginning of its number."""
        return self.ref[:7] if _COMMIT.fullmatch(self.ref) else self.ref

    def of(self, task: Task) -> ScheduledActivity | None:
        """Where a task of today was then, also under an earlier id."""
        if self.plan is None:
            return None
        places = self.plan.schedule.activities
        return next((places[name] for name in (task.id, *task.was) if name in places), None)


def baselines(portal: Portal, snapshots: Snapshots) -> Mapping[str, Baseline]:
    """The baselines of the projects that name one, by project; a ref is read once."""
    wanted = {name: project.record.baseline for name, project in portal.projects.items() if project.record.baseline}
    found = {ref: snapshots(ref) for ref in dict.fromkeys(wanted.values())}
    plans = {ref: compute_plans(then.portal) for ref, then in found.items() if then}
    made = {}
    for name, ref in wanted.items():
        then = found[ref]
        plan = plans[ref].get(name) if then else None
        made[name] = Baseline(ref=ref, commit=then.commit if then else None, plan=plan)
    return made
