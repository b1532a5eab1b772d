"""The forward pass: puts every node on the earliest instants that hold, or late where it is placed late."""

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.analysis.schedule.instants import TimeLine
from milepost.analysis.schedule.layout import NO_BOUND, Edge, Layout, NodeKind
from milepost.analysis.schedule.network import Away


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Start and finish instant of every node; NO_BOUND for a helper node that nothing feeds.

    It keeps what it was made of: the nodes, an order in which each comes after what it waits for, the time line.
    `numbers` are the finishes again, in the unit of `finish_after`; `personal` are the time lines of nodes in
    PERSONAL units, which leave out the days on which nobody works on them.
    """

    layout: Layout
    order: list[int]
    line: TimeLine
    starts: list[int]
    finishes: list[int]
    numbers: list[int]
    personal: Mapping[int, TimeLine]

    def line_of(self, node: int) -> TimeLine:
        """The time line on which the node's length is counted."""
        return self.personal.get(node, self.line)


def place(layout: Layout, order: list[int], line: TimeLine) -> Placement:  # noqa: C901  # one loop, for speed
    """Place all nodes in an order in which each comes after what it waits for.

    Raises:
        IndexError, BeforeWindowError: the time line's window is too short.
    """
    starts = [NO_BOUND] * len(layout.kinds)
    finishes = starts.copy()
    numbers = starts.copy()
    kinds, lengths, floors, incoming = layout.kinds, layout.lengths, layout.floors, layout.incoming
    counts, days, first = line.counts, line.days, line.first
    personal = personal_lines(layout, line)
    for node in order:
        kind = kinds[node]
        if kind > NodeKind.ELAPSED:
            starts[node], finishes[node], numbers[node] = _special(
                layout, node, starts, finishes, (line, personal.get(node, line))
            )
            continue
        early = floors[node]
        end = NO_BOUND
        for source, from_start, to_finish, lag, elapsed, _ in incoming[node]:
            bound = starts[source] if from_start else finishes[source]
            if bound == NO_BOUND:
                continue
            if lag:
                bound = line.shift(bound, lag, elapsed=elapsed)
            if to_finish:
                end = max(end, bound)
            elif bound > early:
                early = bound
        if kind == NodeKind.INSTANT:
            starts[node] = finishes[node] = numbers[node] = max(end, early)
        elif kind == NodeKind.WORKING:
            length = lengths[node]
            number = counts[(early + 1 >> 1) - first]
            if end > early:
                number = max(number, counts[(end + 1 >> 1) - first] - length)
            starts[node] = 2 * days[number]
            finishes[node] = 2 * days[number + length - 1] + 1
            numbers[node] = number + length
        else:
            length = lengths[node]
            day = max(early + 1 >> 1, (end + 1 >> 1) - length)
            starts[node] = 2 * day
            finishes[node] = 2 * (day + length) - 1
            numbers[node] = day + length
    return Placement(
        layout=layout, order=order, line=line, starts=starts, finishes=finishes, numbers=numbers, personal=personal
    )


def personal_lines(layout: Layout, line: TimeLine) -> dict[int, TimeLine]:
    """Return the time lines of nodes in PERSONAL units."""
    made: dict[Away, TimeLine] = {}
    for away in layout.away.values():
        if away not in made:
            made[away] = line.without(away)
    return {node: made[away] for node, away in layout.away.items()}


def without_leave(placed: Placement, node: int) -> tuple[int, int]:
    """Return where a node would be if nobody who works on it were ever away."""
    lines = (placed.line, placed.line)
    return _special(placed.layout, node, placed.starts, placed.finishes, lines)[:2]


def finish_after(unit: int, length: int, bound: int, line: TimeLine) -> int:
    """Turn a lower bound on an activity's finish, or on its start if its length is given, into a finish in its unit.

    The unit is that of the kind: for one instant the instant itself, for working time the working days done (of
    those who do it, if the time line is theirs), for calendar time the ordinal of the day after.
    """
    if unit in (NodeKind.WORKING, NodeKind.PERSONAL):
        return line.done(bound) + length
    return (bound + 1 >> 1) + length if unit == NodeKind.ELAPSED else bound


def finish_held(unit: int, bound: int, lines: tuple[TimeLine, TimeLine]) -> int:
    """Turn a lower bound on an activity's finish into a finish in its unit; `lines` are all's and its own.

    An instant on a day of leave comes after the last day that those who are away have worked.
    """
    line, own = lines
    finish = finish_after(unit, 0, bound, own)
    if unit != NodeKind.PERSONAL or (finish and line.done(2 * own.day(finish - 1) + 1) >= line.done(bound)):
        return finish
    return finish + 1


def finish_limit(unit: int, length: int, limit: int, line: TimeLine) -> int:
    """Turn an upper limit into a finish, as `finish_after` does a lower bound."""
    if unit in (NodeKind.WORKING, NodeKind.PERSONAL) and length:
        return line.last_begun(limit) + length
    return finish_after(unit, length, limit, line)


def limit_of(edge: Edge, units: list[int], starts: list[int], finishes: list[int], line: TimeLine) -> int:
    """Return the last instant that a limiting edge leaves its late-placed activity's end; NO_BOUND if it sets none."""
    held = finishes[edge.source] if edge.to_finish else starts[edge.source]
    if held == NO_BOUND:
        return NO_BOUND
    if (
        edge.lag < 0
        and not edge.elapsed
        and edge.to_finish
        and units[edge.source] in (NodeKind.WORKING, NodeKind.PERSONAL)
    ):
        held = 2 * line.day(line.done(held))  # working time ends as well on the morning of its next day
    return line.latest_before(held, edge.lag, elapsed=edge.elapsed)


def _special(
    layout: Layout, node: int, starts: list[int], finishes: list[int], lines: tuple[TimeLine, TimeLine]
) -> tuple[int, int, int]:
    """Return start, finish and number of a node that is more than an activity placed early; `lines`: all's, its own."""
    line, own = lines
    kind = layout.kinds[node]
    if kind == NodeKind.FIXED:
        return *layout.fixed_instants[node], NO_BOUND
    if kind == NodeKind.EARLIEST:
        instant = min((starts[edge.source] for edge in layout.incoming[node]), default=NO_BOUND)
        return instant, instant, instant
    unit, length = layout.units[node], layout.lengths[node]
    if kind == NodeKind.APART:
        finish = finish_after(unit, length, layout.floors[node], own)
        for edge in layout.incoming[node]:
            bound = starts[edge.source] if edge.from_start else finishes[edge.source]
            if bound != NO_BOUND:
                bound = line.shift(bound, edge.lag, elapsed=edge.elapsed)
                held = finish_held(unit, bound, lines) if edge.to_finish else finish_after(unit, length, bound, own)
                finish = max(finish, held)
        start, end, number = _instants(unit, length, finish, own)
        if node in layout.begun:
            start = layout.fixed_instants[layout.begun[node]][0]
        return start, max(start, end), number
    earliest = finish_limit(unit, 0, finishes[layout.late_activity[node]], own)
    limits = [
        finish_limit(unit, length if edge.from_start else 0, limit, own)
        for edge in layout.late_limits[node]
        if (limit := limit_of(edge, layout.units, starts, finishes, line)) != NO_BOUND
    ]
    return _instants(unit, length, max(earliest, min(limits, default=earliest)), own)


def _instants(unit: int, length: int, finish: int, line: TimeLine) -> tuple[int, int, int]:
    """Return start and finish instant of an activity by its finish in its unit, and that finish."""
    if unit == NodeKind.INSTANT:
        return finish, finish, finish
    if unit == NodeKind.ELAPSED:
        return 2 * (finish - length), 2 * finish - 1, finish
    return 2 * line.day(finish - length), 2 * line.day(finish - 1) + 1, finish
