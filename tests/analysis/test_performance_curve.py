"""Planned, earned and spent over time, by hand."""

from analysis.costed_portal import PLAN, day, performance

from milepost.analysis.performance_curve import performance_curve


def curve(found):
    return {one.day.isoformat(): (one.pv, one.ev, one.ac) for one in performance_curve(found)}


def test_unfinished_work_grows_evenly_from_its_start_to_the_last_complete_day(tmp_path):
    found = curve(performance(tmp_path, as_of="2026-03-19"))  # a Thursday; the shop has 8 working days so far
    assert found == {
        "2026-03-01": (0, 0, 0),
        "2026-03-08": (1000, 1000, 1100),
        "2026-03-15": (2000, 1500, 1475),
        "2026-03-18": (2600, 1800, 1700),
        "2026-03-22": (3000, None, None),
        "2026-03-27": (3500, None, None),
    }


def test_late_work_reaches_beyond_the_plan(tmp_path):
    found = curve(performance(tmp_path, as_of="2026-04-09"))
    assert found["2026-04-08"] == (3500, 1800, 1700)
    assert list(found)[-1] == "2026-04-08"


def test_nothing_is_known_before_the_start(tmp_path):
    found = performance_curve(performance(tmp_path, as_of="2026-02-02"))
    assert next(one.day for one in found) == day("2026-03-01")
    assert {(one.ev, one.ac) for one in found} == {(None, None)}


def test_payments_step_and_long_plans_have_a_point_a_month(tmp_path):
    money = "budget:\n  fee: {title: F, category: c, planned: 9, task: shop, actual: [{on: 2026-03-10, amount: 300}]}\n"
    found = curve(performance(tmp_path, PLAN.replace("duration: 10d", "duration: 700d"), money=money))
    assert found["2026-03-13"][2] == 1400
    assert len(found) < 40
    assert "2026-12-31" in found


def test_a_plan_that_cannot_be_computed_still_shows_what_was_done(tmp_path):
    plan = PLAN.replace(
        "duration: 5d, acceptance: [a], evidence", "duration: 5d, after: [poster], acceptance: [a], evidence"
    )
    found = curve(performance(tmp_path, plan))
    assert found["2026-03-13"] == (None, 1800, 1700)
