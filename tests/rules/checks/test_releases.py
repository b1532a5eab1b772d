"""Releases: versions in order, open work, duties, a way back, an effect that is measured, no release before a holiday."""

import pytest
from loading.findings import checked, english, spans, the_one
from portal_files import PORTAL, PROJECT

CLOSED = PROJECT.replace("status: active", "status: closed")
EXPECTS = "expects: [{metric: m, change: +5%, by: 2026-12-18}]"
METRIC = (
    "metrics:\n  m: {title: M, unit: u, kind: count, formula: f, source: s, cadence: day, aggregation: sum,"
    " direction: increase, series: {file: m.csv}}\n"
)
RELEASE = {"title": "R", "version": "1.0.0", "planned_on": "2026-02-20", "notes": "N"}
OUT = {**RELEASE, "channel": "online", "released_on": "2026-02-20"}


def release(name="r", base=OUT, **fields):
    """A release on one line: `title` begins at column 7 for a name of one letter."""
    given = {key: value for key, value in {**base, **fields}.items() if value is not None}
    return f"  {name}: {{" + ", ".join(f"{key}: {value}" for key, value in given.items()) + "}\n"


def of(tmp_path, *releases, settings="", as_of="2026-03-02", **more):
    files = {
        "content/portal.yml": PORTAL.replace("2026-03-02", as_of) + settings,
        "r.yml": "releases:\n" + "".join(releases),
        "m.yml": METRIC,
        **more,
    }
    return checked(tmp_path, files)


def about(rule, found):
    return [one for one in spans(found) if one.startswith(f"{rule} ")]


# version-not-increasing


def dated(name, version, day, **fields):
    return release(name, RELEASE, version=version, planned_on=f"2026-{day}", **fields)


def out(name, version, day):
    return dated(name, version, day, released_on=f"2026-{day}", rollback_to="a", expects="[]")


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("1.9.0", "1.10.0", False),
        ("1.10.0", "1.9.0", True),
        ("1.0.0", "1.0.0", True),
        ("1.0", "1.0.0", False),
        ("1.0.0", "1.0", False),
        ("v1.2.0", "v1.1.0", True),
        ("v1.1", "V1.2", False),
        ("2.0.0-rc1", "2.0.0", False),
        ("2.0.0-rc1", "2.0.0-rc1", True),
        ("2.0.0", "2.0.0-rc1", False),
        ("2026.10", "2026.9", True),
        ("spring", "autumn", False),
        ("1." + "9" * 5000, "2.0", False),
        ("autumn", "1.0.0", False),
    ],
)
def test_versions_rise(first, second, found, tmp_path):
    found_here = about("version-not-increasing", of(tmp_path, dated("a", first, "03-10"), dated("b", second, "03-20")))
    expected = f"version-not-increasing r.yml:3:26-{26 + len(second)}"
    assert found_here == ([expected] if found else [])


@pytest.mark.parametrize(
    ("releases", "expected"),
    [
        # in the order of the days, not of the file
        ((dated("b", "1.1.0", "03-20"), dated("a", "1.0.0", "03-10")), []),
        # what is out comes before what is planned, even if that was planned earlier
        ((dated("a", "2.0.0", "03-10"), out("b", "1.6.0", "03-20")), []),
        ((dated("a", "1.5.0", "03-10"), out("b", "1.6.0", "03-20")), ["version-not-increasing r.yml:2:26-31"]),
        # one version too high is one mistake
        (
            (dated("a", "3.0.0", "03-10"), dated("b", "1.1.0", "03-11"), dated("c", "1.2.0", "03-12")),
            ["version-not-increasing r.yml:3:26-31"],
        ),
        ((dated("a", "1.1.0", "03-10"), dated("b", "1.0.0", "03-10")), []),  # on one day
        ((dated("a", "1.1.0", "03-10"), dated("b", "1.1.0", "03-10")), ["version-not-increasing r.yml:3:26-31"]),
        ((dated("a", "1.1.0", "03-10"), release("b", RELEASE, planned_on=None)), []),
        ((dated("a", "1.1.0", "03-10"), release("b", RELEASE, version=None)), []),
    ],
)
def test_the_order_of_versions(releases, expected, tmp_path):
    assert about("version-not-increasing", of(tmp_path, *releases)) == expected


def test_the_version_before_is_shown(tmp_path):
    found = of(tmp_path, dated("a", "1.1.0", "03-10"), dated("b", "1.0.0", "03-20"))
    one = the_one(found)
    assert [label.location.span for label in one.labels] == [(2, 26, 2, 31)]
    assert english(one)[0] == "version `1.0.0` comes after `1.1.0` and is not above it"


def test_other_projects_number_their_own_versions(tmp_path):
    other = {
        "content/projects/second/project.yml": PROJECT,
        "content/projects/second/r.yml": "releases:\n" + dated("b", "1.0.0", "03-20"),
    }
    assert about("version-not-increasing", of(tmp_path, dated("a", "1.1.0", "03-10"), **other)) == []


# released-with-open-task


def task(name="t", **fields):
    given = {
        "title": "T",
        "owner": "lin",
        "release": "r",
        "duration": "1d",
        "due": "2026-03-06",
        "acceptance": "[{text: A, done: true}]",
    }
    return f"  {name}: {{" + ", ".join(f"{key}: {value}" for key, value in {**given, **fields}.items()) + "}\n"


BEGUN = {"status": "in_progress", "actual_start": "2026-02-23"}


@pytest.mark.parametrize(
    ("fields", "work", "expected"),
    [
        ({}, BEGUN, ["released-with-open-task r.yml:2:97-107"]),
        ({}, {}, ["released-with-open-task r.yml:2:97-107"]),
        ({"released_on": None}, BEGUN, ["released-with-open-task r.yml:2:76-82"]),
        ({"channel": "gray"}, BEGUN, ["released-with-open-task r.yml:2:95-105"]),
        ({"released_on": None, "channel": "gray"}, BEGUN, []),
        ({}, {"status": "cancelled"}, []),
        ({}, {**BEGUN, "release": "none"}, []),
    ],
)
def test_work_is_done_before_a_release(fields, work, expected, tmp_path):
    found = of(tmp_path, release(**{"expects": "[]", **fields}), **{"t.yml": "tasks:\n" + task(**work)})
    assert about("released-with-open-task", found) == expected


def test_open_tasks_are_told_together(tmp_path):
    other = {
        "content/projects/second/project.yml": PROJECT,
        "content/projects/second/t.yml": "tasks:\n" + task("u", release="demo/r"),
    }
    found = of(tmp_path, release(), **{"t.yml": "tasks:\n" + task(**BEGUN), **other})
    one = the_one(found)
    assert english(one)[0] == "release `r` is out, but 2 of its tasks are open"
    places = {(label.location.path.split("/")[2], label.location.span.line) for label in one.labels}
    assert places == {("demo", 2), ("second", 2)}


def test_one_open_task_is_named(tmp_path):
    one = the_one(of(tmp_path, release(), **{"t.yml": "tasks:\n" + task(**BEGUN)}))
    assert english(one)[0] == "release `r` is out, but its task `t` is open"
    assert [label.location.span for label in one.labels] == [(2, 117, 2, 128)]


# released-without-compliance


def duty(name="d", **fields):
    given = {"title": "D", "owner": "lin", "kind": "privacy", "due": "2026-02-20"}
    return f"  {name}: {{" + ", ".join(f"{key}: {value}" for key, value in {**given, **fields}.items()) + "}\n"


MET = {"done_on": "2026-02-10", "evidence": "https://example.com/e"}
UNMET = ["released-without-compliance r.yml:2:97-107"]


@pytest.mark.parametrize(
    ("duties", "expected"),
    [
        ([duty()], UNMET),
        ([duty(due="2026-02-21")], []),
        ([duty(**MET)], []),
        ([duty(**{**MET, "done_on": "2026-02-20"})], []),
        ([duty(**{**MET, "done_on": "2026-02-21"})], UNMET),
        ([duty(**MET, expires_on="2026-02-20")], []),
        ([duty(**MET, expires_on="2026-02-19")], UNMET),
        ([duty(**MET, expires_on="2026-02-19"), duty("e", **MET)], []),  # another one of its kind holds
        ([duty(**MET, expires_on="2026-02-19"), duty("e", **MET, kind="category")], UNMET),
        ([duty(), duty("e", **MET)], UNMET),  # another one of its kind does not meet this one
        ([duty(), duty("e")], UNMET * 2),
    ],
)
def test_duties_are_met_before_a_release(duties, expected, tmp_path):
    found = of(tmp_path, release(), **{"c.yml": "compliance:\n" + "".join(duties)})
    assert about("released-without-compliance", found) == expected


def test_duties_of_the_portal_count_and_are_shown(tmp_path):
    one = the_one(of(tmp_path, release(), **{"content/c.yml": "compliance:\n" + duty()}))
    assert english(one)[0] == "release `r` went out on 2026-02-20, but duty `d`, due by then, was not met"
    assert [(label.location.path, label.location.span) for label in one.labels] == [("content/c.yml", (2, 49, 2, 59))]


def test_only_the_newest_release_is_asked(tmp_path):
    older = release("q", version="0.9.0", released_on="2026-02-19", planned_on="2026-02-19")
    compliance = {"c.yml": "compliance:\n" + duty(due="2026-01-09")}
    found = of(tmp_path / "a", older, release(rollback_to="q"), **compliance)
    assert about("released-without-compliance", found) == ["released-without-compliance r.yml:3:97-107"]
    assert about("released-without-compliance", of(tmp_path / "b", release(base=RELEASE), **compliance)) == []
    closed = of(tmp_path / "c", release(), **compliance, **{"project.yml": CLOSED})
    assert about("released-without-compliance", closed) == []


def test_an_invalid_day_may_be_that_on_which_it_was_met(tmp_path):
    found = of(tmp_path, release(), **{"c.yml": "compliance:\n" + duty(done_on="2026-2-10")})
    assert spans(found) == ["invalid-date c.yml:2:70-79"]


@pytest.mark.parametrize(
    ("platform", "duties", "count"),
    [
        ("wechat", "", 1),
        ("wechat", duty(**MET), 1),
        ("wechat", duty(**MET, kind="filing"), 0),
        ("wechat", "  d: {title: [\n", 0),  # it may be in what could not be read
        ("alipay", "", 0),
        ("web", "", 0),
    ],
)
def test_wechat_wants_a_filing(platform, duties, count, tmp_path):
    project = PROJECT + f"  platform: {platform}\n"
    found = of(
        tmp_path,
        release(),
        **{"project.yml": project, "c.yml": "compliance:\n" + duties} if duties else {"project.yml": project},
    )
    assert about("released-without-compliance", found) == UNMET * count


# no-rollback

FIRST = release("q", version="0.9.0", released_on="2026-02-19", planned_on="2026-02-19")


@pytest.mark.parametrize(
    ("releases", "expected"),
    [
        ((FIRST,), []),  # there is nothing to go back to
        ((FIRST, release()), ["no-rollback r.yml:3:76-82"]),
        ((FIRST, release(rollback_to="q")), []),
        ((FIRST, release(base=RELEASE, channel="trial")), []),
        ((FIRST, release(base=RELEASE, channel="audit")), ["no-rollback r.yml:3:76-81"]),
        ((FIRST, release(base=RELEASE, channel="gray")), ["no-rollback r.yml:3:76-80"]),
        ((release(base=RELEASE, channel="audit"),), []),
        ((FIRST, release(), release("s", version="1.1.0", released_on="2026-02-26", rollback_to="r")), []),  # history
        ((FIRST, release(base=RELEASE, channel=None, released_on="2026-02-20")), ["no-rollback r.yml:3:3-4"]),
        ((FIRST, release(rollback_to="p")), []),  # unresolved-reference speaks
        ((FIRST, release(rollback_to="p q")), []),  # invalid-value speaks
    ],
)
def test_a_way_back(releases, expected, tmp_path):
    assert about("no-rollback", of(tmp_path, *releases)) == expected


def test_the_release_before_is_shown(tmp_path):
    one = the_one(of(tmp_path / "a", FIRST, release()))
    assert [label.location.span.line for label in one.labels] == [2]
    assert about("no-rollback", of(tmp_path / "b", FIRST, release(), **{"project.yml": CLOSED})) == []
    lost = of(tmp_path / "c", FIRST, release(), **{"more.yml": "releases:\n  s: {title: [\n"})
    assert about("no-rollback", lost) == []


# release-unmeasured


@pytest.mark.parametrize(
    ("fields", "as_of", "found"),
    [
        ({}, "2026-03-06", False),  # 14 days
        ({}, "2026-03-07", True),
        ({EXPECTS.partition(":")[0]: EXPECTS.partition(": ")[2]}, "2026-03-07", False),
        ({"expects": "better"}, "2026-03-07", False),  # invalid-value speaks
        ({"released_on": None}, "2026-03-07", False),
        ({"released_on": None, "channel": "gray"}, "2026-03-07", False),
    ],
)
def test_a_release_is_to_change_something(fields, as_of, found, tmp_path):
    expected = ["release-unmeasured r.yml:2:97-107"] if found else []
    assert about("release-unmeasured", of(tmp_path, release(**fields), as_of=as_of)) == expected


def test_only_the_newest_release_needs_an_expectation(tmp_path):
    newest = release(rollback_to="q", expects=EXPECTS.partition(": ")[2])
    assert about("release-unmeasured", of(tmp_path / "a", FIRST, newest, as_of="2026-03-07")) == []
    found = of(tmp_path / "b", FIRST, release(rollback_to="q"), as_of="2026-03-07")
    assert about("release-unmeasured", found) == ["release-unmeasured r.yml:3:97-107"]
    settings = "  thresholds: {release-unmeasured: {days: 15}}\n"
    assert about("release-unmeasured", of(tmp_path / "c", release(), settings=settings, as_of="2026-03-07")) == []
    closed = of(tmp_path / "d", release(), as_of="2026-03-07", **{"project.yml": CLOSED})
    assert about("release-unmeasured", closed) == []


def expecting(by, metric="m"):
    return release(expects=f"[{{metric: {metric}, change: +5%, by: {by}}}]")


@pytest.mark.parametrize(
    ("rows", "by", "found"),
    [
        ("2026-02-19,5\n", "2026-03-01", True),
        ("2026-02-19,5\n", "2026-03-02", False),  # that day is not over
        ("2026-02-19,5\n2026-02-20,6\n", "2026-03-01", False),
        ("2026-02-19,5\n2026-02-20,\n", "2026-03-01", True),  # empty is no value
        ("2026-02-19,5\n2026-03-02,6\n", "2026-03-01", True),  # today is no complete value
        ("", "2026-03-01", True),
        (None, "2026-03-01", False),  # there is no file: broken data are said elsewhere
    ],
)
def test_an_expected_effect_is_measured(rows, by, found, tmp_path):
    csv = {} if rows is None else {"m.csv": f"date,m\n{rows}"}
    expected = ["release-unmeasured r.yml:2:128-129"] if found else []
    assert about("release-unmeasured", of(tmp_path, expecting(by), **csv)) == expected


def test_ratios_are_measured_by_their_parts(tmp_path):
    ratio = (
        "metrics:\n  q: {title: Q, unit: u, kind: ratio, formula: f, source: s, cadence: day, aggregation: avg,"
        " direction: increase, numerator: m, denominator: m}\n"
    )
    files = {"q.yml": ratio, "m.csv": "date,m\n2026-02-19,5\n"}
    assert len(about("release-unmeasured", of(tmp_path / "a", expecting("2026-03-01", "q"), **files))) == 1
    files["m.csv"] += "2026-02-23,5\n"
    assert about("release-unmeasured", of(tmp_path / "b", expecting("2026-03-01", "q"), **files)) == []


def test_what_an_unmeasured_effect_says(tmp_path):
    one = the_one(of(tmp_path, expecting("2026-03-01"), **{"m.csv": "date,m\n"}))
    assert english(one)[0] == "metric `m` has had no value since release `r` went out on 2026-02-20"


# release-before-holiday

HOLIDAY = "  calendar: {base: none, holidays: {2026-04-06: Festival%s}}\n"  # a Monday


def planned(tmp_path, day, holiday=HOLIDAY % "", fields=None, **more):
    text = release(base=RELEASE, planned_on=day, **(fields or {}))
    return about("release-before-holiday", of(tmp_path, text, **{"project.yml": PROJECT + holiday, **more}))


BEFORE = ["release-before-holiday r.yml:2:45-55"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-04-01", []),
        ("2026-04-02", []),
        ("2026-04-03", BEFORE),  # the Friday before
        ("2026-04-04", []),  # two days are left
        ("2026-04-06", []),
        ("2026-04-07", []),
        ("2026-04-10", []),  # an ordinary weekend
    ],
)
def test_no_release_before_a_holiday(day, expected, tmp_path):
    assert planned(tmp_path, day) == expected


def test_what_makes_a_holiday(tmp_path):
    assert planned(tmp_path / "a", "2026-04-07", HOLIDAY % ", 2026-04-08: One day") == []
    longer = HOLIDAY % ", 2026-04-07: F, 2026-04-08: F"
    assert planned(tmp_path / "b", "2026-04-05", longer) == BEFORE  # in its middle
    assert planned(tmp_path / "c", "2026-04-06", longer) == []
    assert planned(tmp_path / "d", "2026-02-27", HOLIDAY % ", 2026-03-02: F") == []  # the day is past
    assert planned(tmp_path / "e", "2026-03-02", HOLIDAY % ", 2026-03-03: F, 2026-03-04: F, 2026-03-05: F") == BEFORE


def test_what_is_out_and_closed_projects(tmp_path):
    for name, fields in (("a", {"released_on": "2026-04-03"}), ("b", {"channel": "online"})):
        assert planned(tmp_path / name, "2026-04-03", fields=fields) == []
    closed = {"project.yml": CLOSED + HOLIDAY % ""}
    assert planned(tmp_path / "c", "2026-04-03", **closed) == []


@pytest.mark.parametrize(
    ("thresholds", "day", "expected"),
    [
        ("{days: 2}", "2026-04-02", BEFORE),
        ("{days: 2}", "2026-04-01", []),
        ("{days: 0}", "2026-04-03", []),
        ("{days: 1000000000}", "2026-03-09", BEFORE),
        ("{days_off: 4}", "2026-04-03", []),
        ("{days_off: 2}", "2026-04-10", BEFORE),
        ("{days_off: 0}", "2026-04-08", []),
    ],
)
def test_its_thresholds(thresholds, day, expected, tmp_path):
    portal = PORTAL + f"  thresholds: {{release-before-holiday: {thresholds}}}\n"
    assert planned(tmp_path, day, **{"content/portal.yml": portal}) == expected


def test_the_last_year_there_is_does_not_stop_the_check(tmp_path):
    assert planned(tmp_path / "a", "9999-12-31") == []
    assert planned(tmp_path / "b", "9998-12-31") == []


def test_what_it_says(tmp_path):
    found = of(tmp_path, release(base=RELEASE, planned_on="2026-04-03"), **{"project.yml": PROJECT + HOLIDAY % ""})
    assert english(the_one(found))[0] == (
        "release `r` is planned for 2026-04-03, just before 3 days off (2026-04-04 to 2026-04-06)"
    )
