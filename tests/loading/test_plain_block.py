"""The quick reader of plain block style says what the parser says, or nothing."""

import marshal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.loading.document import EventParser, _Builder, _Stop
from milepost.loading.locations import MappingNode, SequenceNode, plain
from milepost.loading.plain_block import PlainRecords, read_collections, read_plain_block
from milepost.loading.plain_nodes import PlainMapping
from milepost.source import Source


def described(node):
    """Values and places alike, in order."""
    if isinstance(node, MappingNode):
        entries = [
            (
                name,
                node.keys_at[name].span(),
                node.values_at[name].span(),
                described(node.get(name)),
                name in node.empty,
            )
            for name in node.names()
        ]
        return ("mapping", node.extent.span(), entries, list(node))
    if isinstance(node, SequenceNode):
        places = [extent.span() for extent in node.items_at]
        return ("sequence", node.extent.span(), places, [described(part) for part in node])
    return node


def parsed(text: str):
    """What the parser's own builder makes of a text; None where it finds something wrong."""
    reports = []
    builder = _Builder(Source("a.yml", text), reports.append)
    try:
        builder.run(EventParser(text))
    except (_Stop, yaml.YAMLError):
        return None
    return None if reports else builder.root


def agree(text: str) -> bool:
    """Whether the quick reader read the text; then it must agree with the parser."""
    quick = read_plain_block(Source("a.yml", text))
    if quick is None:
        return False
    assert described(quick) == described(parsed(text)), text
    assert records_agree(quick, Source("a.yml", text)), text
    return True


def records_agree(quick, source) -> bool:
    """Whether records read without their places have the same values, and the same places when they are asked for."""
    collections, records = read_collections(source), PlainRecords(source)
    if collections is None:
        return any(isinstance(value, SequenceNode) for value in quick.values())
    collections = PlainMapping.unpacked(marshal.loads(marshal.dumps(collections.packed())))  # noqa: S302 - we wrote it
    assert plain(collections) == plain(quick)
    assert collections.names() == quick.names()
    assert (collections.extent, collections.keys_at, collections.empty) == (quick.extent, quick.keys_at, quick.empty)
    for name, collection in quick.items():
        if isinstance(collection, MappingNode):
            sparse = collections[name]
            assert sparse.names() == collection.names()
            assert described(records.record_at(quick.keys_at[name].line)) == described(collection)
            for id_, record in collection.items():
                if isinstance(record, MappingNode):
                    assert type(sparse[id_]) is dict
                    assert described(records.record_at(sparse.keys_at[id_].line)) == described(record)
    return True


READ = [
    "tasks:\n  menu:\n    title: Menu page\n    after:\n      - design\n      - api-contract FS+2d\n",
    "tasks:\n  menu:\n    after:\n    - design\n    - tests\n    owner: lin\n",
    "a:\n  items:\n    - id: f1\n      text: Good tea\n    - id: f2\n      text: no\nb: 1\n",
    "# a comment\n\na:\n  # another\n  b: 0034\n\n  c: 12:30\n# the end\n",
    "a:\n  b:\n  c: x\nd:\n",
    'a:\n  b: 喝茶，加冰\n  c: x#1 y\n  d: it\'s a "quote" in, [plain] {text}\n',
    "a:\n  b: 1\n  c:\n    - x\n  d: 2",
    "a: b",
    "a:\n    b:\n        c: deep\n    d: 1\ne: 2\n",
    "a:\n  - b: 1\n    c:\n      - d\n      - e: 2\n        f: 3\n  - g: 4\n",
    "a:\n  b: https://example.com/x:y\n",
    "a:\n  b: \n  c:\n    d: \n    e:\n    - x\n  # end\n",
]
LEFT = [
    "",
    "# nothing\n",
    "- a\n- b\n",
    "a: 'quoted'\n",
    "a: [b, c]\n",
    "a: {b: c}\n",
    "a: &x b\n",
    "a: *x\n",
    "a: !!str b\n",
    "a: |\n  text\n",
    "a: b # comment\n",
    "a: b\n  continued\n",
    "a: b\n   c: d\n",
    "a:\n  b: 1\n c: 2\n",
    "a: b: c\n",
    "a: b:\n",
    "a:\tb\n",
    "a: b \n",
    "a: 1\na: 2\n",
    "a:\r\n  b: 1\r\n",
    "---\na: 1\n",
    "a: 1\n...\n",
    "a: 1\n---\nb: 2\n",
    "<<: 1\n",
    "a: @name\n",
    "a: %x\n",
    "a: x\u2028y\n",
    "a: x\x07y\n",
    "a:\n  - - b\n",
    "a:\n  -\n    b: 1\n",
    "a:\n  - b\n  c: d\n",
    "? a\n: b\n",
    "a:\n  b: 1\n  - c\n",
    "  a:\n    b: c\n",
    "a\n",
    "a:b\n",
    "\ufeffa: b\n",
]


@pytest.mark.parametrize("text", READ)
def test_plain_block_style_is_read(text):
    assert agree(text)


@pytest.mark.parametrize("text", LEFT)
def test_anything_else_is_left_to_the_parser(text):
    assert not agree(text)


def test_deep_nesting_is_left_to_the_parser():
    assert not agree("".join(f"{' ' * depth}k{depth}:\n" for depth in range(60)))


def test_real_files_agree(checkout, cases):
    folders = (checkout / "content", checkout / "themes" / "scaffold", cases / "fedora-20")
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.yml"))]
    assert sum(agree(text) for text in texts) >= 5


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "", "  ", "  ", "    ", "      ", " ", "   "]),
        st.sampled_from(["", "", "", "- ", "-"]),
        st.sampled_from(
            [
                "a:",
                "b:",
                "c-1:",
                "title: ",
                "d: x",
                "e: y: z",
                "f: 1 # c",
                "item",
                "",
                "# note",
                "g:h",
                "k: 中文",
                "'q': 1",
            ]
        ),
        st.sampled_from(["", "", "", " ", "word", " two words", " :", "#", " #x", "\t"]),
    ).map("".join),
    max_size=12,
)


@settings(max_examples=500)
@given(LINES, st.sampled_from(["\n", "\n", "\r\n"]), st.booleans())
def test_any_lines_agree(lines, end, closed):
    agree(end.join(lines) + (end if closed else ""))


@settings(max_examples=500)
@given(st.text(max_size=60))
def test_any_text_as_a_value_agrees(text):
    agree(f"a:\n  b: {text}\n  c: d\n")
