"""The status of a project as one file: whole, the same each time, and as a PDF."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CHROMIUM, absent
from portal_files import PORTAL, commit, portal

from milepost.errors import MilepostError
from milepost.exports import pdf

PLAN = "content/projects/demo/plan.yml"
TASKS = """\
tasks:
  a: {title: Alpha <b>, owner: lin, duration: 3d, status: in_progress, actual_start: 2026-02-23}
  live: {title: Live, owner: lin, milestone: true, after: [a]}
risks:
  rain: {title: "Rain </style><script>alert(1)</script>", probability: 4, impact: 4, status: assessed}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    commit(portal(tmp_path, {PLAN: TASKS}), on="2026-02-22T12:00:00+08:00")
    return commit(portal(tmp_path, {PLAN: TASKS.replace("3d", "8d")}), on="2026-02-27T12:00:00+08:00")


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "milepost", "report", "-C", str(root), "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def page_of(root: Path, *arguments: str, **environment: str) -> str:
    done = run(root, "--format", "html", "--single-file", *arguments, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_the_overview_and_what_changed_in_one_file(root):
    page = page_of(root)
    for shown in (
        "Are we all right?",
        'id="milestones"',
        'id="risks"',
        "Slipped (",
        "Alpha &lt;b&gt;",
        "@page{size:A4",
    ):
        assert shown in page, shown
    assert "<script" not in page
    assert page.count("</style>") == 1
    assert not re.search(r"<(?:link|img|iframe|source)\b|@import|url\((?!#)|\ssrc=", page)


def test_its_links_lead_to_the_portal_or_nowhere(root):
    anchors = re.compile(r'<a\b[^>]*\shref="([^"]*)"')
    assert [one for one in anchors.findall(page_of(root)) if not one.startswith(("#", "https://"))] == []
    (root / "mkdocs.yml").write_text("site_name: Demo\nsite_url: https://portal.test/sub\n", encoding="utf-8")
    links = anchors.findall(page_of(root))
    assert "https://portal.test/sub/projects/demo/plan/" in links
    assert "https://portal.test/sub/projects/demo/risks/#risk-rain" in links


def test_it_is_the_same_each_time(root):
    assert page_of(root, PYTHONHASHSEED="1") == page_of(root, PYTHONHASHSEED="2")


def test_it_is_about_one_project(root):
    other = root / "content" / "projects" / "other"
    other.mkdir()
    (other / "project.yml").write_text("project: {title: Other}\n", encoding="utf-8")
    done = run(root, "--format", "html", "--single-file")
    assert done.returncode == 2
    assert "`demo`, `other`" in done.stderr
    assert "<h1>Other</h1>" in page_of(root, "other")


@pytest.fixture
def divided(tmp_path: Path) -> Path:
    """A portal with a risk that the team alone sees."""
    risk = '  bluewater-merger: {title: "Talks with Bluewater", audience: team, probability: 5, impact: 5, status: assessed}'
    files = {"content/portal.yml": PORTAL + "  audiences: [public, team]\n", PLAN: f"{TASKS}{risk}\n"}
    return commit(portal(tmp_path, files), on="2026-02-22T12:00:00+08:00")


def test_it_is_for_an_audience(divided):
    assert "Talks with Bluewater" in page_of(divided, "--audience", "team")
    page = page_of(divided, "--audience", "public")
    assert "Bluewater" not in page
    assert "bluewater" not in page


def test_one_that_says_what_is_withheld_is_not_written(divided, tmp_path):
    """The address of the portal stands in its links, and in no other report."""
    (divided / "mkdocs.yml").write_text("site_name: Demo\nsite_url: https://portal.test/bluewater-merger/\n", "utf-8")
    report, target = ("--format", "html", "--audience"), tmp_path / "status.html"
    done = run(divided, *report, "public", "--single-file", "-o", str(target))
    assert done.returncode == 2
    assert "withheld from these readers: `demo/risks:bluewater-merger`" in done.stderr
    assert not target.exists()
    assert run(divided, "--audience", "public", "--pdf", str(target)).returncode == 2
    assert not target.exists()
    assert run(divided, *report, "public").returncode == 0
    assert run(divided, *report, "team", "--single-file", "-o", str(target)).returncode == 0
    assert "https://portal.test/bluewater-merger/projects/demo/" in target.read_text(encoding="utf-8")


def test_it_goes_with_html_alone(root):
    done = run(root, "--single-file")
    assert done.returncode == 2
    assert "--format html" in done.stderr
    assert done.stdout == ""


def test_without_a_browser_no_pdf_is_written_and_it_is_said(root, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "BROWSERS", ("no-such-browser",))
    with pytest.raises(MilepostError) as raised:
        pdf.pdf_of("<p>x</p>")
    assert raised.value.message.key == "report.no-browser"


def test_a_browser_that_prints_nothing_is_told_of(tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'cannot open display' >&2\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(pdf, "BROWSERS", (str(broken),))
    with pytest.raises(MilepostError) as raised:
        pdf.pdf_of("<p>x</p>")
    assert raised.value.message.params["reason"] == "cannot open display"


def test_the_pdf_is_printed_by_the_system_s_browser(root, tmp_path):
    if not CHROMIUM:
        absent("browser", "chromium is not installed")
    target = tmp_path / "out.pdf"
    done = run(root, "--pdf", str(target))
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    data = target.read_bytes()
    assert data.startswith(b"%PDF-")
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", data), "A4"
