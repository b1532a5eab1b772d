from datetime import date
from pathlib import Path

import pytest
import yaml

from milepost.errors import MilepostError
from milepost.exports.scaffold import scaffold_files, write_new

PROJECT = "content/projects/first-project/project.yml"


@pytest.mark.parametrize(
    ("today", "start"),
    [("2026-03-01", "2026-03-02"), ("2026-03-02", "2026-03-09"), ("2027-12-31", "2028-01-03")],
)
def test_the_project_starts_on_the_monday_after_the_day(today: str, start: str) -> None:
    files = scaffold_files(today=date.fromisoformat(today), language="en")
    project = yaml.safe_load(files[PROJECT])["project"]
    assert project["start"] == date.fromisoformat(start)
    assert (project["due"] - project["start"]).days == 46


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_place_is_left_to_be_filled(language: str) -> None:
    files = scaffold_files(today=date(2026, 3, 1), language=language)
    assert not [path for path, text in files.items() if "<<" in text or "dot-" in path]


@pytest.mark.parametrize(("language", "order"), [("zh", ["zh-CN", "en"]), ("en", ["en", "zh-CN"])])
def test_the_language_comes_first(language: str, order: list[str]) -> None:
    files = scaffold_files(today=date(2026, 3, 1), language=language)
    settings = yaml.safe_load(files["content/portal.yml"])["portal"]
    assert settings["languages"] == order
    assert yaml.safe_load(files["mkdocs.yml"])["site_name"] == settings["title"][language]


def test_yaml_is_in_block_style_with_an_indent_of_two() -> None:
    files = scaffold_files(today=date(2026, 3, 1), language="en")
    for path in [path for path in files if path.endswith(".yml")]:
        text = files[path]
        for event in yaml.parse(text):
            assert not getattr(event, "flow_style", False), f"{path}: {event}"
        for number, line in enumerate(text.splitlines(), start=1):
            assert (len(line) - len(line.lstrip(" "))) % 2 == 0, f"{path}:{number}"


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(MilepostError) as failure:
        write_new(tmp_path / "some" / "where", {"a": "a file", "a/b": "cannot be below it"})
    assert failure.value.message.key == "errors.cannot-write"
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_an_empty_folder_empty(tmp_path: Path) -> None:
    folder = tmp_path / "portal"
    folder.mkdir()
    with pytest.raises(MilepostError):
        write_new(folder, {"a": "a file", "a/b": "cannot be below it"})
    assert [path.name for path in tmp_path.rglob("*")] == ["portal"]


def test_a_file_in_the_way_stays(tmp_path: Path) -> None:
    (tmp_path / "portal").write_text("mine")
    with pytest.raises(MilepostError) as failure:
        write_new(tmp_path / "portal", {"a": "text"})
    assert failure.value.message.key == "errors.exists"
    assert (tmp_path / "portal").read_text() == "mine"
