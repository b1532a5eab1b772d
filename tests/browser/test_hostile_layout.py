"""Text that would break out of its place, in every text field: it stays there, and the pages hold together."""

import pytest
from browser.page_audit import Watched, overflow
from browser.serving import served
from conftest import build
from hosts.hostile_portal import hostile_portal
from portal_files import portal

from milepost.views.addresses import PROJECT_TAILS

PAGES = ("", *(f"projects/demo/{tail}" for tail in PROJECT_TAILS), "people/lin/", "tasks/", "risks/", "about/")
TURNED = "\u202e"
"""Turns what follows from right to left, until its paragraph or an isolate ends."""
LONG = "W" * 10_000
SVG = "<svg onload=alert({n})><style>*{{display:none!important}}</style><foreignObject>"
CSS = (
    "}} * {{ display: none }} </style><style>body{{background:url(//evil.example/x)}}</style>\\"
    '"; position: fixed; inset: 0'
)
LINK = "[click](javascript:alert({n})) <a href='jAvAsCrIpT:alert({n})'>x</a> ![x](//evil.example/{n}.png)"


@pytest.fixture(scope="module", params=[LONG, TURNED + SVG + CSS + LINK], ids=["long", "markup"])
def site(request, tmp_path_factory):
    root = portal(tmp_path_factory.mktemp("hostile"), hostile_portal(request.param)[0])
    done = build(root, root / "site", "--no-strict")
    assert done.returncode == 0, done.stderr[-3000:]
    return root / "site"


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_keep_their_width_run_nothing_and_ask_nobody(browser, site, width):
    with served(site) as address:
        context = browser.new_context(viewport={"width": width, "height": 900})
        watched = Watched(context.new_page(), address)
        page, problems = watched.page, watched.problems
        page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
        for path in PAGES:
            page.goto(address + path, wait_until="load")
            problems += overflow(page)
            assert page.locator(".mp-page h1").first.is_visible()
            links = page.locator(".mp-page a[href]").evaluate_all("all => all.map(one => one.protocol)")
            assert set(links) <= {"http:", "https:", "mailto:"}
            kinds = page.locator(".mp-page a").evaluate_all("all => all.map(one => getComputedStyle(one).unicodeBidi)")
            assert set(kinds) <= {"isolate"}
        context.close()
    assert problems == []
