"""Edited files on disk: checked first, swapped in whole, never over somebody else's change."""

import os

import pytest
from portal_files import portal

from milepost.build import load_portal
from milepost.errors import MilepostError
from milepost.loading.rewriting import FieldValue, rewrites, write
from milepost.model.reference import Ref

PLAN = "tasks:\n  a: {title: A, owner: lin}\n  b:\n    title: B\n    owner: lin\n"
MENU = "---\ntitle: Menu\n---\nBody\n"
DAY = FieldValue("start", "2026-03-09", ("due",))


def key(name):
    return Ref("demo", "tasks", name)


@pytest.fixture
def root(tmp_path):
    files = {"content/projects/demo/plan.yml": PLAN, "content/projects/demo/tasks/menu.md": MENU}
    return portal(tmp_path, files)


def changed(root, *names):
    return rewrites(root, load_portal(root).positions, dict.fromkeys(map(key, names), DAY))


def test_several_records_in_several_files(root):
    found = changed(root, "a", "b", "menu")
    assert [one.path for one in found] == ["content/projects/demo/plan.yml", "content/projects/demo/tasks/menu.md"]
    assert (root / found[0].path).read_text() == PLAN, "nothing is written yet"
    write(root, found)
    after = load_portal(root).portal.projects["demo"].collections["tasks"]
    assert {name: str(task.start) for name, task in after.items()} == dict.fromkeys(("a", "b", "menu"), "2026-03-09")
    assert changed(root, "a", "b", "menu") == ()


def test_a_file_that_changed_meanwhile_is_left_alone_and_so_are_the_others(root):
    found = changed(root, "a", "menu")
    menu = root / "content/projects/demo/tasks/menu.md"
    menu.write_text(MENU + "more\n")
    with pytest.raises(MilepostError) as caught:
        write(root, found)
    assert caught.value.message.key == "edits.changed"
    assert (root / "content/projects/demo/plan.yml").read_text() == PLAN
    assert menu.read_text() == MENU + "more\n"


def test_a_file_that_is_gone_says_so(root):
    positions = load_portal(root).positions
    (root / "content/projects/demo/plan.yml").unlink()
    with pytest.raises(MilepostError) as caught:
        rewrites(root, positions, {key("a"): DAY})
    assert caught.value.message.key == "errors.cannot-write"


def test_bytes_that_are_no_text_are_refused(root):
    positions = load_portal(root).positions
    (root / "content/projects/demo/plan.yml").write_bytes(PLAN.encode() + b"# \xff\n")
    with pytest.raises(MilepostError) as caught:
        rewrites(root, positions, {key("a"): DAY})
    assert caught.value.message.params["reason"].key == "edits.bytes"


def test_a_link_stays_a_link_and_the_mode_stays(root):
    folder = root / "content/projects/demo"
    real = root / "content" / "kept.txt"
    (folder / "plan.yml").rename(real)
    real.chmod(0o640)
    (folder / "plan.yml").symlink_to(os.path.relpath(real, folder))
    write(root, changed(root, "a"))
    assert (folder / "plan.yml").is_symlink()
    assert "start: 2026-03-09" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in real.parent.iterdir() if path.name.startswith(".")) == []
