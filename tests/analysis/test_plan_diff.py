"""Properties of the difference between two states."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from loading.memory_tree import MemoryTree
from portal_files import MINIMAL

from milepost.analysis.plan_diff.record_changes import record_changes
from milepost.analysis.plan_diff.values import meaning, shown
from milepost.loading.load import load
from milepost.model.duration import parse_length
from milepost.model.portal import Portal
from milepost.model.record import fields_of

NAMES = ("a", "b", "c", "d", "e")
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["One", "Two", {"zh": "一", "en": "One"}]),
        "owner": st.sampled_from(["lin", "mei"]),
        "duration": st.sampled_from(["5d", "1w", "3ed", "2d"]),
        "start": st.sampled_from(["2026-03-02", "2026-04-01"]),
        "milestone": st.sampled_from(["true", "false"]),
        "acceptance": st.lists(st.sampled_from(["x", "y", {"text": "z", "done": "true"}]), max_size=3),
        "tags": st.lists(st.sampled_from(["p", "q"]), min_size=1, max_size=3),
        "cost": st.sampled_from([{"planned": "12"}, {"planned": "12.00", "actual": "3 USD"}]),
        "after": st.lists(st.sampled_from(["a FS+2d", {"task": "b", "type": "SS", "lag": "1w"}, "zz"]), max_size=2),
        "x": st.sampled_from([{"k": "v"}, {"k": "w", "l": ["m"]}]),
    },
)
TASKS = st.dictionaries(st.sampled_from(NAMES), FIELDS, max_size=4)


def portal_of(tasks: dict[str, Any]) -> Portal:
    plan = json.dumps({"tasks": tasks}, ensure_ascii=False, indent=1)  # JSON is YAML
    files = {**MINIMAL, "content/projects/demo/plan.yml": plan}
    return load(MemoryTree({path: text.encode() for path, text in files.items()})).portal


def fields(portal: Portal) -> dict[str, dict[str, Any]]:
    """By record what is given, as the difference shows it."""
    return {
        str(record.key): {
            spec.name: shown(getattr(record, spec.attribute))
            for spec in fields_of(type(record))
            if record.given(spec.attribute)
        }
        for record in portal.everything()
    }


@settings(max_examples=150)
@given(TASKS)
def test_nothing_is_different_from_itself_in_whatever_order(tasks):
    turned = {name: dict(reversed(one.items())) for name, one in reversed(tasks.items())}
    turned = {name: {**one, **({"tags": one["tags"][::-1]} if "tags" in one else {})} for name, one in turned.items()}
    assert record_changes(portal_of(tasks), portal_of(turned)) == ()


@settings(max_examples=150)
@given(TASKS, TASKS)
def test_the_changes_lead_from_one_to_the_other_and_back(before, after):
    one, other = portal_of(before), portal_of(after)
    state = fields(one)
    changes = record_changes(one, other)
    for change in changes:
        assert change.kind != "changed" or change.fields
        own = state.setdefault(str(change.record), {})
        for name, (_, value) in change.fields.items():
            own[name] = value
        if change.kind == "removed":
            del state[str(change.record)]
    wanted = fields(other)
    assert state.keys() == wanted.keys()
    for name, own in state.items():
        untouched = {field for field, value in own.items() if value is not None} | wanted[name].keys()
        for field in untouched:
            left, right = own.get(field), wanted[name].get(field)
            assert left == right or any(
                meaning(getattr(record, spec.attribute), "demo", {})
                == meaning(getattr(twin, spec.attribute), "demo", {})
                for record in one.everything()
                for twin in other.everything()
                if str(record.key) == str(twin.key) == name
                for spec in fields_of(type(record))
                if spec.name == field
            )
    mirrored = [
        (str(change.record), {name: pair[::-1] for name, pair in change.fields.items()})
        for change in record_changes(other, one)
    ]
    assert mirrored == [(str(change.record), dict(change.fields)) for change in changes]


def test_the_same_length_in_another_unit():
    assert meaning(parse_length("2w"), "", {}) == meaning(parse_length("10d"), "", {})
    assert meaning(parse_length("3d"), "", {}) != meaning(parse_length("3ed"), "", {})
    assert shown(parse_length("2w")) == "2w"
