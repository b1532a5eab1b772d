"""What every host makes of the example portal: the same pages, titles, anchors, search, links and assets."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import absent
from three_hosts import HOSTS, build_with

from milepost.build import check, portal_site
from milepost.site.prose import address_of_place

LANGUAGES = {"zh": "", "en": "en/"}
EDIT = "https://github.com/example/tea-portal/edit/main/content/"
RESIDUE = re.compile(r"\{\{|\{%|```|\]\(|\{: *[#.]|^#{1,6} |&lt;/?div", re.MULTILINE)


@pytest.fixture(scope="module")
def portal_sites(checkout):
    """What the core hands to hosts."""
    checked = check(checkout)
    return {language: portal_site(checked, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def anchors(portal_sites):
    """Those of one project, by the page's address."""
    return {
        f"{folder}{address}": page.render().anchors
        for language, folder in LANGUAGES.items()
        for address, page in portal_sites[language].pages.items()
        if address.startswith("projects/tea-order/")
    }


@pytest.fixture(scope="module", params=HOSTS)
def host(request):
    return request.param


@pytest.fixture(scope="module")
def site(host, checkout, example_site, tmp_path_factory):
    return example_site if host == "mkdocs" else build_with(host, checkout, tmp_path_factory.mktemp(host))


TAG = re.compile(r"<(?P<name>a|link|script|img|source|iframe|embed)\b(?P<attributes>[^>]*)>")
ATTRIBUTE = re.compile(r"""\s([a-z-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
UNSEEN = re.compile(r"<template>.*?</template>", re.DOTALL)
QUOTED = re.compile(r"<(pre|code|script|style|svg)\b.*?</\1>", re.DOTALL)


class Read:
    """A page as a browser has it: what is in a `template` is not there. Thousands are read: by patterns."""

    def __init__(self, text: str) -> None:
        seen = UNSEEN.sub("", text)
        self.language = re.search(r"<html[^>]*\slang=[\"']?([\w-]+)", seen)[1]
        self.title = html.unescape(re.search(r"<title>(.*?)</title>", seen, re.DOTALL)[1]).strip()
        self.ids = set(map(html.unescape, re.findall(r"\sid=[\"']?([^\s\"'>]+)", seen)))
        self.words = re.sub(r"<[^>]+>", "\n", QUOTED.sub("", seen))
        self.links, self.loaded = [], []
        for tag in TAG.finditer(seen):
            found = {name: html.unescape(one or two or three) for name, one, two, three in ATTRIBUTE.findall(tag[0])}
            if tag["name"] == "a":
                self.links.append(found)
            elif tag["name"] == "link":
                if set(found.get("rel", "").split()) & {"stylesheet", "icon", "preload", "preconnect"}:
                    self.loaded.append(found["href"])
            elif "src" in found:
                self.loaded.append(found["src"])


@pytest.fixture(scope="module")
def pages(site):
    """Every page of the site, read, by its address."""
    files = [path for path in site.rglob("*.html") if path.name != "404.html"]
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): Read(path.read_text(encoding="utf-8"))
        for path in files
    }


def addresses(portal_sites, language):
    made = portal_sites[language]
    return {f"{LANGUAGES[language]}{one}" for one in (*made.pages, *map(address_of_place, made.prose))}


def test_pages_are_those_of_the_portal_and_no_others(portal_sites, pages):
    wanted = addresses(portal_sites, "zh") | addresses(portal_sites, "en")
    assert len(wanted) > 400
    assert pages.keys() == wanted


def test_feeds_calendars_and_assets_are_there(portal_sites, site, checkout):
    for language, folder in LANGUAGES.items():
        for place, text in portal_sites[language].files.items():
            assert (site / folder / place).read_bytes() == text.encode(), place
        assert (site / folder / "assets" / "how-it-works.svg").is_file()
    for name in ("milepost.css", "material.css", "milepost.js"):
        shipped = (checkout / "themes" / "overrides" / "assets" / name).read_bytes()
        assert (site / "assets" / name).read_bytes() == shipped


def test_sources_are_not_published(site):
    assert not [path for path in site.rglob("*") if path.suffix in {".yml", ".yaml", ".csv", ".md"}]


def test_titles_and_languages_are_those_of_the_pages(portal_sites, pages):
    names = {"zh": "青禾茶饮项目门户", "en": "Qinghe Tea project portal"}
    for language, folder in LANGUAGES.items():
        for address, page in portal_sites[language].pages.items():
            found, name = pages[f"{folder}{address}"], names[language]
            assert found.title == (f"{page.title} - {name}" if page.title else name)
            assert found.language == language
    assert pages["handbook/"].title == "使用手册 - 青禾茶饮项目门户"
    assert pages["en/handbook/"].title == "Handbook - Qinghe Tea project portal"


def test_every_anchor_of_a_page_is_on_it(anchors, pages):
    for address, wanted in anchors.items():
        assert wanted <= pages[address].ids, address
    assert sum(one.startswith("task-") for wanted in anchors.values() for one in wanted) > 100


@pytest.fixture(scope="module")
def entries(site):
    return search_entries(site)


def search_entries(site):
    """Location to text of every entry of every index; word breaks are not part of words."""
    found = {}
    for path in (*site.rglob("search_index.json"), *site.glob("search.json")):
        index = json.loads(path.read_text(encoding="utf-8"))
        folder = path.parent.relative_to(site).as_posix().removesuffix("search").removesuffix(".").strip("/")
        for one in index.get("docs") or index["items"]:
            text = f"{one['title']} {html.unescape(one['text'])}".replace("\u200b", "")
            place = f"{folder}/{one['location']}" if folder else one["location"]
            found[place] = f"{found.get(place, '')} {text}"
    return found


@pytest.mark.parametrize(
    ("term", "place"),
    [
        ("灰度发布", "projects/tea-order/plan/#task-gray-release"),
        ("留存率", "projects/tea-order/metrics/#metric-retention-d1"),
        ("menu-page", "projects/tea-order/plan/#task-menu-page"),
        ("retention", "en/projects/tea-order/metrics/#metric-retention-d1"),
        ("Menu page", "en/projects/tea-order/plan/#task-menu-page"),
    ],
)
def test_search_leads_to_the_record(entries, term, place):
    assert term in entries[place]


def test_no_entry_of_search_is_empty_or_leads_nowhere(entries, pages):
    for place, text in entries.items():
        address, _, anchor = place.partition("#")
        assert text.strip(), place
        assert address in pages, place
        assert not anchor or unquote(anchor) in pages[address].ids, place


def test_links_and_anchors_are_valid(site):
    lychee = shutil.which("lychee", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if not lychee:
        absent("hosts", "lychee is not installed")
    options = ["--offline", "--include-fragments", "--index-files", "index.html", "--no-progress"]
    command = [lychee, *options, "--root-dir", str(site), "--exclude-path", "404.html", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_pages_are_edited_where_they_are_written(pages):
    wanted = {
        "projects/tea-order/plan/": f"{EDIT}projects/tea-order/phases.yml",
        "en/projects/tea-order/plan/": f"{EDIT}projects/tea-order/phases.yml",
        "about/": f"{EDIT}portal.yml",
        "handbook/events/": f"{EDIT}handbook/events.md",
        "en/handbook/events/": f"{EDIT}handbook/events.en.md",
        "rules/yaml-syntax/": None,
    }
    for address, target in wanted.items():
        edits = [one["href"] for one in pages[address].links if one.get("rel") == "edit"]
        assert edits == ([target] if target else []), address


def test_each_page_leads_to_itself_in_the_other_language(pages, site):
    for address, page in pages.items():
        links = [one for one in page.links if one.get("hreflang")]
        other = address.removeprefix("en/") if page.language == "en" else f"en/{address}"
        assert [resolved(site, address, one["href"]) for one in links] == [site / other / "index.html"], address


def resolved(site, address, link):
    path = (site / address / unquote(urlsplit(link).path)).resolve()
    return path / "index.html" if path.is_dir() else path


def test_nothing_is_loaded_from_elsewhere_and_all_of_it_is_there(pages, site):
    for address, page in pages.items():
        assert page.loaded
        for link in page.loaded:
            assert not urlsplit(link).netloc, link
            assert link.startswith("data:") or resolved(site, address, link).is_file(), link
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"url\([\"']?(?:https?:)?//", styles)


def test_no_markup_is_left_unrendered(pages):
    for address, page in pages.items():
        found = RESIDUE.search(page.words)
        assert not found, f"{address}: {found and found[0]!r}"
