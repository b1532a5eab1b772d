"""Places of numbers in a risk matrix: each risk takes the free corner whose tail crosses the fewest others."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

CELL, LEFT, TOP = 66, 34, 8
"""Side of a cell, room for labels at the left and at the top, in units of the view box."""

Point = tuple[float, float]

_CORNERS: tuple[Point, ...] = ((-15, 11), (15, 11), (-15, -13), (13, -13))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A risk's number and its cells (probability, impact)."""

    number: int
    inherent: tuple[int, int]
    residual: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Centres of a risk's ring and number; equal when the risk did not move."""

    number: int
    inherent: Point
    residual: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Numbers that found no corner in their cell, counted at one point."""

    numbers: tuple[int, ...]
    x: float
    y: float


def place(marks: Sequence[Mark], *, rows: int) -> tuple[list[Spot], list[Crowd]]:
    """Spots in the order of `marks`, and a crowd per cell with more marks than corners."""
    cells: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        cells[mark.residual].append(mark)
    shown: list[Mark] = []
    crowds: list[Crowd] = []
    for cell, inside in cells.items():
        room = len(_CORNERS) if len(inside) <= len(_CORNERS) else len(_CORNERS) - 1
        shown += inside[:room]
        if inside[room:]:
            x, y = _at(cell, 3, rows)
            crowds.append(Crowd(numbers=tuple(m.number for m in inside[room:]), x=x - 2, y=y + 4))
    crowded = {cell for cell, inside in cells.items() if len(inside) > len(_CORNERS)}
    spots = _spots(shown, crowded, rows)
    return [spots[m.number] for m in marks if m.number in spots], crowds


def _spots(shown: list[Mark], crowded: set[tuple[int, int]], rows: int) -> dict[int, Spot]:
    """Longest tails choose first; a corner of a residual cell is given once."""
    free = {m.residual: [0, 1, 2] if m.residual in crowded else [0, 1, 2, 3] for m in shown}
    spots: dict[int, Spot] = {}
    for mark in sorted(shown, key=lambda m: -_distance(m)):
        tries = {c: (_at(mark.inherent, c, rows), _at(mark.residual, c, rows)) for c in free[mark.residual]}
        corner = min(tries, key=lambda c: _cost(tries[c], spots))
        free[mark.residual].remove(corner)
        start, end = tries[corner]
        spots[mark.number] = Spot(number=mark.number, inherent=start, residual=end)
    return spots


def _distance(mark: Mark) -> int:
    return abs(mark.inherent[0] - mark.residual[0]) + abs(mark.inherent[1] - mark.residual[1])


def _at(cell: tuple[int, int], corner: int, rows: int) -> Point:
    (p, i), (dx, dy) = cell, _CORNERS[corner]
    return LEFT + (i - 0.5) * CELL + dx, TOP + (rows - p + 0.5) * CELL + dy


def _cost(line: tuple[Point, Point], spots: dict[int, Spot]) -> float:
    """How much a tail comes near the ends of those that are placed, and they near its own."""
    others = [(s.inherent, s.residual) for s in spots.values()]
    return sum(_near(q, line) for other in others for q in other) + sum(_near(q, o) for o in others for q in line)


def _near(point: Point, line: tuple[Point, Point]) -> float:
    (ax, ay), (bx, by) = line
    square = (bx - ax) ** 2 + (by - ay) ** 2
    share = max(0.0, min(1.0, ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / square)) if square else 0.0
    return max(0.0, 14 - math.hypot(point[0] - ax - share * (bx - ax), point[1] - ay - share * (by - ay)))
