"""`milepost check --write-baseline`: adopt an old repository, and see only what is new."""

import json

import pytest
from cli.test_check_output import BAD, check
from loading.findings import DEMO
from portal_files import portal

NAME = ".milepost-baseline.json"


@pytest.fixture
def root(tmp_path):
    return portal(tmp_path, {f"{DEMO}plan.yml": BAD})


def plan(root):
    return root / DEMO / "plan.yml"


def test_known_findings_are_counted_and_do_not_fail(root):
    written = check(root, "--write-baseline")
    assert (written.returncode, written.stdout) == (0, "no findings\n")
    assert "1 findings are known from now on" in written.stderr
    (entry,) = json.loads((root / NAME).read_text())["findings"]
    assert entry == {
        "rule": "unresolved-reference",
        "record": "demo/tasks:menu",
        "field": "owner",
        "message": "rules.unresolved-reference.message",
    }
    for options in ((), ("--no-cache",), ("-C", DEMO)):
        done = check(root, *options)
        assert (done.returncode, done.stdout) == (0, "no findings\n")
        assert "1 known findings are not shown" in done.stderr


def test_moved_text_revives_nothing_and_a_new_finding_fails(root):
    check(root, "--write-baseline")
    plan(root).write_text("# a comment\n\n" + BAD)
    assert check(root).returncode == 0
    plan(root).rename(root / DEMO / "tasks.yml")
    assert check(root).returncode == 0
    (root / DEMO / "tasks.yml").write_text(BAD.replace("5d", "5x"))
    done = check(root, "--format", "concise")
    assert done.returncode == 1
    assert [line.split(" ")[1] for line in done.stdout.splitlines()] == ["error[invalid-duration]"]


def test_no_baseline_shows_everything(root):
    plain = check(root)
    check(root, "--write-baseline")
    done = check(root, "--no-baseline")
    assert (done.returncode, done.stdout, done.stderr) == (1, plain.stdout, "")


def test_what_no_longer_occurs_is_said(root):
    check(root, "--write-baseline")
    plan(root).write_text(BAD.replace("lim", "lin"))
    done = check(root)
    assert (done.returncode, done.stdout) == (0, "no findings\n")
    assert "1 known findings do not occur any more" in done.stderr
    assert "unresolved-reference demo/tasks:menu" in done.stderr
    check(root, "--write-baseline")
    assert check(root).stderr == ""


def test_the_stored_result_never_hides_or_shows_the_wrong_ones(root):
    assert check(root).returncode == 1
    check(root, "--write-baseline")
    assert check(root).returncode == 0
    (root / NAME).unlink()
    assert check(root).returncode == 1
    (root / NAME).write_text('{"version": 1, "findings": []}')
    assert check(root).returncode == 1


def test_another_file_may_be_named(root):
    assert check(root, "--write-baseline", "old.json", "--format", "json").returncode == 0
    assert not (root / NAME).exists()
    assert check(root).returncode == 1
    assert check(root, "--baseline", "old.json").returncode == 0


def test_a_file_that_cannot_be_read_stops_the_check(root):
    (root / NAME).write_text("<<<<<<< HEAD\n")
    done = check(root)
    assert (done.returncode, done.stdout) == (2, "")
    assert NAME in done.stderr
    assert check(root, "--baseline", "absent.json", "--no-cache").returncode == 2


def test_other_formats_leave_them_out_too(root):
    check(root, "--write-baseline")
    assert json.loads(check(root, "--format", "gitlab").stdout) == []
