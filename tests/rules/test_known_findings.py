"""Known findings: matched by what they are about, never by line."""

import json

import pytest
from diagnostics.samples import WHERE, finding, related
from hypothesis import given
from hypothesis import strategies as st

from milepost.diagnostics.identity import identity
from milepost.errors import MilepostError
from milepost.rules.known_findings import read, split, write
from milepost.source import Span

ELSEWHERE = Span(90, 1, 90, 2)


def known(tmp_path, *diagnostics):
    write(tmp_path / "known.json", diagnostics)
    return read(tmp_path / "known.json")


def test_a_moved_finding_stays_known_and_another_is_new(tmp_path):
    found = split([finding(ELSEWHERE), related()], known(tmp_path, finding()))
    assert (found.new, found.known, dict(found.gone)) == ((related(),), 1, {})


def test_one_more_of_the_kind_in_the_record_is_new(tmp_path):
    found = split([finding(), finding(WHERE["past"])], known(tmp_path, finding()))
    assert found.new == (finding(WHERE["past"]),)


def test_what_does_not_occur_any_more_is_told_with_its_number(tmp_path):
    found = split([finding()], known(tmp_path, finding(), finding(), related()))
    assert dict(found.gone) == {identity(finding()): 1, identity(related()): 1}


def test_a_finding_without_a_record_is_known_by_its_file(tmp_path):
    entries = known(tmp_path, related())
    (entry,) = json.loads((tmp_path / "known.json").read_text())["findings"]
    assert entry == {"rule": "duplicate-id", "path": related().location.path, "message": "rules.duplicate-id.message"}
    assert split([related()], entries).new == ()


def test_the_file_is_the_same_whatever_the_order(tmp_path):
    assert write(tmp_path / "a", [finding(), related()]) == write(tmp_path / "b", [related(), finding()]) == 2
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "<<<<<<< HEAD",
        "\xff",
        '{"version": 2, "findings": []}',
        '{"version": 1, "findings": {}}',
        '{"version": 1, "findings": [1]}',
        '{"version": 1, "findings": [{"rule": "a", "record": "b"}]}',
        '{"version": 1, "findings": [{"rule": "a", "record": "b", "message": "c", "count": 0}]}',
    ],
)
def test_a_file_that_is_none_is_refused_rather_than_empty(tmp_path, text):
    (tmp_path / "known.json").write_text(text, encoding="latin-1")
    with pytest.raises(MilepostError):
        read(tmp_path / "known.json")


some = st.lists(
    st.builds(
        lambda path, line: finding(Span(line, 1, line, 2), path=f"content/{path}.yml"),
        st.sampled_from("ab"),
        st.integers(1, 5),
    ),
    max_size=8,
)


@given(before=some, after=some)
def test_nothing_is_lost_between_new_known_and_gone(tmp_path_factory, before, after):
    found = split(after, known(tmp_path_factory.mktemp("known"), *before))
    assert len(found.new) + found.known == len(after)
    assert found.known + sum(found.gone.values()) == len(before)
    assert split(before, known(tmp_path_factory.mktemp("known"), *before)) == ((), len(before), {})
