"""`milepost check --base`: what a change introduces, what it fixes, and what was there before."""

import json
import subprocess

import pytest
from cli.test_check_output import check
from loading.findings import DEMO, TASK
from portal_files import commit, portal

FINE = "tasks:\n" + TASK
OLD = "issues:\n  slow: {title: Slow, severity: 9}\n"
"""An error that was there before."""


@pytest.fixture
def root(tmp_path):
    """A branch that has left the main branch, on which one thing is wrong."""
    commit(portal(tmp_path, {f"{DEMO}plan.yml": FINE, f"{DEMO}old.yml": OLD}))
    subprocess.run(["git", "checkout", "-q", "-b", "work"], cwd=tmp_path, check=True)
    main = subprocess.run(["git", "branch", "main"], cwd=tmp_path, check=False, capture_output=True)
    assert main.returncode in (0, 128)  # where git calls the first branch so by itself
    return tmp_path


def write(root, name, text):
    (root / DEMO / f"{name}.yml").write_text(text)


def rules(entries):
    return sorted({one["rule"] for one in entries})


def test_what_is_introduced_fixed_and_left(root):
    write(root, "plan", FINE.replace("lin", "lim"))
    document = json.loads(check(root, "--base", "main", "--format", "json").stdout)
    assert rules(one for one in document["diagnostics"] if one["introduced"]) == ["unresolved-reference"]
    assert "invalid-value" in rules(one for one in document["diagnostics"] if not one["introduced"])
    assert document["fixed"] == []
    write(root, "plan", FINE)
    write(root, "old", OLD.replace("9", "4"))
    document = json.loads(check(root, "--base", "main", "--format", "json").stdout)
    assert rules(document["fixed"]) == ["invalid-value"]
    assert not any(one["introduced"] for one in document["diagnostics"])
    assert "introduced" not in json.loads(check(root, "--format", "json").stdout)["diagnostics"][0]


def test_what_people_read(root):
    write(root, "plan", FINE.replace("lin", "lim"))
    write(root, "old", OLD.replace("Slow", "Sl\u00f6w"))
    done = check(root, "--base", "main", "--lang", "en")
    assert done.returncode == 1
    assert "error[unresolved-reference]: there is no person `lim`" in done.stdout
    assert "note: it was there before this change" in done.stdout  # an error, which fails the check still
    assert "warning[" not in done.stdout
    assert "introduced by this change: 1 errors, 0 warnings, 0 infos\n" in done.stdout
    assert done.stderr == ""
    write(root, "old", "# nothing is wrong any more\n")
    fixed = check(root, "--base", "main", "--lang", "en")
    assert "fixed[invalid-value]: " in fixed.stdout
    assert "there before, too: 0 errors" in fixed.stdout


def test_other_formats_say_it_beside_or_in_their_own_way(root):
    write(root, "plan", FINE.replace("lin", "lim"))
    concise = check(root, "--base", "main", "--format", "concise", "--lang", "en")
    assert concise.stdout == check(root, "--format", "concise", "--lang", "en").stdout
    assert "introduced by this change: 1 errors" in concise.stderr
    github = check(root, "--base", "main", "--format", "github", "--output", "sarif=out.sarif")
    assert all(line.startswith("::error ") for line in github.stdout.splitlines())
    (run,) = json.loads((root / "out.sarif").read_text())["runs"]
    states = {one["ruleId"]: one["baselineState"] for one in run["results"]}
    assert (states["unresolved-reference"], states["invalid-value"]) == ("new", "unchanged")


def test_the_base_is_where_the_branch_began(root):
    subprocess.run(["git", "checkout", "-q", "main"], cwd=root, check=True)
    write(root, "old", "# mended on the main branch later\n")
    commit(root)
    subprocess.run(["git", "checkout", "-q", "work"], cwd=root, check=True)
    document = json.loads(check(root, "--base", "main", "--format", "json").stdout)
    assert not any(one["introduced"] for one in document["diagnostics"])


def test_a_renamed_record_keeps_its_findings(root):
    write(root, "old", OLD.replace("slow: {", "late: {was: [slow], "))
    document = json.loads(check(root, "--base", "main", "--format", "json").stdout)
    assert not any(one["introduced"] for one in document["diagnostics"])
    assert document["fixed"] == []


def test_known_findings_are_neither_new_nor_old(root):
    write(root, "plan", FINE.replace("lin", "lim"))
    check(root, "--write-baseline")
    document = json.loads(check(root, "--base", "main", "--format", "json").stdout)
    assert (document["diagnostics"], document["fixed"]) == ([], [])


def test_a_portal_that_the_change_brings_is_new_as_a_whole(tmp_path):
    (tmp_path / "README.md").write_text("Nothing yet\n")
    commit(tmp_path)
    portal(tmp_path, {f"{DEMO}plan.yml": FINE.replace("lin", "lim")})
    document = json.loads(check(tmp_path, "--base", "HEAD", "--format", "json").stdout)
    assert all(one["introduced"] for one in document["diagnostics"])
    assert "unresolved-reference" in rules(document["diagnostics"])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(("--base", "nowhere"), "git knows no `nowhere` here"), (("--base", "main", "--write-baseline"), "together")],
)
def test_wrong_calls(root, arguments, reason):
    done = check(root, *arguments, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr


def test_without_git_and_in_a_shallow_clone(root, tmp_path_factory):
    plain = portal(tmp_path_factory.mktemp("plain"), {})
    assert check(plain, "--base", "main").returncode == 2
    write(root, "plan", FINE.replace("Menu", "Card"))
    commit(root)
    shallow = tmp_path_factory.mktemp("shallow") / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{root}", str(shallow)], check=True)
    done = check(shallow, "--base", "main", "--lang", "en")
    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr
