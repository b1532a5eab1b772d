"""Files that are no text, too much text, or text with marks of its own."""

import pytest
from loading.findings import TASK, checked, english, marked, place, places, tasks, the_one

from milepost.loading.files import MAX_BYTES

PLAN = "tasks:\n" + TASK
LATE = "tasks:\n  late: {title: Late, owner: lin, duration: 1d, acceptance: [Loads], after: [menu]}\n"


@pytest.mark.parametrize(
    ("data", "where", "message"),
    [
        (PLAN.replace("page", "caf\u00e9").encode("latin-1"), "not-utf8 plan.yml:2:25", "the file is not UTF-8: byte 0xe9"),
        (PLAN.replace("page", "\u83dc\u5355 \u83dc").encode("gb18030"), "not-utf8 plan.yml:2:22", "byte 0xb2"),
        (PLAN.replace("page", "\u83dc").encode()[:-2] + b"\xff\n", "not-utf8 plan.yml:2:70", "byte 0xff"),
        (PLAN.encode("utf-16"), "not-utf8 plan.yml:1:1", "the file is UTF-16, not UTF-8"),
        (PLAN.encode() + b"\0\0", "yaml-syntax plan.yml:3:1", "a control character, such as a NUL byte"),
        (b"\0" * 1000, "yaml-syntax plan.yml:1:1", "a control character"),
        ((PLAN + "#" * MAX_BYTES).encode(), "oversized-file plan.yml:1:1", "larger than 5 MiB"),
    ],
)  # fmt: skip
def test_one_finding_and_references_to_what_the_file_held_stay_silent(data, where, message, tmp_path):
    found = checked(tmp_path, {"plan.yml": data, "late.yml": LATE})
    one = the_one(found)
    assert place(one) == where
    assert message in english(one)[0]
    assert "late" in tasks(found)


def test_fifty_megabytes_are_refused_unread(tmp_path):
    found = checked(tmp_path, {"plan.yml": PLAN.encode() + b"x: [1, 2, 3]\n" * (50 * 2**20 // 13)})
    assert place(the_one(found)) == "oversized-file plan.yml:1:1"
    assert "content/projects/demo/plan.yml" not in found.loaded.sources


def test_just_below_the_limit_loads(tmp_path):
    found = checked(tmp_path, {"plan.yml": PLAN + "#" * (MAX_BYTES - len(PLAN))})
    assert found.diagnostics == ()
    assert "menu" in tasks(found)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a comment\n", "---\n", "---\n# a\n", "\ufeff", "tasks:\n", "tasks: {}\n"]
)
def test_nothing_in_a_file_is_nothing_to_complain_about(text, tmp_path):
    assert checked(tmp_path, {"plan.yml": text}).diagnostics == ()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_do_not_depend_on_line_ends_or_a_byte_order_mark(mark, end, tmp_path):
    text = "# 注释\n" + PLAN.replace("lin", "lim") + "# 13912345678\n"
    found = checked(tmp_path, {"plan.yml": mark + text.replace("\n", end)})
    assert places(found) == ["unresolved-reference plan.yml:3:35", "personal-data plan.yml:4:3"]
    assert [marked(found, one) for one in found.diagnostics] == ["lim", "13912345678"]
    assert tasks(found)["menu"].title == "Menu page"


def test_columns_count_characters(tmp_path):
    found = checked(tmp_path, {"plan.yml": PLAN.replace("Menu page", "菜单😀页").replace("lin", "lim")})
    assert marked(found, the_one(found)) == "lim"
    assert place(the_one(found)) == "unresolved-reference plan.yml:2:30"


@pytest.mark.parametrize("break_", ["\u2028", "\u0085", "\v", "\f", "\x1c"])
def test_rare_line_separators_do_not_shift_places(break_, tmp_path):
    text = (
        f"---\ntitle: Menu\nowner: lin\nduration: 1d\nacceptance: [L]\n---\nA{break_}b\n\nthen TODO and 13912345678\n"
    )
    found = checked(tmp_path, {"tasks/menu.md": text})
    assert {one.rule for one in found.diagnostics} == {"placeholder-text", "personal-data"}
    assert sorted(marked(found, one) for one in found.diagnostics) == ["13912345678", "TODO"]


def test_the_place_of_a_control_character_after_a_rare_line_separator(tmp_path):
    found = checked(tmp_path, {"plan.yml": "# a\u2028# b\n# c\0\n"})
    assert marked(found, the_one(found)) == "\0"
