"""Slips of the hand in YAML: one finding each, at the place, with a reason in plain words and a fix."""

import pytest
from loading.findings import TASK, checked, english, marked, place, tasks, the_one

START = "tasks:\n" + TASK
SLIPS = {
    "tab before a key": ("tasks:\n\tmenu: {title: A}\n", "2:1", "\t", "a tab is used"),
    "tab after spaces": (START + "  late:\n\t  title: A\n", "4:1", "\t", "a tab is used"),
    "unquoted @": (START + "  late:\n    title: A\n    owner: @lin\n", "5:12", "@lin", "may not begin"),
    "unquoted backtick": (START + "  late:\n    title: `A`\n", "4:12", "`A`", "may not begin"),
    "unquoted *": (START + "  late:\n    title: *A\n", "4:12", "*A", "begins with `*`"),
    "colon in a title": (START + "  late:\n    title: A: the page\n", "4:12", "A: the page", "a colon"),
    "colon in a list": (START + "  late:\n    tags:\n      - a: b: c\n", "5:12", "b: c", "a colon"),
    "second document": (START + "---\ntasks: {}\n", "3:1", "---", "a second document"),
    "conflict": (START + "<<<<<<< HEAD\n=======\n>>>>>>> b\n", "3:1", "<<<<<<< HEAD", "merge conflict"),
    "end of a conflict": (START + ">>>>>>> branch\n", "3:1", ">>>>>>> branch", "merge conflict"),
    "text after a quote": (START + '  late:\n    title: "A" page\n', "4:16", "page", "after the closing quote"),
    "text after a single quote": (START + "  late:\n    title: 'A' page\n", "4:16", "page", "after the closing quote"),
    "open bracket": (START + "  late:\n    tags: [a\n    title: A\n", "4:11", "[", "bracket is not closed"),
    "open bracket at the end": (START + "  late:\n    tags: [a, \n", "4:11", "[", "bracket is not closed"),
    "comma too many": (START + "  late:\n    tags: [a, , b]\n", "4:15", ",", "structure breaks"),
    "open brace": (START + "  late: {title: A\n", "3:9", "{", "bracket is not closed"),
    "open quote": (START + '  late:\n    title: "A\n', "4:12", '"', "quote is not closed"),
    "escape": (START + '  late:\n    title: "C:\\path"\n', "4:12", '"', "unknown escape"),
    "tag on a scalar": (
        START + "  late:\n    title: !!python/name:os.system\n",
        "4:12",
        "!!python/name:os.system",
        "tags",
    ),
    "tag on a list": (START + "  late:\n    tags: !!python/tuple [a]\n", "4:11", "!!python/tuple", "tags"),
    "no colon": (START + "  late:\n    title\n    owner: lin\n", "4:5", "title", "no `:`"),
    "no colon at the end": (START + "  late\n", "3:3", "late", "no `:`"),
    "indented too little": (START + "  late:\n    title: A\n   owner: lin\n", "5:4", "owner: lin", "structure breaks"),
    "indented too much": (START + "  late:\n    title: A\n      owner: lin\n", "5:7", "owner: lin", "structure breaks"),
    "NUL": (START + "# a\0b\n", "3:4", "\0", "control character"),
    "C1 control": (START + "# a\x80b\n", "3:4", "\x80", "control character"),
    "list as a key": (START + "  ? [a, b]\n  : {title: A}\n", "3:5", "[", "key must be plain text"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_one_finding_at_the_place(slip, tmp_path):
    text, where, under, reason = SLIPS[slip]
    found = checked(tmp_path, {"plan.yml": text})
    one = the_one(found)
    assert place(one) == f"yaml-syntax plan.yml:{where}"
    assert reason in english(one)[0]
    assert english(one)[1]
    assert marked(found, one).startswith(under) if slip == "list as a key" else marked(found, one) == under


@pytest.mark.parametrize(
    "slip",
    [slip for slip in SLIPS if slip.startswith(("unquoted", "colon in a title", "text after", "tag on a scalar"))],
)
def test_what_stands_before_the_mistake_loads(slip, tmp_path):
    assert "menu" in tasks(checked(tmp_path, {"plan.yml": SLIPS[slip][0]}))


@pytest.mark.parametrize("slip", ["unquoted @", "unquoted backtick", "unquoted *", "colon in a title"])
def test_the_fix_makes_the_file_load_with_the_text_that_was_typed(slip, tmp_path):
    text, _, under, _ = SLIPS[slip]
    found = checked(tmp_path / "broken", {"plan.yml": text})
    (edit,) = the_one(found).fix.edits
    span = edit.location.span
    lines = text.split("\n")
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + edit.replacement + line[span.end_column - 1 :]
    mended = checked(tmp_path / "mended", {"plan.yml": "\n".join(lines)})
    assert "yaml-syntax" not in {one.rule for one in mended.diagnostics}
    late = tasks(mended)["late"]
    assert under in (late.title, str(late.owner), *late.invalid.values())


def test_a_continued_text_with_a_colon_is_not_offered_a_fix_that_changes_another_line(tmp_path):
    found = checked(tmp_path, {"plan.yml": "tasks:\n  menu:\n    title\n    owner: lin\n"})
    assert the_one(found).fix is None


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_too_many_levels_are_one_finding(opening, tmp_path):
    closing = {"[": "]", "{a: ": "}", "- ": ""}[opening]
    deep = f"{opening * 5_000}x{closing * 5_000}"
    text = f"{START}  late:\n    x:\n      {'' if opening == '- ' else 'a: '}{deep}\n"
    found = checked(tmp_path, {"plan.yml": text})
    one = the_one(found)
    assert (one.rule, one.location.span.line) == ("yaml-syntax", 5)
    assert "nested too deeply" in english(one)[0]
    assert one.location.span.end_column - one.location.span.column == 1
    assert "menu" in tasks(found)


def test_levels_that_people_use_are_fine(tmp_path):
    text = START[:-2] + ", x: {a: " + "[" * 40 + "]" * 40 + "}}\n"
    assert checked(tmp_path, {"plan.yml": text}).diagnostics == ()


def test_an_alias_bomb(tmp_path):
    lines = ["    l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"    l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 9)]
    text = START + "  late:\n    title: A\n    x:\n" + "".join(f"  {line}\n" for line in lines)
    found = checked(tmp_path, {"plan.yml": text})
    one = the_one(found)
    assert (one.rule, one.location.span.line, marked(found, one)) == ("yaml-alias-bomb", 10, "*l3")
    assert "menu" in tasks(found)


def test_a_few_aliases_are_fine(tmp_path):
    text = "tasks:\n  a: &a {title: A, owner: lin, duration: 1d, acceptance: &ok [Loads]}\n  b: {title: B, owner: lin, duration: 1d, acceptance: *ok}\n"
    found = checked(tmp_path, {"plan.yml": text})
    assert found.diagnostics == ()
    assert tasks(found)["b"].acceptance == tasks(found)["a"].acceptance


def test_a_merge_key_is_an_unknown_field_and_nothing_else_is_said_missing(tmp_path):
    text = "tasks:\n  a: &a {title: A, owner: lin, duration: 1d, acceptance: [Loads]}\n  b: {<<: *a, title: B}\n"
    assert place(the_one(checked(tmp_path, {"plan.yml": text}))) == "unknown-field plan.yml:3:7"


@pytest.mark.parametrize("name", ["tasks/menu.md", "tasks/menu.zh.md"])
def test_a_conflict_in_markdown(name, tmp_path):
    files = {"tasks/menu.md": "---\ntitle: A\nowner: lin\nduration: 1d\nacceptance: [Loads]\n---\nBody\n"}
    found = checked(tmp_path, files | {name: files["tasks/menu.md"] + "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n"})
    one = the_one(found)
    assert place(one) == f"yaml-syntax {name}:8:1"
    assert "merge conflict" in english(one)[0]
