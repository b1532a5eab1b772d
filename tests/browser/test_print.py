"""Printed: the Overview is one sheet, the plan as many as it takes."""

import re

import pytest

A4 = (595, 842)  # points


def sheets(browser, url):
    """Width and height of every sheet."""
    page = browser.new_page()
    page.goto(url, wait_until="load")
    document = page.pdf(prefer_css_page_size=True)
    page.close()
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", document)
    assert len(boxes) == len(re.findall(rb"/Type\s*/Page\b", document))
    return [(round(float(width)), round(float(height))) for width, height in boxes]


@pytest.mark.parametrize("path", ["projects/tea-order/", "en/projects/tea-order/", "projects/member-points/"])
def test_an_overview_is_one_a4(browser, address, path):
    assert sheets(browser, f"{address}{path}") == [A4]


def test_a_plan_goes_on_over_sheets(browser, address):
    assert sheets(browser, f"{address}projects/tea-order/plan/")[2:]


def test_no_table_of_an_overview_is_cut_off(browser, address):
    page = browser.new_page(viewport={"width": 718, "height": 1000})  # a sheet between its margins
    page.emulate_media(media="print")
    for language in ("", "en/"):
        page.goto(f"{address}{language}projects/tea-order/")
        cut = page.evaluate(
            """[...document.querySelectorAll('.mp-wrap')].filter(one => one.scrollWidth > one.clientWidth + 1)
            .map(one => one.querySelector('table').getAttribute('aria-label'))"""
        )
        assert cut == []
    page.close()
