"""Texts, bodies and pages that one of the portal's languages lacks."""

import pytest
from loading.findings import checked, english, spans, the_one
from portal_files import PORTAL

BOTH = PORTAL.replace("languages: [en]", "languages: [zh-CN, en]")
TASK = "tasks:\n  menu: {title: %s, owner: lin, duration: 5d, acceptance: [%s]}\n"


def of(tmp_path, files, settings=BOTH):
    return spans(checked(tmp_path, {"content/portal.yml": settings, **files}))


@pytest.mark.parametrize(
    ("title", "acceptance", "expected"),
    [
        ("Menu", "Loads", []),
        ("{zh: 菜单, en: Menu}", "{zh: 能打开, en: Loads}", []),
        ("{zh-CN: 菜单, en: Menu}", "Loads", []),
        ("{zh: 菜单}", "Loads", ["missing-translation plan.yml:2:17-25"]),
        ("{en: Menu}", "Loads", ["missing-translation plan.yml:2:17-27"]),
        ("{zh: 菜单, de: Karte}", "Loads", ["missing-translation plan.yml:2:17-36"]),
        ("Menu", "{en: Loads}", ["missing-translation plan.yml:2:62-73"]),
        ("Menu", "{text: {en: Loads}, done: false}", ["missing-translation plan.yml:2:69-80"]),
    ],
)
def test_texts(title, acceptance, expected, tmp_path):
    found = of(tmp_path, {"plan.yml": TASK % (title, acceptance)})
    assert [one for one in found if "missing-translation" in one] == expected


def test_one_language_is_enough_for_a_portal_of_one(tmp_path):
    files = {"plan.yml": TASK % ("{en: Menu}", "Loads"), "content/news.md": "# News\n", "content/old.zh.md": "# 旧闻\n"}
    assert of(tmp_path, files, PORTAL) == []


def test_it_names_the_language(tmp_path):
    one = the_one(checked(tmp_path, {"content/portal.yml": BOTH, "plan.yml": TASK % ("{zh: 菜单}", "Loads")}))
    assert english(one)[0] == "`title` of task `menu` is not written in: en"


def test_settings_are_texts_too(tmp_path):
    settings = BOTH.replace("title: Demo portal", "title: {en: Demo portal}")
    assert of(tmp_path, {}, settings) == ["missing-translation content/portal.yml:2:10-27"]


DECISION = "---\ntitle: T\non: 2026-03-01\ncontext: c\nchoice: c\ndecided_by: mei\nbased_on: tasks:beside\n---\n\n%s\n"


def test_bodies_where_others_have_a_translation(tmp_path):
    files = {
        "decisions/one.md": DECISION % "Eins",
        "decisions/one.en.md": "One\n",
        "decisions/two.md": DECISION % "Zwei",
    }
    one = the_one(checked(tmp_path / "a", {"content/portal.yml": BOTH, **files}))
    assert (one.rule, one.location.path) == ("missing-translation", "content/projects/demo/decisions/two.md")
    assert one.location.span[0] == 9
    assert english(one) == (
        "the body of decision `two` is not translated into: en",
        "write it into content/projects/demo/decisions/two.en.md",
    )
    del files["decisions/one.en.md"]
    assert of(tmp_path / "b", files) == []  # no body of a decision is translated
    files = {"decisions/one.md": DECISION % "Eins", "decisions/one.en.md": "One\n", "decisions/two.md": DECISION % ""}
    assert of(tmp_path / "c", files) == []  # no body


def test_pages_where_others_have_a_translation(tmp_path):
    pages = {"content/notes/a.md": "# A\n", "content/notes/a.en.md": "# A\n", "content/notes/b.md": "# B\n"}
    assert of(tmp_path / "a", {**pages, "content/c.md": "# C\n"}) == ["missing-translation content/notes/b.md:1:1-1"]
    assert of(tmp_path / "b", {"content/notes/b.md": "# B\n", "content/notes/only.en.md": "# Only\n"}) == []
