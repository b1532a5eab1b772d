"""The findings at former commits: each state is checked once, as of its day, and kept."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.analysis.trends.findings import FindingPoint, finding_point
from milepost.build import CACHE, Checked
from milepost.history.git import CommitTree, Git
from milepost.stored_check import check_cached

if TYPE_CHECKING:
    from milepost.analysis.trends.point import TrendPoint

_FEWEST_STATES, _MOST_STATES, _MOST_RECORDS = 3, 12, 30_000
"""States that are checked: a quarter of a second each for a small portal, and a few seconds for all of a large one."""
_FOLDER = "findings"


def finding_points(checked: Checked) -> Mapping[str, tuple[FindingPoint, ...]]:
    """By project, the oldest first, today's last; empty where the history cannot be told. Worked out once."""
    points: Mapping[str, tuple[FindingPoint, ...]] = checked.context.once("findings", lambda: _points(checked))
    return points


def _points(checked: Checked) -> Mapping[str, tuple[FindingPoint, ...]]:
    trends = checked.analysis.trends or {}
    states = _chosen([one for trend in trends.values() for one in trend.points if one.sha], _records(checked))
    points: dict[str, list[FindingPoint]] = {name: [] for name in trends}
    git, folder = Git(checked.root), checked.root / CACHE / _FOLDER
    for state in states:
        result = check_cached(
            checked.root,
            as_of=state.day.isoformat(),
            tree=CommitTree(git, state.sha),
            store=folder / f"{state.sha}-{state.day.isoformat()}.json",
        )
        for name, several in points.items():
            if any(one.sha == state.sha for one in trends[name].points):
                several.append(finding_point(result.diagnostics, name, state.day, state.sha))
    _forget_others(folder, states)
    return {
        name: (*several, finding_point(checked.diagnostics, name, checked.as_of, ""))
        for name, several in points.items()
    }


def _records(checked: Checked) -> int:
    return sum(1 for _ in checked.loaded.portal.everything())


def _chosen(points: "list[TrendPoint]", records: int) -> "list[TrendPoint]":
    """One state a day, thinned out evenly."""
    days = sorted({one.day: one for one in points}.values(), key=lambda one: one.day)
    most = min(max(_MOST_RECORDS // max(records, 1), _FEWEST_STATES), _MOST_STATES)
    if len(days) <= most:
        return days
    return [days[round(number * (len(days) - 1) / (most - 1))] for number in range(most)]


def _forget_others(folder: Path, states: "list[TrendPoint]") -> None:
    """What is drawn no more needs no place."""
    wanted = {f"{one.sha}-{one.day.isoformat()}.json" for one in states}
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            with suppress(OSError):
                path.unlink()
