"""Goals: measurable, aligned, dated, with work and values; each rule with a near miss."""

import pytest
from loading.findings import checked, english, marked, place, places, the_one
from portal_files import PORTAL, PROJECT

from milepost.diagnostics.diagnostic import Severity

GOAL = {
    "title": "26% of the visitors order",
    "horizon": "short",
    "metric": "rate",
    "baseline": "20%",
    "baseline_date": "2026-03-01",
    "target": "26%",
    "direction": "increase",
    "start": "2026-03-02",
    "due": "2026-06-30",
    "top": "true",
    "feasibility": "The trial says so",
}
LONG = "  far: {title: A third of the visitors order, horizon: long, metric: rate, baseline: 20%, baseline_date: 2026-03-01, target: 33%, direction: increase, start: 2026-03-02, due: 2027-03-01, top: true, feasibility: f}\n"
METRIC = "  %s: {title: T, unit: u, kind: %s, formula: f, source: s, cadence: day, aggregation: avg, direction: increase, series: {file: daily.csv}}\n"
METRICS = (
    "metrics:\n" + METRIC % ("rate", "ratio, numerator: visits, denominator: visits") + METRIC % ("visits", "count")
)


def goal(**fields):
    """A file whose third line is the goal's first field, one a line."""
    given = {**GOAL, **fields}
    return (
        "goals:\n  g:\n"
        + "".join(f"    {name}: {value}\n" for name, value in given.items() if value is not None)
        + LONG
        + METRICS
    )


def of(tmp_path, text, csv="", as_of="2026-03-02", **more):
    files = {"goals.yml": text, "content/portal.yml": PORTAL.replace("2026-03-02", as_of), **more}
    return checked(tmp_path, {**files, **({"daily.csv": csv} if csv else {})})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"metric": None}, ["goal-not-measurable goals.yml:2:3"]),
        ({"baseline": None, "target": None}, ["goal-not-measurable goals.yml:2:3"] * 2),
        ({"target": "better"}, ["goal-not-measurable goals.yml:8:13"]),
        ({"target": "20%"}, ["goal-not-measurable goals.yml:8:13"]),
        ({"target": "20%", "direction": "maintain"}, []),
        ({"metric": "rat"}, ["unresolved-reference goals.yml:5:13"]),
        ({"metric": None, "metrik": "rate"}, ["unknown-field goals.yml:13:5"]),
        ({"target": "19.9%"}, ["goal-direction-contradicts-target goals.yml:8:13"]),
        ({"direction": "decrease"}, ["goal-direction-contradicts-target goals.yml:8:13"]),
        ({"direction": "decrease", "target": "19.9%"}, []),
        ({"direction": "maintain", "target": "19%"}, []),
        ({"metric": "visits", "baseline": "20"}, ["goal-unit-mismatch goals.yml:8:13"]),
        ({"metric": "visits", "baseline": "20", "target": "26"}, []),
        ({"target": "26"}, ["goal-ratio-out-of-range goals.yml:8:13"]),
        ({"target": "100%"}, []),
        ({"target": "101%"}, ["goal-ratio-out-of-range goals.yml:8:13"]),
        ({"title": "Improve the ordering"}, ["goal-not-specific goals.yml:3:12"]),
        ({"title": "Better"}, ["goal-not-specific goals.yml:3:12"]),
        ({"title": "Improve to 9"}, []),
        ({"title": "Eight ch a"}, []),
        ({"title": "{zh: 优化点单体验流程, en: Ordering takes a minute}"}, ["goal-not-specific goals.yml:3:17"]),
        ({"start": None}, ["goal-not-time-bound goals.yml:2:3"]),
        ({"due": "2026-02-30"}, ["invalid-date goals.yml:11:10"]),
        ({"due": "2026-02-28", "baseline_date": "2026-02-01"}, ["date-order goals.yml:11:10"]),
        ({"due": "2026-08-31"}, []),  # 183 days
        ({"due": "2026-09-01"}, ["goal-horizon-mismatch goals.yml:4:14"]),
        ({"horizon": "long", "due": "2026-08-31"}, ["goal-horizon-gap goals.yml:4:14"]),
        (
            {"horizon": "long", "due": "2026-08-30"},
            ["goal-horizon-gap goals.yml:4:14", "goal-horizon-mismatch goals.yml:4:14"],
        ),
        ({"top": None}, ["goal-not-aligned goals.yml:2:3"]),
        ({"top": None, "parent": "far"}, []),
        ({"feasibility": None}, ["goal-not-achievable goals.yml:2:3"]),
        ({"status": "active"}, ["goal-without-work goals.yml:2:3"]),
    ],
)
def test_each_letter(fields, expected, tmp_path):
    assert places(of(tmp_path, goal(**fields))) == expected


def test_what_is_said(tmp_path):
    one = the_one(of(tmp_path / "a", goal(target="better")))
    assert english(one)[0] == "goal `g` cannot be measured: the `target` `better` is not a number"
    one = the_one(of(tmp_path / "b", goal(feasibility=None, target="50%")))
    assert (english(one)[0], one.severity) == (
        "goal `g` changes its metric by 150 % and nothing says why that can be reached",
        Severity.WARNING,
    )
    one = the_one(of(tmp_path / "c", goal(feasibility=None, target="40%")))
    assert english(one)[0] == "nothing says why goal `g` can be reached"


def test_a_forgotten_percent_sign_can_be_put_right(tmp_path):
    found = of(tmp_path, goal(target="26"))
    one = the_one(found)
    assert marked(found, one) == "26"
    assert one.fix
    assert [edit.replacement for edit in one.fix.edits] == ["26%"]
    wide = goal(target="26").replace("kind: ratio,", "kind: ratio, domain: [0, 30],")
    assert places(of(tmp_path / "wide", wide)) == []


def test_levels_and_comments_of_the_general_rule_hold(tmp_path):
    off = PORTAL + "  rules: {missing-field: {goals.feasibility: off}}\n"
    assert places(checked(tmp_path / "a", {"goals.yml": goal(feasibility=None), "content/portal.yml": off})) == []
    own = PORTAL + "  rules: {missing-field: off, goal-not-achievable: error}\n"
    one = the_one(checked(tmp_path / "b", {"goals.yml": goal(feasibility=None), "content/portal.yml": own}))
    assert one.severity is Severity.ERROR
    silent = goal(feasibility=None).replace("  g:\n", "  g: # milepost: ignore[missing-field] decided next week\n")
    assert places(of(tmp_path / "c", silent)) == []


TASK = "tasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [Works well], goal: g%s}\n"


@pytest.mark.parametrize(("more", "silent"), [("", True), (", status: cancelled", False)])
def test_work_that_serves_a_goal(more, silent, tmp_path):
    found = [
        one for one in places(of(tmp_path, goal(status="active"), **{"plan.yml": TASK % more})) if "without-work" in one
    ]
    assert found == ([] if silent else ["goal-without-work goals.yml:2:3"])


def about(found, rule):
    return [place(one) for one in found.diagnostics if one.rule == rule]


@pytest.mark.parametrize(
    ("as_of", "status", "expected"),
    [
        ("2026-06-30", "active", []),
        ("2026-07-01", "at_risk", ["goal-overdue goals.yml:11:10"]),
        ("2026-07-01", "missed", []),
        ("2026-07-01", "draft", []),
    ],
)
def test_goals_that_fade_away(as_of, status, expected, tmp_path):
    assert about(of(tmp_path, goal(status=status), as_of=as_of), "goal-overdue") == expected


def rows(rate, *days):
    return "date,rate\n" + "".join(f"{day},{rate}\n" for day in days)


@pytest.mark.parametrize(
    ("rate", "day", "as_of", "expected"),
    [
        ("25.9%", "2026-06-30", "2026-07-20", ["goal-achieved-but-missed goals.yml:14:13"]),
        ("26%", "2026-06-30", "2026-07-20", []),
        ("25.9%", "2026-07-02", "2026-07-20", []),  # after the goal's time
        ("25.9%", "2026-04-30", "2026-05-01", ["goal-achieved-but-missed goals.yml:14:13"]),
        ("25.9%", "2026-04-30", "2026-04-30", []),  # a day that is not over
    ],
)
def test_achieved_or_not(rate, day, as_of, expected, tmp_path):
    found = of(tmp_path, goal(status="achieved"), rows(rate, day), as_of)
    assert about(found, "goal-achieved-but-missed") == expected


@pytest.mark.parametrize(
    ("rate", "settings", "expected"),
    [
        ("21.7%", "", ["goal-behind-pace goals.yml:8:13"]),  # 28 % of the way in half of the time
        ("21.9%", "", []),  # 32 %
        ("21.7%", "  thresholds: {goal-behind-pace: {points: 25}}\n", []),
    ],
)
def test_pace(rate, settings, expected, tmp_path):
    text = goal(status="active", start="2026-03-03", due="2026-06-30")
    portal = PORTAL.replace("2026-03-02", "2026-05-02") + settings
    found = checked(tmp_path, {"goals.yml": text, "content/portal.yml": portal, "daily.csv": rows(rate, "2026-05-01")})
    assert about(found, "goal-behind-pace") == expected


def test_pace_rests_on_the_newest_value_however_old(tmp_path):
    text = goal(status="active")
    old = of(tmp_path / "a", text, rows("20%", "2025-01-01"), "2026-06-01")
    assert about(old, "goal-behind-pace") == ["goal-behind-pace goals.yml:8:13"]
    both = of(tmp_path / "b", text, rows("20%", "2025-01-01") + "2026-05-31,26%\n", "2026-06-01")
    assert about(both, "goal-behind-pace") == []


@pytest.mark.parametrize("closed", ["status: closed", "status: active"])
def test_a_closed_project_s_goals_are_left_alone(closed, tmp_path):
    found = of(
        tmp_path,
        goal(status="active"),
        as_of="2026-07-01",
        **{"project.yml": PROJECT.replace("status: active", closed)},
    )
    assert bool(about(found, "goal-overdue")) is (closed == "status: active")


@pytest.mark.parametrize(
    ("csv", "expected"),
    [
        ("date,other\n2026-03-01,1\n", []),  # `unresolved-reference`
        ("date,rate\n2026-03-01,\n", ["goal-without-observation goals.yml:5:13"]),
        ("date,rate\n2026-03-02,25%\n", ["goal-without-observation goals.yml:5:13"]),  # the day is not over
        ("date,rate\n2026-03-01,25%\n", []),
        ("date,rate\n2020-03-01,25%\n", []),
        ("other,date,rate\n1,2026-03-01,25%\n", []),
        ("", []),  # no file
    ],
)
def test_observations(csv, expected, tmp_path):
    assert about(of(tmp_path, goal(status="active"), csv), "goal-without-observation") == expected


PART = "  %s: {title: Part %s of 3, horizon: short, metric: rate, baseline: 20%%, baseline_date: 2026-03-01, target: 26%%, direction: increase, start: 2026-03-02, due: 2026-06-30, feasibility: f, parent: far%s}\n"


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((0.5, 0.5), []),
        ((60, 40), []),
        ((0.5, 0.4), ["goal-weights goals.yml:2:3"]),
        ((0.333, 0.333, 0.333), []),
        ((0.5, None), ["goal-weights goals.yml:4:3"]),
        ((None, None), []),
        ((0.5, "half"), ["invalid-value goals.yml:4:231"]),
    ],
)
def test_weights(weights, expected, tmp_path):
    parts = "".join(
        PART % (f"p{number}", number + 1, "" if weight is None else f", weight: {weight}")
        for number, weight in enumerate(weights)
    )
    found = of(tmp_path, f"goals:\n{LONG}{parts}{METRICS}")
    assert [one.rpartition(":")[0] for one in places(found)] == [one.rpartition(":")[0] for one in expected]


def test_a_dropped_part_does_not_count(tmp_path):
    parts = PART % ("a", 1, ", weight: 1") + PART % ("b", 2, ", weight: 1, status: dropped")
    assert places(of(tmp_path, f"goals:\n{LONG}{parts}{METRICS}")) == []
