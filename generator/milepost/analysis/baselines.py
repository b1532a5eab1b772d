"""The plans that projects are held against: as they were at the git ref that `baseline` names."""

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.analysis.earlier_states import EarlierStates, short_ref
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.result import ScheduledActivity
from milepost.history.git import Commit
from milepost.model.portal import Portal, Project
from milepost.model.records.task import Task


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A project's baseline; `commit`, `project` and `plan` are None where this clone does not know the ref.

    `project` holds the records of then and `plan` the planned schedule, None too when it was not there yet.
    """

    ref: str
    commit: Commit | None = None
    project: Project | None = None
    plan: Plan | None = None

    @property
    def name(self) -> str:
        """The ref; a commit by the beginning of its number."""
        return short_ref(self.ref)

    def of(self, task: Task) -> ScheduledActivity | None:
        """Where a task of today was then, also under an earlier id."""
        if self.plan is None:
            return None
        places = self.plan.schedule.activities
        return next((places[name] for name in (task.id, *task.was) if name in places), None)


def baseline_refs(portal: Portal) -> Mapping[str, str]:
    """The refs that projects name as their baseline, by project."""
    return {name: project.record.baseline for name, project in portal.projects.items() if project.record.baseline}


def baselines(portal: Portal, states: EarlierStates) -> Mapping[str, Baseline]:
    """The baselines of the projects that name one, by project."""
    made = {}
    for name, ref in baseline_refs(portal).items():
        then = states(ref)
        if then is None:
            made[name] = Baseline(ref=ref)
            continue
        project = then.snapshot.loaded.portal.projects.get(name)
        made[name] = Baseline(ref=ref, commit=then.snapshot.commit, project=project, plan=then.plans.get(name))
    return made
