"""The findings on the pages: the same as `milepost check` reports, counted by owner, by rule and by file."""

import html
import re
from collections import Counter

import pytest
from portal_files import PORTAL, portal

from milepost.build import check, portal_site, view_context
from milepost.views import finding_tables

REPOSITORY = PORTAL + "  repository: {url: https://github.com/example/demo, host: github, branch: main}\n"
PLAN = """\
tasks:
  menu: {title: Menu, owner: lin, duration: 5d, acceptance: [Loads], after: [gone]}
  # milepost: ignore[task-too-large] it is not
  cart:
    title: Cart
    owner: mei
    duration: 5d
    acceptance: [done]   # vague
    # milepost: ignore[task-too-large] it is not
  free: {title: Free, duration: 5d, acceptance: [Loads], colour: red}
  lost: {title: Lost, owner: nobody, duration: 5d, acceptance: [Loads]}
"""
FILES = {
    "content/portal.yml": REPOSITORY,
    "content/projects/demo/plan.yml": PLAN,
    "content/projects/demo/broken.yml": "tasks:\n  half: {title: [\n",
    "content/projects/demo/odd.yml": "takss:\n  x: {title: X}\n",
    "content/projects/demo/meetings/kick-off.md": "---\ntitle: Kick-off\nowner: mei\non: 2026-02-26\nstatus: held\n---\nWe met.\n",
    "content/projects/demo/meetings/kick-off.en.md": "Call 13812345678.\n",
}
EXPECTED = {
    "Lin": ["unresolved-reference"],
    "Mei": ["meeting-without-outcome", "personal-data", "stale-suppression", "task-vague-acceptance"],
    "No owner": ["stale-suppression", "task-without-owner", "unknown-collection", "unknown-field", "unresolved-reference", "yaml-syntax"],
}  # fmt: skip
ROW = re.compile(r'<tr role="row">\s*<th scope="row".*?</tr>', re.DOTALL)
CELL = re.compile(r"<t[hd] [^>]*>(.*?)</t[hd]>", re.DOTALL)
LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>')


def groupings(page):
    """By title without its number: the number, and of each row the head, the count and the links to lines."""
    found = {}
    for title, count, body in re.findall(
        r"<details class=\"mp-data\" data-search-exclude[^>]*><summary>(.*?) \((\d+)\)</summary>(.*?)</details>",
        page,
        re.DOTALL,
    ):
        rows = [CELL.findall(row) for row in ROW.findall(body)]
        found[title] = (
            int(count),
            {html.unescape(re.sub("<.*?>", "", row[0])): (int(row[-2]), LINK.findall(row[-1])) for row in rows},
        )
    return found


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    return check(portal(tmp_path_factory.mktemp("portal"), FILES))


@pytest.fixture(scope="module", params=["about/", "projects/demo/changes/"])
def page(checked, request):
    return groupings(portal_site(checked, "en").pages[request.param].render().html)


def test_each_number_is_that_of_the_check(checked, page):
    found = checked.diagnostics
    assert page["By rule"][1].keys() == {one.rule for one in found}
    for title, expected in (
        ("By rule", Counter(one.rule for one in found)),
        ("By file", Counter(one.location.path for one in found)),
        ("By owner", Counter({owner: len(rules) for owner, rules in EXPECTED.items()})),
    ):
        groups, rows = page[title]
        assert {head: count for head, (count, _) in rows.items()} == expected, title
        assert groups == len(expected)
    assert sum(map(len, EXPECTED.values())) == len(found)


def test_each_finding_stands_under_the_owner_of_its_record(checked, page):
    by_line = {f"{one.location.path.rpartition('/')[2]}:{one.location.span.line}": [] for one in checked.diagnostics}
    for one in checked.diagnostics:
        by_line[f"{one.location.path.rpartition('/')[2]}:{one.location.span.line}"].append(one.rule)
    for owner, (_, links) in page["By owner"][1].items():
        rules = {rule for _, line in links for rule in by_line[line]}
        assert set(EXPECTED[owner]) <= rules, owner


def test_lines_lead_to_the_source(page):
    _, links = page["By file"][1]["content/projects/demo/broken.yml"]
    assert links == [("https://github.com/example/demo/blob/main/content/projects/demo/broken.yml#L2", "2")]


def test_all_is_there_without_a_script_and_long_lists_say_what_they_leave_out(tmp_path):
    names = "".join(f"  t{number}: {{title: T, duration: 1d, acceptance: [Loads]}}\n" for number in range(230))
    files = {"content/projects/demo/plan.yml": f"tasks:\n{names}"}
    made = check(portal(tmp_path, files))
    html_text = portal_site(made, "en").pages["about/"].render().html
    count, links = groupings(html_text)["By rule"][1]["task-without-owner"]
    assert count == sum(one.rule == "task-without-owner" for one in made.diagnostics) == 230
    assert len(links) == 0  # no repository, no address
    assert "and 210 more" in html_text


def test_a_line_with_several_findings_is_named_once(tmp_path):
    made = check(portal(tmp_path, {"content/projects/demo/plan.yml": "risks:\n  wet: {title: Wet}\n"}))
    lacking = [one for one in made.diagnostics if one.rule == "missing-field"]
    (row,) = finding_tables.groupings(view_context(made, "en"), lacking)[2].table.rows
    assert row.cells[-2].text == str(len(lacking))
    (line,) = row.cells[-1].links
    assert line.text == "2"
    assert len(line.title.splitlines()) == len(lacking) > 3


def test_nothing_found_needs_no_tables(tmp_path):
    made = portal_site(check(portal(tmp_path, {})), "en").pages["about/"].render().html
    assert groupings(made) == {}
    assert "Nothing found." in made


def test_levels_are_columns_where_there_are_several(checked, tmp_path):
    severe = {"content/projects/demo/plan.yml": "tasks:\n  t: {title: T, owner: lin, acceptance: [Loads]}\n"}
    assert heads(check(portal(tmp_path, severe))) == ["责任人", "问题", "位置"]
    assert heads(checked) == ["责任人", "错误", "警告", "问题", "位置"]


def heads(checked):
    """The heads of the first table's columns."""
    page = portal_site(checked, "zh").pages["about/"].render().html
    table = page.partition('<details class="mp-data" data-search-exclude open>')[2].partition("</details>")[0]
    assert table.startswith("<summary>按责任人（")
    return re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table)
