"""For any bytes and any layout: the loader never fails, says the same, and points to what it speaks of."""

import string

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loading.findings import DEMO, TASK
from loading.memory_tree import MemoryTree
from portal_files import MINIMAL

from milepost.loading.load import load
from milepost.loading.locations import MappingNode
from milepost.model.reference import Ref

BASE = {path: text.encode() for path, text in MINIMAL.items()}
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
YAML_BITS = st.sampled_from(
    ["tasks", "menu", "title", ":", ": ", "\n", "  ", "- ", "[", "]", "{", "}", ",", "'", '"', "|", ">", "&a", "*a", "!", "#", " #",
     "---", "\t", "\0", "\r", "?", "%", "@", "~", "<<", "菜", "\ufeff", "\u2028", "2026-3-1", "5", "lin", "..."]
)  # fmt: skip
IDS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=6).map(lambda text: f"t{text}")
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"),
    max_size=20,
)


def with_file(name, data):
    return load(MemoryTree({**BASE, DEMO + name: data}))


def survives(loaded):
    assert loaded.portal.projects["demo"].record.title == "Demo"
    assert loaded.portal.collections["people"].keys() == {"lin", "mei"}
    for one in loaded.diagnostics:
        assert one.location.path.startswith("content/")
        assert one.location.span[:2] <= one.location.span[2:]


@pytest.mark.parametrize("name", ["plan.yml", "tasks/menu.yml", "tasks/menu.md", "tasks/menu.zh.md", "daily.csv"])
@FEW
@given(data=st.binary(max_size=200))
def test_any_bytes(name, data):
    survives(with_file(name, data))


@pytest.mark.parametrize("name", ["plan.yml", "tasks/menu.md"])
@FEW
@given(bits=st.lists(YAML_BITS, max_size=40))
def test_any_text_of_yaml_s_own_signs(name, bits):
    text = "".join(bits)
    survives(with_file(name, (f"---\n{text}\n---\n" if name.endswith(".md") else text).encode()))


@FEW
@given(at=st.integers(0, 200), length=st.integers(0, 8), bits=st.lists(YAML_BITS, max_size=3))
def test_any_change_of_a_valid_file(at, length, bits):
    text = (
        "phases:\n  build: {title: Build}\ntasks:\n"
        + TASK
        + "  late:\n    title: Late\n    after: [menu FS+2d]\n    tags:\n      - a\n"
    )
    changed = text[:at] + "".join(bits) + text[at + length :]
    survives(with_file("plan.yml", changed.encode("utf-8", "surrogatepass")))


@FEW
@given(values=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), data=st.data())
def test_every_span_points_to_the_text_it_claims(values, data):
    style = data.draw(st.sampled_from(["'", '"']))
    written = {key or "k": value for key, value in values}
    text = "tasks:\n  menu:\n    x:\n" + "".join(
        f"      {quoted(key, style)}: [{quoted(value, style)}, {quoted(value, style)}]\n"
        for key, value in written.items()
    )
    loaded = with_file("plan.yml", text.encode())
    position, source = loaded.positions[Ref("demo", "tasks", "menu")], loaded.sources[f"{DEMO}plan.yml"]
    for key, value in written.items():
        assert cut(source, position.of("x", key, key=True)) == quoted(key, style)
        node = position.node["x"]
        assert isinstance(node, MappingNode)
        for index in range(len(node.get(key, ()))):
            assert cut(source, position.of("x", key, index)) == quoted(value, style)


def quoted(text, style):
    return (
        "'" + text.replace("'", "''") + "'"
        if style == "'"
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def cut(source, location):
    span = location.span
    assert span.line == span.end_line
    return source.line(span.line)[span.column - 1 : span.end_column - 1]


@st.composite
def plans(draw):
    """Tasks by id, each after some of those before it."""
    found = {}
    for id_ in draw(st.lists(IDS, min_size=1, max_size=6, unique=True)):
        found[id_] = {
            "title": draw(TEXTS.filter(bool)),
            "owner": draw(st.sampled_from(["lin", "mei"])),
            "duration": f"{draw(st.integers(1, 9))}d",
            "after": draw(st.lists(st.sampled_from(sorted(found)), max_size=2, unique=True)) if found else [],
            "acceptance": draw(st.lists(TEXTS.filter(bool), min_size=1, max_size=2)),
        }
    return found


@FEW
@given(plan=plans(), data=st.data())
def test_the_same_records_in_any_layout(plan, data):
    flow = data.draw(st.booleans())
    order = data.draw(st.permutations(sorted(plan)))
    files = {
        "one": {f"{DEMO}plan.yml": {"tasks": plan}},
        "each": {f"{DEMO}tasks/{id_}.yml": fields for id_, fields in plan.items()},
        "markdown": {f"{DEMO}tasks/{id_}.md": fields for id_, fields in plan.items()},
        "spread": {f"{DEMO}{number}/{id_}.yml": {"tasks": {id_: plan[id_]}} for number, id_ in enumerate(order)},
        "shuffled": {f"{DEMO}plan.yml": {"tasks": {id_: dict(sorted(plan[id_].items())) for id_ in order}}},
        "project": {
            f"{DEMO}project.yml": yaml.safe_load(
                MINIMAL[f"{DEMO}project.yml"]
                .replace("2026", "'2026")
                .replace("-02\n", "-02'\n")
                .replace("-30\n", "-30'\n")
            )
            | {"tasks": plan}
        },
    }
    loaded = {
        name: load(
            MemoryTree({**BASE, **{path: dumped(path, content, flow=flow) for path, content in written.items()}})
        )
        for name, written in files.items()
    }
    first = loaded.pop("one")
    assert first.diagnostics == ()
    expected = dict(first.portal.projects["demo"].collections["tasks"])
    assert {id_: record.title for id_, record in expected.items()} == {
        id_: fields["title"] for id_, fields in plan.items()
    }
    for name, other in loaded.items():
        assert other.diagnostics == (), name
        assert other.portal.projects["demo"].collections["tasks"] == expected, name


def dumped(path, content, *, flow):
    text = yaml.safe_dump(
        content, allow_unicode=True, sort_keys=False, default_flow_style=flow or None, width=10_000, default_style='"'
    )
    return (f"---\n{text}---\n" if path.endswith(".md") else text).encode()
