"""Pages from a second process are the pages that this one renders."""

import os
import signal
import sys

import pytest

from milepost.build import check, portal_site
from milepost.site import rendered_ahead
from milepost.site.rendered_ahead import RenderedAhead

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no second process on this system")


@pytest.fixture(scope="module")
def site(checkout):
    return portal_site(check(checkout))


@pytest.fixture(scope="module")
def pages(site):
    """All but the pages of rules, of which there are many and all alike."""
    return [page for address, page in site.pages.items() if not address.startswith("rules/")]


@pytest.fixture(scope="module")
def contents(pages):
    return {page.address: page.render() for page in pages}


def test_the_pages_are_the_same(pages, contents):
    ahead = RenderedAhead(pages)
    assert len(ahead._coming) > len(pages) / 2
    assert {page.address: ahead.render(page) for page in pages} == contents
    assert not ahead._arrived


def test_they_may_be_asked_for_in_any_order(pages, contents):
    ahead = RenderedAhead(pages)
    assert {page.address: ahead.render(page) for page in reversed(pages)} == contents


def test_what_a_process_that_died_leaves_is_rendered_here(pages, contents, monkeypatch):
    rendered = rendered_ahead._rendered

    def until_goals(page):
        if page.address.endswith("/goals/"):
            os.kill(os.getpid(), signal.SIGKILL)
        return rendered(page)

    monkeypatch.setattr(rendered_ahead, "_rendered", until_goals)
    ahead = RenderedAhead(pages)
    assert {page.address: ahead.render(page) for page in pages} == contents


def test_pages_that_nobody_asks_for_stop_the_process(pages, monkeypatch):
    begun, fork = [], os.fork
    monkeypatch.setattr(os, "fork", lambda: begun.append(fork()) or begun[-1])
    RenderedAhead(pages)
    with pytest.raises(ChildProcessError):
        os.waitpid(begun[0], 0)
