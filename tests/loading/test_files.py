"""What stands in the content folder and is no file that can be read."""

import os

import pytest
from loading.findings import BESIDE, DEMO, TASK, checked, english, place, places, tasks, the_one
from loading.memory_tree import MemoryTree
from portal_files import MINIMAL, portal

from milepost.build import check
from milepost.loading.files import MAX_LINKS, FolderTree, ReadOnce
from milepost.loading.load import load

LATE = {"late.yml": "tasks:\n  late: {title: L, owner: lin, duration: 1d, acceptance: [Loads], after: [menu]}\n"}


def test_a_tree_that_is_read_once_stays_what_it_was(tmp_path):
    plan = tmp_path / "content" / "plan.yml"
    plan.parent.mkdir()
    plan.write_text("a: 1\n")
    tree = ReadOnce(FolderTree(tmp_path))
    assert tree.list().files == ("content/plan.yml",)
    assert dict(tree.read(["content/plan.yml"])) == {"content/plan.yml": b"a: 1\n"}
    plan.unlink()
    assert tree.list().files == ("content/plan.yml",)
    assert dict(tree.read(["content/plan.yml", "content/gone.yml"])) == {
        "content/plan.yml": b"a: 1\n",
        "content/gone.yml": None,
    }


def with_entries(root, make, files=None):
    """Checks a portal to which `make` adds entries in the project's folder."""
    portal(root, {})
    make(root / DEMO)
    return checked(root, files or {})


def folder(name):
    return lambda demo: (demo / name).mkdir(parents=True)


def link(name, to):
    return lambda demo: (demo / name).symlink_to(demo / to)


@pytest.mark.parametrize(
    ("make", "where", "message"),
    [
        (folder("x.yml"), "unreadable-file x.yml:1:1", "a folder is named like a file"),
        (folder("tasks/menu.md"), "unreadable-file tasks/menu.md:1:1", "a folder is named like a file"),
        (link("menu.yml", "/etc/hostname"), "unreadable-file menu.yml:1:1", "a link leads out of the content folder"),
        (link("menu.yml", "../../../../elsewhere.yml"), "unreadable-file menu.yml:1:1", "a link leads out"),
        (link("outside", "/etc"), "unreadable-file outside:1:1", "a link leads out of the content folder"),
        (link("menu.yml", "menu.yml"), "unreadable-file menu.yml:1:1", "this is not a file"),
        (link("menu.yml", "nowhere.yml"), "unreadable-file menu.yml:1:1", "this is not a file"),
        (lambda demo: os.mkfifo(demo / "pipe.yml"), "unreadable-file pipe.yml:1:1", "this is not a file"),
        (lambda demo: (demo / os.fsdecode(b"\xff.yml")).touch(), "unreadable-file \ufffd.yml:1:1", "name is not UTF-8"),
    ],
)
def test_one_finding_at_the_entry(make, where, message, tmp_path):
    one = the_one(with_entries(tmp_path, make))
    assert place(one) == where
    assert message in english(one)[0]


def test_a_reference_to_what_an_unread_entry_may_hold_stays_silent(tmp_path):
    found = with_entries(tmp_path, link("menu.yml", "/etc/hostname"), LATE)
    assert places(found) == ["unreadable-file menu.yml:1:1"]
    assert "late" in tasks(found)


def test_folders_that_link_to_each_other_are_walked_once(tmp_path):
    def loops(demo):
        (demo / "up").symlink_to(demo.parent.parent)
        (demo / "self").symlink_to(demo)

    assert with_entries(tmp_path, loops).diagnostics == ()


def test_a_link_inside_of_the_content_folder_is_followed(tmp_path):
    portal(tmp_path, {"content/assets/plan.yml": "tasks:\n" + TASK})
    (tmp_path / DEMO / "plan.yml").symlink_to(tmp_path / "content" / "assets" / "plan.yml")
    found = checked(tmp_path, {})
    assert found.diagnostics == ()
    assert "menu" in tasks(found)


def test_links_without_end_are_given_up_and_said(tmp_path):
    portal(tmp_path, {})
    for one in "abc":
        (tmp_path / "content" / one).mkdir()
    for one in "abc":
        for number in range(12):
            (tmp_path / "content" / one / f"to{number}").symlink_to(tmp_path / "content" / "abc"[number % 3])
    listing = FolderTree(tmp_path).list()
    assert len(listing.refused) < 13 * MAX_LINKS
    assert {reason for _, reason in listing.refused} <= {"too-many-links"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    portal(tmp_path, {f"{DEMO}plan.yml": "tasks:\n" + TASK})
    (tmp_path / DEMO / "plan.yml").chmod(0)
    assert place(the_one(checked(tmp_path, {}))) == "unreadable-file plan.yml:1:1"


def test_a_file_that_is_gone_when_it_is_read(tmp_path):
    files = {path: text.encode() for path, text in MINIMAL.items()}
    files |= {f"{DEMO}plan.yml": None, f"{DEMO}late.yml": LATE["late.yml"].encode()}
    loaded = load(MemoryTree(files))
    assert [place(one) for one in loaded.diagnostics] == ["unreadable-file plan.yml:1:1"]
    assert list(loaded.portal.projects["demo"].collections["tasks"]) == ["late"]


def test_the_settings_are_gone_when_they_are_read():
    files = {path: text.encode() for path, text in MINIMAL.items()} | {"content/portal.yml": None}
    assert [place(one) for one in load(MemoryTree(files)).diagnostics] == ["unreadable-file content/portal.yml:1:1"]


def test_a_real_file_that_disappears_between_listing_and_reading(tmp_path, monkeypatch):
    portal(tmp_path, {f"{DEMO}plan.yml": "tasks:\n" + TASK, f"{DEMO}beside.yml": BESIDE})
    listed = FolderTree.list

    def list_then_delete(self):
        listing = listed(self)
        (tmp_path / DEMO / "plan.yml").unlink(missing_ok=True)
        return listing

    monkeypatch.setattr(FolderTree, "list", list_then_delete)
    found = check(tmp_path)
    assert places(found) == ["unreadable-file plan.yml:1:1"]
    assert list(tasks(found)) == ["beside"]


def test_hidden_entries_and_other_files_are_none_of_our_business(tmp_path):
    files = {".hidden.yml": "taks: [", ".git/x.yml": "[", "notes.txt": "[", "data.bin": b"\xff\xfe\0"}
    assert checked(tmp_path, files | {"content/assets/x.yml": "taks: ["}).diagnostics == ()
