"""Earned schedule, by hand: when the work that is done was due, and what quiet times do."""

from decimal import Decimal

import pytest
from analysis.costed_portal import PLAN, day, performance

from milepost.analysis.earned_schedule import earned_schedule

ONE = "  {id}: {{title: T, owner: lin, status: {status}, duration: {length}, acceptance: [a], start: {start}{more}, cost: {{planned: {cost}}}}}\n"


def task(name, start, length, cost, status="todo", more=""):
    return ONE.format(id=name, start=start, length=length, cost=cost, status=status, more=more)


def done(first, last):
    return f", evidence: [e], actual_start: {first}, actual_finish: {last}"


@pytest.mark.parametrize(
    ("method", "earned", "behind", "due_on", "finish"),
    [
        ("percent", "9", 1, "2026-03-12", "2026-04-01"),  # 20 days × 10 ÷ 9 = 22.2: the 23rd working day
        ("50-50", "10", 0, "2026-03-13", "2026-03-27"),
        ("0-100", "5", 5, "2026-03-06", "2026-04-24"),
    ],
)
def test_the_day_on_which_the_work_was_due(method, earned, behind, due_on, finish, tmp_path):
    found = earned_schedule(performance(tmp_path, project=f"  ev_method: {method}\n"))
    assert found.earned == Decimal(earned)
    assert (found.passed, found.planned) == (10, 20)
    assert (found.behind, found.due_on, found.finish) == (behind, day(due_on), day(finish))
    assert found.spi == Decimal(earned) / 10


def test_between_two_days_in_proportion(tmp_path):
    found = earned_schedule(performance(tmp_path, PLAN.replace("progress: 40", "progress: 45")))
    assert found.earned == Decimal("9.5")


def test_ahead(tmp_path):
    found = earned_schedule(performance(tmp_path, PLAN.replace("progress: 40", "progress: 70")))
    assert (found.earned, found.behind, found.due_on) == (12, -2, day("2026-03-17"))


def test_before_the_first_day_nothing_can_be_said(tmp_path):
    found = earned_schedule(performance(tmp_path, as_of="2026-03-02"))
    assert (found.earned, found.passed, found.spi, found.finish, found.behind) == (0, 0, None, None, 0)


def test_nothing_done_is_behind_by_all_that_has_passed(tmp_path):
    plan = "tasks:\n" + task("a", "2026-03-02", "10d", 100)
    found = earned_schedule(performance(tmp_path, plan))
    assert (found.earned, found.behind, found.due_on, found.finish, found.spi) == (0, 10, None, None, 0)


def test_a_pause_in_the_plan_looks_neither_early_nor_late(tmp_path):
    plan = (
        "tasks:\n"
        + task("a", "2026-03-02", "5d", 100, "done", done("2026-03-02", "2026-03-06"))
        + task("b", "2026-03-23", "5d", 100)
    )
    found = earned_schedule(performance(tmp_path, plan, as_of="2026-03-14"))
    assert (found.earned, found.passed, found.behind) == (10, 10, 0)
    later = earned_schedule(performance(tmp_path / "b", plan, as_of="2026-03-26"))
    assert (later.earned, later.passed, later.behind) == (15, 18, 3)


def test_time_stops_when_all_is_done(tmp_path):
    plan = "tasks:\n" + task("a", "2026-03-02", "5d", 100, "done", done("2026-03-02", "2026-03-10"))
    found = earned_schedule(performance(tmp_path, plan, as_of="2026-06-01"))
    assert (found.earned, found.passed, found.planned, found.behind, found.finish) == (5, 7, 5, 2, None)


@pytest.mark.parametrize("cost", ["0", "100 USD"])
def test_nothing_planned(cost, tmp_path):
    assert earned_schedule(performance(tmp_path, "tasks:\n" + task("a", "2026-03-02", "5d", cost))) is None
