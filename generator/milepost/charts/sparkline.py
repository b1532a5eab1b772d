"""Sparkline: the last values of a series in the height of a table row, its gaps left open."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from milepost.charts.scales import LinearScale, finite, nice_ticks
from milepost.charts.svg import frame, markup, num, stretched

Run = list[tuple[int, float]]


def sparkline(
    values: Sequence[float | None],
    *,
    target: float | None = None,
    height: int = 24,
    label: str = "",
) -> Markup:
    """Line with a dot at the last known value and a dashed target; missing values break the line.

    Empty when nothing is known. Lowest and highest value span the height.
    """
    known = [finite(v) for v in values]
    runs = list(connected(known))
    if not runs:
        return Markup()
    shown = [v for run in runs for _, v in run]
    aim = finite(target)
    low, high = min([*shown, *([] if aim is None else [aim])]), max([*shown, *([] if aim is None else [aim])])
    if not high > low:
        ticks = nice_ticks([low])
        low, high = ticks.low, ticks.high
    y = LinearScale(low=low, high=high, top=3, bottom=height - 3)
    step = 960 / max(1, len(known) - 1)
    lines = "".join(
        f'<polyline class="l1 th1" points="{" ".join(f"{num(i * step, 1)},{num(y(v), 1)}" for i, v in run)}"/>'
        for run in runs
        if len(run) > 1
    )
    dots = "".join(
        f'<circle class="d1" cx="{num(run[0][0] * step / 10)}%" cy="{num(y(run[0][1]), 1)}" r="1.5"/>'
        for run in runs
        if len(run) == 1
    )
    aimed = "" if aim is None else f'<line class="bandline" x1="0" x2="100%" y1="{num(y(aim))}" y2="{num(y(aim))}"/>'
    last, value = runs[-1][-1]
    end = f'<circle class="d1" cx="{num(last * step / 10)}%" cy="{num(y(value), 1)}" r="2.5"/>'
    body = aimed + (stretched(height, lines) if lines else "") + dots + end
    return markup(frame(body, height, label=label, css="mp-spark"))


def connected(values: Sequence[float | None]) -> Iterator[Run]:
    """Runs of (index, value) without a missing value between them."""
    run: Run = []
    for i, value in enumerate(values):
        if value is not None:
            run.append((i, value))
        elif run:
            yield run
            run = []
    if run:
        yield run
