"""Forecasts of whole portals."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from portal_files import PORTAL, portal

from milepost.analysis.forecast.result import Forecast
from milepost.build import check

SETTINGS = PORTAL + "  forecast: {samples: 4000, seed: 7, spread: 0}\n"
TASKS = """\
tasks:
  design: {title: Design, owner: lin, duration: 5d}
  build: {title: Build, owner: mei, duration: 10d, after: design}
  docs: {title: Docs, owner: mei, duration: 9d, after: design}
  live: {title: Live, owner: lin, milestone: true, due: 2026-03-20, after: [build, docs]}
"""
ESTIMATED = TASKS.replace("duration: 10d", "estimate: {optimistic: 8d, likely: 10d, pessimistic: 18d}")
RISK = """\
risks:
  late-api:
    title: Late API
    probability: 3
    impact: 3
    delay: {optimistic: 4d, likely: 4d, pessimistic: 4d}
    hits: [build]
    cost: {optimistic: 100, likely: 100, pessimistic: 100}
    status: assessed
"""
BUDGET = "budget:\n  work: {title: Work, category: people, planned: 1000}\n"


def forecast(root: Path, **files: str) -> Forecast:
    content = {f"content/projects/demo/{name}.yml": text for name, text in files.items()}
    checked = check(portal(root, {"content/portal.yml": SETTINGS, **content}))
    found = checked.analysis.forecast("demo")
    assert found
    return found


def test_without_spread_and_risks_it_is_the_plan(tmp_path):
    found = forecast(tmp_path, plan=TASKS)
    assert set(found.finish.percentiles.values()) == {found.planned} == {date(2026, 3, 20)}
    assert found.days == {date(2026, 3, 20): 1.0}
    assert found.finish.chance == 1.0
    assert found.milestones["live"].chance == 1.0
    assert found.criticality == {"design": 1.0, "build": 1.0, "docs": 0.0, "live": 1.0}
    assert (found.estimated, found.assumed, found.drawn_risks) == (0, 3, 0)


def test_an_estimate_spreads_the_finish(tmp_path):
    found = forecast(tmp_path, plan=ESTIMATED)
    finish = found.finish
    assert finish.percentiles[10] < finish.p50 <= finish.p80 <= finish.percentiles[90]
    assert 0 < found.milestones["live"].chance < 0.5
    assert sum(found.days.values()) == pytest.approx(1)
    assert found.pert.finish == date(2026, 3, 23)  # (8 + 40 + 18) / 6 = 11, as long as planned
    assert found.pert.deviation == pytest.approx(10 / 6)
    assert 0 < found.criticality["docs"] < 0.5 < found.criticality["build"] < 1


def test_the_same_seed_gives_the_same_and_another_one_something_else(tmp_path):
    first, again = (forecast(tmp_path / name, plan=ESTIMATED) for name in "ab")
    assert first == again
    (tmp_path / "c").mkdir()
    other = forecast(tmp_path / "c", plan=ESTIMATED.replace("8d", "7d"))
    assert other.days != first.days


def test_a_further_task_leaves_the_draws_of_the_others_alone(tmp_path):
    more = ESTIMATED + "  party: {title: Party, owner: lin, estimate: {optimistic: 1d, likely: 1d, pessimistic: 2d}}\n"
    assert forecast(tmp_path / "a", plan=more).finish == forecast(tmp_path / "b", plan=ESTIMATED).finish


def test_a_risk_delays_in_as_many_samples_as_it_is_probable(tmp_path):
    found = forecast(tmp_path, plan=TASKS, risks=RISK, money=BUDGET)
    assert set(found.days) == {date(2026, 3, 20), date(2026, 3, 26)}
    assert found.days[date(2026, 3, 26)] == pytest.approx(0.5, abs=0.03)
    assert found.cost
    assert (found.cost.planned, found.cost.percentiles[10], found.cost.percentiles[90]) == (
        Decimal(1000),
        Decimal(1000),
        Decimal(1100),
    )


def test_what_moves_the_finish(tmp_path):
    content = {
        "content/portal.yml": SETTINGS,
        "content/projects/demo/plan.yml": ESTIMATED,
        "content/projects/demo/risks.yml": RISK,
    }
    checked = check(portal(tmp_path, content))
    found = checked.analysis.forecast("demo")
    assert found
    tasks, risks = found.tasks, found.risks
    assert [one.task for one in tasks] == ["build"]
    assert tasks[0].best < 0 < tasks[0].worst
    assert 0.5 < tasks[0].correlation < 1
    assert risks[0].days == pytest.approx(0.5 * 4, abs=0.1)
    assert risks[0].best == pytest.approx(-risks[0].days)
    assert risks[0].worst == pytest.approx(2, abs=0.1)


def test_a_risk_that_hits_nothing_critical_costs_no_day(tmp_path):
    content = {
        "content/portal.yml": SETTINGS,
        "content/projects/demo/plan.yml": TASKS.replace("9d", "3d"),
        "content/projects/demo/risks.yml": RISK.replace("[build]", "[docs]"),
    }
    checked = check(portal(tmp_path, content))
    found = checked.analysis.forecast("demo")
    assert found
    assert found.risks[0].days == 0


def test_a_milestone_can_be_hit_and_an_opportunity_saves_days(tmp_path):
    found = forecast(tmp_path / "a", plan=TASKS, risks=RISK.replace("[build]", "[live]"))
    assert set(found.days) == {date(2026, 3, 20), date(2026, 3, 26)}
    saved = forecast(tmp_path / "b", plan=TASKS.replace("9d", "3d"), risks=RISK + "    opportunity: true\n")
    assert set(saved.days) == {date(2026, 3, 16), date(2026, 3, 20)}


@pytest.mark.parametrize(("old", "new"), [("probability: 3\n    ", ""), ("    hits: [build]\n", "")])
def test_a_risk_that_cannot_be_drawn_is_named(tmp_path, old, new):
    found = forecast(tmp_path, plan=TASKS, risks=RISK.replace(old, new))
    assert found.drawn_risks == 0
    assert [one.id for one in found.silent_risks] == ["late-api"]


def test_finished_work_varies_no_more_and_begun_work_by_what_is_left(tmp_path):
    begun = ESTIMATED.replace("Design, ", "Design, status: done, actual_start: 2026-02-20, actual_finish: 2026-02-27, ")
    begun = begun.replace(
        "title: Build, ", "title: Build, status: in_progress, actual_start: 2026-02-27, progress: 50, "
    )
    found = forecast(tmp_path, plan=begun)
    assert "design" not in found.criticality
    assert date(2026, 3, 5) <= min(found.days)  # the 9 days of docs, or 5 to 10 of build
    assert max(found.days) <= date(2026, 3, 13)


def test_nothing_open_has_no_forecast(tmp_path):
    done = "tasks:\n  a: {title: A, owner: lin, duration: 1d, status: done, actual_finish: 2026-02-27}\n"
    for name, plan in (
        ("a", done),
        ("b", "tasks: {}\n"),
        ("c", "tasks:\n  a: {title: A, after: [b]}\n  b: {title: B, after: [a]}\n"),
    ):
        checked = check(portal(tmp_path / name, {"content/projects/demo/plan.yml": plan}))
        assert checked.analysis.forecast("demo") is None


def test_estimates_out_of_order_and_half_given_still_forecast(tmp_path):
    odd = TASKS.replace("duration: 10d", "estimate: {optimistic: 18d, likely: 10d, pessimistic: 8d}")
    half = TASKS.replace("duration: 10d", "duration: 10d, estimate: {pessimistic: 20d}")
    assert forecast(tmp_path / "a", plan=odd).finish.p50 == date(2026, 3, 20)
    assert forecast(tmp_path / "b", plan=half).finish.p80 > date(2026, 3, 20)


def test_a_longer_task_of_which_as_much_is_left_finishes_no_sooner(tmp_path):
    begun = "status: in_progress, actual_start: 2026-02-23, remaining: 7d, estimate: {optimistic: 8d, likely: 10d, pessimistic: 18d}"
    plan = "tasks:\n  build: {title: Build, owner: mei, duration: %s, " + begun + "}\n"
    short, long = (forecast(tmp_path / days, plan=plan % days) for days in ("10d", "14d"))
    assert short.finish.percentiles == long.finish.percentiles


RELEASES = """\
releases:
  v1: {title: First, version: 1.0.0, planned_on: 2026-03-20}
  v0: {title: Out, version: 0.9.0, planned_on: 2026-03-03, released_on: 2026-03-03}
"""
SHIPPED = ESTIMATED.replace("title: Build,", "title: Build, release: v1,").replace("Docs,", "Docs, release: v1,")


def test_a_release_is_done_with_the_last_of_its_open_work(tmp_path):
    """The milestone waits for the same two tasks, and is due on the day that the release is planned for."""
    found = forecast(tmp_path, plan=SHIPPED, releases=RELEASES)
    assert found.releases == {"v1": found.milestones["live"]}
    assert 0 < found.releases["v1"].chance < 0.5


def test_a_release_that_is_out_or_waits_for_nothing_has_no_forecast(tmp_path):
    out = SHIPPED.replace("release: v1", "release: v0")
    assert forecast(tmp_path / "out", plan=out, releases=RELEASES).releases == {}
    nothing = SHIPPED.replace("release: v1,", "release: v1, status: cancelled,")
    assert forecast(tmp_path / "nothing", plan=nothing, releases=RELEASES).releases == {}


def test_another_planned_day_is_another_chance(tmp_path):
    early = forecast(tmp_path / "early", plan=SHIPPED, releases=RELEASES).releases["v1"]
    late = forecast(tmp_path / "late", plan=SHIPPED, releases=RELEASES.replace("03-20", "04-20")).releases["v1"]
    assert (late.percentiles, late.chance) == (early.percentiles, 1.0)
