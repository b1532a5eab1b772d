"""Wrong files and wrong queries: one finding each, where it is wrong, and all the rest is there."""

import gzip

import pytest
from events.event_portal import EVENTS, FOLDER, event_portal, metric

from milepost.build import check
from milepost.i18n.catalogue import LANGUAGES, catalogue
from milepost.model.reference import Ref

GOOD = "user_id,event,timestamp\nz,open,2026-02-25 08:00:00\n"
ZIPPED = gzip.compress(EVENTS.encode())


def checked(root, *metrics, **options):
    found = check(event_portal(root, *metrics, **options))
    for language in LANGUAGES:  # all that is said can be said in both languages
        for one in found.diagnostics:
            assert catalogue(language).render(one.message)
            assert one.help is None or catalogue(language).render(one.help)
    return found


def told(found):
    return [(one.rule, one.location.path.removeprefix(FOLDER), *one.location.span[:2]) for one in found.diagnostics]


def values(found, name="dau"):
    series = found.context.events.series.get(Ref("demo", "metrics", name))
    return {one.period: one.value for one in series.values if one.value} if series else None


def said(found):
    (one,) = found.diagnostics
    words = catalogue("en")
    return words.render(one.message), words.render(one.help)


def test_nothing_is_wrong(tmp_path):
    found = checked(tmp_path)
    assert told(found) == []
    assert values(found) == {"2026-02-20": 2, "2026-02-21": 1, "2026-02-22": 1, "2026-02-23": 1}


FILES = [
    ("a.csv.gz", ZIPPED[:-20], ("unreadable-file", 1, 1)),
    ("a.csv.gz", b"user_id,event,timestamp\n", ("unreadable-file", 1, 1)),
    ("a.csv.gz", gzip.compress(b""), ("unreadable-file", 1, 1)),
    ("a.csv.gz", gzip.compress(b"\xff\xfeu\0s\0"), ("not-utf8", 1, 1)),
    ("a.csv.gz", gzip.compress(b"\x00\x01\x02\n"), ("not-utf8", 1, 1)),
    (
        "a.csv.gz",
        gzip.compress(b"user_id,event,timestamp\nx,caf\xe9,2026-02-24 08:00:00\n"),
        ("not-utf8", 2, 1),
    ),
    ("a.csv", "user_id,event,timestamp\nx,open\n", ("invalid-value", 2, 1)),
    ("a.csv", "user_id,event,timestamp\nx,open,2026-02-24,more,cells\n", ("invalid-value", 2, 1)),
    ("a.csv", 'user_id,event,timestamp\nx,"open,2026-02-24\n', ("invalid-value", 2, 1)),
    ("a.csv", "user_id,event,timestamp\n,open,2026-02-24\n", ("invalid-value", 2, 1)),
    ("a.csv", "user_id,event,timestamp\nx,,2026-02-24\n", ("invalid-value", 2, 3)),
    ("a.csv", "user_id,event,timestamp\nx,open,\n", ("invalid-date", 2, 8)),
    ("a.csv", "user_id,event,timestamp\nx,open,24.02.2026 8h\n", ("invalid-date", 2, 8)),
    ("a.csv", "user_id,event,timestamp\nx,open,1772323200\n", ("invalid-date", 2, 8)),
    ("a.csv", "user_id,event,timestamp\nx,open,infinity\n", ("invalid-date", 2, 8)),
    ("a.csv", 'user_id,event,timestamp\n"x\ny",open,2026-02-30\n', ("invalid-date", 3, 9)),
    ("a.csv", "user_id,event,timestamp\nx,open,2026-03-03 08:00:00\n", ("unfinished-period", 2, 8)),
    ("a.csv", "user_id,name,timestamp\nx,open,2026-02-24\n", ("unresolved-reference", 1, 1)),
    ("a.parquet", b"PAR1", ("unreadable-file", 1, 1)),
]


@pytest.fixture(scope="module")
def wrong_files(tmp_path_factory):
    """One portal in which one file is right."""
    files = {f"{place:02}-{name}": data for place, (name, data, _) in enumerate(FILES)}
    return checked(tmp_path_factory.mktemp("files"), metric(events="events/*"), files={**files, "good.csv": GOOD})


@pytest.mark.parametrize("place", range(len(FILES)))
def test_a_file_is_wrong(wrong_files, place):
    name, _, (rule, line, column) = FILES[place]
    found = [one for one in told(wrong_files) if one[1].startswith(f"events/{place:02}-")]
    assert found == [(rule, f"events/{place:02}-{name}", line, column)]


def test_the_others_are_read(wrong_files):
    assert len(told(wrong_files)) == len(FILES)
    assert values(wrong_files) == {"2026-02-25": 1}


def test_what_is_wrong_many_times_is_said_once(tmp_path):
    rows = "".join(f"x{n},open,yesterday,sz\n" for n in range(50))
    found = checked(tmp_path, events=EVENTS + rows)
    assert told(found) == [("invalid-date", "events/log.csv.gz", 8, 9)]
    assert catalogue("en").render(found.diagnostics[0].notes[0]) == "further rows with the same mistake: 49"


WAYS = [
    "\ufeff" + EVENTS,
    EVENTS.replace("\n", "\r\n"),
    EVENTS.replace(",", ";"),
    EVENTS.replace(",", "\t"),
    "\r\n\n" + EVENTS,
    EVENTS.replace("sz", '"Shen\r\nzhen, ""SZ"""'),
    EVENTS.replace(",2026", ', "2026').replace(",sz", '",sz').replace(",gz", '",gz').replace(', "', ',"'),
    EVENTS.replace("2026-02-22 23:59:59", "2026-02-22T15:59:59Z").replace("2026-02-23 00:00:01", "2026-02-22T18:00:01.5+02:00"),
    EVENTS.replace("user_id,", "user_id, ").replace("a,open", " a ,open"),
    "".join(line + ("\r\n" if place % 2 else "\n") for place, line in enumerate(EVENTS.splitlines())),
]  # fmt: skip


def test_ways_to_write_the_same(tmp_path):
    metrics = [metric(f"way-{place}", events=f"events/way-{place}.csv") for place in range(len(WAYS))]
    found = checked(tmp_path, *metrics, files={f"way-{place}.csv": text for place, text in enumerate(WAYS)})
    assert told(found) == []
    for place in range(len(WAYS)):
        wanted = {"2026-02-20": 2, "2026-02-21": 1, "2026-02-22": 1, "2026-02-23": 1}
        assert values(found, f"way-{place}") == wanted, WAYS[place]


def test_renamed_columns(tmp_path):
    renamed = EVENTS.replace("user_id,event,timestamp", "uid,name,happened at")
    good = metric(more=", columns: {user_id: uid, event: name, timestamp: happened at}")
    assert values(checked(tmp_path / "good", good, events=renamed)) == values(checked(tmp_path / "same"))
    found = checked(tmp_path / "bad", events=EVENTS.replace("user_id", "userid"))
    assert told(found) == [("unresolved-reference", "events/log.csv.gz", 1, 1)]
    assert said(found) == (
        "this file of events has no column `user_id`",
        "if it is `userid`, write `columns: {user_id: userid}`",
    )
    found = checked(tmp_path / "key", metric(more=", columns: {usr_id: uid}"))
    assert told(found) == [("invalid-value", "metrics.yml", 3, 78)]
    assert said(found)[1] == "did you mean `user_id`?"


QUERIES = [
    ("{retention: {day: [7, 1], variant: bracket}}", "ratio", "invalid-value", "begins with day 7 and ends with day 1"),
    ("{retention: {day: 7, variant: bracket}}", "ratio", "invalid-value", "two days, the first and the last"),
    ("{retention: {day: [1, 7], variant: exact}}", "ratio", "invalid-value", "`exact` is about one day"),
    ("{retention: {day: -1, variant: exact}}", "ratio", "invalid-value", "between 0 and 3660"),
    ("{retention: {day: 1}}", "ratio", "missing-field", "`variant` is missing"),
    ("{retention: {day: 1, variant: exakt}}", "ratio", "invalid-value", "exakt"),
    ("{retention: {day: 1, variant: exact}}", "count", "invalid-value", "`retention` gives no `count`"),
    ("{funnel: {steps: [open], window: 1d}}", "ratio", "invalid-value", "`open` alone is no funnel"),
    ("{funnel: {steps: [open, pay]}}", "ratio", "missing-field", "`window` is missing"),
    ("{funnel: {steps: [open, pay], window: soon}}", "ratio", "invalid-duration", "is not a time window"),
    ("{funnel: {steps: [open, pay], window: 3}}", "ratio", "invalid-duration", "has no unit"),
    ("{funnel: {steps: [open, pay], window: 0h}}", "ratio", "invalid-duration", "is not a time window"),
    ("{funnel: {steps: [open, pay], window: 1d, by: session}}", "ratio", "unresolved-reference", "belong to no sessions"),
    ("{active_users: true, new_users: true}", "count", "invalid-value", "one query asks for one thing"),
    ("{active_users: {days: 0}}", "count", "invalid-value", "0"),
    ("{active_users: false}", "count", "invalid-value", "false"),
    ("{activeusers: true}", "count", "unknown-field", "activeusers"),
    ("{funnel: {steps: [open, pey], window: 1d}}", "ratio", "unresolved-reference", "no event is called `pey`"),
    ("{sql: select 1; select 2}", "count", "invalid-value", "not one query"),
    ("{sql: drop table log}", "count", "invalid-value", "not one query"),
    ("{sql: selec 1}", "count", "invalid-value", "does not run: Parser Error"),
    ("{sql: select day from event}", "count", "invalid-value", "does not run: Catalog Error"),
    ("{sql: select day as value from events}", "count", "invalid-value", "gives value, not `date` and `value`"),
    ("{sql: 'select 7 as date, 1 as value'}", "count", "invalid-value", "`7` in column `date`"),
    ("{sql: 'select day as date, 1 as value from events'}", "count", "invalid-value", "2026-02-20 twice"),
    ("{sql: \"select day as date, 'many' as value from events group by 1\"}", "count", "invalid-value", "`many` is no number"),
    ("{sql: \"select day as date, 1 as value from events, read_csv('/etc/passwd') p\"}", "count", "invalid-value", "Permission Error"),
    ("{sql: \"select content as date, 1 as value from read_text('/etc/passwd')\"}", "count", "invalid-value", "Permission Error"),
    ("{sql: \"copy events to '/tmp/stolen.csv'\"}", "count", "invalid-value", "not one query"),
    ("{sql: \"attach '/tmp/other.db'\"}", "count", "invalid-value", "not one query"),
    ("{sql: 'set enable_external_access = true'}", "count", "invalid-value", "not one query"),
    ("{sql: 'select range as date, 1 as value from range(200000)'}", "count", "invalid-value", "more than 100,000 rows"),
]  # fmt: skip


@pytest.fixture(scope="module")
def wrong_queries(tmp_path_factory):
    """One portal in which one metric is right."""
    wrong = [metric(f"wrong-{place}", query, kind) for place, (query, kind, _, _) in enumerate(QUERIES)]
    return checked(tmp_path_factory.mktemp("queries"), metric(), *wrong)


@pytest.mark.parametrize("place", range(len(QUERIES)))
def test_a_query_is_wrong(wrong_queries, place):
    _, _, rule, words = QUERIES[place]
    (one,) = [one for one in wrong_queries.diagnostics if one.record == f"demo/metrics:wrong-{place}"]
    assert (one.rule, one.location.path) == (rule, f"{FOLDER}metrics.yml")
    assert one.location.span.line in (4 + 2 * place, 5 + 2 * place)
    assert words in catalogue("en").render(one.message)


def test_the_others_are_answered(wrong_queries):
    assert len(wrong_queries.diagnostics) == len(QUERIES)
    assert values(wrong_queries) == {"2026-02-20": 2, "2026-02-21": 1, "2026-02-22": 1, "2026-02-23": 1}


def test_a_query_without_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("milepost.events.duckdb_store._SECONDS", 0.4)
    endless = "{sql: 'select 2026 as date, sum(a.range * b.range) as value from range(10000000000) a, range(100) b'}"
    found = checked(tmp_path, metric("endless", endless))
    assert "was stopped" in said(found)[0]


def test_a_query_takes_bounded_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("milepost.events.duckdb_store._MEMORY", "60MB")
    monkeypatch.setattr("milepost.events.duckdb_store._SPACE", "1MB")
    greedy = "{sql: 'select 2026 as date, len(list(range)) as value from range(100000000)'}"
    found = checked(tmp_path, metric(), metric("greedy", greedy))
    assert "Out of Memory" in said(found)[0]
    assert values(found)


def test_segments(tmp_path):
    found = checked(tmp_path, metric(more=", segment: city"))
    series = found.context.events.series[Ref("demo", "metrics", "dau")]
    assert {(one.period, one.segment): one.value for one in series.values if one.value} == {
        ("2026-02-20", ""): 2, ("2026-02-20", "gz"): 1, ("2026-02-20", "sz"): 1, ("2026-02-21", ""): 1, ("2026-02-21", "sz"): 1,
        ("2026-02-22", ""): 1, ("2026-02-22", "gz"): 1, ("2026-02-23", ""): 1, ("2026-02-23", "gz"): 1,
    }  # fmt: skip
    found = checked(tmp_path / "other", metric(more=", segment: citi"))
    assert said(found) == ("the files of events have no column `citi`", "did you mean `city`?")
    assert values(found)


def test_a_query_without_files_and_files_without_a_query(tmp_path):
    bare = metric().replace("events: 'events/*.csv*', ", "")
    assert [one.rule for one in checked(tmp_path / "1", bare).diagnostics] == ["missing-field"]
    asked = metric().replace(", query: {active_users: true}", "")
    assert [one.rule for one in checked(tmp_path / "2", asked).diagnostics] == ["missing-field"]
    both = metric(more=", file: daily.csv")
    found = checked(tmp_path / "3", both, **{f"{FOLDER}daily.csv": "date,dau\n2026-02-25,9\n"})
    assert [one.rule for one in found.diagnostics] == ["invalid-value"]
    assert [one.rule for one in checked(tmp_path / "4", metric(events="e/*.csv")).diagnostics] == ["metric-stale"]
