"""Fixes in the text of a file: the wanted change, and not one character besides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.diagnostics.diagnostic import Edit, Fix, replacing
from milepost.loading.document import parse
from milepost.loading.edits import as_typed
from milepost.loading.fixes import repaired
from milepost.source import Location, Source

PATH = "content/projects/demo/plan.yml"


def fix(text, old, new, *, path=PATH, nth=0):
    """A fix that replaces the nth `old` of a text."""
    body = text.removeprefix("\ufeff")
    at = -1
    for _ in range(nth + 1):
        at = body.index(old, at + 1)
    return replacing(Location(path, Source(path, body).span(at, at + len(old))), new)


def mended(text, *changes, path=PATH):
    return repaired(path, text, [fix(text, old, new, path=path) for old, new in changes])


@pytest.mark.parametrize(
    ("before", "old", "new", "after"),
    {
        "value": ("a: {s: don}\n", "don", "done", "a: {s: done}\n"),
        "key": ("a:\n  titel: x # why\n", "titel", "title", "a:\n  title: x # why\n"),
        "key without value": ("a:\n  titel:\n", "titel", "title", "a:\n  title:\n"),
        "in quotes": ('a: "don"\n', '"don"', '"done"', 'a: "done"\n'),
        "inside of quotes": ("a: 'menuu FS'\n", "menuu", "menu", "a: 'menu FS'\n"),
        "part of a value": ("after: [menuu FS+2d, b]\n", "menuu", "menu", "after: [menu FS+2d, b]\n"),
        "windows": ("a: don\r\nb: 1\r\n", "don", "done", "a: done\r\nb: 1\r\n"),
        "byte order mark": ("\ufeffa: don\n", "don", "done", "\ufeffa: done\n"),
        "no line end": ("a: don", "don", "done", "a: done"),
        "colon": ("a: x: y\nb: 1\n", "x: y", '"x: y"', 'a: "x: y"\nb: 1\n'),
        "at sign": ("a: @lin\n", "@lin", '"@lin"', 'a: "@lin"\n'),
    }.values(),
)
def test_the_change_and_nothing_else(before, old, new, after):
    assert repaired(PATH, before, [fix(before, old, new)]) == (after, (0,))


@pytest.mark.parametrize(
    ("text", "old", "new"),
    {
        "it would become a mapping": ("a: [don]\n", "don", "x: y"),
        "it would become a comment": ("a: don\n", "don", "#done"),
        "a number of values": ("a: [don]\n", "don", "x, y"),
        "the key is there already": ("a:\n  titel: x\n  title: y\n", "titel", "title"),
        "an anchor": ("a: &x don\nb: *x\n", "don", "done"),
        "an escape": ('a: "d\\u006fn"\n', '"d\\u006fn"', '"done"'),
        "quoted otherwise than typed": ("a: @lin # x\n", "@lin # x", '"@lin"'),
        "another syntax error": ("a: don\nb: [\n", "don", "done"),
        "an empty span": ("a: don\n", "", "x"),
    }.values(),
)
def test_what_cannot_be_done_safely_is_left(text, old, new):
    assert repaired(PATH, text, [fix(text, old, new)]) == (text, ())


def test_several_at_once_and_the_bad_one_is_left_out():
    text = "a: don\nb: 2026-3-1\nc: x\n"
    assert mended(text, ("don", "done"), ("x", "#x"), ("2026-3-1", "2026-03-01")) == (
        "a: done\nb: 2026-03-01\nc: x\n", (0, 2),
    )  # fmt: skip


def test_of_two_fixes_of_one_place_only_one_is_made():
    done = mended("a: don\n", ("don", "done"), ("don", "dan"))
    assert len(done.made) == 1
    assert done.text in ("a: done\n", "a: dan\n")


def test_front_matter_is_fixed_and_the_body_never():
    text = "---\r\nstatus: don\r\n---\r\n\r\nstatus: don\r\n"
    path = "content/projects/demo/tasks/menu.md"
    assert mended(text, ("don", "done"), path=path).text == text.replace("don", "done", 1)
    assert repaired(path, text, [fix(text, "don", "done", path=path, nth=1)]) == (text, ())
    assert mended("status: don\n", ("don", "done"), path="content/x.md").made == ()


def test_a_fix_of_another_file_is_left():
    one = fix("a: don\n", "don", "done", path="content/other.yml")
    assert repaired(PATH, "a: don\n", [one]).made == ()


def test_edits_of_one_fix_go_together():
    text = "a: don\nb: don\n"
    edits = fix(text, "don", "done").edits + fix(text, "don", "#", nth=1).edits
    assert repaired(PATH, text, [Fix(edits=edits)]) == (text, ())
    good = (edits[0], Edit(location=edits[1].location, replacement="done"))
    assert repaired(PATH, text, [Fix(edits=good)]).text == "a: done\nb: done\n"


names = st.text("abcxyz", min_size=1, max_size=6)
values = st.one_of(names, names.map(lambda name: f'"{name}"'), names.map(lambda name: f"'{name}'"), st.just("[a, b]"))
lines = st.lists(st.tuples(names, values, st.sampled_from(["", " # note", "   "])), min_size=1, max_size=6, unique_by=lambda line: line[0])  # fmt: skip


@given(
    lines=lines,
    data=st.data(),
    new=st.text("abc:#[]{}'\"@ ,\n\t-é林", min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_whatever_is_put_in_one_line_changes_at_most_and_only_its_value_does(lines, data, new, end, mark):
    text = mark + "".join(f"{key}: {value}{rest}{end}" for key, value, rest in lines)
    number = data.draw(st.integers(0, len(lines) - 1))
    key, value, _ = lines[number]
    start = len(mark) + sum(len(f"{k}: {v}{r}{end}") for k, v, r in lines[:number]) - len(mark) + len(key) + 2
    place = Source(PATH, text.removeprefix("\ufeff")).span(start, start + len(value))
    done = repaired(PATH, text, [replacing(Location(PATH, place), new)])
    if not done.made:
        assert done.text == text
        return
    at = start + len(mark)
    assert done.text == text[:at] + new + text[at + len(value) :]
    before, after = typed(text), typed(done.text)
    assert {name for name in before if before[name] != after[name]} <= {key}
    assert list(before) == list(after)
    assert after[key] == new.strip("'\"") or f'"{after[key]}"' == new or f"'{after[key]}'" == new or after[key] == new


def typed(text):
    found = []
    read = as_typed(parse(Source(PATH, text.removeprefix("\ufeff")), found.append).root)
    assert not found
    return read
