"""The markup of every type of page is valid, and the checker of it finds what is not."""

import pytest
from browser.page_types import PAGES
from hosts.strict_html import StrictHTML


@pytest.mark.parametrize(
    "wrong",
    [
        "<p>a <b>b</p>",
        "<span><div>b</div></span>",
        "<p><ul><li>a</li></ul></p>",
        "<div id=a></div><div id=a></div>",
        '<label for="gone">a</label>',
        "<a href=b><a href=c>d</a></a>",
        "<details><summary><a href=b>c</a></summary></details>",
        "<table><td>a</td></table>",
        '<b onclick="alert(1)">a</b>',
        '<b title="a"b">c</b>',
        '<i class="a" class="b"></i>',
        "<div/>",
        "<div>",
    ],
)
def test_the_checker_finds_an_error(wrong):
    assert StrictHTML("<p>right</p>").problems == []
    assert StrictHTML(wrong).problems


OF_THE_THEME = "for of <label> names __toc"
"""On hand-written pages without headings it keeps the label of their table of contents."""


@pytest.mark.parametrize("language", ["", "en/"])
def test_pages_are_valid(example_site, language):
    pages = {path: (example_site / language / path / "index.html").read_text(encoding="utf-8") for path in PAGES}
    pages["404.html"] = (example_site / "404.html").read_text(encoding="utf-8")
    found = {path: StrictHTML(text).problems for path, text in pages.items()}
    assert {path: one for path, problems in found.items() for one in problems if one != OF_THE_THEME} == {}
