"""Loads small portals from text, levels them, and counts people's hours day by day without the code under test."""

from collections import defaultdict
from datetime import date, timedelta

from loading.memory_tree import MemoryTree
from portal_files import MINIMAL

from milepost.analysis.level_proposal import propose, with_starts
from milepost.analysis.plans import compute_plans
from milepost.loading.load import load
from milepost.model.records.person import Person
from milepost.model.records.task import Task

AS_OF = date(2026, 3, 2)
PROJECT = """\
project:
  title: Demo
  summary: A project to try things on
  sponsor: mei
  owner: lin
  start: 2026-03-02
  status: active
"""


def loaded(plan, **files):
    """A portal whose project `demo` has the given plan; further files by path."""
    texts = {**MINIMAL, "content/projects/demo/project.yml": PROJECT, "content/projects/demo/plan.yml": plan, **files}
    return load(MemoryTree({path: text.encode() for path, text in texts.items()})).portal


def levelled(portal, as_of=AS_OF, **options):
    return propose(portal, compute_plans(portal), portal.projects["demo"], as_of, **{"exact": False, **options})


def applied(portal, proposal):
    return with_starts(portal, portal.projects["demo"], proposal.starts)


def places(portal):
    """First and last day of each task of `demo`."""
    plan = compute_plans(portal)["demo"]
    return {
        name: (plan.of(task).start, plan.of(task).finish) for name, task in portal.projects["demo"].all(Task).items()
    }


def hours(portal, as_of=AS_OF):
    """Hours by person and day of open tasks with a `duration`: plain weeks, 8 hours a day.

    A task stands still on days on which all who work on it are on leave.
    """
    away = {
        (name, one.from_ + timedelta(days=number))
        for name, person in portal.all(Person).items()
        for one in person.leave
        for number in range((one.to - one.from_).days + 1)
    }
    found = defaultdict(float)
    for project, plan in compute_plans(portal).items():
        for task in portal.projects[project].all(Task).values():
            if plan.of(task) is None or task.status in ("done", "cancelled") or task.milestone or task.owner is None:
                continue
            day, last = plan.of(task).start, plan.of(task).finish
            while day <= last:
                people = [(a.person.id, a.share) for a in task.assignees] or [(task.owner.id, 1)]
                if day.weekday() < 5 and day >= as_of and not all((name, day) in away for name, _ in people):
                    for person, share in people:
                        found[person, day] += 8 * share
                day += timedelta(days=1)
    return dict(found)
