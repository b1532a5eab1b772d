"""Filters, sorting and links in a real browser; what they do stands in the address."""

import re

import pytest

TASKS = ".mp-page [data-rows=tasks] tr[data-f]"


def shown(page, selector=TASKS):
    return [one.inner_text() for one in page.locator(f"{selector}:visible").all()]


def test_a_facet_is_in_the_address_and_comes_back(page, address):
    page.goto(f"{address}tasks/")
    total = len(shown(page))
    page.locator("select[name=status]").select_option("blocked")
    blocked = shown(page)
    assert 0 < len(blocked) < total
    assert all("受阻" in row for row in blocked)
    assert page.url.endswith("tasks/?status=blocked")
    assert page.locator("[data-said]").first.inner_text() == f"{len(blocked)} / {total}"
    page.goto(f"{address}risks/")
    page.go_back()
    page.wait_for_function("document.querySelector('select[name=status]').value === 'blocked'")
    assert shown(page) == blocked
    page.locator("select[name=status]").select_option("")
    assert len(shown(page)) == total
    assert page.url.endswith("tasks/")


def test_text_and_facets_narrow_together(page, address):
    page.goto(f"{address}tasks/?owner=lin-yuan&find=%E5%8F%91%E5%B8%83")
    rows = shown(page)
    assert rows
    assert all("发布" in row and "林远" in row for row in rows)
    page.locator("input[name=find]").fill("nothing that anybody wrote")
    assert shown(page) == []


def test_a_value_that_is_no_more_filters_nothing(page, address):
    page.goto(f"{address}tasks/?status=gone&owner=%3Cscript%3E")
    assert len(shown(page)) == page.locator(TASKS).count()


@pytest.mark.parametrize(("head", "column"), [("完成", 5), ("总浮动", 6), ("截止浮动", 8)])
def test_columns_are_sorted_by_what_they_mean(page, address, head, column):
    page.goto(f"{address}tasks/")
    button = page.locator("thead th button").filter(has_text=re.compile(f"^{head}$"))
    before = shown(page)

    def values():
        script = "(rows, n) => rows.map(row => row.cells[n].dataset.v || row.cells[n].textContent.trim())"
        return [one for one in page.locator(TASKS).evaluate_all(script, column) if one]

    def key(text):
        return text if "-" in text[1:] else int(text.replace("\u2212", "-").strip())

    button.click()
    up = [key(one) for one in values()]
    assert up == sorted(up)
    assert page.locator("th[aria-sort=ascending]").count() == 1
    button.press("Enter")
    down = [key(one) for one in values()]
    assert down == sorted(down, reverse=True)
    assert page.url.endswith(f"?sort-1=-{column + 1}")
    button.click()
    assert shown(page) == before
    assert page.url.endswith("tasks/")


FACETS_AND_STATE = """all => all.map(one => {
    const record = one.id ? one : document.querySelector(one.querySelector("a").hash)
    return [record.dataset.f, one.hidden]
})"""
"""The facets of items, which rows and tiles have from the records that they link to, and whether each is hidden."""


def test_one_bar_filters_board_table_and_tree(page, address):
    page.goto(f"{address}projects/tea-order/plan/?owner=lin-yuan")
    for selector in (".mp-tile", "tr[data-f]", "details.mp-record[data-f]"):
        every = page.locator(f"[data-rows=tasks] {selector}").evaluate_all(FACETS_AND_STATE)
        assert {hidden for facets, hidden in every if "owner=lin-yuan" in facets.split(";")} == {False}
        assert {hidden for facets, hidden in every if "owner=lin-yuan" not in facets.split(";")} == {True}
    counts = page.locator(".mp-board h3 [data-n]").all_text_contents()
    page.locator(".mp-seg a[href='#table']").click()
    assert sum(map(int, counts)) == page.locator("tr[data-f]:visible").count()


def test_the_activity_is_filtered_by_what_was_done(page, address):
    page.goto(f"{address}projects/tea-order/changes/")
    items = "[data-rows=commits] li[data-f]"
    if page.locator(items).count() < 4:
        pytest.skip("the example has no history here")
    bar = page.locator(".mp-facets[data-for=commits]")
    bar.locator("input").fill("no commit says this")
    assert page.locator(f"{items}:visible").count() == 0
    assert page.locator("[data-rows=commits] h3:visible").count() == 0


def test_an_address_opens_the_record_that_it_names(page, address):
    page.goto(f"{address}projects/tea-order/plan/?owner=nobody&find=zzz#task-menu-page")
    record = page.locator("#task-menu-page")
    assert record.get_attribute("open") is not None
    assert record.is_visible()


def test_all_records_unfold_and_a_link_is_copied(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}projects/tea-order/risks/")
    section = page.locator("section:has(#risk-records)")
    section.locator(".mp-all button").click()
    assert section.locator("details.mp-record:not([open])").count() == 0
    link = section.locator("a.mp-copy").first
    link.click()
    page.wait_for_function("link => link.textContent === link.dataset.done", arg=link.element_handle())
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url.partition("#")[0] + link.get_attribute("href")
    section.locator(".mp-all button").click()
    assert section.locator("details.mp-record[open]").count() == 0


def test_a_phone_filters_too_and_the_bar_scrolls_in_itself(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}projects/tea-order/plan/?path=critical&view=table")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shown = page.locator("tr[data-f]:visible").evaluate_all(FACETS_AND_STATE)
    assert shown
    assert all("path=critical" in facets for facets, _ in shown)
    context.close()


def test_without_a_script_nothing_is_hidden_and_no_control_is_shown(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}tasks/?status=blocked")
    assert page.locator(f"{TASKS}:visible").count() == page.locator(TASKS).count()
    assert page.locator(".mp-facets:visible").count() == 0
    context.close()


@pytest.mark.parametrize(("system", "other"), [("light", "dark"), ("dark", "light")])
def test_colours_follow_the_system_until_they_are_chosen(browser, address, system, other):
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    names = {"light": "default", "dark": "slate"}

    def shown(scheme):
        page.wait_for_function("name => document.body.dataset.mdColorScheme === name", arg=names[scheme])
        assert page.locator(".md-header label[for^=__palette]:visible").count() == 1

    page.goto(address)
    shown(system)
    page.emulate_media(color_scheme=other)
    shown(other)
    page.emulate_media(color_scheme=system)
    shown(system)
    page.locator(".md-header label[for^=__palette]:visible").click()
    shown(other)
    page.goto(f"{address}risks/")  # the theme itself shows what is kept, before anything is painted
    shown(other)
    page.locator("input[name=__palette]:checked").press("Enter")
    shown(system)
    page.reload()
    shown(system)
    context.close()
