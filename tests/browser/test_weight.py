"""What a first visit loads, compressed as servers do it."""

import gzip
from urllib.parse import urlsplit

KB = 1000
LEVEL = 6  # the usual one of servers


def loaded(browser, address, site, path):
    """The compressed size of every file that a page loads, by its place in the site."""
    page, asked = browser.new_page(), []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{address}{path}", wait_until="networkidle")
    page.close()
    files = {name.removeprefix(f"/{site.name}/") for name in asked}
    files = {f"{name}index.html" if not name or name.endswith("/") else name for name in files}
    return {name: len(gzip.compress((site / name).read_bytes(), LEVEL)) for name in files}


def test_the_first_load_of_an_overview(browser, address, example_site):
    sizes = loaded(browser, address, example_site, "projects/tea-order/")
    ours = {name: size for name, size in sizes.items() if name.startswith("assets/m") and name.count("/") == 1}
    assert {"assets/milepost.css", "assets/material.css", "assets/milepost.js"} == set(ours)
    assert sum(ours.values()) < 25 * KB
    search = {"search/search_index.json"}
    assert sum(size for name, size in sizes.items() if name not in search) < 150 * KB
