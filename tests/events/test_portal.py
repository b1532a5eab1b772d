"""Event metrics in a portal: what is kept, what happens without the extra, in the past, and on the pages."""

import json
import shutil
import subprocess
import sys

import pytest
from events.event_portal import EVENTS, FOLDER, event_portal, metric, packed_log
from portal_files import PORTAL, commit, portal

import milepost.events.answers
import milepost.progress
from milepost.build import CACHE, check
from milepost.events.results import event_data
from milepost.history.git import CommitTree, Git
from milepost.loading.files import FolderTree
from milepost.model.reference import Ref
from milepost.stored_check import check_cached

DAU = Ref("demo", "metrics", "dau")
RETENTION = metric("d1", "{retention: {day: 1, variant: exact}}", "ratio")
FUNNEL = metric("way", "{funnel: {steps: [open, pay], window: 1h}}", "ratio")


@pytest.fixture
def runs(monkeypatch):
    """How often events were read."""
    done = []
    answered = milepost.events.answers.answered
    monkeypatch.setattr(
        "milepost.events.results.answered", lambda *args, **options: done.append(1) or answered(*args, **options)
    )
    return done


def values(checked, key=DAU):
    return {one.period: one.value for one in checked.context.events.series[key].values}


def test_answers_are_kept_until_something_changes(tmp_path, runs):
    root = event_portal(tmp_path)
    first = values(check(root))
    assert (values(check(root)), len(runs)) == (first, 1)

    log = root / FOLDER / "events/log.csv.gz"
    log.write_bytes(packed_log(EVENTS + "d,open,2026-02-23 12:00:00,sz\n"))
    assert values(check(root)) == {**first, "2026-02-23": 2}
    assert len(runs) == 2

    log.write_bytes(packed_log(EVENTS))
    assert (values(check(root)), len(runs)) == (first, 2)  # the first answer is still known

    portal(root, {f"{FOLDER}metrics.yml": "metrics:\n" + metric() + metric("new", "{new_users: true}")})
    assert (values(check(root)), len(runs)) == (first, 3)  # one definition more is one answer more
    check(root, as_of="2026-02-22")
    assert len(runs) == 4
    portal(root, {"content/portal.yml": PORTAL.replace("Asia/Shanghai", "UTC").replace("2026-03-02", "2026-02-26")})
    check(root)
    assert len(runs) == 5


@pytest.mark.parametrize("harm", ["deleted", "edited", "cut"])
def test_what_is_kept_is_believed_only_as_it_was_written(tmp_path, runs, harm):
    root = event_portal(tmp_path)
    first = values(check(root))
    (kept,) = (root / CACHE / "events").iterdir()
    if harm == "deleted":
        shutil.rmtree(root / CACHE)
    else:
        text = kept.read_text(encoding="utf-8")
        kept.write_text(text.replace("2026-02-20", "2026-02-19") if harm == "edited" else text[:-9], encoding="utf-8")
    assert (values(check(root)), len(runs)) == (first, 2)


def test_a_check_of_unchanged_events_loads_no_engine(tmp_path):
    root = event_portal(tmp_path)
    check(root)
    code = (
        "import sys; from pathlib import Path; from milepost.build import check;"
        f"found = check(Path({str(root)!r})); assert found.context.events.series;"
        "print(sorted({'duckdb', 'ibis', 'sqlglot', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_stored_check_knows_of_changed_events(tmp_path):
    root = event_portal(tmp_path)
    assert check_cached(root).diagnostics == ()
    (root / FOLDER / "events/log.csv.gz").write_bytes(packed_log(EVENTS)[:-9])
    assert [one.rule for one in check_cached(root).diagnostics] == ["unreadable-file"]


def test_without_the_extra_there_is_one_warning_and_no_values(tmp_path, monkeypatch):
    root = event_portal(tmp_path, metric(), RETENTION)
    check(root)  # what is kept must not make a difference
    monkeypatch.setattr("milepost.events.results.events_readable", lambda: False)
    found = check(root)
    (one,) = found.diagnostics
    assert (one.rule, one.severity, one.location.span.line) == ("unreadable-file", "warning", 3)
    assert one.help.key == "rules.unreadable-file.events-extra.help"
    assert found.context.events.series == {}


def test_days_without_events_count_nobody_until_the_log_ends(tmp_path):
    late = check(event_portal(tmp_path, events=EVENTS + "a,open,2026-02-25 09:00:00,sz\n"), as_of="2026-03-20")
    assert values(late) == {
        "2026-02-20": 2, "2026-02-21": 1, "2026-02-22": 1, "2026-02-23": 1, "2026-02-24": 0, "2026-02-25": 1,
    }  # fmt: skip
    assert [one.rule for one in late.diagnostics] == ["metric-stale"]
    (root := tmp_path / "early").mkdir()
    early = check(event_portal(root), as_of="2026-02-22")
    assert values(early) == {"2026-02-20": 2, "2026-02-21": 1}
    assert [one.rule for one in early.diagnostics] == ["unfinished-period"]


def test_a_value_waits_until_it_can_be_known(tmp_path):
    found = check(event_portal(tmp_path, RETENTION, FUNNEL))
    assert values(found, Ref("demo", "metrics", "d1")) == {"2026-02-20": 0.5, "2026-02-22": 1.0}
    assert values(found, Ref("demo", "metrics", "way")) == {"2026-02-20": 0.5, "2026-02-21": 0.0, "2026-02-22": 1.0}
    earlier = check(tmp_path, as_of="2026-02-23")
    assert values(earlier, Ref("demo", "metrics", "d1")) == {"2026-02-20": 0.5, "2026-02-22": None}
    assert values(earlier, Ref("demo", "metrics", "way")) == {"2026-02-20": 0.5, "2026-02-21": 0.0, "2026-02-22": None}


def test_a_commit_is_read_like_a_folder(tmp_path, runs):
    root = commit(event_portal(tmp_path), tag="then")
    now = check(root)
    git = Git(root)
    tree = CommitTree(git, git.commit("then").sha)
    from milepost.loading.load import load

    loaded = load(tree)
    again = event_data(loaded, tree, now.as_of, tmp_path / "elsewhere")
    assert (again.series, len(runs)) == (now.context.events.series, 2)
    same = event_data(loaded, tree, now.as_of, root / CACHE)
    assert (same.series, len(runs)) == (now.context.events.series, 2)  # a blob has the name of its content
    assert tree.digest(f"{FOLDER}events/log.csv.gz") == FolderTree(root).digest(f"{FOLDER}events/log.csv.gz")
    (root / FOLDER / "events/log.csv.gz").unlink()
    changed = check(root, base=git.commit("then"))
    assert changed.before.context.events.series == now.context.events.series
    assert changed.context.events.series == {}


def test_a_query_that_changes_is_another_definition(tmp_path):
    root = commit(event_portal(tmp_path, RETENTION), tag="then")
    event_portal(root, metric("d1", "{retention: {day: 1, variant: unbounded}}", "ratio"))
    found = check(root, base=Git(root).commit("then"))
    assert [(one.rule, one.field) for one in found.diagnostics] == [("definition-changed", "series")]


def test_rules_look_at_computed_values(tmp_path):
    busy = "".join(f"u{n},open,2026-02-{day:02} 08:00:00\n" for day in range(1, 25) for n in range(10 + day % 3))
    jump = "".join(f"u{n},open,2026-02-25 08:00:00\n" for n in range(400))
    log = f"user_id,event,timestamp\n{busy.replace('2026-02', '2026-01')}{busy}{jump}"
    summed = metric("sum").replace("aggregation: distinct", "aggregation: sum")
    small = RETENTION.replace("kind: ratio", "kind: ratio, min_sample: 50").replace("exact", "exact, cohort: active")
    found = check(event_portal(tmp_path, metric(), small, summed, events=log))
    told = sorted((one.rule, one.record.partition(":")[2]) for one in found.diagnostics)
    assert told == [("low-sample", "d1"), ("series-jump", "dau"), ("series-jump", "sum"), ("summed-distinct", "sum")]
    assert all(one.labels == () for one in found.diagnostics)


def test_the_command_prints_them(tmp_path):
    root = event_portal(tmp_path, metric(), RETENTION)
    command = [sys.executable, "-m", "milepost", "metric", "-C", str(root), "demo/d1", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["series"][0] == {
        "period": "2026-02-20", "value": 0.5, "numerator": 1, "denominator": 2, "complete": True,
    }  # fmt: skip
    assert done.stderr == ""


def test_progress_is_for_terminals(monkeypatch, capsys):
    assert milepost.progress.progress_bar("counting") is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    draw = milepost.progress.progress_bar("counting")
    for share in (0.0, 0.5, 1.0):
        draw(share)
    assert "counting [############------------]  50%" in capsys.readouterr().err


def test_progress_goes_from_nothing_to_all(tmp_path, monkeypatch):
    monkeypatch.setattr("milepost.events.duckdb_store._LOOKS", 0.001)
    told = []
    rows = "".join(f"u{n % 900},open,2026-02-{1 + n % 25:02} 08:00:00\n" for n in range(60_000))
    root = event_portal(tmp_path, metric(), RETENTION, events=f"user_id,event,timestamp\n{rows}")
    check(root, progress=told.append)
    assert told[-1] == 1.0
    assert len(told) > 2
    assert all(0 <= share <= 1 for share in told)
