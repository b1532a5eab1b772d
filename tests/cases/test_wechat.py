"""Replies of WeChat's data endpoints, good and nasty: each is taken or refused as the case's manifest expects."""

import csv
import json
import shutil
from datetime import date

import pytest
from imports.importing import DEMO, demo, run, tables, written

from milepost.analysis.series import all_series
from milepost.build import load_portal
from milepost.loading.tables import read_tables
from milepost.model.reference import Ref

CASE = "wechat-datacube"
METRICS = """\
metrics:
  uv: {title: UV, series: {file: metrics/wechat/daily-visit-trend/*.csv, column: visit_uv}}
  new: {title: New, series: {file: metrics/wechat/daily-retain/*.csv, column: visit_uv_new_0}}
  back-d1: {title: D1, series: {file: metrics/wechat/daily-retain/*.csv, column: visit_uv_new_1}}
  back-d7: {title: D7, series: {file: metrics/wechat/daily-retain/*.csv, column: visit_uv_new_7}}
  back-d30: {title: D30, series: {file: metrics/wechat/daily-retain/*.csv, column: visit_uv_new_30}}
  retention-d1: {title: D1, numerator: back-d1, denominator: new}
  retention-d7: {title: D7, numerator: back-d7, denominator: new}
  retention-d30: {title: D30, numerator: back-d30, denominator: new}
  weekly: {title: W0, series: {file: metrics/wechat/weekly-retain/*.csv, column: visit_uv_new_0}}
  weekly-back: {title: W1, series: {file: metrics/wechat/weekly-retain/*.csv, column: visit_uv_new_1}}
  weekly-retention: {title: W1, numerator: weekly-back, denominator: weekly}
"""
KINDS = ("", "won't open", "crash", "slow", "blank page", "freeze", "layout", "loading", "other")
SAID = {
    "visit_uv_new > visit_uv": "`visit_uv_new` is larger than `visit_uv`",
    "session_cnt < visit_uv": "`visit_uv` is larger than `session_cnt`",
    "all values zero": "all values are zero",
    "retained > cohort (key 1 of visit_uv_new)": "more users came back after 1 than there are in the cohort of `visit_uv_new`",
    "unknown key 99": "the key 99 of `visit_uv_new` is not known",
    "duplicate key 0 in visit_uv": "the key 0 stands twice in `visit_uv`",
    "week does not run Monday to Sunday": "the week does not run from Monday to Sunday",
    "unknown scene keys 29 and 36": "the key 36 of `access_source_session_cnt` is not in the endpoint's documentation",
    "duplicate key visit_total": "`visit_total` stands twice",
}


@pytest.fixture(scope="module")
def case(cases):
    return cases / CASE


@pytest.fixture(scope="module")
def manifest(case):
    return json.loads((case / "manifest.json").read_text(encoding="utf-8"))


def label(ref_date):
    """A `ref_date` as the column `date` writes it."""
    if "-" in ref_date:
        year, week, _ = date.fromisoformat(ref_date[:8]).isocalendar()
        return f"{year}-W{week:02}"
    return f"{ref_date[:4]}-{ref_date[4:6]}" + (f"-{ref_date[6:]}" if len(ref_date) == 8 else "")


def only(found):
    (table,) = found.values()
    (row,) = table
    return row


def number(text):
    return float(text) if text else None


def faults(entry, said, found):
    """What is not as the manifest expects."""
    expect = entry["expect"]
    outcome = expect["outcome"].split()[0]
    if entry["file"] == "variants/duplicate_key.json":
        outcome = "malformed"  # the manifest leaves the choice: two values for one name are refused
    if outcome in ("malformed", "error") or "ref_date" in expect.get("fields", ()):
        assert said.code == 1
        assert said.out == ""
        assert not found
        assert "not taken: " in said.err
        if outcome == "error":
            assert f"error {expect['errcode']}: " in said.err
            assert ("trying again later helps" in said.err) is expect["retry"]
    else:
        assert said.code == 0, said.err
        assert ("no data" in said.out) is (outcome == "empty")
        assert bool(found) is (outcome != "empty")
    for text in expect.get("warn", ()):
        assert SAID[text] in said.err
    if outcome == "invalid_value":
        assert all(f"`{name}` is left out" in said.err for name in expect["fields"]) or "`ref_date`" in said.err
    if outcome != "ok":
        return
    {
        "getFeedback": check_items,
        "getCommentList": check_items,
        "getVisitDistribution": check_distribution,
        "getVisitPage": check_pages,
        "getUserPortrait": check_portrait,
        "getJsErrList": check_errors,
        "getPerformance": check_performance,
        "getPerformanceData": check_performance,
    }.get(entry["endpoint"], check_row)(expect, found)


def check_row(expect, found):
    row = only(found)
    if "ref_date" in expect:
        assert row["date"] == label(expect["ref_date"])
    for name, value in expect.get("values", {}).items():
        assert number(row.get(name)) == (None if name == "brand_new_field" else value)
    for name in expect.get("absent", ()):
        assert not row.get(name)
    for cohort in ("visit_uv_new", "visit_uv"):
        wanted = expect.get(cohort)
        if not wanted:
            continue
        assert number(row[f"{cohort}_0"]) == wanted["cohort"]
        kept = {
            name.removeprefix(f"{cohort}_"): int(value)
            for name, value in row.items()
            if value and name.removeprefix(f"{cohort}_").isdigit() and name != f"{cohort}_0"
        }
        assert kept == wanted["retained"]
        for key, rate in wanted["rate"].items():
            assert (kept[key] / wanted["cohort"] if wanted["cohort"] else None) == pytest.approx(rate)


def check_items(expect, found):
    items = [row for table in found.values() for row in table]
    assert len(items) == expect["rows"]
    for item, wanted in zip(items, expect["items"], strict=True):
        assert item["received_on"] == wanted["received_on"]
        if "record_id" in wanted:
            assert item["id"] == str(wanted["record_id"])
            assert item["type"] == (KINDS[wanted["type"]] if wanted["type"] else "")
        if "stars" in wanted:
            assert float(item["rating"]) == wanted["stars"]
        if "text" in wanted:
            assert item["text"] == wanted["text"]


def check_distribution(expect, found):
    sums = {}
    for path, table in found.items():
        index = path.split("/")[-2].replace("-", "_")
        sums[index] = sum(int(row[index]) for row in table)
        assert {row["date"] for row in table} == {label(expect["ref_date"])}
    for index, value in expect.get("sums", {}).items():
        assert sums[index] == value


def check_pages(expect, found):
    (table,) = found.values()
    if "ref_date" in expect:
        assert {row["date"] for row in table} == {label(expect["ref_date"])}
    if "page_paths" in expect:
        assert [row["page_path"] for row in table] == ["(none)", "pages/order/detail"]
        assert [row["page_visit_pv"] for row in table] == ["2", "43"]
        assert [row["page_visit_uv"] for row in table] == ["2", ""]
    else:
        assert len(table) == expect["rows"]
    if "sum_page_visit_pv" in expect:
        assert sum(int(row["page_visit_pv"]) for row in table) == expect["sum_page_visit_pv"]


def check_portrait(expect, found):
    dimensions = {path.split("/")[-2].partition("-")[2] for path in found}
    assert dimensions <= {"ages", "city", "devices", "genders", "platforms", "province"}
    if "dimensions" in expect:
        assert sorted(dimensions) == expect["dimensions"]
    shown = {
        f"{row['name']}={row[side]}"
        for table in found.values()
        for row in table
        for side in ("visit_uv_new", "visit_uv")
    }
    assert not shown & set(expect.get("must_not_show_cells", ()))
    assert shown
    last = expect["ref_date"].rpartition("-")[2]
    assert {row["date"] for table in found.values() for row in table} == {label(last)}


def check_errors(expect, found):
    row = only(found)
    assert [float(row[name]) for name in ("uv", "pv", "uv_share", "pv_share")] == [
        expect[name] for name in ("uv", "pv", "uv_share", "pv_share")
    ]


def check_performance(expect, found):
    by_day = {row["date"]: row for table in found.values() for row in table}
    for name, values in expect["values"].items():
        column = f"cost_time_{name}" if name.isdigit() else name
        for day, value in values.items():
            assert number(by_day[label(day)][column]) == value
    for day in expect.get("absent", ()):
        assert label(day) not in by_day


def test_every_file_is_taken_or_refused_as_expected(case, manifest, tmp_path):
    for index, entry in enumerate(manifest["files"]):
        root = demo(tmp_path / str(index))
        call = [] if entry["endpoint"] == "any" else ["--call", entry["endpoint"]]
        said = run(root, "wechat", case / entry["file"], *call)
        try:
            faults(entry, said, tables(root))
        except AssertionError as error:
            pytest.fail(f"{entry['file']}: {error}\n{said}")
        shutil.rmtree(root)


def test_calls_are_known_without_being_named(case, manifest, tmp_path):
    root = demo(tmp_path)
    for entry in manifest["files"]:
        is_bare = entry["file"] == "variants/empty_list.json"  # it may be of any call
        if entry["expect"]["outcome"] in ("ok", "empty") and not is_bare:
            said = run(root, "wechat", case / entry["file"])
            assert f": {entry['endpoint']}, " in said.out, entry["file"]


@pytest.fixture(scope="module")
def everything(case, tmp_path_factory):
    """A portal with all files of the case, and all that was said."""
    root = demo(tmp_path_factory.mktemp("wechat"))
    (root / DEMO / "metrics.yml").write_text(METRICS, encoding="utf-8")
    first = run(root, "wechat", *(case / name for name in ("official", "derived", "variants", "feedback")))
    return root, first


def test_nothing_personal_is_written_or_said(case, everything):
    root, said = everything
    output = said.out + said.err + "".join(data.decode() for data in written(root).values())
    for path in (root / ".cache").rglob("*"):
        output += path.read_text(encoding="utf-8") if path.is_file() else ""
    never = (case / "never.txt").read_text(encoding="utf-8").splitlines()
    assert [text for text in never if text and text in output] == []
    kept = (case / "keep.txt").read_text(encoding="utf-8").splitlines()
    assert [text for text in kept if text and text not in output] == []


def test_the_portal_finds_no_personal_data_in_it(everything):
    from milepost.build import check

    found = [one for one in check(everything[0]).diagnostics if one.rule in ("personal-data", "secret-in-content")]
    assert found == []


def test_a_second_run_changes_no_byte(case, everything):
    root, first = everything
    before = written(root)
    again = run(root, "wechat", *(case / name for name in ("official", "derived", "variants", "feedback")))
    assert written(root) == before
    assert again.code == first.code == 1
    assert again.out == first.out


def test_pages_of_feedback_that_overlap_are_joined(everything):
    root, _ = everything
    items = tables(root)["feedback/wechat-feedback/2026-09.csv"]
    assert [item["id"] for item in items] == [str(number) for number in range(1001, 1013)]
    assert items[0]["text"] == "首页白屏，刷新也没有用"
    assert items[-1]["text"] == '界面错位\n第二行 <script>alert(1)</script> | 表格 | =HYPERLINK("x")'
    assert items[9]["text"] == "优惠 13800 元券打不开；2026-08-01 12:30 版本 1.38.0000 错误码 40001"


def test_series_agree_with_the_events_they_come_from(case, everything, manifest):
    root, _ = everything
    loaded = load_portal(root)
    series = all_series(loaded.portal, read_tables(loaded))
    days = {
        row["date"]: row
        for row in csv.DictReader((case.parent / "ecom-events" / "daily.csv").read_text(encoding="utf-8").splitlines())
    }
    compared = 0
    for one in series[Ref("demo", "metrics", "uv")].known():
        if one.period.label in days:
            compared += 1
            assert one.value == int(days[one.period.label]["dau"])
    assert compared >= 35
    pooled = manifest["derived_pooled"]["pooled_retained_of_cohort"]["visit_uv_new"]
    for day in ("1", "7", "30"):
        window = [
            one
            for one in series[Ref("demo", "metrics", f"retention-d{day}")].known()
            if date(2024, 4, 1) <= one.period.start <= date(2024, 5, 5)
        ]
        assert [sum(one.numerator for one in window), sum(one.denominator for one in window)] == pooled[day]
    weekly = series[Ref("demo", "metrics", "weekly-retention")].total
    assert next(one.value for one in weekly if one.period.label == "2017-W10") is None
