"""Texts to values, and what is said of texts that are none."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic_core import PydanticCustomError

from milepost.model.duration import Duration, parse_clock_time, parse_duration, parse_length, parse_person_days
from milepost.model.field_types import (
    Change,
    Money,
    parse_boolean,
    parse_cadence,
    parse_change,
    parse_date,
    parse_money,
    parse_number,
    parse_target,
    parse_url,
)
from milepost.model.link import Link, LinkType, parse_link
from milepost.model.reference import Ref, parse_key, parse_reference


def refusal(parse, text):
    with pytest.raises(PydanticCustomError) as caught:
        parse(text)
    return caught.value


def test_dates():
    assert parse_date("2026-03-01") == date(2026, 3, 1)
    assert parse_date("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("2026-3-1", "invalid-date.padding", "2026-03-01"),
        ("2026/3/1", "invalid-date.padding", "2026-03-01"),
        ("2026-02-30", "invalid-date.day", None),
        ("2026-2-30", "invalid-date.day", None),
        ("2026-14-01", "invalid-date.month", None),
        ("soon", "invalid-date.form", None),
        ("20260301", "invalid-date.form", None),
        ("2026-03-01T00:00", "invalid-date.form", None),
        ("2026-03-0１", "invalid-date.form", None),
        ({}, "invalid-date.form", None),
    ],
)
def test_what_is_no_date(text, code, fix):
    error = refusal(parse_date, text)
    assert error.type == code
    assert (error.context or {}).get("fix") == fix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5d", Duration(5, text="5d")),
        ("2w", Duration(10, text="2w")),
        ("3ed", Duration(3, elapsed=True, text="3ed")),
        ("4h", Duration(1, text="4h", rounded=True)),
        ("16h", Duration(2, text="16h")),
        ("1.5d", Duration(2, text="1.5d", rounded=True)),
        ("0d", Duration(0, text="0d")),
        ("-2d", Duration(-2, text="-2d")),
    ],
)
def test_durations(text, expected):
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5", "invalid-duration.unit"),
        ("five", "invalid-duration.form"),
        ("5 d", "invalid-duration.form"),
        ("", "invalid-duration.form"),
    ],
)
def test_what_is_no_duration(text, code):
    assert refusal(parse_duration, text).type == code


def test_a_length_is_not_negative():
    assert refusal(parse_length, "-1d").type == "invalid-duration.negative"


def test_effort_and_meeting_lengths():
    assert parse_person_days("6") == Decimal(6)
    assert parse_person_days("2w") == Decimal(10)
    assert parse_person_days("4h") == Decimal("0.5")
    assert refusal(parse_person_days, "3ed").type == "invalid-duration.effort"
    assert parse_clock_time("1h30min") == 90
    assert parse_clock_time("30min") == 30
    assert refusal(parse_clock_time, "30").type == "invalid-duration.clock"


def test_money_is_exact():
    assert parse_money("0.1").amount + parse_money("0.2").amount == Decimal("0.3")
    assert parse_money("120 USD") == Money(Decimal(120), "USD")
    for wrong in ("1,200", "¥5", "120 usd", "NaN", "1e5"):
        assert refusal(parse_money, wrong).type == "invalid-value.money"


def test_targets_take_percentages():
    assert parse_target("35%") == 0.35
    assert parse_target("0.35") == 0.35
    assert refusal(parse_target, "high").type == "invalid-value.number"


def test_numbers_have_no_separators_and_are_finite():
    assert parse_number("-1234.5") == -1234.5
    for wrong in ("1,234", "1_000", "inf", "nan", "1e3", "١"):
        assert refusal(parse_number, wrong).type == "invalid-value.number"


def test_booleans_are_true_or_false_only():
    assert parse_boolean("true") is True
    assert parse_boolean("false") is False
    for wrong in ("yes", "True", "1", "on"):
        assert refusal(parse_boolean, wrong).type == "invalid-value.boolean"


def test_changes():
    assert parse_change("+5%") == Change(Decimal(5), "%")
    assert parse_change("+3pp") == Change(Decimal(3), "pp")
    assert parse_change("-20") == Change(Decimal(-20), "")


def test_only_web_addresses_are_links():
    assert parse_url("https://example.com/a?b=c") == "https://example.com/a?b=c"
    for wrong in ("javascript:alert(1)", "data:text/html,x", "//example.com", "https://a b", 'https://x"onload=1'):
        assert refusal(parse_url, wrong).type == "invalid-value.url"


def test_cadences():
    for right in ("weekly mon 10:00", "daily 09:30", "monthly 1", "FREQ=WEEKLY;BYDAY=MO"):
        assert parse_cadence(right) == right
    for wrong in ("mondays", "FREQ=SOMETIMES"):
        assert refusal(parse_cadence, wrong).type == "invalid-value.cadence"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", Ref("", "", "a")),
        ("p/a", Ref("p", "", "a")),
        ("metrics:retention-d1", Ref("", "metrics", "retention-d1")),
        ("tea-order/metrics:retention-d1", Ref("tea-order", "metrics", "retention-d1")),
    ],
)
def test_references_read_and_write_the_same(text, expected):
    assert parse_reference(text) == expected
    assert str(expected) == text


@pytest.mark.parametrize(
    ("typed", "target", "kind", "lag"),
    [
        ("a", Ref("", "", "a"), LinkType.FS, Duration(0)),
        ("a FS+2d", Ref("", "", "a"), LinkType.FS, Duration(2, text="+2d")),
        ("p/a SS-1d", Ref("p", "", "a"), LinkType.SS, Duration(-1, text="-1d")),
        ("a FF+3ed", Ref("", "", "a"), LinkType.FF, Duration(3, elapsed=True, text="+3ed")),
        ({"task": "a", "type": "SF", "lag": "2d"}, Ref("", "", "a"), LinkType.SF, Duration(2, text="2d")),
    ],
)
def test_links(typed, target, kind, lag):
    assert parse_link(typed) == Link(target, kind, lag)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a XY", "invalid-value.link-type"),
        ("a FS+2", "invalid-duration.unit"),
        ("a b c", "invalid-value.link"),
        ({"type": "FS"}, "invalid-value.link"),
        ({"task": "a", "lead": "2d"}, "invalid-value.link"),
        ([], "invalid-value.link"),
    ],
)
def test_what_is_no_link(typed, code):
    assert refusal(parse_link, typed).type == code


@pytest.mark.parametrize("parse", [parse_number, parse_target])
def test_a_number_that_no_computer_holds_is_none(parse):
    assert refusal(parse, "9" * 400).type == "invalid-value.number"
    assert parse("9" * 300) > 1e299


@pytest.mark.parametrize(
    "key",
    [
        Ref("", "portal", ""),
        Ref("demo", "tasks", "a: b/c\nd"),
        Ref("", "people", "a/b"),
        Ref("demo", "project", "demo"),
    ],
)
def test_a_printed_key_is_read_back_whatever_its_id(key):
    assert parse_key(str(key)) == key
