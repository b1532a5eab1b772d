"""`milepost fetch wechat` against a server on this machine: tokens, retries, quotas, and no secret anywhere."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from imports.importing import Said, demo, rows, tables, written

from milepost.cli import fetch_wechat
from milepost.cli.main import cli
from milepost.errors import MilepostError

SECRET, TOKEN = "s3cretS3cretS3cret", "tokenTokenToken"
DAY = "2026-10-14"
SUMMARY = "/datacube/getweanalysisappiddailysummarytrend"


class Server:
    """Answers with what the test says; `asked` is what came in: path, query, body."""

    def __init__(self):
        self.asked = []
        self.tokens = 0
        self.answers = {}
        self.token_answer = None

    def answer(self, path, query, body):
        self.asked.append((path, query, body))
        if path == "/cgi-bin/stable_token":
            self.tokens += 1
            return (
                self.token_answer
                if self.token_answer is not None
                else {"access_token": f"{TOKEN}{self.tokens}", "expires_in": 7200}
            )
        found = self.answers.get(path, {"list": []})
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return found(query, body) if callable(found) else found

    def paths(self):
        return [path for path, _, _ in self.asked if path != "/cgi-bin/stable_token"]


@contextmanager
def running(server):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            self.reply(json.loads(self.rfile.read(length) or b"null"))

        def do_GET(self):
            self.reply(None)

        def reply(self, body):
            parts = urlsplit(self.path)
            found = server.answer(parts.path, {key: one for key, (one,) in parse_qs(parts.query).items()}, body)
            if isinstance(found, int):
                self.send_response(found)
                self.send_header("Location", "https://example.com/elsewhere")
                self.end_headers()
                return
            data = found if isinstance(found, bytes) else json.dumps(found).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


@pytest.fixture
def server(monkeypatch):
    made = Server()
    made.waited = []
    monkeypatch.setattr(fetch_wechat, "sleep", made.waited.append)
    with running(made) as address:
        monkeypatch.setenv("MILEPOST_WECHAT_APPID", "wx0000000000000000")
        monkeypatch.setenv("MILEPOST_WECHAT_SECRET", SECRET)
        monkeypatch.setenv("MILEPOST_WECHAT_SERVER", address)
        yield made


def fetch(root, *arguments, calls=("getDailySummary",)):
    options = [part for call in calls for part in ("--call", call)]
    options += ["--into", "demo", "-C", str(root), "--lang", "en", "--as-of", DAY]
    done = CliRunner().invoke(cli, ["fetch", "wechat", *options, *arguments])
    said = Said(done.exit_code, done.stdout, done.stderr)
    everything = said.out + said.err + "".join(data.decode() for data in written(root).values())
    everything += str(done.exception or "") + str(getattr(done.exception, "message", ""))
    assert SECRET not in everything
    assert TOKEN not in everything
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return said


def summary(query, body):
    return {"list": [{"ref_date": body["begin_date"], "visit_total": 7, "share_pv": 0, "share_uv": 0}]}


def test_the_last_days_are_asked_for_and_taken(server, tmp_path):
    root = demo(tmp_path)
    server.answers[SUMMARY] = summary
    said = fetch(root, "--days", "2")
    assert said.code == 0
    assert said.err == ""
    path = "content/projects/demo/metrics/wechat/daily-summary/2026-10.csv"
    assert said.out.splitlines() == [
        f"getDailySummary 20261012: getDailySummary, 1 row → {path}",
        f"getDailySummary 20261013: getDailySummary, 1 row → {path}",
    ]
    token, first, _ = server.asked
    assert token[2] == {
        "grant_type": "client_credential",
        "appid": "wx0000000000000000",
        "secret": SECRET,
        "force_refresh": False,
    }
    assert first == (SUMMARY, {"access_token": f"{TOKEN}1"}, {"begin_date": "20261012", "end_date": "20261012"})
    assert [row["date"] for row in rows(root, "metrics/wechat/daily-summary/2026-10.csv")] == [
        "2026-10-12",
        "2026-10-13",
    ]
    before = written(root)
    assert fetch(root, "--days", "2").code == 0
    assert written(root) == before


def test_retention_asks_for_the_cohorts_that_moved_on(server, tmp_path):
    calls = ("getDailyRetain", "getWeeklyRetain", "getMonthlyRetain")
    assert fetch(demo(tmp_path), calls=calls).code == 0
    days = [body["begin_date"] for path, _, body in server.asked if "dailyretain" in path]
    assert days == ["20260913", "20260929", *(f"202610{day:02}" for day in range(6, 14))]
    assert not [path for path in server.paths() if "weekly" in path or "monthly" in path]


def test_weeks_and_months_are_asked_for_when_they_end(server, tmp_path):
    fetch(demo(tmp_path), "--days", "14", calls=("getWeeklyVisitTrend", "getMonthlyVisitTrend"))
    spans = [(body["begin_date"], body["end_date"]) for _, _, body in server.asked if "begin_date" in (body or {})]
    assert spans == [("20260928", "20261004"), ("20261005", "20261011"), ("20260901", "20260930")]


def test_a_busy_system_is_asked_again(server, tmp_path):
    root = demo(tmp_path)
    server.answers[SUMMARY] = [{"errcode": -1, "errmsg": "busy"}, 502, summary]
    assert fetch(root).code == 0
    assert server.waited == [2.0, 4.0]
    assert len(server.paths()) == 3


def test_a_system_that_stays_busy_is_given_up(server, tmp_path):
    server.answers[SUMMARY] = {"errcode": -1, "errmsg": "busy"}
    said = fetch(demo(tmp_path))
    assert said.code == 1
    assert "getDailySummary 20261013: not taken: the endpoint answered with error -1: the system is busy" in said.err
    assert server.waited == [2.0, 4.0, 8.0]


def test_too_many_calls_in_a_minute_wait_longer(server, tmp_path):
    server.answers[SUMMARY] = [{"errcode": 45011}, summary]
    assert fetch(demo(tmp_path)).code == 0
    assert server.waited == [20.0]


@pytest.mark.parametrize("code", [42001, 40014, 40001])
def test_an_expired_token_is_replaced_once(server, tmp_path, code):
    server.answers[SUMMARY] = [{"errcode": code}, summary]
    assert fetch(demo(tmp_path)).code == 0
    assert server.tokens == 2
    assert server.asked[-1][1] == {"access_token": f"{TOKEN}2"}


def test_a_server_that_gives_the_old_token_again_is_asked_for_a_fresh_one(server, tmp_path):
    server.answers[SUMMARY] = [{"errcode": 42001}, summary]
    server.token_answer = {"access_token": TOKEN}
    assert fetch(demo(tmp_path)).code == 0
    assert [body["force_refresh"] for path, _, body in server.asked if "token" in path] == [False, False, True]


@pytest.mark.parametrize(("code", "meaning"), [(45009, "the quota of the day is used up"), (48001, "no permission")])
def test_the_quota_ends_a_call_and_no_other(server, tmp_path, code, meaning):
    root = demo(tmp_path)
    server.answers["/datacube/getweanalysisappiddailyvisittrend"] = {"errcode": code, "errmsg": "x"}
    server.answers[SUMMARY] = summary
    said = fetch(root, "--days", "3", calls=("getDailyVisitTrend", "getDailySummary"))
    assert said.code == 1
    assert said.err.count("not taken") == 1
    assert meaning in said.err
    assert len(server.paths()) == 4
    assert len(rows(root, "metrics/wechat/daily-summary/2026-10.csv")) == 3


def test_data_that_are_not_ready_do_not_end_a_call(server, tmp_path):
    server.answers[SUMMARY] = [summary, {"errcode": 61503}]
    said = fetch(demo(tmp_path), "--days", "2")
    assert said.code == 1
    assert "not ready before about 10:00; trying again later helps" in said.err
    assert "20261012: getDailySummary, 1 row" in said.out


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"errcode": 40164, "errmsg": f"invalid ip, secret={SECRET}"}, "importing.error"),
        ({"errcode": 40013, "errmsg": "invalid appid"}, "importing.error"),
        ({"errcode": 77777, "errmsg": f"odd secret={SECRET}"}, "importing.error"),
        ({"errcode": 77777, "errmsg": f"odd {SECRET} it is"}, "importing.error"),
        ({}, "fetching.no-token"),
        (b"<html>", "importing.html"),
        (302, "importing.http-status"),
        (500, "importing.http-status"),
    ],
)
def test_without_a_token_nothing_is_fetched(server, tmp_path, answer, reason):
    server.token_answer = answer
    with pytest.raises(MilepostError) as raised:
        fetch(demo(tmp_path))
    assert raised.value.message.key == "fetching.no-start"
    assert raised.value.message.params["reason"].key == reason
    assert server.paths() == []


def test_feedback_is_fetched_page_by_page_until_nothing_is_new(server, tmp_path):
    root = demo(tmp_path)

    def page(query, body):
        start = (int(query["page"]) - 1) * int(query["num"])
        numbers = range(start + 1, min(start + int(query["num"]), 120) + 1)
        voices = [
            {"record_id": one, "create_time": 1790006399, "content": f"加载慢 {one}", "phone": 13800000000}
            for one in numbers
        ]
        return {"list": voices, "total_num": 120, "errcode": 0}

    server.answers["/wxaapi/feedback/list"] = page
    said = fetch(root, calls=("getFeedback",))
    assert said.code == 0
    assert said.err == ""
    assert said.out.count("getFeedback, ") == 3
    assert len(rows(root, "feedback/wechat-feedback/2026-09.csv")) == 120


def test_a_server_that_always_gives_the_same_page_is_not_asked_for_ever(server, tmp_path):
    same = {"commentList": [{"commentId": "9", "createTime": 1790006399, "score": 500, "content": {"txt": "好"}}]}
    server.answers["/wxaapi/comment/mpcommentlist/get"] = same
    assert fetch(demo(tmp_path), calls=("getCommentList",)).code == 0
    assert len(server.paths()) == 2


def test_the_day_of_script_errors_is_that_of_the_request(server, tmp_path):
    root = demo(tmp_path)
    error = {"errorMsgMd5": "53b4825ec4a41d96", "errorMsg": "x", "uv": 1, "pv": 2}
    server.answers["/wxaapi/log/jserr_list"] = {"data": [error], "totalCount": 1}
    fetch(root, calls=("getJsErrList",))
    assert [row["date"] for row in rows(root, "metrics/wechat/js-errors/2026-10.csv")] == ["2026-10-13"]


def test_a_token_that_the_server_quotes_is_not_passed_on(server, tmp_path):
    server.answers[SUMMARY] = lambda query, body: {"errcode": 88888, "errmsg": f"{query['access_token']} is odd"}
    assert "error 88888: *** is odd" in fetch(demo(tmp_path)).err


def test_a_reply_that_is_cut_off_is_refused(server, tmp_path):
    server.answers[SUMMARY] = b'{"list": [{"ref_date": "2026'
    said = fetch(demo(tmp_path))
    assert said.code == 1
    assert "it is no JSON from line 1" in said.err


def test_a_server_that_is_not_there_is_said_without_its_address(monkeypatch, tmp_path, server):
    monkeypatch.setenv("MILEPOST_WECHAT_SERVER", "http://127.0.0.1:9")
    with pytest.raises(MilepostError) as raised:
        fetch(demo(tmp_path))
    assert raised.value.message.params["reason"].params == {"reason": "Connection refused"}


@pytest.mark.parametrize("name", ["MILEPOST_WECHAT_APPID", "MILEPOST_WECHAT_SECRET"])
def test_without_secrets_there_is_no_run(monkeypatch, tmp_path, server, name):
    monkeypatch.setenv(name, "  ")
    with pytest.raises(MilepostError) as raised:
        fetch(demo(tmp_path))
    assert raised.value.message.params == {"name": name}
    assert server.asked == []


@pytest.mark.parametrize("address", ["http://example.com", "ftp://127.0.0.1", "api.weixin.qq.com"])
def test_the_secret_goes_nowhere_unencrypted(monkeypatch, tmp_path, server, address):
    monkeypatch.setenv("MILEPOST_WECHAT_SERVER", address)
    with pytest.raises(MilepostError) as raised:
        fetch(demo(tmp_path))
    assert raised.value.message.key == "fetching.no-https"


def test_all_calls_are_asked_by_default(server, tmp_path):
    said = fetch(demo(tmp_path), "--days", "31", calls=())
    assert said.code == 0, said.err
    assert said.out.count("no data") == len(server.paths())
    assert {path.rpartition("/")[2] for path in server.paths()} >= {
        "getweanalysisappiddailysummarytrend",
        "getweanalysisappidweeklyretaininfo",
        "getweanalysisappidmonthlyvisittrend",
        "getweanalysisappiduserportrait",
        "jserr_list",
        "list",
    }
    assert tables(tmp_path) == {}
