"""`milepost build`: written beside and swapped in."""

import os
import subprocess
import sys

import pytest
from portal_files import portal

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
