"""Files taken apart by their lines: nothing is lost, and nothing is read as something else."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.loading.discovery import classify
from milepost.loading.files import FolderTree
from milepost.loading.gathering import Gatherer
from milepost.loading.piece_records import PieceReader
from milepost.loading.pieces import Piece, Version, take_apart
from milepost.model.registry import built_in_types
from milepost.source import Source

TYPES = built_in_types()
PLACE = classify("content/projects/demo/plan.yml", TYPES)
LINES = [
    "tasks:",
    "risks: # of all kinds",
    "  menu:",
    "  card: {title: Card, owner: lin}",
    "    title: Menu",
    "    description: |",
    "      text: of",
    "      - several lines",
    '    title: "two',
    '  lines"',
    "    after: [card,",
    "      menu]",
    "# a comment",
    "    # another",
    "",
    "  ",
    "---",
    "\ttab: 1",
    "    owner: &who lin",
    "    owner: *who",
    "project:",
    "  title: Demo",
    "    deep: 1",
    "stray",
]
texts = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)


def joined(version: Version) -> str:
    return "\n".join(piece.text for piece in version.pieces)


def from_pieces(version: Version) -> dict[str, str] | None:
    """As the history reads them: together where one alone is no YAML."""
    reader = PieceReader(TYPES)
    found: dict[str, str] = {}
    for piece in version.pieces:
        records = reader.records(PLACE, piece)
        if records is None:
            whole = reader.records(PLACE, Piece("", version.text))
            return None if whole is None else {str(key): repr(record) for key, record in whole.items()}
        for key, record in records.items():
            found.setdefault(str(key), repr(record))
    return found


def from_the_whole(text: str) -> dict[str, str] | None:
    records = PieceReader(TYPES).records(PLACE, Piece("", text))
    return None if records is None else {str(key): repr(record) for key, record in records.items()}


@given(texts)
def test_pieces_say_what_the_text_says(text):
    version = take_apart(text)
    assert joined(version) == text
    whole = from_the_whole(text)
    if whole is not None:  # of a text that is no YAML the readable records are taken, or none
        assert from_pieces(version) == whole


@given(texts, texts, texts, texts)
def test_what_is_found_from_the_version_before_is_what_is_found_alone(head, one, other, tail):
    before, text = f"{head}\n{one}\n{tail}", f"{head}\n{other}\n{tail}"
    assert take_apart(text, take_apart(before)).pieces == take_apart(text).pieces


def test_edits_of_the_example_are_found_from_the_version_before(checkout):
    random = Random(5)  # noqa: S311 - which edits are tried is no secret
    paths = [path for path in FolderTree(checkout).list().files if path.endswith(".yml")]
    for path in paths:
        version = take_apart((checkout / path).read_text(encoding="utf-8"))
        for _ in range(20):
            lines = version.text.split("\n")
            start = random.randrange(len(lines))
            end = start + random.randint(0, 4)
            text = "\n".join(
                (*lines[:start], *random.sample(lines, min(len(lines), random.randint(0, 3))), *lines[end:])
            )
            version = take_apart(text, version)
            assert version.pieces == take_apart(text).pieces


def test_the_example_is_taken_apart_record_by_record(checkout):
    path = "content/projects/tea-order/plan/build.yml"
    text = (checkout / path).read_text(encoding="utf-8")
    gatherer = Gatherer(TYPES, print)
    gatherer.take(classify(path, TYPES), Source(path, text))
    assert len([piece for piece in take_apart(text).pieces if piece.collection]) == len(gatherer.found.nodes)


@pytest.mark.parametrize(
    "text",
    [
        "tasks:\n  a: {title: A}\ntasks:\n  b: {title: B}\n",
        "tasks:\n  a: {title: A}\n  a: {title: B}\n",
        "tasks:\n  a: &x {title: A}\n  b: *x\n",
        "---\ntasks:\n  a: {title: A}\n",
        "tasks:\n\ta: {title: A}\n",
        "tasks: {a: {title: A}}\n",
        "",
    ],
)
def test_what_is_not_surely_plain_stays_whole(text):
    assert take_apart(text).pieces == (Piece("", text),)


def test_line_ends_of_windows_are_the_same_records():
    assert take_apart("tasks:\r\n  a: {title: A}\r\n").pieces == take_apart("tasks:\n  a: {title: A}\n").pieces


def test_a_place_is_not_needed_for_text(tmp_path: Path):
    version = take_apart("tasks:\n  a: {title: A}\n# end\n  b: {title: B}\n")
    assert [piece.text for piece in version.pieces] == ["tasks:", "  a: {title: A}\n# end", "  b: {title: B}\n"]
