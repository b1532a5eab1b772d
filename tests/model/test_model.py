"""The record types as a whole."""

from typing import get_args

from milepost.model.custom import with_custom_fields
from milepost.model.record import NamedRecord, Record, fields_of
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.references import references_in
from milepost.model.registry import built_in_types
from milepost.model.settings import PortalSettings
from milepost.model.states import CLOSED, TRANSITIONS
from milepost.views.addresses import PAGE_OF

SPECIFIED = {
    "people", "calendars", "project", "personas", "requirements", "goals", "phases", "gates", "tasks", "risks", "issues", "budget",
    "changes", "roles", "raci", "channels", "communications", "tools", "meeting_series", "meetings", "decisions", "metrics", "themes",
    "feedback", "iterations", "releases", "compliance", "campaigns", "partners", "documents",
}  # fmt: skip


def enum(kind, field):
    return get_args(next(spec.info.annotation for spec in fields_of(kind) if spec.name == field))


def test_all_types_of_the_format_are_there():
    assert set(built_in_types()) >= SPECIFIED


def test_every_type_has_a_page():
    assert SPECIFIED - set(PAGE_OF) == {"people", "calendars"}


def test_singular_names_are_unique():
    assert len({kind.singular for kind in built_in_types().values()}) == len(built_in_types())


def test_transitions_name_all_states_and_no_others():
    for collection, (field, transitions) in TRANSITIONS.items():
        states = set(enum(built_in_types()[collection], field)) - {type(None)}
        states = {state for option in states for state in (get_args(option) or (option,))} - {type(None)}
        named = set(transitions) | {state for after in transitions.values() for state in after}
        assert named <= states, collection
        assert CLOSED.get(collection, frozenset()) <= states, collection
        assert states == named, collection


def test_a_state_that_is_not_given_is_the_first_of_its_list():
    for collection, (field, transitions) in TRANSITIONS.items():
        if collection != "project":
            assert getattr(built_in_types()[collection].model_validate({}), field) == next(iter(transitions))


def test_common_fields():
    for kind in built_in_types().values():
        assert issubclass(kind, NamedRecord)
        assert issubclass(kind, Record) == (kind.collection not in ("people", "calendars"))
        assert fields_of(kind)


def test_records_cannot_be_changed():
    task = Task.model_validate({"title": "x"})
    try:
        task.title = "y"
    except ValueError:
        return
    raise AssertionError


def test_custom_fields_extend_a_type_and_leave_others_alone():
    settings = PortalSettings.model_validate(
        {
            "types": {
                "tasks": {
                    "fields": {
                        "story_points": {"type": "number"},
                        "squad": {"type": "enum", "values": ["red", "blue"], "expected": "true"},
                        "blocks": {"type": "reference", "to": ["tasks"], "many": "true"},
                        "title": {"type": "number"},
                    }
                }
            }
        }
    )
    types = with_custom_fields(built_in_types(), settings)
    task = types["tasks"].model_validate({"title": "T", "story_points": "3", "squad": "red", "blocks": ["a", "p/b"]})
    assert isinstance(task, Task)
    assert (task.title, task.story_points, task.squad) == ("T", 3.0, "red")
    assert [found.ref for found in references_in(task)] == [Ref("", "", "a"), Ref("p", "", "b")]
    assert "squad" in types["tasks"].model_validate({}).missing()
    assert types["risks"] is built_in_types()["risks"]


def test_references_are_found_at_any_depth():
    task = Task.model_validate(
        {"owner": "lin", "after": ["a", {"task": "p/b"}], "assignees": [{"person": "zhou"}], "blocked_by": "issues:x"}
    )
    found = {found.path: (str(found.ref), found.collections) for found in references_in(task)}
    assert found == {
        ("owner",): ("lin", ("people",)),
        ("after", 0): ("a", ("tasks", "phases")),
        ("after", 1): ("p/b", ("tasks", "phases")),
        ("assignees", 0, "person"): ("zhou", ("people",)),
        ("blocked_by", 0): ("issues:x", ("tasks", "issues")),
    }


def test_two_portals_with_the_same_custom_fields_have_the_same_types():
    first, second, other = (
        with_custom_fields(
            built_in_types(),
            PortalSettings.model_validate({"types": {"tasks": {"fields": {"points": {"label": {"en": label}}}}}}),
        )["tasks"]
        for label in ("Points", "Points", "Story points")
    )
    assert first is second
    assert first is not other
