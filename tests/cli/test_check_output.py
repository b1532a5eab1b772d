"""`milepost check` in several formats at once."""

import json
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from loading.findings import DEMO, TASK
from portal_files import portal

BAD = "tasks:\n" + TASK.replace("lin", "lim")


@pytest.fixture
def root(tmp_path):
    return portal(tmp_path, {f"{DEMO}plan.yml": BAD})


def check(root, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "milepost", "check", *arguments], capture_output=True, text=True, check=False, cwd=root
    )


def test_files_are_written_beside_what_is_shown(root):
    plain = check(root)
    done = check(root, "--output", "sarif=report.sarif", "--output", "junit=report.xml", "--output", "gitlab=q.json")
    assert (done.returncode, done.stdout, done.stderr) == (1, plain.stdout, "")
    sarif = json.loads((root / "report.sarif").read_text(encoding="utf-8"))
    assert [one["ruleId"] for one in sarif["runs"][0]["results"]] == ["unresolved-reference"]
    assert ET.parse(root / "report.xml").getroot().get("failures") == "1"  # noqa: S314 - our own
    assert [one["check_name"] for one in json.loads((root / "q.json").read_text())] == ["unresolved-reference"]
    assert sorted(path.name for path in root.iterdir()) == [".cache", "content", "q.json", "report.sarif", "report.xml"]


def test_every_format_comes_out_alone_and_the_same_from_the_stored_result(root):
    from milepost.cli.report_files import FORMATS

    for name in FORMATS:
        first, second = check(root, "--format", name, "--no-cache"), check(root, "--format", name)
        assert (first.stdout, first.stderr, first.returncode) == (second.stdout, "", 1)
        assert check(root, "--format", "concise", "--output", f"{name}=out").returncode == 1
        assert (root / "out").read_text(encoding="utf-8") == first.stdout


def test_the_rules_of_sarif_are_all_there_are(root):
    from milepost.rules.rule import all_rules

    rules = json.loads(check(root, "--format", "sarif").stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == list(all_rules())


@pytest.mark.parametrize("value", ["pdf=x", "sarif", "sarif=", "=x"])
def test_an_output_that_is_none_is_a_wrong_call(root, value):
    done = check(root, "--output", value)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"`{value}` is not FORMAT=FILE" in done.stderr


def test_one_file_cannot_hold_two_formats(root):
    done = check(root, "--output", "sarif=x", "--output", "junit=./x")
    assert (done.returncode, "named for two formats" in done.stderr) == (2, True)


def test_a_file_that_cannot_be_written_is_said(root):
    done = check(root, "--output", "sarif=nowhere/x.sarif")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere/x.sarif cannot be written" in done.stderr
