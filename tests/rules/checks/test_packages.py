"""Sizes of packages at, near and above the limits."""

from string import ascii_letters

import pytest
from loading.findings import checked, english, spans, the_one
from portal_files import PORTAL, PROJECT

from milepost.i18n.catalogue import Catalogue

MIB = 1024 * 1024
RELEASE = (
    "releases:\n  r:\n    title: R\n    version: 1.0.0\n    planned_on: 2026-03-20\n    notes: N\n%s    packages:\n"
)


def packages(*sizes, more=""):
    """A file whose first package is on line 8, or 9 with one more field; the size begins at column 24."""
    return RELEASE % more + "".join(
        f"      - {{name: {ascii_letters[i]}, bytes: {size}}}\n" for i, size in enumerate(sizes)
    )


def of(tmp_path, text, settings="", **more):
    return checked(tmp_path, {"r.yml": text, "content/portal.yml": PORTAL + settings, **more})


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((1_000_000,), []),
        ((int(1.8 * MIB),), []),  # just below 1.8 MB
        ((int(1.8 * MIB) + 1,), ["package-near-limit r.yml:8:26-33"]),
        ((2 * MIB,), ["package-near-limit r.yml:8:26-33"]),
        ((2 * MIB + 1,), ["package-too-large r.yml:8:26-33"]),
        ((5, 2 * MIB + 1, 3 * MIB), ["package-too-large r.yml:9:26-33", "package-too-large r.yml:10:26-33"]),
        ((MIB,) * 26, []),
        ((MIB,) * 27, ["package-near-limit r.yml:7:5-13"]),
        ((MIB,) * 30, ["package-near-limit r.yml:7:5-13"]),
        ((MIB,) * 30 + (1,), ["package-too-large r.yml:7:5-13"]),
        ((MIB,) * 28 + (4 * MIB,), ["package-too-large r.yml:36:26-33"]),  # the total is over because of this one
        ((MIB,) * 29 + (4 * MIB,), ["package-too-large r.yml:7:5-13", "package-too-large r.yml:37:26-33"]),
        ((-5,), []),
    ],
)
def test_sizes(sizes, expected, tmp_path):
    assert spans(of(tmp_path, packages(*sizes))) == expected


@pytest.mark.parametrize("more", ["    released_on: 2026-02-27\n", "    channel: online\n"])
def test_what_is_out_was_accepted(more, tmp_path):
    text = packages(5 * MIB, int(1.9 * MIB), more=more)
    assert [one for one in spans(of(tmp_path, text)) if one.startswith("package")] == []


def test_a_size_that_is_missing_or_no_number_is_said_by_others(tmp_path):
    text = RELEASE % "" + "      - {name: a}\n      - {name: b, bytes: 2 MB}\n"
    assert spans(of(tmp_path, text)) == ["missing-field r.yml:8:9-18", "invalid-value r.yml:9:26-30"]


def test_a_closed_project_is_left_alone(tmp_path):
    closed = PROJECT.replace("status: active", "status: closed")
    assert spans(of(tmp_path, packages(3 * MIB), **{"project.yml": closed})) == []


def test_the_limits_are_settings_and_the_finding_points_to_them(tmp_path):
    settings = "  thresholds: {package-too-large: {package_mb: 4, total_mb: 5}, package-near-limit: {share: 0.95}}\n"
    assert spans(of(tmp_path / "a", packages(int(3.7 * MIB)), settings)) == []
    assert spans(of(tmp_path / "b", packages(int(3.8 * MIB) + 1), settings)) == ["package-near-limit r.yml:8:26-33"]
    one = the_one(of(tmp_path / "c", packages(3 * MIB, 3 * MIB), settings))
    assert [(label.location.path, label.location.span) for label in one.labels] == [
        ("content/portal.yml", (8, 61, 8, 62))
    ]
    assert one.notes == ()
    assert english(one)[0] == "all packages together take 6 MB; 5 MB are the most"


def test_the_default_limit_has_a_day(tmp_path):
    one = the_one(of(tmp_path, packages(2 * MIB + 1)))
    assert english(one)[0] == "package `a` takes 2.01 MB; 2 MB are the most"  # rounded up: never "2 of 2"
    assert one.labels == ()
    words = Catalogue("en")
    assert words.render(one.notes[0]).startswith("the platform's limit as of 2025-01-01;")


def test_a_package_without_a_name_is_called_by_its_number(tmp_path):
    text = RELEASE % "" + f"      - {{bytes: 5}}\n      - {{bytes: {3 * MIB}}}\n"
    found = of(tmp_path, text)
    assert english(found.diagnostics[-1])[0] == "package `2` takes 3 MB; 2 MB are the most"
