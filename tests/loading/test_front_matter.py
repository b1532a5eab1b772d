"""Markdown records whose fields cannot be read."""

import pytest
from loading.findings import checked, english, marked, place, places, tasks, the_one

FIELDS = "title: Menu\nowner: lin\nduration: 1d\nacceptance: [Loads]\n"
REFERS = "tasks:\n  late: {title: Late, owner: lin, duration: 1d, acceptance: [Loads], after: [menu]}\n"


@pytest.mark.parametrize(
    ("text", "where", "under"),
    [
        ("---\n" + FIELDS + "\nThe body.\n", "yaml-syntax tasks/menu.md:1:1", "---"),
        ("---\n# a comment first\n\n" + FIELDS + "\nThe body.\n", "yaml-syntax tasks/menu.md:1:1", "---"),
        ("---\ntitle: Menu: page\n---\nBody\n", "yaml-syntax tasks/menu.md:2:8", "Menu: page"),
        ("---\ntitle: [A\n---\nBody\n", "yaml-syntax tasks/menu.md:2:8", "["),
        ("---\n- a\n---\nBody\n", "invalid-value tasks/menu.md:2:1", "- a"),
        ("---\nnothing\n---\nBody\n", "invalid-value tasks/menu.md:2:1", "nothing"),
        ("The body.\n", "missing-field tasks/menu.md:1:1", ""),
        ("---\n---\nThe body.\n", "missing-field tasks/menu.md:1:1", ""),
        ("", "missing-field tasks/menu.md:1:1", ""),
    ],
)
def test_one_finding_and_references_to_it_stay_silent(text, where, under, tmp_path):
    found = checked(tmp_path, {"tasks/menu.md": text, "plan.yml": REFERS})
    one = the_one(found)
    assert place(one) == where
    assert marked(found, one) == under
    assert "late" in tasks(found)


def test_a_finding_in_the_fields_counts_lines_from_the_top_of_the_file(tmp_path):
    text = "---\n" + FIELDS.replace("lin", "lim") + "---\n\nBody\n"
    for name, data in {
        "lf": text,
        "crlf": text.replace("\n", "\r\n"),
        "bom": "\ufeff" + text,
        "both": "\ufeff" + text.replace("\n", "\r\n"),
    }.items():
        found = checked(tmp_path / name, {"tasks/menu.md": data})
        one = the_one(found)
        assert place(one) == "unresolved-reference tasks/menu.md:3:8"
        assert marked(found, one) == "lim"


def test_a_body_says_the_same_with_either_line_end(tmp_path):
    text = "---\n" + FIELDS + "---\n\nFirst line\nsecond line\n"
    bodies = {
        tasks(checked(tmp_path / str(number), {"tasks/menu.md": data}))["menu"].description
        for number, data in enumerate((text, text.replace("\n", "\r\n")))
    }
    assert bodies == {"First line\nsecond line"}


def test_the_same_field_as_front_matter_and_as_body(tmp_path):
    found = checked(tmp_path, {"tasks/menu.md": "---\ndescription: Short\n" + FIELDS + "---\nLong\n"})
    assert place(the_one(found)) == "duplicate-key tasks/menu.md:2:1"
    assert tasks(found)["menu"].description == "Short"


def test_a_placeholder_in_a_body(tmp_path):
    found = checked(tmp_path, {"tasks/menu.md": "---\n" + FIELDS + "---\n\nText, then TODO\n"})
    assert places(found) == ["placeholder-text tasks/menu.md:8:12"]


def test_a_translation_without_its_record(tmp_path):
    record = "---\n" + FIELDS + "---\nBody\n"
    found = checked(tmp_path, {"tasks/menu.md": record, "tasks/menus.zh.md": "正文\n"})
    one = the_one(found)
    assert place(one) == "unresolved-reference tasks/menus.zh.md:1:1"
    assert english(one) == ("there is no task `menus` that this file translates", "did you mean `menu`?")


def test_a_translation_of_a_record_that_is_broken_stays_silent(tmp_path):
    found = checked(tmp_path, {"tasks/menu.md": "---\ntitle: [A\n---\nBody\n", "tasks/menu.zh.md": "正文\n"})
    assert places(found) == ["yaml-syntax tasks/menu.md:2:8"]


def test_a_translation_has_no_fields_of_its_own(tmp_path):
    record = "---\n" + FIELDS + "---\nBody\n"
    found = checked(tmp_path, {"tasks/menu.md": record, "tasks/menu.zh.md": "---\ntitle: 菜单\n---\n正文\n"})
    assert place(the_one(found)) == "unknown-field tasks/menu.zh.md:1:1"
    assert tasks(found)["menu"].description == {"en": "Body", "zh": "正文"}
