"""Earned value of small portals, computed by hand: what counts, in which currency, when."""

from decimal import Decimal

import pytest
from analysis.costed_portal import PLAN, costed, day, performance

from milepost.analysis.performance import performances


def numbers(found):
    total = found.total
    return tuple(
        None if value is None else f"{value.normalize():f}" for value in (total.bac, total.pv, total.ev, total.ac)
    )


@pytest.mark.parametrize(
    ("method", "earned"),
    [("ev_method: 0-100", "1000"), ("ev_method: 50-50", "2000"), ("ev_method: percent", "1800"), ("", "1800")],
)
def test_each_method(method, earned, tmp_path):
    found = performance(tmp_path, project=f"  {method}\n" if method else "")
    assert numbers(found) == ("3500", "2000", earned, "1700")
    assert found.method_given is bool(method)
    assert found.day == day("2026-03-13")


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    [
        ("2026-02-20", ("3500", "0", "0", "0")),  # before the start: what the files say of later days is not known
        ("2026-03-02", ("3500", "0", "0", "0")),  # the first day has only begun
        ("2026-03-03", ("3500", "200", "200", "220")),
        ("2026-03-07", ("3500", "1000", "1000", "1100")),
        ("2026-03-09", ("3500", "1000", "1000", "1100")),  # days off add nothing
        ("2026-03-10", ("3500", "1200", "1800", "1700")),  # begun on the only day there is
        ("2026-05-01", ("3500", "3500", "1800", "1700")),  # after the end
    ],
)
def test_as_of_days(as_of, wanted, tmp_path):
    assert numbers(performance(tmp_path, as_of=as_of)) == wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        # a cancelled task plans nothing and holds up nobody; what was spent on it stays spent
        ("status: in_progress", "status: cancelled", ("1500", "1500", "1000", "1700")),
        # a task without cost counts for nothing
        (", cost: {planned: 500}", "", ("3000", "2000", "1800", "1700")),
        # no actual cost at all
        (", actual: 1100", "", ("3500", "2000", "1800", "600")),
        # in progress without progress, and without a day on which it began
        (", progress: 40", "", ("3500", "2000", "1000", "1700")),
        ("actual_start: 2026-03-09, ", "", ("3500", "2000", "1800", "1700")),
        # done without days
        (", actual_start: 2026-03-02, actual_finish: 2026-03-06", "", ("3500", "2000", "1800", "1700")),
        # progress of a task that is not said to have begun counts as typed
        ("status: in_progress", "status: todo", ("3500", "2000", "1800", "1700")),
        # another currency is left out
        ("planned: 500", "planned: 500 USD", ("3000", "2000", "1800", "1700")),
        ("actual: 600", "actual: 600 USD", ("3500", "2000", "1800", "1100")),
        # the project's own, written out
        ("planned: 500", "planned: 500 CNY", ("3500", "2000", "1800", "1700")),
        # a cost on a milestone is due on its day
        ("status: todo, duration: 5d", "status: todo, milestone: true", ("3500", "2000", "1800", "1700")),
    ],
)  # fmt: skip
def test_what_counts(old, new, wanted, tmp_path):
    assert old in PLAN
    assert numbers(performance(tmp_path, PLAN.replace(old, new))) == wanted


def test_half_of_a_task_that_has_begun_and_none_of_one_that_has_not(tmp_path):
    plan = PLAN.replace("status: todo", "status: blocked")
    assert numbers(performance(tmp_path, plan, project="  ev_method: 50-50\n"))[2] == "2250"
    assert numbers(performance(tmp_path / "b", PLAN, project="  ev_method: 50-50\n"))[2] == "2000"


LINES = """\
budget:
  fee:
    title: Fee
    category: vendor
    planned: 900
    task: shop
    actual:
      - {on: 2026-03-10, amount: 300}
      - {on: 2026-03-13, amount: 50}
      - {on: 2026-03-14, amount: 7000}
      - {amount: 9000}
      - {on: 2026-03-11, amount: 40 USD}
  labour:
    title: Labour
    category: labour
    planned: 2000
    actual:
      - {on: 2026-03-06, amount: 80000}
"""


def test_budget_lines_that_name_a_task_come_before_its_actual_cost(tmp_path):
    found = performance(tmp_path, money=LINES)
    assert numbers(found)[3] == "1450"  # base 1100 by its cost; shop 300 + 50, not its 600; labour names no task
    assert found.undated == 1
    assert {name: (sums.planned, sums.actual) for name, sums in found.left_out.items()} == {"USD": (0, 40)}
    assert found.category == {"shop": "vendor"}
    categories = found.by(lambda one: found.category.get(one.task.id))
    assert {name: figures.bac for name, figures in categories.items()} == {None: 1500, "vendor": 2000}


def test_a_line_of_another_project_pays_for_the_task_in_its_own_currency(tmp_path):
    root = tmp_path
    other = root / "content/projects/other"
    other.mkdir(parents=True)
    (other / "project.yml").write_text(
        "project: {title: O, summary: S, sponsor: mei, owner: lin, start: 2026-03-02, due: 2026-06-30, status: active, currency: USD}\n"
        "budget: {help: {title: Help, category: x, planned: 10, task: demo/shop, actual: [{on: 2026-03-10, amount: 7}, {on: 2026-03-10, amount: 5 CNY}]}}\n"
    )
    found = performance(root)
    assert numbers(found)[3] == "1105"
    assert found.left_out["USD"].actual == 7


def test_by_phase_adds_up_to_the_total(tmp_path):
    plan = "phases: {one: {title: One}}\n" + PLAN.replace("title: Base,", "title: Base, phase: one,")
    found = performance(tmp_path, plan)
    parts = found.by(lambda one: one.task.phase.id if one.task.phase else "")
    assert {name: (one.bac, one.pv, one.ev, one.ac) for name, one in parts.items()} == {
        "one": (1000, 1000, 1000, 1100),
        "": (2500, 1000, 800, 600),
    }


def test_tasks_that_plan_no_cost_are_named(tmp_path):
    plan = (
        PLAN.replace(", cost: {planned: 500}", "")
        + "  end: {title: End, owner: lin, milestone: true, after: [poster], acceptance: [a]}\n"
    )
    assert [task.id for task in performance(tmp_path, plan).unpriced] == ["poster"]


def test_a_project_without_costs_has_no_earned_value(tmp_path):
    for number, plan in enumerate(
        ("tasks: {}\n", "tasks:\n  a: {title: A, owner: lin, duration: 1d, acceptance: [x]}\n")
    ):
        found = costed(tmp_path / str(number), plan)
        assert performances(found.loaded.portal, found.context.plans, found.as_of) == {}


def test_only_actual_cost_plans_nothing(tmp_path):
    plan = "tasks:\n  a: {title: A, owner: lin, status: done, duration: 1d, acceptance: [x], evidence: [e], actual_start: 2026-03-02, actual_finish: 2026-03-02, cost: {actual: 5}}\n"
    found = performance(tmp_path, plan)
    assert numbers(found) == ("0", "0", "0", "5")
    assert found.total.cpi == 0
    assert (found.total.eac, found.total.tcpi, found.total.done) == (None, None, None)


def test_a_plan_that_cannot_be_computed_says_nothing_of_what_is_due(tmp_path):
    plan = PLAN.replace(
        "duration: 5d, acceptance: [a], evidence", "duration: 5d, after: [poster], acceptance: [a], evidence"
    )
    found = performance(tmp_path, plan)
    assert numbers(found) == ("3500", None, "1800", "1700")
    assert found.total.cpi == Decimal(1800) / 1700


def test_the_first_day_there_is(tmp_path):
    assert numbers(performance(tmp_path, as_of="0001-01-01")) == ("3500", "0", "0", "0")
