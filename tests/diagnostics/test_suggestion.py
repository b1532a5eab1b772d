"""Did you mean …?"""

import pytest

from milepost.diagnostics.suggestion import closest, did_you_mean, only_meant

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


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("titel", ["title", "tags", "until"], "title"),
        ("ownr", FIELDS, "owner"),
        ("In Progress", ["in_progress", "in_review"], "in_progress"),
        ("in-progres", ["in_progress", "in_review"], "in_progress"),
        ("menu-pgae", ["menu-page", "menu-plan"], "menu-page"),
        ("@mei", ["lin", "mei"], "mei"),
        ("lim", ["lin", "mei"], None),  # may be somebody else
        ("page-2", ["page-1", "start"], None),  # another page
        ("page-1a", ["page-1", "page-1b"], None),  # two that it could be
        ("blocks", ["blocked", "locks"], None),
        ("", ["a"], None),
        ("标题", ["title"], None),
    ],
)
def test_the_name_that_can_only_be_meant(typed, known, meant):
    assert only_meant(typed, known) == meant


def test_whatever_is_put_in_is_also_what_is_suggested():
    for typed in ("titel", "ownr", "actual-strt", "du"):
        assert only_meant(typed, FIELDS) in (closest(typed, FIELDS), None)
