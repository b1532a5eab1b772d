"""`milepost export`: what it writes, what it leaves alone, what it refuses."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import absent
from portal_files import PORTAL, commit, portal

SETTINGS = """\
site_name: Demo
docs_dir: content
theme: {name: material, custom_dir: own, palette: {scheme: slate}}
extra_css: [assets/own.css]
plugins: [search, milepost]
hooks: [run.py]
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
extra:
  analytics: !ENV ANALYTICS
"""
TITLE = "'Q&A <b>x</b> {{ 7 * 7 }}'"
AUDIENCES = "  audiences: [public, team]\n  default_audience: team\n"
PLAN = "content/projects/demo/plan.yml"
PAGE = "---\ntitle: 'Notes: and more'\naudience: public\n---\n# Notes\n\n```milepost table tasks\n```\n\nSee [home](../index.md).\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "mkdocs.yml": SETTINGS,
        "content/portal.yml": PORTAL.replace("[en]", "[en, zh]").replace("Demo portal", TITLE) + AUDIENCES,
        "content/assets/own.css": "p{color:red}",
        "content/assets/.hidden": "x",
        "content/notes/index.md": PAGE,
        PLAN: "tasks:\n  a: {title: 'A <i>task</i>', owner: lin, duration: 3d, acceptance: [it works]}\n",
    }
    return commit(portal(tmp_path / "portal", files))


def export(root: Path, target: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "milepost", "export", str(target), "-C", str(root), *options]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def front_matter(folder: Path, place: str) -> dict[str, object]:
    return yaml.safe_load((folder / "docs" / place).read_text(encoding="utf-8").split("---\n")[1])


def test_pages_settings_and_assets_are_written_for_each_language(root, tmp_path):
    done = export(root, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    found = files_of(tmp_path / "out")
    for folder in ("docs/", "docs/zh/"):
        for place in ("index.md", "projects/demo/plan/index.md", "notes/index.md", "projects/demo/calendar.ics"):
            assert folder + place in found
        assert found[f"{folder}assets/own.css"] == b"p{color:red}"
    assert not [name for name in found if name.endswith(".hidden") or name.startswith(".milepost-export")]
    assert front_matter(tmp_path / "out", "index.md")["title"] == "Q&amp;A &lt;b&gt;x&lt;/b&gt; {{ 7 * 7 }}"
    notes = found["docs/notes/index.md"].decode()
    assert "```milepost" not in notes
    own = front_matter(tmp_path / "out", "notes/index.md")
    assert own == {"title": "Notes: and more", "language": "en", "address": "notes/"}
    assert "A &lt;i&gt;task&lt;/i&gt;" in notes
    assert "See [home](../index.md)." in notes


def test_settings_of_the_portal_stay_but_for_what_needs_its_plugins(root, tmp_path):
    assert export(root, tmp_path / "out").returncode == 0
    text = (tmp_path / "out" / "mkdocs.yml").read_text(encoding="utf-8")
    assert "!!python/name:material.extensions.emoji.twemoji" in text
    assert "!ENV" in text
    plain = yaml.safe_load(text.replace("!!python/name:", "python-").replace("!ENV", ""))
    assert plain["theme"]["palette"] == {"scheme": "slate"}
    assert plain["theme"]["custom_dir"] == "overrides"
    assert plain["theme"]["font"] is False
    assert plain["extra_css"] == ["assets/milepost.css", "assets/material.css", "assets/own.css"]
    assert [list(one) for one in plain["plugins"]] == [["search"]]
    assert not plain.keys() & {"docs_dir", "hooks", "repo_url"}
    assert [list(one) for one in plain["nav"]] == [["English"], ["中文"]]


def test_settings_that_are_no_yaml_are_told_of(root, tmp_path):
    (root / "mkdocs.yml").write_text("site_name: [x\n", encoding="utf-8")
    done = export(root, tmp_path / "out")
    assert done.returncode == 2
    assert "mkdocs.yml is no valid YAML" in done.stderr
    assert "line 2" in done.stderr


def test_one_language_is_at_the_top(root, tmp_path):
    assert export(root, tmp_path / "out", "--lang", "zh").returncode == 0
    assert not (tmp_path / "out" / "docs" / "zh").exists()
    assert front_matter(tmp_path / "out", "projects/demo/plan/index.md")["language"] == "zh"


def test_an_earlier_export_is_replaced_and_the_rest_stays(root, tmp_path):
    target = tmp_path / "out"
    assert export(root, target).returncode == 0
    (target / "docs" / "stale.md").write_text("old", encoding="utf-8")
    (target / "site").mkdir()
    (target / "site" / "index.html").write_text("built", encoding="utf-8")
    assert export(root, target).returncode == 0
    assert not (target / "docs" / "stale.md").exists()
    assert (target / "site" / "index.html").read_text(encoding="utf-8") == "built"


@pytest.mark.parametrize("foreign", ["docs/mine.md", "mkdocs.yml", "overrides/main.html"])
def test_what_is_not_its_own_is_not_touched(root, tmp_path, foreign):
    target = tmp_path / "out"
    (target / foreign).parent.mkdir(parents=True)
    (target / foreign).write_text("mine", encoding="utf-8")
    done = export(root, target)
    assert done.returncode == 2
    assert foreign.split("/")[0] in done.stderr
    assert files_of(target) == {foreign: b"mine"}


def test_errors_end_an_export_and_leave_the_last_one(root, tmp_path):
    target = tmp_path / "out"
    assert export(root, target).returncode == 0
    before = files_of(target)
    (root / PLAN).write_text("tasks:\n  a: {title: A\n", encoding="utf-8")
    done = export(root, target)
    assert done.returncode == 2
    assert "plan.yml:2" in done.stderr
    assert files_of(target) == before
    assert export(root, target, "--on-error", "banner").returncode == 0
    assert "plan.yml:2" in (target / "docs/projects/demo/plan/index.md").read_text(encoding="utf-8")


def test_two_exports_on_different_days_are_identical(root, tmp_path):
    faketime = shutil.which("faketime")
    if not faketime:
        absent("hosts", "faketime is not installed")
    for number, day in enumerate(("2026-11-22 10:00:00", "2027-03-01 23:30:00")):
        target = str(tmp_path / str(number))
        command = [faketime, "-f", f"@{day}", sys.executable, "-m", "milepost", "export", target, "-C", str(root)]
        environment = {**os.environ, "PYTHONHASHSEED": str(number)}
        subprocess.run(command, check=True, capture_output=True, env=environment)
    assert files_of(tmp_path / "0") == files_of(tmp_path / "1")
