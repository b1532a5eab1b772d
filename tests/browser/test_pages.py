"""Every kind of page in a real browser: narrow and wide, light and dark."""

import pytest

from milepost.views.addresses import PROJECT_TAILS

PAGES = (
    "",
    *(f"projects/tea-order/{tail}" for tail in PROJECT_TAILS),
    "projects/member-points/plan/",
    "people/lin-yuan/",
    "tasks/",
    "risks/",
    "decisions/",
    "requirements/",
    "handbook/",
    "dictionary/",
    "rules/",
    "rules/yaml-syntax/",
    "about/",
    "en/",
    "en/projects/tea-order/",
    "en/projects/tea-order/plan/",
)
SCREENS = ((390, "light"), (1280, "dark"))


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_fit_load_nothing_from_elsewhere_and_raise_no_error(browser, address, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    problems: list[str] = []
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:", "blob:")) else problems.append(f"asks for {request.url}")
        ),
    )
    page.on(
        "requestfailed",
        lambda request: (
            None
            if request.failure == "net::ERR_ABORTED"
            else problems.append(f"failed {request.url}")  # left too early
        ),
    )
    page.on(
        "response",
        lambda response: None if response.status < 400 else problems.append(f"{response.status} {response.url}"),
    )
    page.on("console", lambda entry: problems.append(entry.text) if entry.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    for path in PAGES:
        page.goto(address + path, wait_until="networkidle")
        if path != "handbook/":
            assert page.locator(".mp-page h1").first.inner_text()
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{path or 'home'} is {wide} px wide")
        expected = "slate" if scheme == "dark" else "default"
        assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == expected
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
