"""Every kind of page in a real browser: narrow and light, wide and dark; `full_matrix.py` looks at the other pairs."""

import pytest
from browser.page_audit import Watched, axe_violations, overflow
from browser.page_types import PAGES
from browser.serving import served

SCREENS = ((390, "light"), (1280, "dark"))
OTHERS = ("projects/member-points/plan/", "en/", "en/projects/tea-order/", "en/projects/tea-order/plan/")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_fit_load_nothing_from_elsewhere_and_are_accessible(browser, address, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    watched = Watched(context.new_page(), address)
    page, problems = watched.page, watched.problems
    for path in (*PAGES, *OTHERS):
        page.goto(address + path, wait_until="networkidle")
        if not path.startswith("handbook/"):
            assert page.locator(".mp-page h1").first.inner_text()
        expected = "slate" if scheme == "dark" else "default"
        assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == expected
        problems += overflow(page)
        if path in PAGES:
            problems += axe_violations(page)
    context.close()
    assert problems == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_page_for_addresses_that_are_none_is_like_the_others(browser, example_site, width, scheme):
    """Without a `site_url` it takes the root of the server for the site's."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    with served(example_site, at_root=True) as root:
        watched = Watched(context.new_page(), root)
        watched.page.goto(f"{root}404.html", wait_until="networkidle")
        assert "404" in watched.page.locator("h1").inner_text()
        problems = [*watched.problems, *overflow(watched.page), *axe_violations(watched.page)]
    context.close()
    assert problems == []


def test_pages_are_readable_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}projects/tea-order/plan/")
    assert page.locator(".mp-gantt__row").count() > 40
    assert page.locator(".mp-table tbody tr").first.is_visible()
    context.close()


def test_the_language_switch_keeps_the_page(browser, address):
    page = browser.new_page()
    page.goto(f"{address}projects/tea-order/risks/")
    page.locator(".mp-languages a").click()
    page.wait_for_url("**/en/projects/tea-order/risks/")
    page.locator(".mp-languages a").click()
    page.wait_for_url(f"{address}projects/tea-order/risks/")
    page.close()


def test_a_bar_leads_to_its_task(browser, address):
    page = browser.new_page()
    page.goto(f"{address}projects/tea-order/plan/")
    link = page.locator(".mp-gantt__n a[href^='#task-']").first
    target = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**/{target}")
    assert page.locator(target).count() == 1
    page.close()


@pytest.mark.parametrize(
    ("start", "words", "page", "wanted"),
    [
        ("", "灰度发布", "projects/tea-order/plan/", "#task-gray-release"),
        ("", "发布", "projects/tea-order/plan/", "#task-gray-release"),  # inside of the title above
        ("", "留存率", "projects/tea-order/goals/", "#goal-retention-d1-32"),
        ("", "小程序", "projects/tea-order/plan/", "#task-mini-dev-training"),
        ("", "用户", "projects/tea-order/metrics/", "#metric-new-users"),
        ("", "林远", "people/lin-yuan/", "#person-lin-yuan"),
        ("", "menu-page", "projects/tea-order/plan/", "#task-menu-page"),
        ("", "refund", "projects/tea-order/metrics/", "#metric-refunds"),
        ("en/", "retention", "en/projects/tea-order/goals/", "#goal-retention-d1-32"),
        ("en/", "Lin Yuan", "en/people/lin-yuan/", "#person-lin-yuan"),
        ("en/", "灰度", "en/projects/tea-order/plan/", "#task-gray-release"),
    ],
)
def test_search_leads_to_the_record(browser, address, start, words, page, wanted):
    tab = browser.new_page()
    tab.goto(f"{address}{start}")
    tab.locator(".md-search__input").fill(words)
    tab.locator(".md-search__input").dispatch_event("keyup")  # which Material waits for, and filling does not send
    link = tab.locator(f".md-search-result__link[href*='{page}'][href$='{wanted}']").first
    link.wait_for(timeout=20_000, state="attached")
    pages = tab.locator(".md-search-result__item > .md-search-result__link").evaluate_all(
        "all => all.map(one => one.pathname)"
    )
    assert any(one.endswith(page) for one in pages[:4]), pages
    tab.close()
