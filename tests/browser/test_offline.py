"""A site that is opened from its folder: links lead to files, search and filters work, nothing is asked of a server."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from portal_files import MINIMAL, portal

HOST = (
    "site_name: Demo\ndocs_dir: content\ntheme: {{name: material, font: false}}\nplugins: [search, {plugins}milepost]\n"
)
NOTE = "# A note\n\nSee the [rules](../rules/index.md).\n\n```milepost table tasks project=demo\n```\n"
PLAN = """\
tasks:
  one: {title: First task, owner: lin, duration: 3d, acceptance: [done]}
  two: {title: Second task, owner: mei, duration: 3d, acceptance: [done], after: [one]}
  three: {title: Third task, owner: lin, duration: 3d, acceptance: [done], after: [two]}
  four: {title: Fourth task, owner: lin, duration: 3d, acceptance: [done], after: [three]}
"""


def files(plugins=""):
    return {
        "mkdocs.yml": HOST.format(plugins=plugins),
        "content/portal.yml": MINIMAL["content/portal.yml"].replace("[en]", "[en, zh]"),
        "content/projects/demo/plan.yml": PLAN,
        "content/handbook/index.md": "# Handbook\n\n[A note](note.md)\n",
        "content/handbook/note.md": NOTE,
    }


def built(root, *options):
    command = [sys.executable, "-m", "milepost", "build", "-C", str(root), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built(portal(tmp_path_factory.mktemp("offline"), files()), "--offline")


@pytest.fixture
def page(browser, site):
    page = browser.new_page()
    page.asked, page.wrong = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    page.close()
    assert page.wrong == []
    assert [url for url in page.asked if not url.startswith((f"file://{site}/", "data:", "about:"))] == []


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag != "link" or dict(attrs).get("rel") != "alternate":  # for search engines
            self.found += [value for name, value in attrs if name in ("href", "src") and value]


def test_every_link_names_a_file(site):
    lost = []
    for page in site.rglob("*.html"):
        if page.name != "404.html":
            for link in Links(page.read_text(encoding="utf-8")).found:
                parts = urlsplit(link)
                target = page.parent / unquote(parts.path) if parts.path else page
                if not parts.scheme and not target.is_file():
                    lost.append(f"{page.relative_to(site)}: {link}")
    assert lost == []


def test_pages_lead_to_each_other_and_to_the_other_language(page, site):
    page.goto(f"file://{site}/index.html")
    page.locator(".mp-page a[href*='projects/demo/']").first.click()
    page.wait_for_url("**/projects/demo/**/index.html*")
    page.goto(f"file://{site}/handbook/note/index.html")
    assert page.locator("table a[href*='#task-two']").count()
    page.locator("table a[href*='#task-two']").first.click()
    page.wait_for_url("**/projects/demo/plan/index.html#task-two")
    assert page.locator("#task-two").get_attribute("open") is not None
    page.locator(".mp-languages a").click()
    page.wait_for_url("**/zh/projects/demo/plan/index.html")


def test_filters_work_and_stand_in_the_address(page, site):
    page.goto(f"file://{site}/tasks/index.html")
    page.locator("select[name=owner]").select_option("mei")
    assert page.locator("[data-rows=tasks] tr[data-f]:visible").count() == 1
    assert page.url.endswith("?owner=mei")


@pytest.mark.parametrize(("home", "words"), [("", "Second"), ("zh/", "Second")])
def test_search_finds(page, site, home, words):
    page.goto(f"file://{site}/{home}index.html")
    page.locator(".md-search__input").fill(words)
    page.locator(".md-search__input").dispatch_event("keyup")
    link = page.locator(".md-search-result__link[href*='#task-two']").first
    link.wait_for(timeout=20_000, state="attached")
    assert re.search(rf"/{home}projects/demo/plan/index\.html", link.get_attribute("href"))


def test_the_themes_own_plugin_means_the_same_and_loads_nothing_from_elsewhere(tmp_path):
    site = built(portal(tmp_path, files("offline, ")))
    home = (site / "index.html").read_text(encoding="utf-8")
    assert "projects/demo/index.html" in home
    assert not re.search(r'<script[^>]+src="https?:', home)


def test_a_site_for_a_server_is_as_it_was(example_site):
    home = (example_site / "index.html").read_text(encoding="utf-8")
    assert "index.html" not in home
    assert "iframe-worker" not in home
    assert not (example_site / "search" / "search_index.js").exists()
