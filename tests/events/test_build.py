"""Portals with events as MkDocs builds them: without the extra, of the past, and in a browser."""

import subprocess
import sys

import pytest
from conftest import build
from events.event_portal import FOLDER, event_portal, metric
from portal_files import PORTAL, commit

HOST = "site_name: Demo portal\ndocs_dir: content\ntheme: {name: material, font: false}\nplugins: [search, milepost]\n"
RETENTION = metric("d7", "{retention: {day: 7, variant: exact}}", "ratio", cadence="week")
FUNNEL = metric(
    "shop", "{funnel: {steps: [catalog, product_view, add_to_cart, purchase], window: 7d}}", "ratio", cadence="week"
)
SETTINGS = PORTAL.replace("as_of: 2026-03-02", "as_of: 2024-06-30").replace("[en]", "[zh-CN, en]")


@pytest.fixture(scope="module")
def shop(cases, tmp_path_factory):
    root = tmp_path_factory.mktemp("shop")
    log = (cases / "ecom-events" / "events.csv.gz").read_bytes()
    event_portal(root, RETENTION, FUNNEL, files={"log.csv.gz": log})
    (root / "content/portal.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "mkdocs.yml").write_text(HOST, encoding="utf-8")
    return root


def test_without_the_extra_a_strict_build_goes_through(shop, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['duckdb'] = None\n", encoding="utf-8")
    done = build(shop, tmp_path / "site", environment={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 0, done.stdout + done.stderr
    html = (tmp_path / "site/en/projects/demo/metrics/index.html").read_text(encoding="utf-8")
    assert "milepost[events]" in html
    assert "mp-heat" not in html


def test_a_commit_is_built_with_its_own_events(shop, tmp_path):
    commit(shop)
    (shop / FOLDER / "events/log.csv.gz").rename(tmp_path / "log.csv.gz")
    try:
        command = [
            sys.executable,
            "-m",
            "milepost",
            "build",
            "-C",
            str(shop),
            "--at",
            "HEAD",
            "-d",
            str(tmp_path / "site"),
        ]
        subprocess.run(command, check=True, capture_output=True)
    finally:
        (tmp_path / "log.csv.gz").rename(shop / FOLDER / "events/log.csv.gz")
    html = (tmp_path / "site/en/projects/demo/metrics/index.html").read_text(encoding="utf-8")
    assert "Day 7: 8.1% came back" in html
    assert not list((tmp_path / "site").rglob("log.csv.gz"))  # events are never published


@pytest.fixture(scope="module")
def site(shop, tmp_path_factory):
    folder = tmp_path_factory.mktemp("built") / "site"
    done = build(shop, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["", "en/"])
def test_figures_fit_and_are_reached_by_keyboard(browser, site, language, width, scheme):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto((site / f"{language}projects/demo/metrics/index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for figure in page.query_selector_all(".mp-events"):
        first = figure.query_selector(".mp-def")
        tip = first.query_selector(".mp-tip")
        assert not tip.is_visible()
        first.focus()
        assert tip.is_visible()
        box, around = tip.bounding_box(), figure.bounding_box()
        assert around["x"] <= box["x"]
        assert box["x"] + box["width"] <= around["x"] + around["width"]
    page.close()
