"""`milepost diff` in real repositories, as its users run it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from portal_files import commit, portal

PLAN = """\
tasks:
  design: {title: Design, owner: lin, duration: 5d, acceptance: [Drawn, Approved]}
  build: {title: Build, owner: mei, duration: 10d, after: [design], acceptance: [Built]}
  docs: {title: Docs, owner: lin, duration: 6d, after: [design], acceptance: [Written]}
  live: {title: Live, owner: lin, milestone: true, after: [build, docs], acceptance: [Live]}
"""
MORE = """\
risks:
  late: {title: Late, probability: 2, impact: 2, cost: {optimistic: 100, likely: 100, pessimistic: 100}, status: assessed}
goals:
  faster: {title: Faster, metric: seconds}
metrics:
  seconds: {title: Seconds}
budget:
  work: {title: Work, planned: 1000}
"""
IDENTITY = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *IDENTITY, *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "milepost", "diff", "-C", str(root), "--lang", "en", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def diff(root: Path, *arguments: str) -> dict[str, Any]:
    done = run(root, *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def consequences(root: Path, *arguments: str) -> dict[tuple[str, str], tuple[Any, Any, str]]:
    return {
        (one["kind"], one["subject"]): (one["before"], one["after"], one["delta"])
        for one in diff(root, *arguments)["consequences"]
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"content/projects/demo/plan.yml": PLAN, "content/projects/demo/more.yml": MORE}
    commit(portal(tmp_path, files), tag="start")
    git(tmp_path, "branch", "-M", "main")
    return tmp_path


def change(root: Path, *pairs: tuple[str, str], name: str = "plan") -> None:
    path = root / "content" / "projects" / "demo" / f"{name}.yml"
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def test_nothing_is_different_from_itself(root):
    done = run(root, "--exit-code")
    assert (done.returncode, done.stdout) == (0, "Nothing in the project files is different.\n")
    document = diff(root, "HEAD..HEAD")
    assert (document["version"], document["changes"], document["consequences"]) == (1, [], [])
    assert document["diagnostics"] == {"introduced": [], "fixed": []}


def test_reordering_and_reformatting_are_no_change(root):
    (root / "content/projects/demo/plan.yml").write_text(
        "# the same, written by somebody else\n"
        "tasks:\n"
        "  live:\n    acceptance: {text: Live, done: false}\n    after: [docs, 'demo/build']\n    milestone: true\n"
        "    owner: lin\n    title: Live\n"
        "  docs: {owner: lin, title: 'Docs', acceptance: Written, after: {task: design, type: FS}, duration: 6d}\n"
        "  build: {title: Build, owner: mei, duration: 2w, after: design FS, acceptance: [Built]}\n"
        "  design: {title: Design, owner: lin, duration: 1w, acceptance: [Approved, Drawn]}\n"
    )
    assert run(root).stdout == "Nothing in the project files is different.\n"


def test_a_longer_task_field_by_field_and_what_follows(root):
    change(root, ("duration: 6d", "duration: 15d"))
    document = diff(root)
    assert document["changes"] == [
        {"record": "demo/tasks:docs", "kind": "changed", "fields": {"duration": ["6d", "15d"]}}
    ]
    found = consequences(root)
    assert found["project-finish", "demo/project:demo"] == ("2026-03-20", "2026-03-27", "+5 working days")
    assert found["milestone", "demo/tasks:live"] == ("2026-03-20", "2026-03-27", "+5 working days")
    assert found["newly-critical", "demo/tasks:docs"] == (False, True, "")
    assert found["no-longer-critical", "demo/tasks:build"] == (True, False, "")
    assert ("forecast-p80", "demo/project:demo") in found
    assert run(root, "--exit-code").returncode == 1


def test_the_finish_is_that_of_the_planned_schedule(root):
    plan = ("plan", "demo", "--format", "json")
    before = json.loads(
        subprocess.run(
            [sys.executable, "-m", "milepost", *plan, "-C", str(root)], capture_output=True, check=True
        ).stdout
    )
    change(root, ("duration: 10d", "duration: 11d"))
    after = json.loads(
        subprocess.run(
            [sys.executable, "-m", "milepost", *plan, "-C", str(root)], capture_output=True, check=True
        ).stdout
    )
    finish = consequences(root)["project-finish", "demo/project:demo"]
    assert finish == (before["finish"], after["finish"], "+1 working day")


def test_float_lost_and_acceptance_removed(root):
    change(root, ("duration: 6d", "duration: 8d"), ("[Drawn, Approved]", "[Drawn]"))
    found = consequences(root)
    assert found["float-lost", "demo/tasks:docs"] == (4, 2, "-2 working days")
    assert found["acceptance-removed", "demo/tasks:design"] == ("Approved", None, "")


def test_money_risks_and_goals(root):
    change(
        root,
        ("planned: 1000", "planned: 1250.50"),
        ("probability: 2, impact: 2", "probability: 5, impact: 2"),
        (", metric: seconds", ""),
        name="more",
    )
    found = consequences(root)
    assert found["budget", "demo/project:demo"] == ("1000", "1250.50", "+250.50 CNY")
    assert found["risk-exposure", "demo/project:demo"] == ("30.0", "90.0", "+60 CNY")
    assert found["goal-without-metric", "demo/goals:faster"] == ("seconds", None, "")


def test_people_with_too_much_work(root):
    change(root, ("build: {title: Build, owner: mei", "build: {title: Build, owner: lin"))
    before, after, delta = consequences(root)["over-allocated", "people:lin"]
    assert (before, after) == (0, 2)
    assert delta == "+2 weeks (2026-03-09, 2026-03-16)"


def test_findings_introduced_and_fixed(root):
    change(root, ("after: [design], acceptance: [Built]", "after: [desing], acceptance: [Built]"))
    found = diff(root)["diagnostics"]
    assert [(one["rule"], one["line"], one["record"]) for one in found["introduced"] if one["severity"] == "error"] == [
        ("unresolved-reference", 3, "demo/tasks:build")
    ]
    git(root, "commit", "-qam", "slip")
    mirrored = diff(root, "HEAD..start")["diagnostics"]
    assert [one["rule"] for one in mirrored["fixed"]] == [one["rule"] for one in found["introduced"]]


def test_moved_text_brings_no_findings(root):
    change(root, ("tasks:\n", "# a line above\n\ntasks:\n"))
    assert run(root).stdout == "Nothing in the project files is different.\n"


def test_added_removed_and_renamed_records(root):
    change(
        root,
        ("  docs: {title: Docs,", "  manual: {title: Docs, was: [docs],"),
        ("after: [build, docs]", "after: [build, manual]"),
        ("  live:", "  party: {title: Party, owner: lin, duration: 1d, acceptance: [Fun]}\n  live:"),
    )
    found = {one["record"]: one for one in diff(root)["changes"]}
    assert set(found) == {"demo/tasks:manual", "demo/tasks:party"}
    assert (found["demo/tasks:manual"]["kind"], found["demo/tasks:manual"]["was"]) == ("changed", "demo/tasks:docs")
    assert found["demo/tasks:manual"]["fields"] == {"was": [None, ["docs"]]}
    assert found["demo/tasks:party"]["fields"]["duration"] == [None, "1d"]
    git(root, "commit", "-qam", "more")
    back = {one["record"]: one["kind"] for one in diff(root, "HEAD..start")["changes"]}
    assert back["demo/tasks:party"] == "removed"


def test_the_other_way_round_is_the_mirror(root):
    change(root, ("duration: 6d", "duration: 15d"), ("[Drawn, Approved]", "[Drawn]"))
    git(root, "commit", "-qam", "longer")
    there, back = diff(root, "start..HEAD"), diff(root, "HEAD..start")
    turned = [{**one, "fields": {name: pair[::-1] for name, pair in one["fields"].items()}} for one in back["changes"]]
    assert turned == there["changes"]
    moved = {(one["kind"], one["subject"]): (one["before"], one["after"]) for one in there["consequences"]}
    for one in back["consequences"]:
        if one["kind"] in ("project-finish", "milestone", "forecast-p50", "forecast-p80"):
            assert moved[one["kind"], one["subject"]] == (one["after"], one["before"])


def test_by_default_the_branch_since_it_left_main(root):
    git(root, "checkout", "-qb", "feature")
    change(root, ("duration: 6d", "duration: 7d"))
    git(root, "commit", "-qam", "on the branch")
    change(root, ("duration: 10d", "duration: 12d"))
    git(root, "stash", "-q")
    git(root, "checkout", "-q", "main")
    change(root, ("duration: 5d", "duration: 4d"))
    git(root, "commit", "-qam", "meanwhile on main")
    git(root, "checkout", "-q", "feature")
    git(root, "stash", "pop", "-q")
    records = {one["record"]: one["fields"] for one in diff(root)["changes"]}
    assert records == {"demo/tasks:build": {"duration": ["10d", "12d"]}, "demo/tasks:docs": {"duration": ["6d", "7d"]}}
    assert {one["record"] for one in diff(root, "main...HEAD")["changes"]} == {"demo/tasks:docs"}
    assert {one["record"] for one in diff(root, "main..HEAD")["changes"]} == {"demo/tasks:design", "demo/tasks:docs"}


def test_markdown_leads_with_the_consequences_and_disarms_what_records_say(root):
    change(
        root,
        ("title: Docs", "title: '<img src=x onerror=alert(1)> @team | [x](javascript:1) `y`'"),
        ("duration: 6d", "duration: 15d"),
    )
    text = run(root, "--format", "markdown").stdout
    lines = text.splitlines()
    assert lines[0] == "### What this change does to the plan"
    assert lines[2].startswith("**Project finish 2026-03-20 → 2026-03-27 (+5 working days); Live 2026-03-20")
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt; @\u200bteam \\| \\[x\\](javascript:1) \\`y\\`" in text
    assert text.count("<details>") == text.count("</details>")


def test_markdown_fits_a_comment(root):
    path = root / "content" / "projects" / "demo" / "many.yml"
    path.write_text(
        "tasks:\n"
        + "".join(f"  t{n}: {{title: Task {n}, owner: lin, duration: 1d, acceptance: [Done]}}\n" for n in range(1500))
    )
    text = run(root, "--format", "markdown").stdout
    assert len(text) < 65_536
    assert text.count("<details>") == text.count("</details>")
    assert "`milepost diff` shows all." in text


def test_html_is_a_page_of_its_own_without_foreign_markup(root):
    change(root, ("title: Docs", "title: '<script>alert(1)</script>'"))
    page = run(root, "--format", "html").stdout
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "http" not in page


@pytest.mark.parametrize("asked", ["nope", "start..nope", "--output=/etc/x", "nope...start"])
def test_an_unknown_ref_is_one_line(root, asked):
    done = run(root, "--", asked)
    assert (done.returncode, done.stdout) == (2, "")
    assert "git knows no" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_git_or_a_commit(tmp_path):
    portal(tmp_path, {})
    assert "no git repository with a commit" in run(tmp_path).stderr
    git(tmp_path, "init", "-q")
    done = run(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no git repository with a commit" in done.stderr


def test_without_a_main_branch(root):
    git(root, "branch", "-M", "work")
    assert "neither `origin/main` nor `main`" in run(root).stderr
    assert diff(root, "start")["changes"] == []
    git(root, "checkout", "-q", "--detach")
    assert diff(root, "start")["changes"] == []


def test_a_shallow_clone_says_what_to_do(root, tmp_path):
    change(root, ("duration: 6d", "duration: 7d"))
    git(root, "commit", "-qam", "more")
    clone = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{root}", str(clone)], check=True, capture_output=True
    )
    done = run(clone, "start")
    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr


def test_a_version_that_does_not_load_is_compared_as_far_as_it_does(root):
    (root / "content/projects/demo/plan.yml").write_text(PLAN + "  broken: {title: [\n")
    document = diff(root)
    assert "yaml-syntax" in {one["rule"] for one in document["diagnostics"]["introduced"]}


def test_both_languages(root):
    change(root, ("duration: 6d", "duration: 15d"))
    done = subprocess.run(
        [sys.executable, "-m", "milepost", "diff", "-C", str(root), "--lang", "zh"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "项目完成 2026-03-20 → 2026-03-27 (+5 个工作日)" in done.stdout
