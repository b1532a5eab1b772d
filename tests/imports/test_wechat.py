"""`milepost import wechat`: what people and endpoints get wrong, and what was there before."""

import json
import subprocess
import sys

import pytest
from imports.importing import DEMO, demo, rows, run, tables, written

from milepost.errors import MilepostError

SUMMARY = "metrics/wechat/daily-summary/2026-09.csv"
VOICES = "feedback/wechat-feedback/2026-09.csv"


def reply(root, name, body):
    """A file with a reply, outside of the portal's content."""
    path = root / "exports" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return path


def summary(*days):
    return {"list": [{"ref_date": day, "visit_total": total, "share_pv": 0, "share_uv": 0} for day, total in days]}


def voice(number, text, **more):
    return {"record_id": number, "create_time": 1790006399, "content": text, "type": 4, **more}


def test_days_in_any_order_are_sorted_and_stay(tmp_path):
    root = demo(tmp_path)
    first = reply(root, "getDailySummary-a.json", summary(("20260921", 3), ("20260902", 1)))
    second = reply(root, "getDailySummary-b.json", summary(("20260910", 2)))
    assert run(root, "wechat", first).code == 0
    said = run(root, "wechat", second)
    assert said.out == f"{second}: getDailySummary, 1 row → {DEMO}/{SUMMARY}\n"
    assert said.err == ""
    assert [(row["date"], row["visit_total"]) for row in rows(root, SUMMARY)] == [
        ("2026-09-02", "1"),
        ("2026-09-10", "2"),
        ("2026-09-21", "3"),
    ]


def test_columns_and_rows_made_by_hand_stay(tmp_path):
    root = demo(tmp_path)
    table = root / DEMO / SUMMARY
    table.parent.mkdir(parents=True)
    table.write_bytes(
        '\ufeffdate,note,visit_total\r\n2026-09-01,"holiday,\r\nlong",7\r\n2026-09-02,mine,8\r\n'.encode()
    )
    run(root, "wechat", reply(root, "getDailySummary.json", summary(("20260902", 8))))
    data = table.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfdate,note,visit_total,share_pv,share_uv\r\n")
    assert b"mine,8,0,0\r\n" in data
    table.write_bytes(data.removeprefix(b"\xef\xbb\xbf"))
    found = rows(root, SUMMARY)
    assert [(row["date"], row["note"], row["visit_total"]) for row in found] == [
        ("2026-09-01", "holiday,\r\nlong", "7"),
        ("2026-09-02", "mine", "8"),
    ]
    assert found[1]["share_pv"] == "0"


def test_what_is_there_already_is_not_written_again(tmp_path):
    root = demo(tmp_path)
    table = root / DEMO / SUMMARY
    table.parent.mkdir(parents=True)
    table.write_bytes(b"visit_total,share_pv,share_uv,date\r\n8,0,0,2026-09-02\r\n")
    before = written(root)
    file = reply(root, "getDailySummary.json", summary(("20260902", 8)))
    assert run(root, "wechat", file).code == 0
    assert {name: data for name, data in written(root).items() if not name.startswith("exports")} == before


def test_a_revised_day_is_said_and_counts(tmp_path):
    root = demo(tmp_path)
    run(root, "wechat", reply(root, "getDailySummary.json", summary(("20260920", 20))))
    said = run(root, "wechat", reply(root, "getDailySummary.json", summary(("20260920", 23))))
    assert said.code == 0
    assert said.err == f"milepost: {SUMMARY}: `2026-09-20`: `visit_total` was 20 and is 23 now\n"
    assert rows(root, SUMMARY)[0]["visit_total"] == "23"


def test_two_files_that_contradict_each_other_are_said_and_the_later_one_counts(tmp_path):
    root = demo(tmp_path)
    one = reply(root, "getDailySummary-1.json", summary(("20260920", 20)))
    two = reply(root, "getDailySummary-2.json", summary(("20260920", 23)))
    said = run(root, "wechat", one, two)
    assert "`visit_total` is 20 in one file and 23 in another; the later file counts" in said.err
    assert rows(root, SUMMARY)[0]["visit_total"] == "23"


def test_an_older_export_takes_nothing_away(tmp_path):
    root = demo(tmp_path)
    cohort = [{"key": 0, "value": 10}, {"key": 1, "value": 4}]
    full = {"ref_date": "20260901", "visit_uv_new": cohort, "visit_uv": cohort}
    short = {"ref_date": "20260901", "visit_uv_new": cohort[:1], "visit_uv": cohort[:1]}
    run(root, "wechat", reply(root, "getDailyRetain-new.json", full))
    before = tables(root)
    assert run(root, "wechat", reply(root, "getDailyRetain-old.json", short)).err == ""
    assert tables(root) == before


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("getDailySummary.json", '{"list": [{"ref_date": "20260901", "visit_total": 1}', "no JSON from line 1"),
        ("getDailySummary.json", "[" * 100_000, "no JSON"),
        ("getDailySummary.json", '{"list": [{"ref_date": "20260901", "visit_total": ' + "9" * 5000 + "}]}", "no JSON"),
        ("getDailySummary.json", '{"list": [{"ref_date": "20260901", "visit_total": -Infinity}]}', "`-Infinity` is no number"),
        ("getDailySummary.json", "", "empty"),
        ("getDailySummary.json", "42", "no reply of a call"),
        ("getDailySummary.json", {"list": [{"visit_total": 1}]}, "`ref_date` is no date of this call"),
        ("getDailySummary.json", summary(("20261101", 1)), "`2026-11-01` is not over yet"),
        ("getDailySummary.json", {"errcode": "what", "errmsg": "odd"}, "error -2: odd"),
        ("getDailyVisitTrend.json", summary(("20260901", 1)), "its rows are of `getDailySummary`"),
        ("getWeeklyRetain.json", {"nothing": 1}, "it has no fields of `getWeeklyRetain`"),
        ("some.json", {"list": [{"a": 1}]}, "name it with `--call`"),
        ("getDailySummary.json", {"errcode": 40001, "errmsg": "x access_token=SECRET12345"}, "the secret or the token is wrong"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(tmp_path, name, body, reason):
    root = demo(tmp_path)
    said = run(root, "wechat", reply(root, name, body))
    assert said.code == 1
    assert said.out == ""
    assert "not taken: " in said.err
    assert reason in said.err
    assert "SECRET" not in said.err
    assert tables(root) == {}


@pytest.mark.parametrize("call", ["getDailyRetain", "getUserPortrait", "getPerformance", "getCommentList"])
def test_an_empty_list_is_no_data_of_any_call(tmp_path, call):
    root = demo(tmp_path)
    said = run(root, "wechat", reply(root, f"{call}.json", {"list": []}))
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f": {call}, no data\n")


def test_one_bad_file_stops_no_other(tmp_path):
    root = demo(tmp_path)
    good = reply(root, "getDailySummary.json", summary(("20260901", 1)))
    said = run(root, "wechat", root / "gone.json", good)
    assert said.code == 1
    assert "gone.json: not taken: it cannot be read: No such file or directory" in said.err
    assert len(rows(root, SUMMARY)) == 1


@pytest.mark.parametrize("value", ["1e999", '"NaN"', "-1", "1.5", "true", '"1,5"', "[]"])
def test_values_that_cannot_be_are_left_out(tmp_path, value):
    root = demo(tmp_path)
    row = f'"ref_date": "20260901", "visit_total": {value}, "share_pv": 2, "share_uv": 1'
    body = f'{{"list": [{{{row}}}]}}'
    said = run(root, "wechat", reply(root, "getDailySummary.json", body))
    assert said.code == 0
    assert "`visit_total` is left out: its value is not possible" in said.err
    assert (rows(root, SUMMARY)[0]["visit_total"], rows(root, SUMMARY)[0]["share_pv"]) == ("", "2")


def test_a_share_above_one_is_left_out(tmp_path):
    root = demo(tmp_path)
    fields = [{"refdate": "20260901", "value": "101%"}, {"refdate": "20260902", "value": "100%"}]
    body = {"tables": [{"id": "openrate", "lines": [{"fields": fields}]}]}
    said = run(root, "wechat", reply(root, "getPerformanceData.json", body))
    assert "`openrate` is left out" in said.err
    assert [row["openrate"] for row in rows(root, "metrics/wechat/performance-data/2026-09.csv")] == ["1"]


def test_formulas_controls_and_halves_of_characters_do_no_harm(tmp_path):
    root = demo(tmp_path)
    body = {
        "list": [voice(1, "=cmd|'/c calc'!A0"), voice(2, "@SUM(A1)\x00"), voice(3, "\ud800 a\r\nb"), voice(4, "＝1+1")]
    }
    path = root / "getFeedback.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    assert run(root, "wechat", path).code == 0
    assert [row["text"] for row in rows(root, VOICES)] == ["'=cmd|'/c calc'!A0", "'@SUM(A1)", "? a\nb", "'＝1+1"]


def test_a_text_shortened_by_hand_is_not_brought_back(tmp_path):
    root = demo(tmp_path)
    file = reply(root, "getFeedback.json", {"list": [voice(1, "白屏，我是王小明"), voice(2, "闪退")]})
    run(root, "wechat", file)
    table = root / DEMO / VOICES
    text = table.read_text(encoding="utf-8").replace("，我是王小明", "").replace("type,text", "type,text,theme")
    table.write_text(text.replace("白屏\n", "白屏,page-slow\n").replace("闪退\n", "闪退,\n"), encoding="utf-8")
    before = tables(root)
    assert run(root, "wechat", file).code == 0
    assert tables(root) == before
    assert before[VOICES][0]["theme"] == "page-slow"


def test_a_table_that_is_none_is_left_alone(tmp_path):
    root = demo(tmp_path)
    table = root / DEMO / SUMMARY
    table.parent.mkdir(parents=True)
    for text in (
        "date,visit_total\n2026-09-01\n",
        "day,visit_total\n",
        "date,date\n",
        "date,a\n2026-09-01,1\n2026-09-01,2\n",
    ):
        table.write_text(text)
        said = run(root, "wechat", reply(root, "getDailySummary.json", summary(("20260901", 1))))
        assert said.code == 1
        assert SUMMARY in said.err
        assert table.read_text() == text


def test_the_day_of_errors_is_in_the_name_of_the_file(tmp_path):
    root = demo(tmp_path)
    body = {
        "data": [{"errorMsgMd5": "53b4825ec4a41d96", "errorMsg": "x 13800000001", "uv": 1, "pv": 2}],
        "totalCount": 1,
    }
    said = run(root, "wechat", reply(root, "getJsErrList-20260914.json", body))
    assert said.err == ""
    (row,) = rows(root, "metrics/wechat/js-errors/2026-09.csv")
    assert (row["date"], row["message"]) == ("2026-09-14", "x ***")


def test_two_importers_at_once_lose_nothing(tmp_path):
    root = demo(tmp_path)
    started = []
    for number in range(1, 7):
        file = reply(root, f"getDailySummary-{number}.json", summary((f"202609{number:02}", number)))
        command = [sys.executable, "-m", "milepost", "import", "wechat", file, "--into", "demo", "-C", root]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    assert [process.communicate()[1] for process in started] == [b""] * 6
    assert [row["visit_total"] for row in rows(root, SUMMARY)] == ["1", "2", "3", "4", "5", "6"]
    assert not list(root.rglob("*.new"))


def test_an_unknown_project_or_call_is_no_run(tmp_path):
    root = demo(tmp_path)
    file = reply(root, "getDailySummary.json", summary(("20260901", 1)))
    with pytest.raises(MilepostError):
        run(root, "wechat", file, into="demmo")
    assert run(root, "wechat", file, "--call", "getNothing").code == 2
    (root / "empty").mkdir()
    with pytest.raises(MilepostError):
        run(root, "wechat", root / "empty")
    assert tables(root) == {}


def test_a_field_that_nobody_knows_is_said_once_a_run(tmp_path):
    root = demo(tmp_path)
    files = []
    for day in ("20260901", "20260902"):
        body = summary((day, 1))
        body["list"][0]["brandNew"] = 7
        files.append(reply(root, f"getDailySummary-{day}.json", body))
    said = run(root, "wechat", *files)
    assert said.err == f"milepost: {files[0]}: `brand_new` is not a known field and is left out\n"
    assert "brand_new" not in rows(root, SUMMARY)[0]
