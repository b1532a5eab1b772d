"""Metrics and their values: each rule at its place, with near misses."""

import pytest
from loading.findings import DEMO, checked, english, place, places, the_one
from portal_files import PORTAL, PROJECT, commit, portal

from milepost.build import check
from milepost.diagnostics.diagnostic import Severity
from milepost.history.git import Git

METRIC = "  {id}: {{title: T, owner: lin, unit: u, kind: {kind}, formula: f, source: s, cadence: {cadence}, aggregation: {aggregation}, direction: increase{more}}}\n"


def metric(id_="visits", kind="count", more=", series: {file: d.csv}", cadence="day", aggregation="avg"):
    return METRIC.format(id=id_, kind=kind, more=more, cadence=cadence, aggregation=aggregation)


def ratio(id_="rate", more="", parts=("orders", "visits")):
    return metric(id_, "ratio", f", numerator: {parts[0]}, denominator: {parts[1]}{more}")


def of(tmp_path, metrics, csv=None, as_of="2026-03-02", settings="", **more):
    files = {
        "m.yml": "metrics:\n" + metrics,
        "content/portal.yml": PORTAL.replace("2026-03-02", as_of) + settings,
        **more,
    }
    return checked(tmp_path, {**files, **({"d.csv": csv} if csv is not None else {})})


def days(*values, start=1):
    """A file with the column `visits`, whose last day is 1 March."""
    first = 60 - len(values) + start
    dates = [
        f"2026-{'01' if day <= 31 else '02' if day <= 59 else '03'}-{day - (0 if day <= 31 else 31 if day <= 59 else 59):02}"
        for day in range(first, first + len(values))
    ]
    return "date,visits\n" + "".join(f"{day},{value}\n" for day, value in zip(dates, values, strict=True))


def rows(*lines, header="date,visits"):
    return "\n".join([header, *lines, ""])


# what defines a metric


@pytest.mark.parametrize("field", ["unit: u, ", "formula: f, ", "source: s, ", "cadence: day, "])
def test_a_metric_says_what_it_measures(field, tmp_path):
    one = the_one(of(tmp_path, metric().replace(field, "")))
    assert (place(one), one.severity) == ("metric-undefined m.yml:2:3", Severity.ERROR)
    assert english(one)[0].startswith(f"metric `visits` does not say in `{field.partition(':')[0]}`")


def test_what_is_set_for_missing_fields_holds_for_undefined_metrics(tmp_path):
    off = "  rules: {missing-field: {metrics.source: off}}\n"
    assert places(of(tmp_path, metric().replace("source: s, ", ""), settings=off)) == []
    assert places(of(tmp_path / "title", metric().replace("title: T, ", ""))) == ["missing-field m.yml:2:3"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (", series: {file: d.csv}", ["ratio-without-parts m.yml:2:47"]),
        ("", ["ratio-without-parts m.yml:2:3"]),  # instead of the missing series
        (", numerator: orders", ["ratio-without-parts m.yml:2:3"]),
        (", denominator: orders", ["ratio-without-parts m.yml:2:3"]),
        (", numerator: orders, denominator: orders", []),
        (", series: {events: e.csv, query: {funnel: {steps: [a, b], window: 1d}}}", []),
    ],
)
def test_ratios_have_parts(more, expected, tmp_path):
    found = of(tmp_path, metric("rate", "ratio", more) + metric("orders"))
    assert places(found) == expected


def test_a_reference_that_cannot_be_read_is_no_missing_part(tmp_path):
    found = of(tmp_path, metric("rate", "ratio", ", numerator: [], denominator: orders") + metric("orders"))
    assert "ratio-without-parts" not in {one.rule for one in found.diagnostics if one.field == "kind"}


def roles(*names):
    return "".join(
        metric(f"m{number}", more=f", series: {{file: d.csv}}, role: {name}") for number, name in enumerate(names)
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("visits",), ["core-metric-missing project.yml:1:1"]),
        (("visits", "retention", "conversion"), []),
        ((), []),
    ],
)
def test_core_metrics(names, expected, tmp_path):
    text = PROJECT + "  platform: wechat\n"
    assert places(of(tmp_path, roles(*names) or "  {}\n" if names else "", **{"project.yml": text})) == expected


def test_core_metrics_of_the_portal_count_and_projects_without_a_platform_need_none(tmp_path):
    shared = {
        "content/shared.yml": "metrics:\n" + roles("retention", "conversion").replace("m0", "s0").replace("m1", "s1")
    }
    text = PROJECT + "  platform: web\n"
    assert places(of(tmp_path / "a", roles("visits"), **{"project.yml": text}, **shared)) == []
    assert places(of(tmp_path / "b", roles("visits"))) == []
    one = the_one(of(tmp_path / "c", roles("visits"), **{"project.yml": text}))
    assert english(one)[0] == "nothing measures retention, conversion of project `demo`"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (metric("visit-uv", aggregation="sum"), ["summed-distinct m.yml:2:109"]),
        (
            metric(aggregation="sum").replace("formula: f", "formula: Distinct users of the day"),
            ["summed-distinct m.yml:2:131"],
        ),
        (
            metric(aggregation="sum").replace("formula: f", "formula: {zh: 当日去重用户数, en: Users}"),
            ["summed-distinct m.yml:2:131"],
        ),
        (metric("visit-uv", aggregation="distinct"), []),
        (metric("visit-uv-new", aggregation="sum"), []),
        (metric("visit-pv", aggregation="sum"), []),
    ],
)
def test_distinct_users_are_not_added_up(text, expected, tmp_path):
    assert [one.rpartition(":")[0] for one in places(of(tmp_path, text))] == [
        one.rpartition(":")[0] for one in expected
    ]


def test_a_week_that_is_the_sum_of_its_days(tmp_path):
    both = metric("dau", aggregation="distinct", more=", series: {file: d.csv}") + metric(
        "wau", aggregation="distinct", cadence="week", more=", series: {file: w.csv}"
    )
    csv = "date,dau\n" + "".join(f"2026-02-{day},{day}\n" for day in range(16, 29)) + "2026-03-01,29\n"
    found = of(tmp_path, both, csv, **{"w.csv": "date,wau\n2026-W08,133\n2026-W09,100\n"})
    one = the_one(found)
    assert (place(one), one.severity) == ("summed-distinct w.csv:2:10", Severity.ERROR)
    assert english(one)[0].startswith("133 is the sum of the days of 2026-W08")


# each value by itself


@pytest.mark.parametrize(
    ("csv", "expected"),
    [
        (rows("2026-02-28,1", "2026-03-01,2"), []),
        (rows("2026-02-28,1", "2026-03-01,2", "2026-02-28,3"), ["duplicate-observation d.csv:4:1-11"]),
        (rows("2026-02-28,1", "2026-02-28,1", "2026-03-01,1"), ["duplicate-observation d.csv:3:1-11"]),
        (rows("2026-03-01,2", "2026-02-28,1"), []),  # unsorted
        (rows("2026-02-28,", "2026-02-28,1", "2026-03-01,1"), []),
        (rows('"2026-02-28",1', "2026-03-01,1", " 2026-02-28 ,3"), ["duplicate-observation d.csv:4:2-12"]),
    ],
)
def test_duplicates(csv, expected, tmp_path):
    found = of(tmp_path, metric(), csv)
    assert [f"{place(one)}-{one.location.span.end_column}" for one in found.diagnostics] == expected
    assert all(one.labels for one in found.diagnostics)


def test_duplicates_of_segments_and_across_files(tmp_path):
    by_city = metric(more=", series: {file: d.csv, segment: city}")
    csv = "date,city,visits\n2026-03-01,,5\n2026-03-01,a,2\n2026-03-01,b,3\n2026-03-01,a,4\n"
    one = the_one(of(tmp_path / "a", by_city, csv))
    assert (place(one), english(one)[0]) == (
        "duplicate-observation d.csv:5:1",
        "there is a second row with values for 2026-03-01 and segment `a`",
    )
    several = metric(more=', series: {file: "*.csv"}')
    files = {"2.csv": "date,visits\n2026-03-01,5\n", "3.csv": "date,other\n2026-03-01,5\n"}
    assert places(of(tmp_path / "b", several, rows("2026-02-28,1"), **files)) == []
    again = {**files, "2.csv": "date,visits\n2026-02-28,5\n2026-03-01,2\n"}
    assert places(of(tmp_path / "c", several, rows("2026-02-28,1"), **again)) == ["duplicate-observation d.csv:2:1"]


def test_one_finding_for_several_rows_and_several_metrics_of_a_file(tmp_path):
    csv = rows("2026-02-28,1,1", "2026-03-01,2,2", "2026-02-28,1,1", "2026-03-01,2,2", header="date,visits,orders")
    one = the_one(of(tmp_path, metric() + metric("orders"), csv))
    assert (place(one), [note.params["count"] for note in one.notes]) == ("duplicate-observation d.csv:4:1", [1])


@pytest.mark.parametrize(
    ("csv", "expected"),
    [
        (rows("2026-03-01,1", "2026-03-02,2"), ["unfinished-period d.csv:3:1"]),
        (rows("2026-03-01,1", "2026-03-02,"), []),
        (
            rows("2026-03-01,1", "2026-03-04,2", "2026-03-03,2"),
            ["series-gap m.yml:2:147", "unfinished-period d.csv:3:1"],
        ),
        (rows("2026-W08,1", "2026-W09,2"), []),  # ends on 1 March
        (rows("2026-W09,1", "2026-W10,2"), ["unfinished-period d.csv:3:1"]),
        (rows("2026-02,1", "2026-03,2"), ["unfinished-period d.csv:3:1"]),
    ],
)
def test_unfinished_periods(csv, expected, tmp_path):
    found = [one for one in of(tmp_path, metric(), csv).diagnostics if one.rule in ("unfinished-period", "series-gap")]
    assert sorted(place(one) for one in found if one.rule != "series-gap") == [
        one for one in expected if "gap" not in one
    ]


def test_what_is_said_of_days_to_come(tmp_path):
    one = the_one(
        of(
            tmp_path,
            metric(),
            rows("2026-03-01,1", "2026-03-02,", "2026-03-03,2", "2026-03-04,2").replace("-02,", "-02,1", 1),
        )
    )
    assert english(one)[0] == "2026-03-02 is not over on 2026-03-02, so its values are not complete"
    assert [note.params["count"] for note in one.notes] == [2]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("abc", "`abc` is no number"),
        ("NaN", "`NaN` is no number"),
        ("inf", "`inf` is no number"),
        ("1e400", "`1e400` is no number"),
        ("1 200", "`1 200` is no number"),
        ("-1", "-1 is no possible value of metric `visits`: it goes from 0 to ∞"),
        ("0", None),
        ("", None),
        ("1e3", None),
    ],
)
def test_values_that_cannot_be(cell, message, tmp_path):
    found = of(tmp_path, metric(), rows("2026-02-28,5", f"2026-03-01,{cell}"))
    if message is None:
        assert places(found) == []
        return
    one = the_one(found)
    assert (place(one), one.severity) == ("value-out-of-domain d.csv:3:12", Severity.ERROR)
    assert english(one)[0] == message


@pytest.mark.parametrize(
    ("cell", "meant"), [('"1,200.5"', "write `1200.5`"), ('"1,5"', "write a number with a decimal point")]
)
def test_separators_are_taken_out_where_that_is_what_was_meant(cell, meant, tmp_path):
    one = the_one(of(tmp_path, metric(), rows("2026-02-28,5", f"2026-03-01,{cell}")))
    assert english(one)[1].startswith(meant)


@pytest.mark.parametrize(
    ("kind", "domain", "value", "found"),
    [
        ("money", "", "-5", False),
        ("score", ", domain: [1, 5]", "5", False),
        ("score", ", domain: [1, 5]", "5.1", True),
        ("score", ", domain: {max: 5}", "-3", False),
        ("duration", "", "-0.1", True),
        ("count", ", domain: [-10, 10]", "-10", False),
        ("ratio, numerator: o, denominator: o", "", "1", False),
        ("ratio, numerator: o, denominator: o", "", "100%", False),
        ("ratio, numerator: o, denominator: o", "", "35", True),
    ],
)
def test_domains(kind, domain, value, found, tmp_path):
    text = metric("m", kind, f", series: {{file: d.csv}}{domain}") + (
        metric("o", more=", series: {file: o.csv}") if "ratio" in kind else ""
    )
    told = places(of(tmp_path, text, f"date,m\n2026-03-01,{value}\n", **{"o.csv": "date,o\n"}))
    assert told == (["value-out-of-domain d.csv:2:12"] if found else [])


@pytest.mark.parametrize(("orders", "found"), [("10", False), ("11", True), ("", False)])
def test_ratios_above_one(orders, found, tmp_path):
    csv = rows(f"2026-03-01,10,{orders}", header="date,visits,orders")
    told = of(tmp_path, metric() + metric("orders") + ratio(), csv)
    assert places(told) == (["value-out-of-domain d.csv:2:15"] if found else [])
    wide = of(tmp_path / "wide", metric() + metric("orders") + ratio(more=", domain: [0, 3]"), csv)
    assert places(wide) == []


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("2026-3-1", "write `2026-03-01`"),
        ("2026/2", "write `2026-02`"),
        ("2026-02-30", ""),
        ("2026-W60", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_that_are_none(day, meant, tmp_path):
    one = the_one(of(tmp_path, metric(), rows("2026-03-01,1", f"{day},2")))
    assert place(one) == "invalid-date d.csv:3:1"
    assert english(one)[0] == f"`{day}` is no day, ISO week or month"
    assert english(one)[1].lower().startswith(meant)


def test_columns_that_are_not_there(tmp_path):
    named = metric(more=", series: {file: d.csv, column: visit}")
    one = the_one(of(tmp_path / "a", named, rows("2026-03-01,1")))
    assert (place(one), english(one)) == (
        "unresolved-reference m.yml:2:162",
        ("there is no column `visit` in content/projects/demo/d.csv", "did you mean `visits`?"),
    )
    assert places(of(tmp_path / "b", metric(), "day,visits\n2026-03-01,1\n")) == ["unresolved-reference m.yml:2:147"]
    several = metric(more=', series: {file: "*.csv"}')
    assert places(of(tmp_path / "c", several, rows("2026-03-01,1"), **{"e.csv": "date,x\n2026-03-01,1\n"})) == []


# the values in time


@pytest.mark.parametrize(
    ("day", "more", "expected"),
    [
        ("2026-02-27", "", []),  # 3 days
        ("2026-02-26", "", ["metric-stale m.yml:2:147"]),
        ("2026-02-26", ", freshness: 4ed", []),
        ("2026-02-25", ", freshness: 4ed", ["metric-stale m.yml:2:166"]),
        ("2026-W07", ", freshness: 2w", ["metric-stale m.yml:2:166"]),  # ended on 15 February
        ("2026-W08", ", freshness: 2w", []),
    ],
)
def test_old_values(day, more, expected, tmp_path):
    assert places(of(tmp_path, metric(more=f", series: {{file: d.csv}}{more}"), rows(f"{day},1"))) == expected


def test_what_is_said_of_old_values(tmp_path):
    one = the_one(of(tmp_path, metric(), rows("2026-02-20,1", "2026-02-21,")))
    assert english(one)[0] == "the newest value of metric `visits` is that of 2026-02-20, 10 days old; it may be 3"
    assert one.labels[0].location.span[:2] == (2, 12)


def test_a_ratio_is_stale_with_its_parts_or_by_itself(tmp_path):
    text = metric() + metric("orders") + ratio()
    csv = rows("2026-02-20,10,5", "2026-02-21,10,5", header="date,visits,orders")
    assert [one.record for one in of(tmp_path / "a", text, csv).diagnostics] == [
        "demo/metrics:visits",
        "demo/metrics:orders",
    ]
    strict = metric() + metric("orders") + ratio(more=", freshness: 2ed")
    csv = rows("2026-02-27,10,5", header="date,visits,orders")
    assert [one.record for one in of(tmp_path / "b", strict, csv).diagnostics] == ["demo/metrics:rate"]


def test_a_file_that_is_not_there(tmp_path):
    assert places(of(tmp_path / "a", metric())) == []  # nothing is measured yet
    text = metric() + metric("orders", more=", series: {file: o.csv}")
    one = the_one(of(tmp_path / "b", text, rows("2026-03-01,1")))
    assert (place(one), english(one)[0]) == (
        "metric-stale m.yml:3:147",
        "metric `orders` has no values: there is no file `o.csv`",
    )
    closed = {"project.yml": PROJECT.replace("active", "closed")}
    assert places(of(tmp_path / "c", text, rows("2026-03-01,1"), **closed)) == []


@pytest.mark.parametrize(
    ("csv", "said"),
    [
        (days(1, 2, "", 4), "metric `visits` has no value for 2026-02-28"),
        (rows("2026-02-25,1", "2026-03-01,1"), "metric `visits` has no values from 2026-02-26 to 2026-02-28"),
        (rows("2026-W06,1", "2026-W09,1"), "metric `visits` has no values from 2026-W07 to 2026-W08"),
        (rows("2025-11,1", "2026-02,1"), "metric `visits` has no values from 2025-12 to 2026-01"),
        (rows("2026-02-27,1", "2026-02-28,", "2026-03-01,"), None),  # at the end
        (
            rows(
                "2026-02-19,1",
                "2026-02-20,1",
                "2026-02-23,1",
                "2026-02-24,1",
                "2026-02-25,1",
                "2026-02-26,1",
                "2026-02-27,1",
            ),
            None,
        ),
        (rows("2026-W53,1", header="date,visits").replace("2026-W53", "2020-W53"), None),
    ],
)
def test_gaps(csv, said, tmp_path):
    found = [one for one in of(tmp_path, metric(), csv).diagnostics if one.rule == "series-gap"]
    assert [english(one)[0] for one in found] == ([said] if said else [])
    assert [place(one) for one in found] == (["series-gap m.yml:2:147"] if said else [])


def test_a_weekday_that_is_missing_from_working_days_is_a_gap(tmp_path):
    csv = rows("2026-02-26,1", "2026-03-02,1", header="date,visits")  # a Thursday, a Monday
    assert places(of(tmp_path, metric(), csv, "2026-03-03")) == ["series-gap m.yml:2:147"]


def test_a_reason_silences_a_gap(tmp_path):
    text = metric().rstrip() + "  # milepost: ignore[series-gap] the collector was down\n"
    assert places(of(tmp_path, text, days(1, "", 2))) == []


STEADY = (100, 104, 98, 101, 97, 103, 99) * 5


@pytest.mark.parametrize(
    ("values", "settings", "found"),
    [
        ((*STEADY, 1000), "", True),
        ((*STEADY, 10), "", True),
        ((*STEADY, 122), "", True),  # 22 above the median, 8 MAD are 16
        ((*STEADY, 119), "", False),  # within a fifth of the median
        ((*STEADY, 122), "{k: 12}", False),
        ((*STEADY, 119), "{share: 0.1}", True),
        ((*STEADY[:27], 1000), "", False),  # too few before
        ((*STEADY[:27], 1000), "{periods: 14}", True),
        ((*([5] * 30), 7), "", True),
        ((*([0] * 30), 7), "", False),  # it begins to be counted
        ((*STEADY, 1000, 990, 1000), "", True),
    ],
)
def test_jumps(values, settings, found, tmp_path):
    thresholds = f"  thresholds: {{series-jump: {settings}}}\n" if settings else ""
    told = of(tmp_path, metric(), days(*values), settings=thresholds)
    assert places(told) == (["series-jump m.yml:2:147"] if found else [])


def test_what_is_said_of_a_jump(tmp_path):
    one = the_one(of(tmp_path, metric(), days(*STEADY, 1000, 1000)))
    assert (
        english(one)[0] == "metric `visits` jumps to 1000 for 2026-02-28, out of the range of the 28 periods before it"
    )
    assert [label.location.span[:2] for label in one.labels] == [(37, 12)]


@pytest.mark.parametrize(
    ("visits", "settings", "found"),
    [("99", "", True), ("100", "", False), ("", "", False), ("99", "{periods: 1}", False)],
)
def test_low_samples(visits, settings, found, tmp_path):
    text = metric() + metric("orders") + ratio(more=", min_sample: 100")
    csv = rows(f"2026-02-28,{visits},5", "2026-03-01,100,5", header="date,visits,orders")
    thresholds = f"  thresholds: {{low-sample: {settings}}}\n" if settings else ""
    told = of(tmp_path, text, csv, settings=thresholds)
    assert places(told) == (["low-sample m.yml:4:182"] if found else [])


# values beside each other


@pytest.mark.parametrize(
    ("cell", "settings", "found"),
    [
        ("0.33", "", False),
        ("33%", "", False),
        ("33.3%", "", False),
        ("0.34", "", False),  # one more in the last digit
        ("0.35", "", True),
        ("33.5%", "", True),
        ("33.5%", "{units: 2}", False),
        ("", "", False),
    ],
)
def test_ratios_beside_their_parts(cell, settings, found, tmp_path):
    text = metric() + metric("orders") + ratio(more=", series: {file: d.csv}")
    csv = rows(f"2026-03-01,30,10,{cell}", header="date,visits,orders,rate")
    thresholds = f"  thresholds: {{ratio-mismatch: {settings}}}\n" if settings else ""
    assert places(of(tmp_path, text, csv, settings=thresholds)) == (["ratio-mismatch d.csv:2:18"] if found else [])


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [
        ("visit-uv", "visit-pv", True),
        ("share-uv", "share-pv", True),
        ("visit-uv-new", "visit-uv", True),
        ("new-users", "visit-uv", True),
        ("new-orders", "orders", True),
        ("visit-pv", "visit-uv", False),
        ("share-uv", "visit-pv", False),
        ("orders", "visits", False),
    ],
)
def test_pairs(part, whole, found, tmp_path):
    text = metric(part, aggregation="distinct") + metric(whole, aggregation="distinct")
    csv = f"date,{part},{whole}\n2026-02-28,5,5\n2026-03-01,6,5\n"
    assert places(of(tmp_path, text, csv)) == (["impossible-pair d.csv:3:12"] if found else [])


@pytest.mark.parametrize(("back", "found"), [(5, False), (6, True)])
@pytest.mark.parametrize(("name", "more"), [("retention-d1", ""), ("stay", ", role: retention")])
def test_cohorts(back, found, name, more, tmp_path):
    text = metric("back") + metric("cohort") + ratio(name, more, ("back", "cohort"))
    csv = f"date,back,cohort\n2026-02-28,1,0\n2026-03-01,{back},5\n".replace("2026-02-28,1,0\n", "")
    one = places(of(tmp_path, text, csv))
    assert one == (["retained-exceeds-cohort d.csv:2:12"] if found else [])


# changes


def changed(root, before, after):
    """Findings of the change of the metric and its file."""
    base = Git(commit(portal(root, {DEMO + name: text for name, text in before.items()}))).head()
    portal(root, {DEMO + name: text for name, text in after.items()})
    told = check(root, base=base).diagnostics
    return [one for one in told if one.rule in ("observation-rewritten", "definition-changed", "unfinished-period")]


def both(text, csv):
    return {"m.yml": "metrics:\n" + text, "d.csv": csv}


BEFORE = rows("2026-02-27,1", "2026-02-28,2")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (rows("2026-02-27,1", "2026-02-28,3"), ["observation-rewritten d.csv:3:12"]),
        (rows("2026-02-28,2"), ["observation-rewritten m.yml:2:147"]),
        (rows("2026-02-27,1", "2026-02-28,"), ["observation-rewritten m.yml:2:147"]),
        (rows("2026-02-28,2.0", "2026-02-27,1", "2026-03-01,3"), []),
        (rows("2026-02-27,1,", "2026-02-28,3,late events", header="date,visits,revision"), []),
        (rows("2026-02-27,1,x", "2026-02-28,3,", header="date,visits,revision"), ["observation-rewritten d.csv:3:12"]),
    ],
)
def test_what_was_recorded_stays(after, expected, tmp_path):
    found = changed(tmp_path, both(metric(), BEFORE), both(metric(), after))
    assert [place(one) for one in found] == expected


def test_an_old_note_excuses_no_new_correction(tmp_path):
    before = rows("2026-02-28,2,late events", header="date,visits,revision")
    found = changed(tmp_path, both(metric(), before), both(metric(), before.replace(",2,", ",3,")))
    (one,) = found
    assert english(one) == (
        "this change makes 3 of the value of metric `visits` for 2026-02-28, which was 2",
        "write in the row's column `revision` why, or restore the value",
    )
    assert one.severity is Severity.ERROR


def test_values_of_open_periods_may_change_and_move(tmp_path):
    before = both(metric(), rows("2026-02-28,2", "2026-03-02,1"))
    assert [one.rule for one in changed(tmp_path / "a", before, both(metric(), rows("2026-02-28,2")))] == []
    moved = {
        "m.yml": "metrics:\n" + metric(more=", series: {file: e.csv, column: n}"),
        "e.csv": "date,n\n2026-02-28,2\n",
    }
    assert [one.rule for one in changed(tmp_path / "b", both(metric(), rows("2026-02-28,2")), moved)] == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("formula: f", "formula: g", ["definition-changed m.yml:2:65"]),
        ("formula: f", "formula: {en: f, zh: 口径}", []),
        ("formula: f", "formula: {en: g, zh: 口径}", ["definition-changed m.yml:2:65"]),
        ("aggregation: avg", "aggregation: last", ["definition-changed m.yml:2:106"]),
        ("title: T", "title: U", []),
        ("cadence: day, ", "", ["definition-changed m.yml:2:3"]),
    ],
)
def test_definitions_stay(old, new, expected, tmp_path):
    found = changed(tmp_path, both(metric(), BEFORE), both(metric().replace(old, new), BEFORE))
    assert [place(one) for one in found] == expected


def test_a_metric_without_values_may_still_be_defined(tmp_path):
    assert (
        changed(
            tmp_path, {"m.yml": "metrics:\n" + metric()}, both(metric().replace("formula: f", "formula: g"), BEFORE)
        )
        == []
    )


def test_a_change_of_the_data_has_the_full_level(tmp_path):
    old, new = rows("2026-03-01,1", "2026-03-02,2"), rows("2026-03-01,1", "2026-03-02,2", "2026-03-03,3")
    assert [one.severity.value for one in changed(tmp_path / "a", both(metric(), old), both(metric(), new))] == [
        "error"
    ]
    untouched = changed(tmp_path / "b", both(metric(), old), {})
    assert [one.severity.value for one in untouched] == ["warning"]
