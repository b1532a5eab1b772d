"""Pages that are for more readers than what they embed or refer to."""

import pytest
from loading.findings import checked, english, marked, spans
from portal_files import PORTAL, PROJECT

DIVIDED = PORTAL + "  audiences: [public, partner, team]\n"
PLAN = """\
phases:
  merger: {title: Merging the shops, audience: team}
  opening: {title: Opening, audience: partner}
tasks:
  count: {title: Count the stock, phase: merger, audience: team, owner: lin, duration: 5d, acceptance: [Counted]}
"""
METRIC = (
    "metrics:\n  m: {title: M, audience: partner, unit: u, kind: count, formula: f, source: s, cadence: day,"
    " aggregation: sum, direction: increase, series: {file: m.csv}}\n"
)
PHASE = "```milepost gantt project=demo phase=merger\n```\n"


def page(text: str, audience: str = "") -> str:
    return (f"---\naudience: {audience}\n---\n" if audience else "") + f"# News\n\n{text}"


def of(tmp_path, text, settings=DIVIDED, **more):
    files = {"plan.yml": PLAN, "m.yml": METRIC, "content/portal.yml": settings, "content/news.md": text, **more}
    found = checked(tmp_path, {**files, "m.csv": "date,m\n2026-03-01,3\n"})
    return [one for one in spans(found) if one.split()[0] in ("audience-leak", "invalid-value", "broken-link")]


@pytest.mark.parametrize(
    ("text", "audience", "expected"),
    [
        (PHASE, "", ["audience-leak content/news.md:3:38-44"]),
        (PHASE, "public", ["audience-leak content/news.md:6:38-44"]),
        (PHASE, "partner", ["audience-leak content/news.md:6:38-44"]),
        (PHASE, "team", []),
        ("```milepost metric id=demo/m\n```\n", "", ["audience-leak content/news.md:3:23-29"]),
        ("```milepost metric id=demo/m\n```\n", "partner", []),
        ("```milepost table tasks project=demo\n```\n", "", []),  # shows each reader what that reader may see
        ("```milepost gantt project=demo\n```\n", "", []),
        ("[The count](projects/demo/plan/#task-count)\n", "", ["audience-leak content/news.md:3:13-43"]),
        ("[The count](projects/demo/plan/#task-count)\n", "team", []),
        ("[Something else](projects/demo/plan/#task-beside)\n", "", []),
        ("[Elsewhere](https://example.com/#task-count)\n", "", []),
        ("`[The count](projects/demo/plan/#task-count)`\n", "", []),  # code
        ("[Inner](inner.md)\n", "", ["audience-leak content/news.md:3:9-17"]),
        ("[Inner](inner.md#why)\n", "partner", ["audience-leak content/news.md:6:9-21"]),
        ("[Inner](inner.md)\n", "team", []),
        ("[Open](open.md)\n", "", []),
    ],
)
def test_what_a_page_shows_or_leads_to(text, audience, expected, tmp_path):
    pages = {"content/inner.md": page("Why.\n", "team"), "content/open.md": page("Open.\n")}
    assert of(tmp_path, page(text, audience), **pages) == expected


def test_it_says_who_reads_what(tmp_path):
    files = {"plan.yml": PLAN, "content/portal.yml": DIVIDED, "content/news.md": page(PHASE, "partner")}
    found = checked(tmp_path, files)
    one = next(one for one in found.diagnostics if one.rule == "audience-leak")
    assert marked(found, one) == "merger"
    assert english(one) == (
        "this page is for `partner`, and phase `merger` is for `team`",
        "write `audience: team` into the page's front matter, or take it out of the page",
    )
    assert [label.location.span[:2] for label in one.labels] == [(2, 3), (2, 11)]


def test_a_translation_is_for_no_more_than_its_page(tmp_path):
    pages = {"content/news.en.md": page(PHASE)}
    assert of(tmp_path, page("Inner news.\n", "team"), **pages) == []


def test_pages_of_a_project_are_for_those_who_see_it(tmp_path):
    project = PROJECT + "  audience: team\n"
    inside = {"index.md": page(PHASE), "project.yml": project}
    assert of(tmp_path / "a", page("Open.\n"), **inside) == []
    outside = page("```milepost gantt project=demo\n```\n")
    assert of(tmp_path / "b", outside, **inside) == ["audience-leak content/news.md:3:27-31"]


def test_without_audiences_nothing_leaks(tmp_path):
    plain = PLAN.replace(", audience: team", "").replace(", audience: partner", "")
    found = checked(tmp_path, {"plan.yml": plain, "content/news.md": page(PHASE)})
    assert "audience-leak" not in {one.rule for one in found.diagnostics}


def test_a_page_for_nobody_is_a_mistake_and_counts_as_the_narrowest(tmp_path):
    files = {"content/portal.yml": DIVIDED, "plan.yml": PLAN, "content/news.md": page(PHASE, "teem")}
    one = next(one for one in checked(tmp_path, files).diagnostics if one.rule != "stage-missing")
    assert one.rule == "invalid-value"
    assert one.location.span == (2, 11, 2, 15)
    assert english(one) == ("there is no audience `teem`", "did you mean `team`?")
