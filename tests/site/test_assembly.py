"""The site of a portal: pages, navigation, what search reads, components in hand-written pages."""

import pytest
from portal_files import portal

from milepost.build import check, portal_site

PLAN = """\
tasks:
  menu-page: {title: "Menu <page>", owner: lin, duration: 5d, acceptance: [Guests find tea], description: Words of it}
"""
PAGE = """\
---
title: Notes
---
# Notes

```milepost table tasks status=backlog
```

After it.

```milepost gant project=demo
```
"""


@pytest.fixture
def site_of(tmp_path):
    def made(files, language=""):
        return portal_site(check(portal(tmp_path, files)), language)

    return made


def test_a_page_is_rendered_with_its_anchors_and_headings(site_of):
    page = site_of({"content/projects/demo/plan.yml": PLAN}).pages["projects/demo/plan/"]
    content = page.render()
    assert page.title == "Plan · Demo"
    assert page.source == "content/projects/demo/plan.yml"
    assert "task-menu-page" in content.anchors
    assert {"gantt", "table"} <= {heading.id for heading in content.headings}
    assert "Menu &lt;page&gt;" in content.html
    assert "Menu <page>" not in content.html


def test_search_reads_a_line_for_each_record(site_of):
    content = site_of({"content/projects/demo/plan.yml": PLAN}).pages["projects/demo/plan/"].render()
    assert content.search.startswith('<h2 id="task-menu-page">Menu &lt;page&gt;</h2> <p>menu-page')
    assert "Words of it" in content.search
    assert "Lin" in content.search
    assert len(content.search) < 500


def test_many_projects_share_a_tab(site_of):
    files = {f"content/projects/p{number}/project.yml": f"project: {{title: P{number}}}\n" for number in range(8)}
    titles = [item.title for item in site_of(files).navigation]
    assert titles == ["Portfolio", "Projects", "Across projects", "Reference"]


def test_what_is_written_for_a_generated_page_stands_on_it(site_of):
    site = site_of({"content/projects/demo/plan/index.md": "# Plan\n\nOur own words.\n"})
    assert "Our own words." in site.pages["projects/demo/plan/"].render().html
    assert "projects/demo/plan/index.md" not in site.prose


def test_components_are_put_in_and_mistakes_said_with_their_line(site_of):
    site = site_of({"content/projects/demo/plan.yml": PLAN, "content/projects/demo/notes.md": PAGE})
    body = PAGE.split("---\n", 2)[2]
    html = site.embed(body, "projects/demo/notes.md", "projects/demo/notes/")
    assert 'href="../plan/#task-menu-page"' in html
    assert "content/projects/demo/notes.md:11" in html
    assert "gantt" in html
    assert "After it." in html
    assert "```" not in html
    assert html.count("mp-hatch") == 1


def test_days_in_embedded_tables_are_written_as_in_all_tables(site_of):
    plan = "tasks:\n  a: {title: A, due: 2026-09-30}\n  b: {title: B, due: 2027-03-31}\n"
    page = "# Notes\n\n```milepost table tasks\n```\n"
    site = site_of({"content/projects/demo/plan.yml": plan, "content/projects/demo/notes.md": page})
    html = site.embed(page, "projects/demo/notes.md", "projects/demo/notes/")
    assert ">30 Sept<" in html
    assert ">2026-09-30<" not in html
    assert ">2027-03-31<" in html
