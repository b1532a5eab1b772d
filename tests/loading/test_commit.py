"""A portal read from a git commit loads equal to the folder it was committed from."""

import os
import subprocess

import pytest
from loading.findings import DEMO, TASK
from portal_files import portal

from milepost.history.git import CommitTree, Git
from milepost.loading.files import MAX_BYTES, FolderTree
from milepost.loading.load import load


def commit(root):
    who = {
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | who
    for arguments in (["init", "-q"], ["-c", "core.autocrlf=false", "add", "-f", "."], ["commit", "-q", "-m", "all"]):
        subprocess.run(["git", *arguments], cwd=root, env=env, check=True, capture_output=True)
    return CommitTree(Git(root), "HEAD")


def assert_equal(one, other):
    assert one.diagnostics == other.diagnostics
    assert one.places == other.places
    assert one.sources == other.sources
    assert one.portal == other.portal
    assert [record.key for record in one.portal.everything()] == [record.key for record in other.portal.everything()]
    assert [record.invalid for record in one.portal.everything()] == [
        record.invalid for record in other.portal.everything()
    ]
    for record in one.portal.everything():
        first, second = one.positions[record.key], other.positions[record.key]
        assert (first.path, first.location) == (second.path, second.location)


@pytest.mark.parametrize(
    "files",
    [
        {"plan.yml": "tasks:\n" + TASK, "tasks/card.md": "---\ntitle: Card\n---\nBody\n", "tasks/card.zh.md": "正文\n"},
        {"plan.yml": ("tasks:\n" + TASK).replace("\n", "\r\n"), "bom.yml": "\ufefftasks: {}\n"},
        {
            "bad.yml": "tasks:\n  menu: {title: [A}\n",
            "latin.yml": "# é".encode("latin-1"),
            "empty.yml": "",
            "nul.yml": "\0",
        },
        {
            "菜单 页.yml": "tasks:\n" + TASK,
            'quo"te\t.yml': "taks: {}\n",
            ".hidden.yml": "[",
            "big.yml": b"#" * (MAX_BYTES + 9),
        },
        {"daily.csv": "date,uv\n2026-03-02,1\n", "content/assets/x.yml": "[", "content/page.md": "# Page\n"},
    ],
)
def test_small_portals(files, tmp_path):
    named = {name if name.startswith("content/") else DEMO + name: text for name, text in files.items()}
    root = portal(tmp_path, named)
    assert_equal(load(commit(root)), load(FolderTree(root)))


def test_the_example(checkout, tmp_path):
    import shutil

    shutil.copytree(checkout / "content", tmp_path / "content")
    assert_equal(load(commit(tmp_path)), load(FolderTree(tmp_path)))


def test_changes_after_the_commit_are_not_seen(tmp_path):
    root = portal(tmp_path, {f"{DEMO}plan.yml": "tasks:\n" + TASK})
    tree = commit(root)
    (root / DEMO / "plan.yml").write_text("[")
    (root / DEMO / "more.yml").write_text("[")
    assert load(tree).diagnostics == ()
    assert len(load(FolderTree(root)).diagnostics) == 2


def test_links_are_followed_as_in_a_folder(tmp_path):
    root = portal(tmp_path / "portal", {"content/projects/demo/plan.yml": "tasks:\n" + TASK})
    demo = root / "content" / "projects" / "demo"
    (demo / "shared").mkdir()
    (demo / "shared" / "risks.yml").write_text("risks:\n  rain: {title: Rain}\n")
    (demo / "more").symlink_to("shared")
    (demo / "again.yml").symlink_to("once.yml")
    (demo / "once.yml").symlink_to("shared/risks.yml")
    (demo / "around").symlink_to("..")
    (demo / "gone.yml").symlink_to("nowhere.yml")
    (demo / "gone.txt").symlink_to("nowhere.txt")
    (demo / "out.yml").symlink_to("/etc/hostname")
    from_folder, from_commit = load(FolderTree(root)), load(commit(root))
    assert len(from_commit.diagnostics) > 3
    assert_equal(from_commit, from_folder)
