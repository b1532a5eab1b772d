"""Flow from status changes, by hand."""

from datetime import date

import pytest

from milepost.analysis.trends.flow import Completion, StatusChange, completions, durations, percentile, throughput
from milepost.model.reference import Ref


def task(name: str) -> Ref:
    return Ref("demo", "tasks", name)


def change(day: int, name: str, before: str | None, after: str | None, was: str = "") -> StatusChange:
    former = task(was) if was else None
    return StatusChange(day=date(2026, 3, day), task=task(name), before=before, after=after, was=former)


def done(name: str, day: int, started: int | None, added: int | None) -> Completion:
    return Completion(
        task=task(name),
        done=date(2026, 3, day),
        started=date(2026, 3, started) if started else None,
        added=date(2026, 3, added) if added else None,
    )


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ([change(2, "a", None, "todo"), change(3, "a", "todo", "in_progress"), change(6, "a", "in_progress", "done")], [done("a", 6, 3, None)]),
        ([change(2, "a", None, "todo"), change(4, "b", None, "backlog"), change(6, "b", "backlog", "done")], [done("b", 6, None, 4)]),
        ([change(2, "a", None, "done")], []),
        ([change(2, "a", None, "in_progress"), change(6, "a", "in_progress", "done")], [done("a", 6, None, None)]),
        ([change(2, "a", None, "todo"), change(3, "a", "todo", "blocked"), change(4, "a", "blocked", "done"), change(5, "a", "done", "in_progress")], []),
        ([change(2, "a", None, "todo"), change(3, "a", "todo", "in_progress"), change(4, "a", "in_progress", "done"), change(5, "a", "done", "in_progress"), change(9, "a", "in_progress", "done")], [done("a", 9, 3, None)]),
        ([change(2, "x", None, "todo"), change(3, "a", None, "todo"), change(4, "a", "todo", "in_progress"), change(5, "b", "in_progress", "in_review", "a"), change(6, "b", "in_review", "done")], [done("b", 6, 4, 3)]),
        ([change(2, "a", None, "todo"), change(3, "a", "todo", "cancelled")], []),
        ([change(2, "a", None, "todo"), change(3, "a", "todo", "done"), change(4, "a", "done", None)], []),
    ],
)  # fmt: skip
def test_what_became_done(changes, wanted):
    assert list(completions(changes)) == wanted


def test_percentiles_are_values_that_occur():
    assert [percentile([4, 1, 3, 2], percent) for percent in (0, 25, 50, 85, 100)] == [1, 1, 2, 4, 4]
    assert percentile([], 50) is None


def test_cycle_and_lead_time_are_working_days_with_both_ends():
    found = [done("a", 9, 6, 2), done("b", 9, None, 4), done("c", 8, 7, None)]

    def working(first: date, last: date) -> int:
        return sum(date.fromordinal(day).weekday() < 5 for day in range(first.toordinal(), last.toordinal() + 1))

    assert durations(found, working) == [2, 1]  # Friday to Monday; a weekend still takes a day
    assert durations(found, working, lead=True) == [6, 4]


def test_weeks_without_anything_done_have_none():
    found = [done("a", 3, None, None), done("b", 8, None, None), done("c", 16, None, None)]
    assert throughput(found, date(2026, 3, 4), date(2026, 3, 24)) == {
        date(2026, 3, 2): 2,
        date(2026, 3, 9): 0,
        date(2026, 3, 16): 1,
        date(2026, 3, 23): 0,
    }
