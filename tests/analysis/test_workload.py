"""Hours and capacity by person and week."""

from datetime import date

import pytest
from analysis.levelled import AS_OF, loaded

from milepost.analysis.calendars import calendar_of
from milepost.analysis.plans import compute_plans
from milepost.analysis.workload import all_demands, week_loads, weeks
from milepost.model.records.person import Person

PEOPLE = "people:\n  lin: {title: Lin%s}\n  mei: {title: Mei}\n"


def week(plan, *, person="", files=None, number=0, of="lin"):
    portal = loaded(plan, **{"content/people.yml": PEOPLE % person, **(files or {})})
    demands = all_demands(portal, compute_plans(portal), AS_OF)
    found = week_loads(portal.all(Person)[of], demands.get(of, ()), calendar_of(portal), weeks(AS_OF, 4))[number]
    return found.hours, found.capacity, found.leave_days, [task.id for task, _ in found.tasks]


def task(fields):
    return f"tasks:\n  a: {{title: A, owner: lin, {fields}}}\n"


@pytest.mark.parametrize(
    ("fields", "person", "hours", "capacity"),
    [
        ("duration: 5d", "", 40, 40),
        ("duration: 5d", ", capacity: 6", 30, 30),
        ("duration: 5d", ", capacity: 0", 0, 0),
        ("duration: 3ed", "", 24, 40),
        ("effort: 3", ", capacity: 4", 24, 20),
        ("duration: 4d, assignees: [{person: lin, share: 0.25}]", "", 8, 40),
        ("effort: 6, assignees: [{person: lin}, {person: mei, share: 0.5}]", "", 32, 40),
        ("effort: 6, assignees: [{person: lin, share: 0}, {person: mei, share: 0}]", "", 0, 40),
        ("milestone: true", "", 0, 40),
        ("duration: 5d, status: cancelled", "", 0, 40),
        ("duration: 5d, status: done", "", 0, 40),
        # The work of one person stands still while they are away; that of two does not.
        ("duration: 3d", ", leave: {from: 2026-03-03, to: 2026-03-03}", 24, 32),
        ("duration: 3d, assignees: [{person: lin}, {person: mei}]", ", leave: {from: 2026-03-03, to: 2026-03-03}", 24, 32),
        ("duration: 1d", ", leave: [{from: 2026-03-02, to: 2026-03-04}, {from: 2026-03-03, to: 2026-03-05}]", 8, 8),
    ],
)  # fmt: skip
def test_a_week(fields, person, hours, capacity):
    found = week(task(fields), person=person)
    assert found[:2] == (pytest.approx(hours), capacity)


def test_a_day_that_a_project_works_on_is_a_working_day_of_its_people():
    project = "project: {title: O, summary: O, sponsor: mei, owner: lin, start: 2026-03-02, status: active, calendar: {weekend: []}}\n"
    files = {
        "content/projects/other/project.yml": project,
        "content/projects/other/plan.yml": task("duration: 7d").replace("  a:", "  seven:"),
    }
    assert week(task("duration: 1d, start: 2026-03-16"), files=files) == (56, 56, 0, ["seven"])


def test_what_is_over_before_a_day_may_be_left_out():
    portal = loaded(task("duration: 5d") + "  b: {title: B, owner: lin, duration: 1d, after: a}\n")
    plans = compute_plans(portal)
    found = all_demands(portal, plans, AS_OF, since=date(2026, 3, 9))
    assert [one.task.id for one in found["lin"]] == ["b"]
    assert found["lin"][0].days() == (date(2026, 3, 9),)
