"""Comments that silence a rule: on the line or the line above, with a reason, and never left behind."""

import pytest
from loading.findings import checked, english, marked, place, places, the_one

BAD = "tasks:\n  menu: {title: Menu, owner: lin, duration: 4h, acceptance: [Loads]}"
PAGE = "---\ntitle: Menu\nowner: lin\nduration: 1d\nacceptance: [Loads]\n---\n\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{BAD} # milepost: ignore[rounded-value] half a day is meant\n",
        BAD.replace("  menu", "  # milepost: ignore[rounded-value] half a day is meant\n  menu") + "\n",
        BAD.replace("  menu", "  # milepost:ignore[ rounded-value , missing-field ] both\n  menu").replace(
            "owner: lin, ", ""
        )
        + "\n",
    ],
)
def test_it_silences_the_line(text, tmp_path):
    assert checked(tmp_path, {"plan.yml": text}).diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{PAGE}TODO <!-- milepost: ignore[placeholder-text] shown on purpose -->\n",
        f"{PAGE}<!-- milepost: ignore[placeholder-text] shown on purpose -->\nTODO\n",
    ],
)
def test_it_silences_a_line_of_markdown(text, tmp_path):
    assert checked(tmp_path, {"tasks/menu.md": text}).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "expected", "said"),
    [
        (f"{BAD} # milepost: ignore[rounded-value]\n", ["rounded-value", "stale-suppression"], "needs a reason"),
        (f"{BAD} # milepost: ignore[rounded-valu] because\n", ["rounded-value", "stale-suppression"], "no rule `rounded-valu`"),
        (f"{BAD} # milepost: ignore[missing-field] because\n", ["rounded-value", "stale-suppression"], "suppresses nothing"),
        (f"# milepost: ignore[rounded-value] too far\n\n{BAD}\n", ["stale-suppression", "rounded-value"], "suppresses nothing"),
        (f"{BAD} # why\n# milepost: ignore[rounded-value] below\n", ["rounded-value", "stale-suppression"], "suppresses nothing"),
    ],
)  # fmt: skip
def test_one_that_does_not_work_is_reported_beside_the_finding(text, expected, said, tmp_path):
    found = checked(tmp_path, {"plan.yml": text})
    assert [one.rule for one in found.diagnostics] == expected
    stale = next(one for one in found.diagnostics if one.rule == "stale-suppression")
    assert said in english(stale)[0]
    assert marked(found, stale).startswith("# milepost: ignore[")


def test_one_of_two_rules_that_does_not_speak_is_reported(tmp_path):
    found = checked(tmp_path, {"plan.yml": f"{BAD} # milepost: ignore[rounded-value, missing-field] half a day\n"})
    assert place(the_one(found)) == "stale-suppression plan.yml:2:70"
    assert "`missing-field`" in english(the_one(found))[0]


def test_an_unknown_rule_gets_a_suggestion(tmp_path):
    found = checked(tmp_path, {"plan.yml": f"{BAD} # milepost: ignore[rounded-valu] because\n"})
    assert english(found.diagnostics[1])[1] == "did you mean `rounded-value`?"


def test_it_does_not_reach_into_other_files(tmp_path):
    files = {"a.yml": f"{BAD} # milepost: ignore[rounded-value] here\n", "b.yml": BAD.replace("menu", "late") + "\n"}
    assert places(checked(tmp_path, files)) == ["rounded-value b.yml:2:45"]


def test_it_counts_lines_as_the_parser_does(tmp_path):
    text = f"# a\u2028# b\n{BAD} # milepost: ignore[rounded-value] half a day\n"
    assert checked(tmp_path, {"plan.yml": text}).diagnostics == ()


def test_it_silences_syntax_errors_too(tmp_path):
    text = "tasks:\n  menu:\n    title: A: b # milepost: ignore[yaml-syntax] waits for the new parser\n"
    assert checked(tmp_path, {"plan.yml": text}).diagnostics == ()
