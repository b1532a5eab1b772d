"""`milepost codeowners`: who has to agree to a change of a file."""

import subprocess
import sys

import pytest
from portal_files import PORTAL, PROJECT, commit, portal

PEOPLE = """\
people:
  lin: {title: Lin, handle: {github: lin-gh, gitlab: lin.gl}}
  mei: {title: Mei, handle: {github: "@mei-gh"}}
  kai: {title: Kai}
  old: {title: Old, active: false, handle: {github: old-gh}}
"""
PLAN = """\
tasks:
  a: {title: A, owner: lin}
  b: {title: B, owner: mei}
  c: {title: C, owner: kai}
  d: {title: D, owner: old}
"""
FILES = {
    "content/people.yml": PEOPLE,
    "content/projects/demo/plan.yml": PLAN,
    "content/projects/demo/own.yml": "risks:\n  r: {title: R, owner: lin}\n",
    "content/projects/demo/risks/a #1 risk.yml": "title: Odd\nowner: mei\n",
    "content/goals.yml": "goals:\n  g: {title: G, owner: mei}\n",
}
LINES = """\
/content/goals.yml @mei-gh
/content/projects/demo/ @lin-gh
/content/projects/demo/plan.yml @lin-gh @mei-gh
"""


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "milepost", "codeowners", "--lang", "en", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )


def between_the_marks(text):
    begin, *lines, end = text.splitlines(keepends=True)
    assert begin.startswith("# milepost: begin")
    assert end == "# milepost: end\n"
    return "".join(lines)


@pytest.fixture
def root(tmp_path):
    return portal(tmp_path, {name: text for name, text in FILES.items() if "#" not in name})


def test_a_line_for_each_project_and_each_file_with_other_owners(root):
    done = run(root)
    assert (done.returncode, between_the_marks(done.stdout)) == (0, LINES)
    assert done.stderr == ("info: no account on github is given for: kai; write it under `handle:` in their records\n")


def test_the_host_decides_which_accounts_and_which_file(root):
    settings = PORTAL + "  repository: {url: https://gitlab.com/x/y, host: gitlab}\n"
    (root / "content/portal.yml").write_text(settings)
    assert between_the_marks(run(root).stdout).splitlines() == ["/content/projects/demo/ @lin.gl", "/content/projects/demo/plan.yml @lin.gl"]  # fmt: skip
    assert run(root, "--write").returncode == 0
    assert (root / ".gitlab" / "CODEOWNERS").is_file()


def test_patterns_begin_at_the_repository_and_take_names_literally(tmp_path):
    root = portal(tmp_path / "plans" / "portal", FILES)
    commit(tmp_path)
    lines = between_the_marks(run(root).stdout).splitlines()
    assert lines[1] == "/plans/portal/content/projects/demo/ @lin-gh"
    assert not any(line.startswith("/content") for line in lines)
    assert r"/plans/portal/content/projects/demo/risks/a\ \#1\ risk.yml @lin-gh @mei-gh" in lines
    assert run(root, "--write").returncode == 0
    assert (tmp_path / ".github" / "CODEOWNERS").is_file()


def test_other_lines_of_the_file_stay_and_a_second_run_changes_nothing(root):
    file = root / "CODEOWNERS"
    file.write_text("*.py @dev\n")
    assert run(root, "--check").returncode == 1
    assert run(root, "--write").returncode == 0
    first = file.read_text()
    assert first.startswith("*.py @dev\n\n# milepost: begin")
    file.write_text(first + "/docs/ @writer\n")
    (root / "content/goals.yml").unlink()
    done = run(root, "--check")
    assert done.returncode == 1
    assert "does not name today's owners" in done.stderr
    assert run(root, "--write").returncode == 0
    second = file.read_text()
    assert second == first.replace("/content/goals.yml @mei-gh\n", "") + "/docs/ @writer\n"
    assert run(root, "--check").returncode == 0
    assert run(root, "--write").returncode == 0
    assert file.read_text() == second


def test_another_file_and_wrong_calls(root):
    assert run(root, "-o", "owners.txt").returncode == 0
    assert between_the_marks((root / "owners.txt").read_text()) == LINES
    assert run(root, "--write", "--check").returncode == 2
    (root / "CODEOWNERS").write_bytes(b"\xff\xfe")
    done = run(root, "--write")
    assert done.returncode == 2
    assert "cannot be read" in done.stderr
    assert (root / "CODEOWNERS").read_bytes() == b"\xff\xfe"


def test_a_project_without_accounts_has_no_lines(root):
    (root / "content/projects/demo/project.yml").write_text(PROJECT.replace("owner: lin", "owner: kai"))
    lines = between_the_marks(run(root).stdout).splitlines()
    assert lines == ["/content/goals.yml @mei-gh", "/content/projects/demo/own.yml @lin-gh", "/content/projects/demo/plan.yml @lin-gh @mei-gh"]  # fmt: skip
