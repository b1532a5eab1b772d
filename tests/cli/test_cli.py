"""The command line as its users run it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PORTAL = "portal:\n  title: Demo\n  languages: [en]\n  timezone: UTC\n  currency: EUR\n  calendar: {weekend: [sat, sun]}\n  as_of: 2026-03-02\n"
PROJECT = "project:\n  title: Demo\n  summary: A demo\n  sponsor: ann\n  owner: ann\n  start: 2026-03-02\n  due: 2026-04-01\n  status: active\n"
TASKS = "tasks:\n  a: {title: 一, owner: ann, duration: 2d, acceptance: Opens}\n  b: {title: Two, owner: ann, duration: 1d, after: a, acceptance: Opens}\n"


def run(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "milepost", *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd
    )


@pytest.fixture
def root(tmp_path):
    (tmp_path / "content" / "projects" / "demo").mkdir(parents=True)
    (tmp_path / "content" / "portal.yml").write_text(PORTAL)
    (tmp_path / "content" / "people.yml").write_text(
        "people:\n  ann: {title: Ann, backup: bea}\n  bea: {title: Bea, backup: ann}\n"
    )
    (tmp_path / "content" / "projects" / "demo" / "plan.yml").write_text(PROJECT + TASKS)
    return tmp_path


def plan_file(root: Path) -> Path:
    return root / "content" / "projects" / "demo" / "plan.yml"


def test_a_clean_portal_exits_with_zero(root):
    done = run("check", "-C", root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "no findings\n", "")


def test_a_closed_standard_output_takes_nothing_away(root):
    command = f'"{sys.executable}" -m milepost check -C "{root}" >&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_findings_exit_with_one_and_quote_the_line(root):
    plan_file(root).write_text(PROJECT + TASKS.replace("owner: ann, duration: 2d", "owner: anne, duration: 2d"))
    done = run("check", cwd=root)
    assert done.returncode == 1
    assert "error[unresolved-reference]: there is no person `anne`" in done.stdout.lower()
    assert "--> content/projects/demo/plan.yml:10:24" in done.stdout
    assert "did you mean `ann`?" in done.stdout
    assert done.stdout.rstrip().endswith("1 errors, 0 warnings, 0 infos")


def test_carets_stand_under_the_span_even_behind_chinese_characters(root):
    plan_file(root).write_text(PROJECT + TASKS.replace("duration: 2d", "duration: 2x"))
    lines = run("check", cwd=root).stdout.splitlines()
    quoted = next(line for line in lines if "duration: 2x" in line)
    carets = lines[lines.index(quoted) + 1]
    from milepost.diagnostics.formats.full import cells

    assert cells(quoted[: quoted.index("2x")]) == carets.index("^")
    assert carets.count("^") == 2


def test_paths_are_relative_to_the_working_directory(root):
    plan_file(root).write_text(PROJECT + "task: {}\n")
    done = run("check", "--format", "concise", cwd=root / "content" / "projects")
    assert done.stdout.startswith("../../content/projects/demo/plan.yml:9:1: error[unknown-collection]")


def test_the_json_format(root):
    plan_file(root).write_text(PROJECT + "  budget: many\n" + TASKS)
    done = run("check", "-C", root, "--format", "json", cwd=root)
    document = json.loads(done.stdout)
    assert document["version"] == 1
    assert document["summary"] == {"errors": 1, "warnings": 0, "infos": 0}
    (one,) = document["diagnostics"]
    assert one.keys() == {
        "rule", "severity", "message", "path", "line", "column", "end_line", "end_column", "notes", "help", "url",
    }  # fmt: skip
    assert (one["rule"], one["path"]) == ("invalid-value", "content/projects/demo/plan.yml")
    assert (one["line"], one["column"], one["end_line"], one["end_column"]) == (9, 11, 9, 15)


def test_both_languages(root):
    plan_file(root).write_text(PROJECT + "task: {}\n")
    assert "unknown collection `task`" in run("check", "-C", root, "--lang", "en").stdout
    assert "未知的集合 `task`" in run("check", "-C", root, "--lang", "zh").stdout


def test_the_portals_first_language_is_the_default(root):
    (root / "content" / "portal.yml").write_text(PORTAL.replace("[en]", "[zh-CN, en]"))
    assert run("check", "-C", root).stdout == "没有发现问题\n"


def test_fail_on_warning(root):
    (root / "content" / "portal.yml").write_text(PORTAL + "  rules: {missing-field: warning}\n")
    plan_file(root).write_text(PROJECT + TASKS.replace(", acceptance: Opens", "", 1))
    assert run("check", "-C", root).returncode == 0
    assert run("check", "-C", root, "--fail-on", "warning").returncode == 1


def test_outside_of_a_portal_it_cannot_run(tmp_path):
    done = run("check", "-C", tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no content/portal.yml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("check", "--as-of", "2026-3-1"), ("plan", "nope"), ("explain", "no-such-rule"), ("nope",)]
)
def test_wrong_calls_exit_with_two_and_one_line(root, arguments):
    done = run(*arguments, cwd=root)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_result_is_reused_until_a_byte_changes(root):
    cache = root / ".cache" / "milepost" / "check.json"
    first = run("check", "-C", root)
    assert cache.is_file()
    written = cache.stat().st_mtime_ns
    assert run("check", "-C", root).stdout == first.stdout
    assert cache.stat().st_mtime_ns == written, "the stored result is used"
    plan_file(root).write_text(PROJECT + TASKS + "# changed\n")
    assert run("check", "-C", root).stdout == first.stdout
    assert cache.stat().st_mtime_ns > written, "a changed file makes it anew"


def test_a_damaged_cache_is_ignored(root):
    run("check", "-C", root)
    (root / ".cache" / "milepost" / "check.json").write_text("{")
    assert run("check", "-C", root).returncode == 0


def test_cached_findings_are_the_same_in_every_format(root):
    plan_file(root).write_text(
        PROJECT + TASKS.replace("after: a", "after: [b, c]").replace("duration: 1d", "duration: 4h")
    )
    for name in ("full", "concise", "json"):
        fresh = run("check", "-C", root, "--format", name, "--no-cache")
        assert run("check", "-C", root, "--format", name).stdout == fresh.stdout
        assert run("check", "-C", root, "--format", name).stdout == fresh.stdout


def test_plan_as_csv_and_json(root):
    done = run("plan", "demo", "-C", root, "--format", "csv")
    assert done.stdout == (
        "id,start,finish,total_float,free_float,critical\na,2026-03-02,2026-03-03,0,0,true\nb,2026-03-04,2026-03-04,0,0,true\n"
    )
    document = json.loads(run("plan", "demo", "-C", root, "--format", "json").stdout)
    assert document["tasks"][0] == {
        "id": "a", "title": "一", "start": "2026-03-02", "finish": "2026-03-03", "total_float": 0, "free_float": 0, "critical": True,
    }  # fmt: skip


def test_plan_works_on_what_loaded(root):
    (root / "content" / "projects" / "demo" / "broken.yml").write_text("risks: [\n")
    done = run("plan", "demo", "-C", root, "--format", "csv")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3


def test_plan_of_a_cycle_exits_with_one_and_names_it(root):
    plan_file(root).write_text(PROJECT + TASKS.replace("duration: 2d", "duration: 2d, after: b"))
    done = run("plan", "demo", "-C", root)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "a → b → a" in done.stderr or "b → a → b" in done.stderr


def test_explain(root):
    assert run("explain", "yaml-syntax", "--lang", "en").stdout.startswith("# yaml-syntax")
    listed = run("explain", "--list", "--lang", "zh").stdout.splitlines()
    assert any(line.startswith("dependency-cycle") for line in listed)
    assert len(listed) > 30
