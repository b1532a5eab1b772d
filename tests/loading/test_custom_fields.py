"""Fields that a portal adds to the types: every kind loads, is checked and keeps to its own type."""

from datetime import date
from decimal import Decimal

import pytest
from loading.findings import checked, place, places, tasks, the_one
from portal_files import PORTAL

from milepost.model.duration import Duration
from milepost.model.field_types import Money
from milepost.model.reference import Ref

TASK = "tasks:\n  menu: {title: Menu page, owner: lin, duration: 5d, acceptance: [Loads], extra: %s}\n"


def portal_with(spec: str, name: str = "extra") -> dict[str, str]:
    return {"content/portal.yml": PORTAL + f"  types: {{tasks: {{fields: {{{name}: {{{spec}}}}}}}}}\n"}


@pytest.mark.parametrize(
    ("spec", "typed", "value"),
    [
        ("", "no", "no"),
        ("type: text", "{zh: 甲, en: A}", {"zh": "甲", "en": "A"}),
        ("type: number", "1.50", 1.5),
        ("type: integer", "3", 3),
        ("type: date", "2026-03-01", date(2026, 3, 1)),
        ("type: boolean", "true", True),
        ("type: enum, values: [small, large]", "small", "small"),
        ("type: reference, to: people", "mei", Ref("", "", "mei")),
        ("type: url", "https://example.com", "https://example.com"),
        ("type: duration", "2w", Duration(10, text="2w")),
        ("type: money", "5 USD", Money(Decimal(5), "USD")),
        ("type: number, many: true", "[1, 2]", (1.0, 2.0)),
        ("type: number, many: true", "1", (1.0,)),
        (
            "type: reference, to: [people, tasks], many: true",
            "[mei, beside]",
            (Ref("", "", "mei"), Ref("", "", "beside")),
        ),
    ],
)
def test_each_kind(spec, typed, value, tmp_path):
    found = checked(tmp_path, {**portal_with(spec), "plan.yml": TASK % typed})
    assert found.diagnostics == ()
    assert tasks(found)["menu"].extra == value


@pytest.mark.parametrize(
    ("spec", "typed", "where"),
    [
        ("type: number", "many", "invalid-value plan.yml:2:82"),
        ("type: integer", "1.5", "invalid-value plan.yml:2:82"),
        ("type: date", "2026-3-1", "invalid-date plan.yml:2:82"),
        ("type: boolean", "yes", "invalid-value plan.yml:2:82"),
        ("type: enum, values: [small, large]", "smal", "invalid-value plan.yml:2:82"),
        ("type: reference, to: people", "meii", "unresolved-reference plan.yml:2:82"),
        ("type: reference, to: people", "beside", "wrong-reference-kind plan.yml:2:82"),
        ("type: url", "example", "invalid-value plan.yml:2:82"),
        ("type: duration", "5", "invalid-duration plan.yml:2:82"),
        ("type: money", "much", "invalid-value plan.yml:2:82"),
        ("type: number, many: true", "[1, x]", "invalid-value plan.yml:2:86"),
    ],
)
def test_each_kind_refuses_what_does_not_fit(spec, typed, where, tmp_path):
    found = checked(tmp_path, {**portal_with(spec), "plan.yml": TASK % typed})
    assert place(the_one(found)) == where
    assert "menu" in tasks(found)


def test_a_field_may_be_expected(tmp_path):
    found = checked(tmp_path, {**portal_with("expected: true"), "plan.yml": TASK % ""})
    assert places(found) == ["missing-field beside.yml:2:3", "missing-field plan.yml:2:75"]


@pytest.mark.parametrize(
    ("name", "spec"),
    [("Big", ""), ("owner", ""), ("key", ""), ("model_x", ""), ("extra", "type: enum"), ("extra", "type: colour")],
)
def test_a_field_that_cannot_be_added_is_one_finding_in_the_settings(name, spec, tmp_path):
    found = checked(tmp_path, portal_with(spec, name))
    assert the_one(found).location.path == "content/portal.yml"
    assert the_one(found).rule == "invalid-value"


def test_the_field_is_unknown_elsewhere(tmp_path):
    phase = "phases:\n  build: {title: Build, extra: 1}\ntasks:\n  t: {title: T, owner: lin, duration: 1d, acceptance: [L], phase: build}\n"
    assert places(checked(tmp_path, {**portal_with(""), "plan.yml": phase})) == ["unknown-field plan.yml:2:25"]


@pytest.mark.parametrize(
    "broken",
    [
        PORTAL + "  types: {tasks: {fields: {extra: {type: [}}}}\n",
        PORTAL.replace("  currency", "   currency") + "  types: {tasks: {fields: {extra: {}}}}\n",
        PORTAL + "  types: {tasks: {fields: [extra]}}\n",
        "portaal:" + PORTAL.removeprefix("portal:") + "  types: {tasks: {fields: {extra: {}}}}\n",
        "\0",
    ],
)
def test_records_are_not_blamed_for_settings_that_cannot_be_read(broken, tmp_path):
    found = checked(
        tmp_path, {"content/portal.yml": broken, "plan.yml": TASK.replace("extra", "audience: team, extra") % "1"}
    )
    assert {one.location.path for one in found.diagnostics} == {"content/portal.yml"}
    assert len(found.diagnostics) == 1
