"""Short ways to write networks in tests."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.schedule.network import Activity, Days, FixedActivity, Link, LinkType, Network, PhaseNode

MONDAY = date(2026, 3, 2)
DAILY = WorkCalendar(weekend=frozenset())
WEEKLY = WorkCalendar()


def cases(name: str) -> Path:
    """The folder of a shared case; the test is skipped where it is absent."""
    default = Path(__file__).parents[4] / "shared" / "cases"
    folder = Path(os.environ.get("MILEPOST_CASES", default)) / name
    if not folder.is_dir():
        pytest.skip(f"the case {name} is not there: set MILEPOST_CASES")
    return folder


def link(text: str) -> Link:
    """`a`, `a FS`, `a SS+2d`, `a FF-3ed`."""
    target, _, rest = text.partition(" ")
    lag = rest[2:]
    amount = int(lag.rstrip("ed")) if lag else 0
    return Link(target=target, type=LinkType(rest[:2] or "FS"), lag=Days(amount=amount, elapsed=lag.endswith("ed")))


def task(name: str, length: str = "1d", *, after: str = "", before: str = "", **fields: Any) -> Activity:
    """`after` and `before` hold links separated by commas; a length of 0d is a milestone."""
    return Activity(
        id=name,
        length=Days(amount=int(length.rstrip("ed")), elapsed=length.endswith("ed")),
        after=_links(after),
        before=_links(before),
        **fields,
    )


def phase(name: str, *, after: str = "", before: str = "", **fields: Any) -> PhaseNode:
    return PhaseNode(id=name, after=_links(after), before=_links(before), **fields)


def network(
    *activities: Activity,
    start: date = MONDAY,
    calendar: WorkCalendar = WEEKLY,
    phases: Iterable[PhaseNode] = (),
    due: date | None = None,
    as_of: date | None = None,
    fixed: dict[str, FixedActivity] | None = None,
) -> Network:
    return Network(
        activities=activities,
        start=start,
        calendar=calendar,
        phases=tuple(phases),
        due=due,
        as_of=as_of,
        fixed=fixed or {},
    )


def march(day: int) -> date:
    return date(2026, 3, day)


def _links(text: str) -> tuple[Link, ...]:
    return tuple(link(one.strip()) for one in text.split(",")) if text else ()
