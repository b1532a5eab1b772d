"""Real repositories: reading a commit's tree, the log, and odd clones."""

import os
import subprocess

import pytest

from milepost.history.git import CommitTree, Git
from milepost.loading.files import FolderTree
from milepost.loading.load import load

PORTAL = "portal: {title: 演示, languages: [en], timezone: UTC, currency: EUR, calendar: {weekend: [sat, sun]}}\n"
WHO = {
    "GIT_AUTHOR_NAME": "林远",
    "GIT_AUTHOR_EMAIL": "lin@example.com",
    "GIT_COMMITTER_NAME": "Lin",
    "GIT_COMMITTER_EMAIL": "lin@example.com",
}


def git(root, *arguments, day="2026-03-02T10:00:00+08:00"):
    env = {**os.environ, **WHO, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    return subprocess.run(["git", *arguments], cwd=root, env=env, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "repository"
    (root / "content" / "projects" / "演示 x").mkdir(parents=True)
    (root / "content" / "portal.yml").write_text(PORTAL)
    (root / "content" / "projects" / "演示 x" / "plan.yml").write_text("tasks:\n  a: {title: A}\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first: with a | and ünïcode")
    (root / "content" / "projects" / "演示 x" / "plan.yml").write_text("tasks:\n  a: {title: A}\n  b: {title: B}\n")
    git(root, "commit", "-q", "-am", "second", day="2026-03-03T10:00:00+08:00")
    return root


def test_a_commit_loads_as_the_folder_did(repository):
    from_folder = load(FolderTree(repository))
    from_commit = load(CommitTree(Git(repository), "HEAD"))
    assert [record.key for record in from_commit.portal.everything()] == [
        record.key for record in from_folder.portal.everything()
    ]
    assert from_commit.diagnostics == from_folder.diagnostics


def test_an_older_commit(repository):
    loaded = load(CommitTree(Git(repository), "HEAD~1"))
    (project,) = loaded.portal.projects.values()
    assert list(project.collections["tasks"]) == ["a"]


def test_links_and_large_files_in_a_commit(repository, tmp_path):
    (repository / "content" / "out.yml").symlink_to("/etc/passwd")
    (repository / "content" / "big.yml").write_bytes(b"#" * (6 * 2**20))
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "odd")
    rules = {one.location.path: one.rule for one in load(CommitTree(Git(repository), "HEAD")).diagnostics}
    assert rules["content/out.yml"] == "unreadable-file"
    assert rules["content/big.yml"] == "oversized-file"


def test_the_log_tells_who_when_and_which_files_but_no_address(repository):
    second, first = Git(repository).log()
    assert (second.subject, second.author, second.on.isoformat()) == ("second", "林远", "2026-03-03T10:00:00+08:00")
    assert second.paths == ("content/projects/演示 x/plan.yml",)
    assert first.subject == "first: with a | and ünïcode"
    assert "example.com" not in repr((second, first))


def test_a_portal_below_the_top_of_its_repository(tmp_path, repository):
    outer = tmp_path / "outer"
    (outer / "docs" / "content").mkdir(parents=True)
    (outer / "docs" / "content" / "portal.yml").write_text(PORTAL)
    (outer / "other.txt").write_text("x")
    git(outer, "init", "-q")
    git(outer, "add", ".")
    git(outer, "commit", "-q", "-m", "one")
    inner = Git(outer / "docs")
    assert inner.prefix() == "docs/"
    assert inner.log()[0].paths == ("content/portal.yml",)
    assert CommitTree(inner, "HEAD").list().files == ("content/portal.yml",)


def test_a_shallow_clone_is_seen(repository, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    assert Git(tmp_path / "shallow").is_shallow()
    assert not Git(repository).is_shallow()


def test_variables_of_a_hook_do_not_mislead(repository, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert Git(repository).available()
    assert len(Git(repository).log()) == 2


def test_without_a_repository_or_a_commit(tmp_path):
    assert not Git(tmp_path).available()
    git(tmp_path, "init", "-q")
    assert not Git(tmp_path).available()
