import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EVERYWHERE = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=EVERYWHERE,
    )


@pytest.mark.parametrize(
    "arguments", [(), ("--lang", "zh"), ("--lang", "en", "--as-of", "2026-09-30"), ("--as-of", "2028-02-29")]
)
def test_the_portal_has_no_findings(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    made = run(tmp_path, "milepost", "init", "deep/below/portal", *arguments)
    assert (made.returncode, made.stderr) == (0, "")
    portal = tmp_path / "deep" / "below" / "portal"
    checked = run(portal, "milepost", "check", "--format", "json", *arguments[-2:] if "--as-of" in arguments else ())
    assert checked.returncode == 0
    assert json.loads(checked.stdout)["diagnostics"] == []
    assert [path.name for path in (portal / "content" / "projects").iterdir()] == ["first-project"]


def test_the_portal_builds_as_it_is(tmp_path: Path) -> None:
    run(tmp_path, "milepost", "init", "portal")
    built = run(tmp_path / "portal", "mkdocs", "build", "--strict")
    assert built.returncode == 0, built.stderr
    site = tmp_path / "portal" / "site"
    plan = Path("projects/first-project/plan/index.html")
    assert "Interview target users" in (site / plan).read_text(encoding="utf-8")
    assert "访谈目标用户" in (site / "zh" / plan).read_text(encoding="utf-8")
    assert "content/handbook/index.md" in (site / "handbook" / "index.html").read_text(encoding="utf-8")


def test_the_printed_steps_work(tmp_path: Path) -> None:
    made = run(tmp_path, "milepost", "init", "a portal", "--lang", "zh")
    steps = [line.strip() for line in made.stdout.splitlines()[1:]]
    assert steps == ["cd 'a portal'", "milepost check", "mkdocs serve"]


def test_an_empty_working_directory_is_filled_in_place(tmp_path: Path) -> None:
    made = run(tmp_path, "milepost", "init", ".")
    assert made.returncode == 0
    assert "cd " not in made.stdout
    assert run(tmp_path, "milepost", "check").returncode == 0


def test_c_names_the_folder_that_dir_starts_from(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    run(tmp_path, "milepost", "init", "portal", "-C", "elsewhere")
    assert (tmp_path / "elsewhere" / "portal" / "content" / "portal.yml").is_file()


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "notes.txt").write_text("mine")
    made = run(tmp_path, "milepost", "init", "portal")
    assert made.returncode == 2
    assert made.stdout == ""
    assert "not empty" in made.stderr
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["portal", "portal/notes.txt"]


def test_a_day_that_is_none_writes_nothing(tmp_path: Path) -> None:
    made = run(tmp_path, "milepost", "init", "portal", "--as-of", "2026-3-1")
    assert made.returncode == 2
    assert not list(tmp_path.iterdir())
