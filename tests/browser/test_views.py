"""The views of a plan: one is shown at a time, and the address says which."""

import pytest
from browser.page_audit import Watched, axe_violations, overflow
from browser.serving import served
from conftest import build
from portal_files import MINIMAL, portal

PLAN = "projects/tea-order/plan/"
VIEWS = ["gantt", "board", "table", "calendar", "tree", "gates", "requirements"]
INSTANT = """\
site_name: Demo
site_url: {address}
docs_dir: content
theme: {{name: material, font: false, features: [navigation.instant]}}
plugins: [search, milepost]
"""
TASKS = """\
tasks:
  one: {title: First task, owner: lin, duration: 3d, acceptance: [done]}
  two: {title: Second task, owner: mei, duration: 3d, acceptance: [done], after: [one]}
"""


def shown(page):
    """The headings of the sections that can be seen, each of which has to be marked in the switch."""
    seen = page.locator(".mp-views > section:visible > header > h2").evaluate_all("all => all.map(one => one.id)")
    marked = page.locator(".mp-seg a[aria-current]").evaluate_all("all => all.map(one => one.hash.slice(1))")
    assert marked == seen
    return seen


def turn(page, name):
    page.locator(f".mp-seg a[href$='#{name}']").click()


def test_one_view_is_shown_and_the_address_says_which(page, address):
    page.goto(f"{address}{PLAN}")
    assert page.locator(".mp-seg a").evaluate_all("all => all.map(one => one.hash.slice(1))") == VIEWS
    assert shown(page) == ["gantt"]
    for name in [*VIEWS[1:], "gantt"]:
        turn(page, name)
        assert shown(page) == [name]
        assert page.url == f"{address}{PLAN}" + (f"?view={name}" if name != "gantt" else "")
        page.reload()
        assert shown(page) == [name]


def test_a_view_that_is_none_shows_the_first(page, address):
    page.goto(f"{address}{PLAN}?view=%3Cscript%3E")
    assert shown(page) == ["gantt"]


def test_back_and_forward_bring_views_and_filters_back(page, address):
    page.goto(f"{address}{PLAN}?owner=lin-yuan")
    turn(page, "table")
    assert page.url.endswith("?owner=lin-yuan&view=table")
    page.locator("select[name=owner]").select_option("he-chuan")
    turn(page, "board")
    assert page.url.endswith("?owner=he-chuan&view=board")
    page.go_back()
    assert shown(page) == ["table"]
    assert page.locator("select[name=owner]").input_value() == "he-chuan"
    page.go_back()
    assert shown(page) == ["gantt"]
    assert page.locator("select[name=owner]").input_value() == "lin-yuan"
    page.go_forward()
    assert shown(page) == ["table"]
    page.goto(f"{address}risks/")
    page.go_back()
    page.wait_for_function("document.querySelector('#table').checkVisibility()")
    assert shown(page) == ["table"]


def test_a_link_into_a_hidden_view_shows_it(page, address):
    page.goto(f"{address}{PLAN}?view=board#task-menu-page")
    assert shown(page) == ["tree"]
    assert page.locator("#task-menu-page[open]").evaluate("one => one.getBoundingClientRect().top") < 900
    turn(page, "board")
    assert page.url.endswith("?view=board")
    page.locator(".mp-tile a").first.click()
    assert shown(page) == ["tree"]
    in_sight = "document.querySelector(':target').getBoundingClientRect()"
    assert 0 <= page.evaluate(f"{in_sight}.top") < 450
    assert page.locator("details.mp-record:target").get_attribute("open") is not None
    page.go_back()
    page.wait_for_function("document.querySelector('#board').checkVisibility()")
    assert shown(page) == ["board"]
    page.evaluate("location.hash = 'gates'")
    page.wait_for_function("document.querySelector('#gates').checkVisibility()")
    assert shown(page) == ["gates"]


def test_links_of_other_pages_and_of_the_search_show_the_view(page, address):
    page.goto(f"{address}projects/tea-order/forecast/")
    page.locator(".mp-page a[href*='plan/#task-']").first.click()
    page.locator("details.mp-record:target[open]").wait_for()
    assert shown(page) == ["tree"]
    turn(page, "board")
    page.locator(".md-search__input").fill("menu-page")
    page.locator(".md-search__input").dispatch_event("keyup")
    link = page.locator(f".md-search-result__link[href*='{PLAN}'][href$='#task-menu-page']").first
    link.wait_for(timeout=20_000, state="attached")
    link.evaluate("link => link.click()")
    page.locator("#task-menu-page[open]").wait_for()
    assert shown(page) == ["tree"]


def test_what_a_search_in_the_page_finds_is_shown(page, address):
    page.goto(f"{address}{PLAN}#task-menu-page")
    section = page.locator("section:has(> header > #gates)")
    assert section.get_attribute("hidden") == "until-found"
    section.dispatch_event("beforematch")  # as the browser says that it has found something there
    assert shown(page) == ["gates"]
    assert page.url.endswith(f"{PLAN}?view=gates")


def test_filters_hold_for_all_views_alike(page, address):
    page.goto(f"{address}{PLAN}?owner=lin-yuan&find=发布")
    wanted = page.locator("details.mp-record[data-f]:not([hidden])").evaluate_all("all => all.map(one => '#' + one.id)")
    assert 0 < len(wanted) < 10

    def linked(selector):
        return set(page.locator(f"{selector}:visible").evaluate_all("all => all.map(one => one.hash)"))

    assert linked(".mp-gantt__n a") == set(wanted)
    assert page.locator(".mp-gantt__links:visible").count() == 0  # they would lead to rows that are gone
    turn(page, "board")
    page.locator(".mp-board summary:visible").evaluate_all("all => all.forEach(one => one.parentElement.open = true)")
    assert linked(".mp-tile a") == set(wanted)
    turn(page, "table")
    assert linked(".mp-tasks th a") == set(wanted)
    turn(page, "calendar")
    assert linked(".mp-month li a") <= set(wanted)
    assert linked(".mp-month li a")
    said = page.locator("[data-said]").first.inner_text()
    assert said.startswith(f"{len(wanted)} / ")
    turn(page, "gates")
    assert page.locator(".mp-facets:visible").count() == 0
    turn(page, "gantt")
    page.locator("input[name=find]").fill("")
    page.locator("select[name=owner]").select_option("")
    assert page.locator(".mp-gantt [hidden]").count() == 0
    assert page.locator(".mp-gantt__links").is_visible()


def test_views_are_turned_with_the_keyboard(page, address):
    page.goto(f"{address}{PLAN}")
    link = page.locator(".mp-seg a[href='#calendar']")
    link.focus()
    page.keyboard.press("Enter")
    assert shown(page) == ["calendar"]
    assert link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#tree"


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_every_view_fits_and_is_accessible(browser, address, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    watched = Watched(context.new_page(), address)
    page, problems = watched.page, watched.problems
    for name in VIEWS[1:]:
        page.goto(f"{address}{PLAN}?view={name}", wait_until="networkidle")
        assert shown(page) == [name]
        strip, link = page.locator(".mp-seg").bounding_box(), page.locator(".mp-seg [aria-current]").bounding_box()
        assert strip["x"] - 1 <= link["x"] <= link["x"] + link["width"] <= strip["x"] + strip["width"] + 1
        problems += [*overflow(page), *axe_violations(page)]
    context.close()
    assert problems == []


def test_before_the_script_runs_the_first_view_is_shown_alone(page, address):
    page.route("**/milepost.js", lambda route: route.abort())
    page.goto(f"{address}{PLAN}")
    assert shown(page) == ["gantt"]
    before = page.locator(".mp-gantt").bounding_box()
    page.unroute("**/milepost.js")
    page.reload()
    assert page.locator(".mp-gantt").bounding_box() == before


def test_without_a_script_everything_is_shown_and_links_lead_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{PLAN}?view=board")
    headings = page.locator(".mp-views > section > header > h2")
    assert [one.get_attribute("id") for one in headings.all() if one.bounding_box()["width"] > 20] == VIEWS
    turn(page, "calendar")
    assert page.url.endswith("#calendar")
    assert page.locator(".mp-month").first.is_visible()
    context.close()


def test_print_shows_the_view_that_is_chosen(page, address):
    page.goto(f"{address}{PLAN}?view=gates")
    page.emulate_media(media="print")
    assert shown(page) == ["gates"]
    assert page.locator("#gates").bounding_box()["width"] > 20


def test_instant_navigation_keeps_the_view(browser, tmp_path):
    site = tmp_path / "site"
    with served(site) as home:
        files = {
            "mkdocs.yml": INSTANT.format(address=home),
            "content/portal.yml": MINIMAL["content/portal.yml"],
            "content/projects/demo/plan.yml": TASKS,
        }
        done = build(portal(tmp_path, files), site)
        assert done.returncode == 0, done.stderr[-3000:]
        page = browser.new_page()
        page.goto(f"{home}projects/demo/plan/")
        page.evaluate("window.stays = true")
        turn(page, "table")
        assert shown(page) == ["table"]
        page.locator(".md-nav__link[href*='risks']").first.click()
        page.wait_for_url("**/risks/")
        page.go_back()
        page.locator(".mp-views[data-on]").wait_for()
        assert page.url == f"{home}projects/demo/plan/?view=table"
        assert shown(page) == ["table"]
        page.go_back()
        page.wait_for_function("document.querySelector('#gantt').checkVisibility()")
        assert shown(page) == ["gantt"]
        page.goto(f"{home}tasks/")
        page.evaluate("window.stays = true")
        page.locator(".mp-page a[href*='plan/#task-two']").first.click()
        page.locator("#task-two[open]").wait_for()
        assert shown(page) == ["tree"]
        assert page.evaluate("window.stays") is True
        page.close()
