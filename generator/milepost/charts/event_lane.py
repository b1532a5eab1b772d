"""Lane of lettered marks above a chart: square release, diamond decision, disc campaign, each with a line down."""

from collections.abc import Sequence

from milepost.charts.line_model import Event
from milepost.charts.scales import TimeScale
from milepost.charts.svg import num, text
from milepost.charts.time_axis import NARROW_PLOT

_ROW, _ROWS, _SIZE = 22, 3, 21
_SHAPES = {
    "release": '<rect class="evm" x="-8" y="-8" width="16" height="16" rx="2"/>',
    "decision": '<path class="evd" d="M0-10.5 10.5 0 0 10.5-10.5 0Z"/>',
    "campaign": '<circle class="evm" r="8.5"/>',
}


def lane_height(events: Sequence[Event], scale: TimeScale) -> int:
    """Px that the marks take above the plot; 0 without lettered events."""
    rows = [row for event, row in zip(events, _rows(events, scale), strict=True) if event.letter]
    return (max(rows) + 1) * _ROW + 4 if rows else 0


def event_lines(events: Sequence[Event], scale: TimeScale, *, bottom: float) -> str:
    """Spans of campaigns and a line per event down to `bottom`; they lie under the curves."""
    out = ""
    for event, row in zip(events, _rows(events, scale), strict=True):
        top = row * _ROW + 22 if event.letter else 4
        if event.finish and event.finish > event.day:
            a, z = scale.left(event.day), scale.right(event.finish)
            out += f'<rect class="span" x="{num(a)}%" width="{num(z - a)}%" y="{top}" height="{num(bottom - top, 1)}"/>'
        x = num(scale.left(event.day))
        out += f'<line class="ev" x1="{x}%" x2="{x}%" y1="{top}" y2="{num(bottom, 1)}">'
        out += f"<title>{text(event.label)}</title></line>"
    return out


def event_marks(events: Sequence[Event], scale: TimeScale) -> str:
    """The lettered marks; each is a link with a title where its record has a place."""
    out = ""
    for event, row in zip(events, _rows(events, scale), strict=True):
        if event.letter:
            shape = f"<title>{text(event.label)}</title>{_SHAPES[event.kind]}"
            shape += f'<text class="evt" y="4">{text(event.letter)}</text>'
            if event.href:
                shape = f'<a href="{text(event.href)}">{shape}</a>'
            out += f'<svg x="{num(scale.left(event.day))}%" y="{row * _ROW + 12}" overflow="visible">{shape}</svg>'
    return out


def _rows(events: Sequence[Event], scale: TimeScale) -> list[int]:
    """Row of each mark so that none touch on a phone; the last row takes what is left."""
    ends = [-1e9] * _ROWS
    rows = []
    for event in events:
        at = scale.left(event.day) / 100 * NARROW_PLOT
        row = next((i for i, end in enumerate(ends) if at - end >= _SIZE), _ROWS - 1) if event.letter else 0
        if event.letter:
            ends[row] = at
        rows.append(row)
    return rows
