"""The model's docstrings are found by type and field."""

import pytest
from pydantic import Field, create_model

from milepost.model.documentation import describe
from milepost.model.parts import Period
from milepost.model.record import NamedRecord, fields_of
from milepost.model.records.partner import Partner
from milepost.model.records.project import ProjectRecord
from milepost.model.records.task import Task
from milepost.model.registry import built_in_types
from milepost.model.settings import PortalSettings


@pytest.mark.parametrize("kind", [*built_in_types().values(), PortalSettings], ids=lambda kind: kind.__name__)
def test_every_type_and_field_is_documented_in_the_source(kind: type[NamedRecord]) -> None:
    texts = describe(kind)
    assert texts.keys() == {"", *(spec.name for spec in fields_of(kind))}
    assert all(text.endswith((".", "…", "?")) for text in texts.values())


def test_the_types_own_docstring_is_under_the_empty_name() -> None:
    assert describe(Task)[""] == "A piece of work, or a milestone."


def test_fields_go_by_the_name_that_authors_type() -> None:
    assert describe(Period)["from"] == "The first day."
    assert describe(Partner)["scope"] == "What the partner does."
    assert "scope_" not in describe(Partner)


def test_inherited_fields_are_included_and_a_types_own_docstring_wins() -> None:
    assert describe(Task)["tags"] == "Free words for filtering."
    assert describe(Task)["owner"] == "The one person accountable for it."
    assert describe(ProjectRecord)["owner"] == "Who manages it."


def test_class_variables_are_not_fields() -> None:
    assert "collection" not in describe(Task)


def test_a_field_added_at_run_time_is_described_by_its_portal() -> None:
    extended = create_model("Task", __base__=Task, story_points=(float | None, Field(None, description="Size.")))
    texts = describe(extended)
    assert texts["story_points"] == "Size."
    assert texts["due"] == "Deadline."
    assert texts[""] == "A piece of work, or a milestone."
