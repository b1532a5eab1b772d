"""`milepost build`: written beside and swapped in."""

import os
import subprocess
import sys

import pytest
from portal_files import commit, portal

HOST = "site_name: Demo portal\ndocs_dir: content\ntheme: {name: material, font: false}\nplugins: [search, milepost]\n"


def milepost(root, *arguments):
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "milepost", "build", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=root)


@pytest.fixture
def root(tmp_path):
    return portal(tmp_path / "portal", {"mkdocs.yml": HOST})


def test_a_failure_leaves_the_old_site_as_it_was(root):
    assert milepost(root, "--strict").returncode == 0
    home = root / "site" / "index.html"
    before = home.read_bytes()
    (root / "content" / "projects" / "demo" / "risks.yml").write_text("risks: {late: {titel: Late}}\n")
    failed = milepost(root)
    assert failed.returncode == 2
    assert "risks.yml:1" in failed.stderr
    assert home.read_bytes() == before
    assert not (root / "site.new").exists()


def test_with_a_banner_it_is_built_all_the_same(root):
    (root / "content" / "projects" / "demo" / "risks.yml").write_text("risks: {late: {titel: Late}}\n")
    assert milepost(root, "--on-error", "banner", "-d", "elsewhere").returncode == 0
    assert "risks.yml:1" in (root / "elsewhere" / "index.html").read_text(encoding="utf-8")
    assert not (root / "site").exists()


def test_the_day_and_the_language_can_be_asked_for(root):
    assert milepost(root, "--as-of", "2026-04-01", "--lang", "zh").returncode == 0
    home = (root / "site" / "index.html").read_text(encoding="utf-8")
    assert "2026-04-01" in home
    assert 'lang="zh-CN"' in home


def test_without_settings_of_mkdocs_it_says_what_is_missing(tmp_path):
    done = milepost(portal(tmp_path / "bare", {}))
    assert done.returncode == 2
    assert "mkdocs.yml" in done.stderr
    assert done.stdout == ""


@pytest.fixture
def travelled(tmp_path):
    """A portal in a folder of a repository whose project had another title before, and no risks."""
    root = portal(tmp_path / "top" / "portal", {"mkdocs.yml": HOST})
    settings = root / "content" / "portal.yml"
    settings.write_text(settings.read_text().replace("  as_of: 2026-03-02\n", ""))
    project = root / "content" / "projects" / "demo" / "project.yml"
    text = project.read_text()
    project.write_text(text.replace("title: Demo", "title: Former"))
    commit(tmp_path / "top", tag="then", on="2026-02-02T23:00:00+08:00")
    project.write_text(text)
    commit(tmp_path / "top", on="2026-02-04T01:00:00+08:00")
    return root


@pytest.mark.parametrize("at", ["then", "HEAD~1", "2026-02-02", "2026-02-03"])
def test_the_past_can_be_built_and_leaves_nothing_behind(travelled, at):
    (travelled / "content" / "projects" / "demo" / "project.yml").write_text("not committed: {")
    done = milepost(travelled, "--at", at, "-d", "then-site")
    assert done.returncode == 0, done.stderr
    home = (travelled / "then-site" / "index.html").read_text(encoding="utf-8")
    assert "Former" in home
    assert "2026-02-02" in home
    trees = subprocess.run(["git", "worktree", "list"], cwd=travelled, check=True, capture_output=True, text=True)
    assert len(trees.stdout.splitlines()) == 1
    assert (travelled / "content" / "projects" / "demo" / "project.yml").read_text() == "not committed: {"


def test_errors_of_the_past_are_a_banner_unless_they_shall_fail(travelled):
    (travelled / "content" / "projects" / "demo" / "risks.yml").write_text("risks: {late: {titel: Late}}\n")
    commit(travelled.parent, on="2026-02-05T12:00:00+08:00")
    assert milepost(travelled, "--at", "2026-02-05", "-d", "a").returncode == 0
    assert milepost(travelled, "--at", "2026-02-05", "-d", "b", "--on-error", "fail").returncode == 2
    trees = subprocess.run(["git", "worktree", "list"], cwd=travelled, check=True, capture_output=True, text=True)
    assert len(trees.stdout.splitlines()) == 1


@pytest.mark.parametrize(("at", "said"), [("nowhere", "git knows no `nowhere`"), ("2020-01-01", "no commit is as old")])
def test_a_past_that_is_not_there(travelled, at, said):
    done = milepost(travelled, "--at", at)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (travelled / "site").exists()
