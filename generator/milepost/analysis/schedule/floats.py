"""The backward pass: how late each activity may finish, and what floats that leaves."""

from itertools import chain

from milepost.analysis.schedule.instants import TimeLine
from milepost.analysis.schedule.layout import Edge, NodeKind
from milepost.analysis.schedule.placing import Placement, finish_limit

NO_LIMIT = 1 << 60


def limit_finishes(placed: Placement, limits: list[int], *, follow: bool) -> None:  # noqa: C901, PLR0912  # for speed
    """Carry limits on finishes back along the links, in place.

    Activities placed late stay where they are, seen from those placed early, and move with what they precede, seen
    from one another.

    Args:
        placed: where all nodes are.
        limits: latest finish of every node, in the unit of `placing.finish_after`; NO_LIMIT where there is none.
        follow: whether successors may move up to their own limits (total float) or stay where they are (free float).

    Raises:
        IndexError, BeforeWindowError: the time line's window is too short.
    """
    layout = placed.layout
    units, lengths, incoming, activities = layout.units, layout.lengths, layout.incoming, layout.activities
    place_of, numbers = layout.place, placed.numbers
    moves_late = [place != node for node, place in enumerate(place_of)] + [False] * (len(units) - activities)
    for node in layout.late_activity:
        moves_late[node] = True
    loose = limits.copy() if layout.late_activity else limits  # as seen from activities placed late
    for node in chain(
        layout.fixed_instants, reversed(placed.order)
    ):  # fixed ones wait for nothing, so order has them early
        edges = incoming[node]
        unit = units[node]
        if node < activities:
            place = place_of[node]
            if place != node:
                loose[node] = limits[node] = min(loose[node], loose[place])
            if not edges:
                continue
            firm = moved = limits[node]
            if not follow or place != node:
                stays = numbers[place]
                if not follow:
                    moved = stays
                firm = min(stays, firm) if follow and firm < NO_LIMIT else moved
        elif not edges or unit == NodeKind.EARLIEST or (follow and unit == NodeKind.FIXED):
            continue
        else:
            firm, moved = limits[node], loose[node]
        length = lengths[node]
        for edge in edges:
            source, from_start, to_finish, lag, elapsed, _ = edge
            seen = moved if moves_late[source] else firm
            if seen < NO_LIMIT:
                if unit == NodeKind.WORKING == units[source] and not elapsed:
                    limit = seen - lag - (0 if to_finish else length) + (lengths[source] if from_start else 0)
                else:
                    limit = _limit_across(placed, node, edge, seen)
                if moves_late[source]:
                    loose[source] = min(loose[source], limit)
                elif limit < limits[source]:
                    limits[source] = limit
            if source >= activities and loose is not limits and moved < NO_LIMIT and not moves_late[source]:
                loose[source] = min(loose[source], _limit_across(placed, node, edge, moved))


def floats(placed: Placement, limits: list[int]) -> list[int | None]:
    """Return for each activity the working days from its finish to its limit; None where nothing limits it."""
    units, line = placed.layout.units, placed.line
    found: list[int | None] = []
    for node, place in enumerate(placed.layout.place):
        limit = limits[node]
        if limit == NO_LIMIT or units[node] == NodeKind.FIXED:
            found.append(None)
        elif units[node] == NodeKind.WORKING:
            found.append(limit - placed.numbers[place])
        else:
            instant = _evening_of(units[node], limit, placed.line_of(node))
            found.append(line.done(instant) - line.done(placed.finishes[place]))
    return found


def _limit_across(placed: Placement, node: int, edge: Edge, seen: int) -> int:
    """Return the finish to which a node limits an edge's source, whatever the units of the two."""
    layout, line = placed.layout, placed.line
    unit = layout.units[node]
    length = 0 if edge.to_finish else layout.lengths[node]
    if unit == NodeKind.PERSONAL and edge.to_finish:
        # the latest instant that is the same to working time: the morning of everybody's next working day
        instant = 2 * line.day(line.done(2 * placed.line_of(node).day(seen - 1) + 1))
    elif unit in (NodeKind.WORKING, NodeKind.PERSONAL):
        instant = 2 * placed.line_of(node).day(seen - length)
    elif unit == NodeKind.ELAPSED:
        instant = 2 * (seen - length)
    elif unit == NodeKind.FIXED:
        instant = placed.finishes[node] if edge.to_finish else placed.starts[node]
    else:
        instant = seen
    limit = line.latest_before(instant, edge.lag, elapsed=edge.elapsed)
    length = layout.lengths[edge.source] if edge.from_start else 0
    return finish_limit(layout.units[edge.source], length, limit, placed.line_of(edge.source))


def _evening_of(unit: int, finish: int, line: TimeLine) -> int:
    """Return the instant of a finish in its unit."""
    if unit == NodeKind.PERSONAL:
        return 2 * line.day(finish - 1) + 1
    return finish if unit == NodeKind.INSTANT else 2 * finish - 1
