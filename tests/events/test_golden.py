"""Every number of the golden ones of a real event log, by Milepost's definitions on DuckDB."""

import csv
import gzip
import json
from collections import defaultdict
from datetime import date, timedelta

import pytest
from events.event_log import HORIZON, day, taken_in

from milepost.analysis.proportion import wilson
from milepost.events import expressions
from milepost.events.result import number_of
from milepost.views.cohort_figure import is_over

EXACT = [(n, n) for n in range(31)]
UNBOUNDED = [(n, None) for n in range(31)]
BRACKETS = [(1, 7), (8, 14), (15, 30)]
WEEK_ON_WEEK = """\
with seen as (select user_id, day, min(day) over (partition by user_id) as first from events),
weeks as (select distinct user_id, date_trunc('week', first)::date as cohort, date_trunc('week', day)::date as week from seen)
select strftime(cohort, '%G-W%V') as date, ((week - cohort) // 7)::varchar as segment, count(*) as value
from weeks where week < date '2024-06-24' and cohort < date '2024-06-17' group by all"""
ROLLING = """\
with seen as (select user_id, "timestamp", min("timestamp") over (partition by user_id) as t0 from events),
back as (select user_id, t0, n, bool_or(("timestamp" >= t0 + n * interval 1 day) and "timestamp" < t0 + (n + 1) * interval 1 day) as back
from seen, range(31) as days(n) where t0 + (n + 1) * interval 1 day <= timestamp '2024-06-30' group by all)
select n, count(*) as eligible, count(*) filter (where back) as retained from back group by n order by n"""


@pytest.fixture(scope="module")
def golden(cases):
    return json.loads((cases / "ecom-events" / "golden.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def log(cases):
    with taken_in(cases / "ecom-events" / "events.csv.gz") as found:
        assert found.flaws == []
        yield found


@pytest.fixture(scope="module")
def events():
    table = expressions.events_table()
    return table.filter(table.day <= HORIZON)


def retention(log, events, grain, brackets, cohort="new"):
    """By first day of the period: size, then eligible and retained of each bracket."""
    rows = log.rows(expressions.retention(events, grain, brackets, HORIZON, cohort=cohort))
    return {day(row[0]): (row[2], [list(pair) for pair in zip(row[4::2], row[5::2], strict=True)]) for row in rows}


def funnel(log, events, starts, steps, window, **options):
    return sorted(log.rows(expressions.funnel(events, starts, steps, window, **options)))


def test_totals(log, golden):
    wanted = golden["totals"]
    (found,) = log.answer(
        "select count(*) as events, count(distinct user_id) as users, count(distinct session_id) as sessions,"
        " count(*) filter (where event = 'purchase') as purchases from events"
    )
    assert found == {name: wanted[name] for name in found}
    dau = log.values("active_users: true")
    assert len(dau) == wanted["span_days"]
    assert list(dau.values()).count(0) == wanted["days_without_events"]
    assert sum(dau.values()) / len(dau) == pytest.approx(wanted["mean_dau"], abs=1e-9)
    assert [max(dau, key=dau.__getitem__), max(dau.values())] == wanted["max_dau"]
    assert log.values("active_users: {days: 30}")["2024-06-29"] == wanted["mau30_on_last_day"]
    assert log.values("active_users: {days: 7}")["2024-06-29"] == wanted["wau7_on_last_day"]


def test_weeks_and_months(log, golden):
    for name, cadence in (("weekly", "week"), ("monthly", "month")):
        active = log.values("active_users: true", cadence=cadence)
        new = log.values("new_users: true", cadence=cadence)
        label = (lambda text: "{}-W{:02}".format(*date.fromisoformat(text).isocalendar())) if cadence == "week" else str
        assert [active, new] == [{label(k): v[i] for k, v in golden[name].items()} for i in (0, 1)]


def test_stickiness(log, golden):
    dau, mau = log.values("active_users: true"), log.values("active_users: true", cadence="month")
    for month, (total, days, users, stickiness) in golden["stickiness_month"].items():
        values = [value for one, value in dau.items() if one.startswith(month)]
        assert (sum(values), len(values), mau[month]) == (total, days, users)
        assert sum(values) / len(values) / mau[month] == pytest.approx(stickiness, abs=1e-9)


def test_pooled_retention(log, events, golden):
    wanted = golden["retention_pooled"]
    size, exact = retention(log, events, "all", EXACT)["1970-01-01"]
    _, unbounded = retention(log, events, "all", UNBOUNDED)["1970-01-01"]
    _, brackets = retention(log, events, "all", BRACKETS)["1970-01-01"]
    assert size == wanted["size"]
    assert exact == [list(pair) for pair in zip(wanted["eligible"], wanted["exact"], strict=True)]
    assert unbounded == [list(pair) for pair in zip(wanted["eligible"], wanted["unbounded"], strict=True)]
    assert brackets == wanted["bracket"]
    for name, n in (("exact_d1", 1), ("exact_d7", 7), ("exact_d30", 30)):
        assert wilson(exact[n][1], exact[n][0]) == pytest.approx(golden["retention_wilson95"][name], abs=1e-6)


def test_weekly_cohorts(log, events, golden):
    exact = retention(log, events, "week", EXACT)
    unbounded = retention(log, events, "week", UNBOUNDED)
    brackets = retention(log, events, "week", BRACKETS)
    assert exact.keys() == golden["retention_weekly_cohorts"].keys()
    for monday, wanted in golden["retention_weekly_cohorts"].items():
        assert exact[monday] == (
            wanted["size"],
            [list(p) for p in zip(wanted["eligible"], wanted["exact"], strict=True)],
        )
        assert unbounded[monday][1] == [list(p) for p in zip(wanted["eligible"], wanted["unbounded"], strict=True)]
        assert brackets[monday][1] == wanted["bracket"]


def test_how_far_cohorts_are_complete(log, golden):
    """A series has a value, and a heat map a colour, once every possible member has had the day."""
    for n in (7, 14, 30):
        query = f"retention: {{day: {n}, variant: exact}}"
        cohorts = log.series(query, kind="ratio", cadence="week").cohorts
        values = log.values(query, kind="ratio", cadence="week")
        place = cohorts.brackets.index((n, n))
        for row in cohorts.rows:
            complete = n <= golden["retention_weekly_cohorts"][row.start.isoformat()]["complete_through_n"]
            assert is_over(row, cohorts, place) is complete is (values[row.period] is not None)


def test_week_on_week(log, golden):
    found = defaultdict(dict)
    for one in log.series(f"sql: {json.dumps(WEEK_ON_WEEK)}").values:
        found[date.fromisocalendar(int(one.period[:4]), int(one.period[6:]), 1).isoformat()][int(one.segment)] = (
            one.value
        )
    wanted = golden["week_on_week_triangle"]
    assert {monday: [row.get(k, 0) for k in range(len(wanted[monday]))] for monday, row in found.items()} == wanted


def test_rolling_days(log, golden):
    found, wanted = log.answer(ROLLING), golden["retention_rolling24h"]
    assert [[row["eligible"] for row in found], [row["retained"] for row in found]] == [
        wanted["eligible"],
        wanted["retained"],
    ]


@pytest.mark.parametrize("name", ["shop", "checkout", "long", "repeat_purchase"])
def test_funnels(log, events, golden, name):
    steps, results = golden["funnels"][name]["steps"], golden["funnels"][name]["results"]
    for wanted in results:
        starts = expressions.starts_by(events, steps[0], "all", by=wanted["unit"])
        ((_, _, *reached),) = funnel(
            log, events, starts, steps, wanted["window_s"], by=wanted["unit"], ties=wanted["ties"]
        )
        assert reached == wanted["reached"], wanted


def test_funnels_by_segment_and_by_month(log, events, golden):
    log.segment = "acquisition_channel"
    steps = golden["funnels"]["shop"]["steps"]
    by_channel = funnel(log, events, expressions.starts_by(events, steps[0], "all", by_segment=True), steps, 7 * 86_400)
    assert {segment: reached for _, segment, *reached in by_channel} == golden["funnel_shop_7d_by_channel"]
    steps = golden["funnels"]["checkout"]["steps"]
    by_month = funnel(log, events, expressions.starts_by(events, steps[0], "month"), steps, 86_400)
    assert {day(first)[:7]: reached for first, _, *reached in by_month} == golden["funnel_checkout_1d_by_entry_month"]


def test_the_wrong_time_zone(cases, tmp_path, golden, events):
    """The same log with `Z` behind each timestamp is that of another zone's days."""
    text = gzip.decompress((cases / "ecom-events" / "events.csv.gz").read_bytes()).decode()
    rows = [line.split(",") for line in text.splitlines()]
    zoned = [
        ",".join([*row[:3], row[3] if row[3] == "timestamp" else f"{row[3].replace(' ', 'T')}Z", *row[4:]])
        for row in rows
    ]
    (tmp_path / "zoned.csv").write_text("\n".join(zoned), encoding="utf-8")
    wanted = golden["tz_trap_utc"]
    with taken_in(tmp_path / "zoned.csv") as log:
        dau = log.values("active_users: true")
        assert sum(dau.values()) / 178 == pytest.approx(wanted["mean_dau"], abs=1e-9)
        _, found = retention(log, events, "all", [(1, 1), (7, 7), (30, 30)])["1970-01-01"]
        assert [pair[::-1] for pair in found] == [wanted["exact_d1"], wanted["exact_d7"], wanted["exact_d30"]]
        assert log.values("new_users: true")["2024-03-04"] == wanted["new_users_2024-03-04"]


def test_daily_table(log, cases):
    rows = list(csv.DictReader((cases / "ecom-events" / "daily.csv").read_text(encoding="utf-8").splitlines()))
    queries = {
        "dau": "active_users: true",
        "new_users": "new_users: true",
        "wau7": "active_users: {days: 7}",
        "mau30": "active_users: {days: 30}",
    }
    for column, query in queries.items():
        assert log.values(query) == {row["date"]: int(row[column]) for row in rows}, column
    found = {str(row["day"]): row for row in log.answer(
        "select day, count(*) as events, count(distinct session_id) as sessions,"
        " count(*) filter (where event = 'purchase') as purchases from events group by day"
    )}  # fmt: skip
    for row in rows:
        for column in ("events", "sessions", "purchases"):
            assert found.get(row["date"], {}).get(column, 0) == int(row[column])


@pytest.mark.parametrize(("cohort", "prefix"), [("new", "new"), ("active", "act")])
def test_table_of_retention_by_day(log, events, cases, cohort, prefix):
    rows = csv.DictReader((cases / "ecom-events" / "retain_daily.csv").read_text(encoding="utf-8").splitlines())
    days = [0, 1, 2, 3, 4, 5, 6, 7, 14, 30]
    found = retention(log, events, "day", [(n, n) for n in days], cohort=cohort)
    for row in rows:
        size, parts = found.get(row["date"], (0, [[0, 0]] * len(days)))
        for n, (_, retained) in zip(days, parts, strict=True):
            over = number_of(date.fromisoformat(row["date"]) + timedelta(days=n)) <= HORIZON
            assert row[f"{prefix}_{n}"] == (str(retained) if over else "")
            assert size >= retained


@pytest.mark.parametrize(
    "variant", ["{day: [1, 7], variant: bracket, cohort: active}", "{day: 7, variant: unbounded, cohort: active}"]
)
def test_active_cohorts_against_plain_python(log, cases, variant):
    """The two variants that the golden table of active cohorts lacks, by sets of days."""
    seen = defaultdict(set)
    text = gzip.decompress((cases / "ecom-events" / "events.csv.gz").read_bytes()).decode()
    for row in csv.DictReader(text.splitlines()):
        seen[row["user_id"]].add(number_of(date.fromisoformat(row["timestamp"][:10])))
    wanted = defaultdict(lambda: [0, 0])
    for days in seen.values():
        for first in days:
            wanted[day(first)][0] += 1
            back = (
                any(first + 1 <= one <= first + 7 for one in days) if "bracket" in variant else max(days) >= first + 7
            )
            wanted[day(first)][1] += back
    found = log.series(f"retention: {variant}", kind="ratio").values
    for one in found:
        if number_of(date.fromisoformat(one.period)) + 7 <= HORIZON:
            assert [one.denominator, one.numerator] == wanted[one.period]
        else:
            assert one.value is None
