"""Days of commits whose clocks went wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.analysis.trends.commit_days import settled

LAST = date(2026, 3, 31)
DAY = timedelta(days=1)


def march(*days: int) -> list[date]:
    return [date(2026, 3, day) for day in days]


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        (march(), march()),
        (march(1, 2, 2, 5), march(1, 2, 2, 5)),
        ([*march(1, 2), date(1970, 1, 1), *march(4, 5)], march(1, 2, 2, 4, 5)),
        ([*march(1, 2), date(2099, 1, 1), *march(4, 5)], march(1, 2, 2, 4, 5)),
        ([date(2099, 1, 1), *march(4, 5)], march(4, 4, 5)),
        (march(5, 4, 6), march(4, 4, 6)),
        ([date(2026, 4, 9)], march(31)),
    ],
)
def test_clocks_that_went_wrong(days, wanted):
    assert settled(days, LAST) == wanted


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 6, 1)), max_size=30))
def test_days_never_go_back_nor_beyond_the_last_and_most_are_believed(days):
    found = settled(days, LAST)
    assert len(found) == len(days)
    assert found == sorted(found)
    assert all(day <= LAST for day in found)
    capped = [min(day, LAST) for day in days]
    assert sum(one == other for one, other in zip(found, capped, strict=True)) >= longest(capped)
    if capped == sorted(capped):
        assert found == capped


def longest(days: list[date]) -> int:
    """The length of the longest subsequence in order, by trying them all: O(n²)."""
    best: list[int] = []
    for index, day in enumerate(days):
        best.append(1 + max((best[other] for other in range(index) if days[other] <= day), default=0))
    return max(best, default=0)
