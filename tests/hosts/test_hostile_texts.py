"""Markup in every text field of every type, in names of people and in the portal's own settings, is inert."""

import re

import pytest
from conftest import build
from hosts.hostile_portal import hostile_portal
from portal_files import portal


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    files, written = hostile_portal()
    assert written > 100
    root = portal(tmp_path_factory.mktemp("hostile"), files)
    done = build(root, root / "site", "--no-strict")
    assert done.returncode == 0, done.stderr[-3000:]
    found = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in (root / "site").rglob("*.html")
    }
    assert sum("alert(" in text for text in found.values()) > 15
    return found


def test_no_markup_of_a_text_becomes_markup_of_a_page(pages):
    for name, text in pages.items():
        assert not re.search(r"<script>alert|<img[^>]+onerror", text), name
        assert not re.search(r"""<[a-z][^>"]*(?:"[^"]*"[^>"]*)*\sonmouseover=""", text), name
        assert not re.search(r"""(?:href|src)=["']?\s*javascript:""", text, re.IGNORECASE), name


def test_nothing_runs_in_a_browser(pages, browser, tmp_path):
    page = browser.new_page()
    raised = []
    page.on("dialog", lambda dialog: (raised.append(dialog.message), dialog.dismiss()))
    for name, text in pages.items():
        if name.count("/") <= 4:
            page.set_content(text, wait_until="domcontentloaded")
    page.close()
    assert raised == []
