"""The site works under the policy that the build prints, and the policy holds."""

import pytest
from browser.page_audit import Watched
from browser.page_types import PAGES
from browser.serving import served

from milepost.site.content_policy import content_policy

INLINE = (
    "const one = document.createElement('script'); one.textContent = 'window.ran = true'; document.body.append(one)"
)


@pytest.fixture(scope="module")
def guarded(example_site):
    policy = content_policy(page.read_text(encoding="utf-8") for page in sorted(example_site.rglob("*.html")))
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    with served(example_site, {"Content-Security-Policy": policy}) as address:
        yield address


def test_every_type_of_page_loads_and_nothing_is_refused(browser, guarded):
    context = browser.new_context()
    watched = Watched(context.new_page(), guarded)
    for path in ("en/", *PAGES):
        watched.page.goto(guarded + path, wait_until="networkidle")
    context.close()
    assert watched.problems == []


def test_search_and_filters_work(browser, guarded):
    page = browser.new_page()
    page.goto(f"{guarded}tasks/")
    page.locator("select[name=status]").select_option("blocked")
    assert page.url.endswith("?status=blocked")
    page.locator(".md-search__input").fill("menu-page")
    page.locator(".md-search__input").dispatch_event("keyup")
    page.locator(".md-search-result__link[href*='#task-menu-page']").first.wait_for(timeout=20_000, state="attached")
    page.close()


def test_a_script_that_is_not_the_themes_does_not_run(browser, guarded, address):
    for home, ran in ((address, True), (guarded, False)):
        page = browser.new_page()
        page.goto(home)
        page.evaluate(INLINE)
        assert page.evaluate("Boolean(window.ran)") is ran
        page.close()
