"""Did you mean …?"""

import pytest

from milepost.diagnostics.suggestion import closest, did_you_mean

FIELDS = ["title", "owner", "actual_start", "actual_finish", "due"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("titel", "title"),
        ("Title", "title"),
        ("OWNER", "owner"),
        ("actual start", "actual_start"),
        ("actual-start", "actual_start"),
        (" due ", "due"),
        ("colour", None),
        ("", None),
        ("标题", None),
    ],
)
def test_the_closest_name(typed, meant):
    assert closest(typed, FIELDS) == meant


def test_names_keep_their_capitals():
    assert closest("asia/shanghai", ["Asia/Shanghai", "Europe/Berlin"]) == "Asia/Shanghai"


def test_the_help_line():
    assert did_you_mean("titel", FIELDS).params == {"name": "title"}
    assert did_you_mean("colour", FIELDS) is None
    assert did_you_mean("colour", []) is None
