"""The delivery page: whether the next releases keep their days."""

import html
import re

import pytest
from portal_files import PORTAL, portal

from milepost.build import check, portal_site

PLAN = """\
tasks:
  build: {title: Build, owner: lin, estimate: {optimistic: 8d, likely: 10d, pessimistic: 18d}, release: v1}
releases:
  v1: {title: First, version: 1.0.0, planned_on: 2026-03-20}
"""
TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def said(tmp_path):
    def of(planned_on: str) -> str:
        settings = PORTAL + "  forecast: {samples: 1000, seed: 7}\n"
        plan = PLAN.replace("2026-03-20", planned_on)
        found = check(portal(tmp_path, {"content/portal.yml": settings, "content/projects/demo/plan.yml": plan}))
        page = portal_site(found, "en").pages["projects/demo/delivery/"].render().html
        return " ".join(html.unescape(TAG.sub(" ", page)).split())

    return of


@pytest.mark.parametrize(
    ("planned_on", "state"),
    [
        ("2026-04-10", "Delivery is on track"),
        ("2026-03-16", "A release may be late"),
        ("2026-03-12", "A release is likely late"),
    ],
)
def test_a_release_is_judged_by_the_forecast_of_its_open_work(said, planned_on, state):
    text = said(planned_on)
    assert state in text
    assert ("of the simulations" in text) == (state != "Delivery is on track")
    assert "Work done" in text


def test_the_chance_stands_beside_the_days(said):
    assert re.search(r"P50/P80 1\d Mar / 1\d Mar; in time 100%", said("2026-04-10"))
