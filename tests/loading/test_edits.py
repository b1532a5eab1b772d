"""Fields set in the text of a file: this field, and not a byte more."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.loading.edits import EditRefusedError, FieldEdit, edited
from milepost.source import Source

AHEAD = ("due", "duration", "after")
DAY = "2026-03-09"


def start(*record, value=DAY):
    return FieldEdit(record, "start", value, AHEAD)


def set_start(text, *record, path="plan.yml"):
    return edited(path, text, [start(*record)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tasks:\n  a:\n    title: A\n    start: 2026-03-02\n", "tasks:\n  a:\n    title: A\n    start: 2026-03-09\n"),
        ("tasks:\n  a:\n    start:   '2026-03-02'  # kick-off\n", "tasks:\n  a:\n    start:   '2026-03-09'  # kick-off\n"),
        ('tasks:\n  a: {start: "2026-03-02", title: A}\n', 'tasks:\n  a: {start: "2026-03-09", title: A}\n'),
        ("tasks:\n  a:\n    start:\n    title: A\n", "tasks:\n  a:\n    start: 2026-03-09\n    title: A\n"),
        ("tasks:\n  a:\n    start:   # open\n    title: A\n", "tasks:\n  a:\n    start: 2026-03-09   # open\n    title: A\n"),
        ("tasks:\n  a: {start: , title: A}\n", "tasks:\n  a: {start: 2026-03-09 , title: A}\n"),
        ("tasks:\n  a: {start, title: A}\n", "tasks:\n  a: {start: 2026-03-09, title: A}\n"),
        ("tasks:\n  a:\n    start: ''\n    title: A\n", "tasks:\n  a:\n    start: '2026-03-09'\n    title: A\n"),
        ("tasks:\n  a:\n    start: ~\n    title: A\n", "tasks:\n  a:\n    start: 2026-03-09\n    title: A\n"),
        ("tasks:\n  a:\n    start: soon, maybe\n    title: A\n", "tasks:\n  a:\n    start: 2026-03-09\n    title: A\n"),
    ],
)  # fmt: skip
def test_a_value_that_is_there_is_replaced(before, after):
    assert set_start(before, "tasks", "a") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "tasks:\n  a:\n    title: A\n    duration: 5d # long\n    after: b\n",
            "tasks:\n  a:\n    title: A\n    start: 2026-03-09\n    duration: 5d # long\n    after: b\n",
        ),
        ("tasks:\n  a:\n    title: A\n    owner: lin\n", "tasks:\n  a:\n    title: A\n    start: 2026-03-09\n    owner: lin\n"),
        ("tasks:\n  a:\n    title: A", "tasks:\n  a:\n    start: 2026-03-09\n    title: A"),
        ("tasks:\n  a: {title: A, duration: 2d}\n", "tasks:\n  a: {title: A, start: 2026-03-09, duration: 2d}\n"),
        ("tasks:\n  a: {title: A}\n", "tasks:\n  a: {start: 2026-03-09, title: A}\n"),
        ("tasks:\n  a: {}\n", "tasks:\n  a: {start: 2026-03-09}\n"),
        ("tasks: {a: {title: A},\n  b: {title: B}}\n", "tasks: {a: {start: 2026-03-09, title: A},\n  b: {title: B}}\n"),
        ('{"tasks": {"a": {"title": "A", "due": "2026-04-01"}}}', '{"tasks": {"a": {"title": "A", "start": "2026-03-09", "due": "2026-04-01"}}}'),
        (
            "tasks:\n  a:\n    title: A\n    description: |\n      # not a comment\n\n      text\n\n  b: {title: B}\n",
            "tasks:\n  a:\n    title: A\n    start: 2026-03-09\n    description: |\n      # not a comment\n\n      text\n\n  b: {title: B}\n",
        ),
        (
            "tasks:\n  a:\n    title: 菜单\U0001f375 页\n    due: 2026-04-01\n",
            "tasks:\n  a:\n    title: 菜单\U0001f375 页\n    start: 2026-03-09\n    due: 2026-04-01\n",
        ),
        ("title: A\nduration: 2d\n", "title: A\nstart: 2026-03-09\nduration: 2d\n"),
        ("tasks:\n  a:\n    ? title\n    : A\n    ? due\n    : 2026-04-01\n", None),
    ],
)  # fmt: skip
def test_a_field_that_is_not_there_is_put_in(before, after):
    record = () if before.startswith("title") else ("tasks", "a")
    if after is None:
        with pytest.raises(EditRefusedError, match="shape"):
            set_start(before, *record)
    else:
        assert set_start(before, *record) == after


def test_line_ends_and_the_byte_order_mark_stay():
    before = "\ufeff# plan\r\ntasks:\r\n  a:\r\n    title: A\r\n    due: 2026-04-01\r\n"
    after = set_start(before, "tasks", "a")
    assert after == before.replace("    due", "    start: 2026-03-09\r\n    due")
    assert set_start(after.replace(DAY, "2026-03-02"), "tasks", "a") == after


def test_front_matter_is_edited_and_the_body_is_not():
    before = "---\r\ntitle: A\r\nduration: 2d\r\n---\r\n\r\nstart: of the text\r\n\r\n---\r\nend\r\n"
    after = edited("tasks/a.md", before, [start()])
    assert after == before.replace("duration", "start: 2026-03-09\r\nduration", 1)
    assert edited("tasks/a.md", after, [start()]) == after


def test_several_edits_of_one_file_in_one_go():
    before = "tasks:\n" + "".join(f"  t{n}:\n    title: T\n    duration: 1d\n" for n in range(50))
    after = edited("plan.yml", before, [start("tasks", f"t{n}", value=f"2026-04-{1 + n % 30:02}") for n in range(50)])
    assert after.count("\n") == before.count("\n") + 50
    assert yaml.safe_load(after.replace("start: ", "start: x"))["tasks"]["t7"]["start"] == "x2026-04-08"


def test_the_same_edit_again_changes_nothing():
    text = set_start("tasks:\n  a: {title: A}\n", "tasks", "a")
    assert set_start(text, "tasks", "a") == text


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("tasks:\n  a: {title: A\n", "syntax", 2),
        ("tasks:\n  a: {title: A, title: B}\n", "syntax", 2),
        ("tasks:\n  b: {title: A}\n", "no-record", 1),
        ("tasks:\n  a:\n  b: {title: A}\n", "no-record", 2),
        ("tasks:\n  b: &t {title: A}\n  a: *t\n", "shape", 2),
        ("tasks:\n  b: {start: &d 2026-03-02}\n  a: {start: *d}\n", "shape", 3),
        ("tasks:\n  a: {start: &d 2026-03-02}\n  b: {start: *d}\n", "shape", 2),
        ("tasks:\n  a:\n    start: >-\n      2026-03-02\n", "shape", 3),
        ("tasks:\n  a:\n    start: [2026-03-02]\n", "shape", 3),
    ],
)
def test_what_cannot_be_edited_safely_is_refused_with_line_and_reason(text, reason, line):
    with pytest.raises(EditRefusedError) as caught:
        set_start(text, "tasks", "a")
    assert (caught.value.reason, caught.value.line) == (reason, line)


def test_lines_of_front_matter_count_from_the_top_of_the_file():
    with pytest.raises(EditRefusedError) as caught:
        edited("tasks/a.md", "---\ntitle: A\nstart: [x]\n---\nbody\n", [start()])
    assert (caught.value.reason, caught.value.line) == ("shape", 3)
    with pytest.raises(EditRefusedError) as caught:
        edited("tasks/a.md", "only a body\n", [start()])
    assert caught.value.reason == "no-front-matter"


def test_only_plain_words_are_written():
    with pytest.raises(ValueError, match="no plain word"):
        edited("plan.yml", "a: 1\n", [FieldEdit((), "start", "a: b")])


WORD = st.sampled_from(
    ["A", "菜单", "x y", "2026-03-02", "no", "12:30", "a#b", "'q'", "l1\nl2\n", "", "- x", "{y", "\U0001f375"]
)
KEYS = st.sampled_from(["title", "owner", "due", "duration", "start", "after", "acceptance", "x"])
VALUE = st.one_of(
    WORD, st.lists(WORD, max_size=3), st.dictionaries(st.sampled_from(["text", "done"]), WORD, max_size=2)
)


@st.composite
def documents(draw):
    """Records as YAML in any style, with comments between the lines, and the line ends of either system."""
    records = {
        f"t{n}": draw(st.dictionaries(KEYS, VALUE, min_size=1, max_size=5)) for n in range(draw(st.integers(1, 4)))
    }
    for fields in records.values():
        if "start" in fields:
            fields["start"] = draw(st.sampled_from(["2026-03-02", "soon"]))
    text = yaml.safe_dump(
        {"tasks": records},
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=draw(st.sampled_from([False, None, True])),
        default_style=draw(st.sampled_from([None, None, '"', "'"])),
        indent=draw(st.sampled_from([2, 4])),
        width=draw(st.sampled_from([20, 80])),
    )
    if draw(st.booleans()):
        text = "# plan\n" + text + "# end\n"
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))), draw(st.sampled_from(sorted(records)))


def values(text):
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes nothing but text


@settings(deadline=None, max_examples=200)
@given(documents())
def test_in_any_style_only_the_field_changes(document):
    text, name = document
    after = set_start(text, "tasks", name)
    wanted = values(text)
    wanted["tasks"][name]["start"] = DAY
    assert values(after) == wanted
    before_lines, after_lines = Source("", text).lines, Source("", after).lines
    assert len(after_lines) - len(before_lines) in (0, 1)
    kept = [line for line in before_lines if line in after_lines]
    assert len(before_lines) - len(kept) <= 1
    assert after.count("\r\n") == (after.count("\n") if "\r\n" in text else 0)
    assert set_start(after, "tasks", name) == after
