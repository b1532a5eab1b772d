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


def test_search_finds_chinese_words_and_ids(browser, address):
    page = browser.new_page()
    for words, wanted in (("灰度", "#task-gray-release"), ("menu-page", "#task-menu-page")):
        page.goto(address)
        page.locator(".md-search__input").fill(words)
        page.locator(".md-search__input").dispatch_event("keyup")  # which Material waits for, and filling does not send
        page.locator(f".md-search-result__link[href$='{wanted}']").first.wait_for(timeout=20_000, state="attached")
    page.close()
