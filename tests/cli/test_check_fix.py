"""`milepost check --fix` and `--diff`."""

import subprocess

import pytest
from cli.test_check_output import check
from loading.findings import DEMO
from portal_files import commit, portal

BROKEN = (
    "\ufeff# 计划\r\ntasks:\r\n  menu:\r\n    titel: 菜单: 首页\r\n    owner: 'lin'   # kept\r\n"
    "    duration: 5\r\n    start: 2026-3-2\r\n    acceptance: [Loads]\r\n    after: [nothing-like-it]"
)
RIGHT = (
    BROKEN.replace("titel: 菜单: 首页", 'title: "菜单: 首页"').replace("duration: 5", "duration: 5d").replace("-3-2", "-03-02")
)  # fmt: skip


@pytest.fixture
def root(tmp_path):
    return portal(tmp_path, {f"{DEMO}plan.yml": BROKEN})


def plan(root):
    return (root / DEMO / "plan.yml").read_bytes().decode()


def test_fix_writes_and_shows_what_is_left(root):
    done = check(root, "--fix", "--format", "concise")
    assert plan(root) == RIGHT
    assert done.returncode == 1
    assert [line.split(" ")[1] for line in done.stdout.splitlines()] == ["error[unresolved-reference]"]
    assert f"{DEMO}plan.yml:6:15: fixed invalid-duration: `5` → `5d`" in done.stderr
    assert done.stderr.endswith("fixed 4 findings in 1 files; 1 are left\n")


def test_a_second_fix_has_nothing_to_do(root):
    first = check(root, "--fix")
    again = check(root, "--fix")
    assert plan(root) == RIGHT
    assert (again.stdout, again.stderr) == (first.stdout, "fixed 0 findings in 0 files; 1 are left\n")


def test_diff_prints_a_patch_that_git_takes_and_writes_nothing(root):
    commit(root)
    done = subprocess.run(["git", "status", "--short"], cwd=root, capture_output=True, check=True)
    patch = check_bytes(root, "--diff")
    assert plan(root) == BROKEN
    assert patch.returncode == 1
    assert patch.stderr.decode().endswith("4 findings can be fixed in 1 files; 1 would be left\n")
    subprocess.run(["git", "apply", "-"], input=patch.stdout, cwd=root, check=True)
    assert plan(root) == RIGHT
    assert done.stdout == b""


def check_bytes(root, *arguments):
    import sys

    return subprocess.run(
        [sys.executable, "-m", "milepost", "check", *arguments], capture_output=True, check=False, cwd=root
    )


def test_the_patch_keeps_the_missing_line_end(root):
    (root / DEMO / "plan.yml").write_text("tasks:\n  m: {title: M, owner: lin, duration: 5, acceptance: [Loads]}")
    commit(root)
    subprocess.run(["git", "apply", "-"], input=check_bytes(root, "--diff").stdout, cwd=root, check=True)
    assert plan(root).endswith("duration: 5d, acceptance: [Loads]}")


def test_nothing_to_fix_is_an_empty_diff(root):
    check(root, "--fix")
    assert check(root, "--diff").stdout == ""


def test_a_fix_that_leaves_nothing_exits_with_zero(root):
    (root / DEMO / "plan.yml").write_text("tasks:\n  m: {title: M, owner: lin, duration: 5, acceptance: [Loads]}\n")
    done = check(root, "--fix")
    assert (done.returncode, done.stdout) == (0, "no findings\n")


def test_a_link_stays_a_link_and_the_mode_stays(root):
    real = root / DEMO / "real.txt"
    (root / DEMO / "plan.yml").rename(real)
    real.chmod(0o640)
    (root / DEMO / "plan.yml").symlink_to("real.txt")
    check(root, "--fix")
    assert (root / DEMO / "plan.yml").is_symlink()
    assert (real.stat().st_mode & 0o777, real.read_bytes().decode()) == (0o640, RIGHT)


@pytest.mark.parametrize("asked", [("--fix", "--diff"), ("--fix", "--write-baseline"), ("--diff", "--write-baseline")])
def test_what_contradicts_itself_is_a_wrong_call(root, asked):
    done = check(root, *asked)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be asked for together" in done.stderr
    assert plan(root) == BROKEN
