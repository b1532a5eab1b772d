"""Risk matrix: probability by impact, an inherent ring with a tail to the residual number, and the appetite line."""

import math
from dataclasses import dataclass

from markupsafe import Markup

from milepost.charts.matrix_layout import CELL, LEFT, TOP, Mark, Spot, place
from milepost.charts.svg import markup, num, text

Level = tuple[int, int]
"""Probability and impact, each from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskMark:
    """A risk with the number of its row in the register. Without `residual` it was never assessed after treatment."""

    number: int
    href: str
    label: str
    inherent: Level
    residual: Level | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskMatrix:
    """The matrix. Labels run from low to high; `bands` are upper ends of scores; above `appetite` is too much."""

    risks: tuple[RiskMark, ...]
    probabilities: tuple[str, ...]
    impacts: tuple[str, ...]
    bands: tuple[int, ...]
    appetite: int | None
    label: str
    impact_title: str
    more: str = "+{count}"


def risk_matrix(chart: RiskMatrix, *, tails: int = 12) -> Markup:
    """Square svg that scales as a whole; empty without risks. Tails are drawn for the first `tails` risks that moved.

    A cell has four corners; where more risks meet, the last corner counts those that are not drawn.
    """
    if not chart.risks or not chart.probabilities or not chart.impacts:
        return Markup()
    rows, columns = len(chart.probabilities), len(chart.impacts)

    def inside(cell: Level) -> Level:
        return min(rows, max(1, cell[0])), min(columns, max(1, cell[1]))

    marks = [
        Mark(number=r.number, inherent=inside(r.inherent), residual=inside(r.residual or r.inherent))
        for r in chart.risks
    ]
    spots, crowds = place(marks, rows=rows)
    width, height = LEFT + columns * CELL + 2, TOP + rows * CELL + 46
    moved = [s for s in spots if s.inherent != s.residual][: max(0, tails)]
    risks = {r.number: r for r in chart.risks}
    body = _cells(chart, rows, columns) + _appetite(chart, rows, columns)
    body += "".join(_tail(s) for s in moved)
    body += "".join(_number(risks[s.number], s) for s in spots)
    for crowd in crowds:
        names = "; ".join(risks[n].label for n in crowd.numbers)
        words = chart.more.format_map({"count": len(crowd.numbers)})
        body += (
            f'<g><title>{text(names)}</title><rect class="crowd" x="{num(crowd.x - 13)}" y="{num(crowd.y - 9)}" '
            f'width="26" height="18" rx="9"/><text class="crowdt m" x="{num(crowd.x)}" y="{num(crowd.y + 4)}">'
            f"{text(words)}</text></g>"
        )
    return markup(
        f'<div class="mp-matrix"><svg class="mp-svg mp-fit" viewBox="0 0 {width} {height}" role="group" '
        f'aria-label="{text(chart.label)}">{body}</svg></div>',
    )


def _cells(chart: RiskMatrix, rows: int, columns: int) -> str:
    body = ""
    for p in range(1, rows + 1):
        y = TOP + (rows - p) * CELL
        label = text(chart.probabilities[p - 1])
        body += f'<text class="e" x="{LEFT - 6}" y="{num(y + CELL / 2 + 4)}">{label}</text>'
        for i in range(1, columns + 1):
            x, score = LEFT + (i - 1) * CELL, p * i
            band = min(4, 1 + sum(score > end for end in chart.bands))
            body += (
                f'<rect class="b{band}" x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{CELL - 2}" rx="2"/>'
                f'<text class="sc e" x="{x + CELL - 6}" y="{y + 13}">{score}</text>'
            )
    foot = TOP + rows * CELL
    for i, label in enumerate(chart.impacts):
        body += f'<text class="m" x="{num(LEFT + (i + 0.5) * CELL)}" y="{foot + 16}">{text(label)}</text>'
    middle = num(LEFT + columns * CELL / 2)
    return body + f'<text class="m" x="{middle}" y="{foot + 36}">{text(chart.impact_title)}</text>'


def _appetite(chart: RiskMatrix, rows: int, columns: int) -> str:
    """Staircase between scores up to the appetite and those above it."""
    if chart.appetite is None:
        return ""
    points: list[tuple[int, int]] = []
    for i in range(1, columns + 1):
        first = min(rows + 1, chart.appetite // i + 1)
        if first > rows and not points:
            continue
        y = TOP + (rows + 1 - first) * CELL
        points += [(LEFT + (i - 1) * CELL, y), (LEFT + i * CELL, y)]
    if not points:
        return ""
    if points[0][1] > TOP:
        points.insert(0, (points[0][0], TOP) if points[0][0] > LEFT else points[0])
    return f'<path class="app" d="M{"L".join(f"{x} {y}" for x, y in points)}"/>'


def _tail(spot: Spot) -> str:
    (ax, ay), (bx, by) = spot.inherent, spot.residual
    length = math.hypot(bx - ax, by - ay)
    ux, uy = (bx - ax) / length, (by - ay) / length
    turn = num(math.degrees(math.atan2(uy, ux)))
    return (
        f'<path class="mv" d="M{num(ax)} {num(ay)}L{num(bx - ux * 15)} {num(by - uy * 15)}"/>'
        f'<path class="tip" d="M1 0-6-3.5v7Z" transform="translate({num(bx - ux * 11.5)} {num(by - uy * 11.5)}) '
        f'rotate({turn})"/><circle class="inh" cx="{num(ax)}" cy="{num(ay)}" r="4"/>'
    )


def _number(risk: RiskMark, spot: Spot) -> str:
    x, y = spot.residual
    css, ink = ("res", "rt m") if risk.residual else ("inh", "rt un m")
    small = " sm" if risk.number > 99 else ""
    at = f'x="{num(x)}" y="{num(y + 4)}"'
    return (
        f'<a href="{text(risk.href)}"><title>{text(risk.label)}</title>'
        f'<circle class="{css}" cx="{num(x)}" cy="{num(y)}" r="10"/>'
        f'<text class="{ink}{small}" {at}>{risk.number}</text></a>'
    )
