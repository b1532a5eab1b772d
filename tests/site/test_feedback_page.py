"""The feedback page: from what was said to what it did, and the same numbers as the rules."""

import html
import re

import pytest
from portal_files import portal

from milepost.build import check, portal_site

TAG = re.compile(r"<[^>]+>")
PLAN = """\
tasks:
  fix: {title: Fix it, owner: lin, release: v1, duration: 1d, acceptance: [{text: Loads, done: true}], status: done,
        actual_start: 2026-02-02, actual_finish: 2026-02-02, evidence: https://example.com/x}
releases:
  v1: {title: V1, version: 1.0.0, channel: online, planned_on: 2026-02-16, released_on: 2026-02-16, notes: x}
"""
VOICE = """\
themes:
  slow: {title: Slow pages, summary: Slow at lunch, severity: 1, status: verified, actions: [fix], metric: wait}
  plain: {title: Plain, summary: No metric, severity: 1, status: verified, actions: [fix]}
feedback:
  b:
    title: B
    source: Ratings
    collected_on: 2026-02-28
    items: [{id: C1, received_on: 2026-02-10, text: Slow, theme: slow, reply: Sorry}, {id: C2, received_on: 2026-02-11, text: Odd}]
metrics:
  wait: {title: Wait, unit: s, kind: duration, formula: Mean, source: Log, cadence: day, aggregation: avg, direction: decrease,
         series: {file: wait.csv, column: s}}
"""


@pytest.fixture
def page(tmp_path):
    def made(rows):
        files = {"plan.yml": PLAN, "voice.yml": VOICE, "wait.csv": "date,s\n" + rows}
        root = portal(tmp_path, {f"content/projects/demo/{name}": text for name, text in files.items()})
        return portal_site(check(root), "en").pages["projects/demo/feedback/"].render().html

    return made


def row_of(page, name):
    section = page[page.index("You said, we did") :]
    for row in re.findall(r"<tr role=\"row\".*?</tr>", section, re.DOTALL):
        cells = [" ".join(html.unescape(TAG.sub(" ", cell)).split()) for cell in re.findall(r"<t[hd] .*?</t[hd]>", row)]
        if cells and cells[0].startswith(name):
            return cells
    raise AssertionError(name)


def test_what_was_done_shows_what_the_metric_did(page):
    found = page("".join(f"2026-02-{day:02},{8 if day < 16 else 5}\n" for day in range(1, 29)))
    assert row_of(found, "Slow at lunch")[-1] == "Wait 8 s → 5 s"
    assert row_of(found, "No metric")[-1] == ""


def test_without_values_on_both_sides_there_is_no_effect(page):
    assert row_of(page("2026-02-01,8\n"), "Slow at lunch")[-1] == ""


def test_the_page_counts_what_waits_as_the_rules_do(page):
    found = " ".join(html.unescape(TAG.sub(" ", page("2026-02-01,8\n"))).split())
    assert "1 item not answered in time" in found
    assert "1 item without a theme" in found
