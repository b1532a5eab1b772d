"""The handbook's page on design says what the stylesheet holds: every variable, its size, and no colour besides."""

import re
from collections.abc import Mapping

import pytest

TOKEN = re.compile(r"(--mp-[a-z0-9-]+)\s*:\s*([^;}]+)")
NAMED = re.compile(r"`(--mp-[a-z0-9-]+)`")
SIZED = re.compile(r"^\| `(--mp-[a-z0-9-]+)` \| (\d+) px \|", re.MULTILINE)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(")
REM = 20
"""Pixels, of Material's root element."""
PAGES = ("design.md", "design.en.md")


@pytest.fixture(scope="module")
def css(checkout):
    text = (checkout / "themes" / "overrides" / "assets" / "milepost.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def tokens(css: str, selector: str) -> Mapping[str, str]:
    """The variables that the blocks of a selector define, print left out."""
    blocks = re.findall(
        rf"(?:^|(?<=\}}))\s*([^{{}}]*{re.escape(selector)}[^{{}}]*)\{{([^{{}}]*)\}}",
        css.split("@media print", maxsplit=1)[0],
    )
    return {name: value for _, body in blocks for name, value in TOKEN.findall(body)}


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_is_on_the_page_and_no_other(checkout, css, page):
    named = NAMED.findall((checkout / "content" / "handbook" / page).read_text(encoding="utf-8"))
    assert sorted(named) == sorted(tokens(css, ":root"))


@pytest.mark.parametrize("page", PAGES)
def test_sizes_are_those_of_the_stylesheet(checkout, css, page):
    sizes = dict(SIZED.findall((checkout / "content" / "handbook" / page).read_text(encoding="utf-8")))
    rems = {name: value for name, value in tokens(css, ":root").items() if value.endswith("rem")}
    assert sizes == {name: f"{float(value.removesuffix('rem')) * REM:.0f}" for name, value in rems.items()}


def test_both_schemes_have_every_colour(css):
    light, dark = tokens(css, '[data-md-color-scheme="default"]'), tokens(css, '[data-md-color-scheme="slate"]')
    assert light.keys() == dark.keys()
    assert all(COLOUR.match(value) for value in (*light.values(), *dark.values()))


def test_colours_are_variables(css):
    rules = re.sub(r"--mp-[a-z0-9-]+\s*:[^;}]+", "", css)
    assert COLOUR.findall(rules) == []


def test_the_page_is_found_from_the_handbook(checkout):
    for page, index in zip(PAGES, ("index.md", "index.en.md"), strict=True):
        assert "(design.md)" in (checkout / "content" / "handbook" / index).read_text(encoding="utf-8"), page
