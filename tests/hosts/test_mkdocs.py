"""What MkDocs makes of a portal."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import absent, build
from splitting import run_on

from milepost.site import rendered_ahead

TAILS = (
    "",
    "goals/",
    "plan/",
    "forecast/",
    "risks/",
    "money/",
    "team/",
    "meetings/",
    "feedback/",
    "metrics/",
    "delivery/",
    "changes/",
)
ACROSS = ("tasks/", "risks/", "decisions/", "requirements/", "handbook/", "dictionary/", "rules/", "about/")


def test_every_address_exists_in_every_language(example_site, checkout):
    projects = [path.name for path in (checkout / "content" / "projects").iterdir() if path.is_dir()]
    assert len(projects) >= 2
    for language in ("", "en/"):
        for address in ("", *ACROSS, *(f"projects/{project}/{tail}" for project in projects for tail in TAILS)):
            assert (example_site / language / address / "index.html").is_file(), language + address


def test_people_and_rules_have_pages(example_site):
    assert len(list((example_site / "people").iterdir())) > 5
    assert (example_site / "rules" / "yaml-syntax" / "index.html").is_file()


def test_sources_are_not_published(example_site):
    published = {path.suffix for path in example_site.rglob("*") if path.is_file()}
    assert not published & {".yml", ".yaml", ".csv", ".md"}


def test_links_and_anchors_are_valid(example_site):
    lychee = shutil.which("lychee", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if not lychee:
        absent("hosts", "lychee is not installed")
    command = [
        lychee,
        "--offline",
        "--include-fragments",
        "--index-files",
        "index.html",
        "--no-progress",
        "--root-dir",
        str(example_site),
        "--exclude-path",
        "404.html",
        str(example_site),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    total = re.search(r"(\d+) Total", done.stdout)
    assert total
    assert int(total[1]) > 1000


def test_no_page_names_another_server_for_something_it_loads(example_site):
    loading = re.compile(
        r"""<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc=["']?(?:https?:)?//|<link\b[^>]*rel=["']?(?:stylesheet|preload|icon|preconnect)[^>]*href=["']?(?:https?:)?//|url\((?:["']?)https?:"""
    )
    for page in example_site.rglob("*.html"):
        assert not loading.search(page.read_text(encoding="utf-8")), page


def test_two_builds_on_different_days_are_identical(checkout, tmp_path):
    faketime = shutil.which("faketime")
    if not faketime:
        absent("hosts", "faketime is not installed")
    shots = []
    for number, day in enumerate(("2026-11-22 10:00:00", "2027-03-01 23:30:00")):
        site = tmp_path / str(number)
        command = [faketime, "-f", f"@{day}", *build_command(checkout, site)]
        environment = {**os.environ, "PYTHONHASHSEED": str(number)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        shots.append(
            {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
        )
    assert shots[0].keys() == shots[1].keys()
    assert [name for name in shots[0] if shots[0][name] != shots[1][name]] == []


def test_two_processes_build_what_one_builds(tmp_path):
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        pytest.skip("no second processor here")
    plan = "tasks:\n  a: {title: First, duration: 3d}\n  b: {title: Second, duration: 2d, after: [a]}\n"
    root = portal(tmp_path, plan__yml=plan)
    for number in range(7):
        shutil.copytree(root / "content/projects/demo", root / f"content/projects/p{number}")
    sites = tmp_path / "one", tmp_path / "two"
    split = [
        run_on(processors, *build_command(root, site)[2:])[1] for site, processors in zip(sites, (1, 2), strict=True)
    ]
    assert split == [0, 1]
    one, two = ({path.relative_to(site): path.read_bytes() for path in site.rglob("*.*")} for site in sites)
    assert len([path for path in one if path.name == "index.html"]) >= rendered_ahead._WORTH_IT
    assert one == two


def build_command(folder: Path, site: Path) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml"), "-d", str(site)]


def portal(root: Path, **files: str) -> Path:
    (root / "content" / "projects" / "demo").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(
        "site_name: Demo\ndocs_dir: content\ntheme: {name: material, font: false}\nplugins: [search, milepost]\n"
    )
    (root / "content" / "portal.yml").write_text(
        "portal:\n  title: Demo\n  languages: [en]\n  timezone: UTC\n  currency: EUR\n  calendar: {weekend: [sat, sun]}\n  as_of: 2026-03-02\n"
        "  rules: {missing-field: off}\n"
    )
    for path, text in files.items():
        (root / "content" / "projects" / "demo" / path.replace("__", ".")).write_text(text)
    return root


def test_a_broken_file_ends_a_build_after_everything_was_reported(tmp_path):
    root = portal(tmp_path / "p", plan__yml="tasks:\n  a: {title: A\n", risks__yml="risks:\n  r: {titel: R}\n")
    done = build(root, tmp_path / "site")
    assert done.returncode != 0
    assert "plan.yml:2" in done.stderr
    assert "risks.yml:2" in done.stderr


def test_with_a_banner_the_rest_is_built(tmp_path):
    root = portal(tmp_path / "p", plan__yml="tasks:\n  a: {title: A\n", risks__yml="risks:\n  r: {title: Rain}\n")
    text = (root / "mkdocs.yml").read_text().replace("[search, milepost]", "[search, {milepost: {on_error: banner}}]")
    (root / "mkdocs.yml").write_text(text)
    done = build(root, tmp_path / "site", "--no-strict")
    assert done.returncode == 0, done.stderr
    assert "plan.yml:2" in done.stderr
    risks = (tmp_path / "site" / "projects" / "demo" / "risks" / "index.html").read_text()
    assert "mp-diag" in risks
    assert "plan.yml:2" in risks
    assert "Rain" in risks


def test_pages_of_rules_list_findings_about_settings_and_records_with_impossible_ids(tmp_path):
    plan = "tasks:\n  'Bad: id/x': {title: A}\n  '': {title: B}\n"
    root = portal(tmp_path / "p", plan__yml=plan)
    settings = root / "content" / "portal.yml"
    settings.write_text(
        settings.read_text().replace("  currency: EUR\n", "").replace("  rules: {missing-field: off}\n", "")
    )
    text = (root / "mkdocs.yml").read_text().replace("[search, milepost]", "[search, {milepost: {on_error: banner}}]")
    (root / "mkdocs.yml").write_text(text)
    done = build(root, tmp_path / "site", "--no-strict")
    assert done.returncode == 0, done.stderr
    assert "currency" in (tmp_path / "site" / "rules" / "missing-field" / "index.html").read_text()
    assert "Bad: id/x" in (tmp_path / "site" / "rules" / "invalid-id" / "index.html").read_text()


def test_markup_in_texts_is_inert(tmp_path):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    text = f"project: {{title: '{evil}', description: '{evil}', start: 2026-03-02}}\ntasks:\n  a: {{title: '{evil}', description: '{evil}', acceptance: ['{evil}'], tags: ['{evil}'], x: {{note: '{evil}'}}}}\n"
    text += f"risks:\n  r: {{title: '{evil}', cause: '{evil}', probability: '{evil}'}}\nmeetings:\n  m: {{title: '{evil}', minutes: '{evil}'}}\nmetrics:\n  k: {{title: '{evil}', unit: '{evil}', formula: '{evil}'}}\n"
    root = portal(tmp_path / "p", plan__yml=text)
    (root / "mkdocs.yml").write_text(
        (root / "mkdocs.yml").read_text().replace("[search, milepost]", "[search, {milepost: {on_error: banner}}]")
    )
    done = build(root, tmp_path / "site", "--no-strict")
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert any("&lt;script&gt;alert(1)" in page.read_text() for page in pages)
    for page in pages:
        html = page.read_text()
        assert "<script>alert(1)" not in html, page
        assert not re.search(r"<img[^>]+onerror", html), page
