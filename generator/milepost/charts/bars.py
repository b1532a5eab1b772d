"""Small horizontal bars for tables and figures: progress, share, forecast range, budget, tornado and effect."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from milepost.charts.scales import TimeScale, finite
from milepost.charts.svg import frame, markup, num, text

Pace = Literal["fill", "fill-g", "fill-w", "fill-b", "inkf"]
"""Fill of a bar: blue on pace, green, amber, red, ink for critical."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A measured effect with its interval against an expectation, in the unit of the outcome."""

    low: float
    value: float
    high: float
    value_text: str
    expected: float | None = None
    expected_text: str = ""


def progress_bar(share: float | None, *, elapsed: float | None = None, fill: Pace = "fill", label: str = "") -> Markup:
    """Share of work done as a bar on a track, with a tick at the share of time that has passed (both 0 to 1)."""
    done = _percent(share)
    if done is None:
        return Markup()
    passed = _percent(elapsed)
    tick = "" if passed is None else _tick(passed, 12)
    body = (
        '<rect class="track" y="3" width="100%" height="6" rx="1.5"/>'
        f'<rect class="{fill}" y="3" width="{num(done)}%" height="6" rx="1.5"/>{tick}'
    )
    return markup(frame(body, 12, label=label, css="mp-bar"))


def share_bar(share: float | None, *, fill: Pace = "fill", label: str = "", height: int = 18) -> Markup:
    """Plain bar of a share (0 to 1) as funnels and Paretos have it."""
    part = _percent(share)
    if part is None:
        return Markup()
    body = (
        f'<rect class="track" width="100%" height="{height}" rx="2"/>'
        f'<rect class="{fill}" width="{num(part)}%" height="{height}" rx="2"/>'
    )
    return markup(frame(body, height, label=label, css="mp-bar"))


def forecast_range(*, p50: date, p80: date, due: date | None, axis: tuple[date, date], label: str = "") -> Markup:
    """P50 as a dot with a bar to P80, the due date dashed, on an axis from first to last day of `axis`.

    Green when P80 is in time, amber when only P50 is, red when neither; blue without a due date.
    """
    scale = TimeScale(start=min(axis[0], p50), finish=max(axis[1], p50, p80))
    fill = "fill" if due is None else "fill-g" if p80 <= due else "fill-w" if p50 <= due else "fill-b"
    a, z = scale.right(p50), scale.right(max(p50, p80))
    line = "" if due is None else _tick(scale.right(due), 14, " dsh")
    body = (
        '<line class="axis" x1="0" x2="100%" y1="7" y2="7"/>'
        f'<rect class="{fill}" x="{num(a)}%" width="{num(max(1.0, z - a))}%" y="4" height="6" rx="1"/>'
        f'<circle class="inkf dot" cx="{num(a)}%" cy="7" r="4"/>{line}'
    )
    return markup(frame(body, 14, label=label, css="mp-bar"))


def budget_bar(*, spent: float, estimate: float, approved: float | None, label: str = "") -> Markup:
    """Spent as a solid bar, the estimate at completion as its pale rest, a tick at the approved budget.

    The rest is amber above the approved budget and red above it by more than a tenth.
    """
    known = [finite(v) or 0.0 for v in (spent, estimate, approved or 0.0)]
    used, total, limit = (max(0.0, v) for v in known)
    top = max(used, total, limit) * 1.08
    if top <= 0:
        return Markup()
    over = total / limit if limit else 1.0
    rest = "fill-b" if over > 1.1 else "fill-w" if over > 1 else "soft"
    body = (
        '<rect class="track" y="3" width="100%" height="6" rx="1.5"/>'
        f'<rect class="{rest}" y="3" width="{num(max(used, total) / top * 100)}%" height="6" rx="1.5"/>'
        f'<rect class="fill" y="3" width="{num(used / top * 100)}%" height="6" rx="1.5"/>'
    )
    tick = _tick(limit / top * 100, 12) if limit else ""
    return markup(frame(body + tick, 12, label=label, css="mp-bar"))


def tornado_bar(*, low: float, high: float, reach: float, risk: bool = False, label: str = "") -> Markup:
    """Best case left (pale) and worst case right (blue, ink for a risk) of zero; `reach` is common to all rows."""
    room = abs(finite(reach) or 0.0) * 1.06
    best, worst = (finite(v) or 0.0 for v in (low, high))
    if not room:
        return Markup()
    left, right = (50 + max(-1.0, min(1.0, v / room)) * 50 for v in sorted((best, worst)))
    parts = (("soft", left, min(right, 50.0)), ("inkf" if risk else "fill", max(left, 50.0), right))
    body = "".join(
        f'<rect class="{css}" x="{num(a)}%" width="{num(z - a)}%" y="2" height="12"/>' for css, a, z in parts if z > a
    )
    return markup(frame(body + '<line class="axis" x1="50%" x2="50%" y1="-6" y2="22"/>', 16, label=label))


def effect_bar(effect: Interval, *, label: str = "") -> Markup:
    """Expected mark and measured interval on one axis with its zero, as an outcome card shows them."""
    values = [v for v in map(finite, (0.0, effect.low, effect.value, effect.high, effect.expected)) if v is not None]
    low, high = min(values), max(values)
    room = (high - low) / 4 or 1.0

    def at(value: float) -> float:
        return (value - low + room) / (high - low + 2 * room) * 100

    shown = [finite(v) for v in (effect.low, effect.value, effect.high)]
    zero = num(at(0.0))
    body = '<line class="axis" x1="0" x2="100%" y1="22" y2="22"/>'
    body += f'<line class="axis" x1="{zero}%" x2="{zero}%" y1="6" y2="30"/>'
    a, mid, z = shown
    if mid is None or abs(at(0.0) - at(mid)) >= 14:
        body += f'<text class="m" x="{zero}%" y="43">0</text>'
    if a is not None and z is not None:
        body += f'<line class="ci" x1="{num(at(a))}%" x2="{num(at(z))}%" y1="22" y2="22"/>'
    if mid is not None:
        body += f'<circle class="inkf dot" cx="{num(at(mid))}%" cy="22" r="5.5"/>'
        body += f'<text class="m t1 tb halo" x="{num(at(mid))}%" y="43">{text(effect.value_text)}</text>'
    expected = finite(effect.expected)
    if expected is not None:
        x = num(at(expected))
        body += f'<line class="exp" x1="{x}%" x2="{x}%" y1="10" y2="34"/>'
        body += f'<text class="m expt" x="{x}%" y="7">{text(effect.expected_text)}</text>'
    return markup(frame(body, 48, label=label))


def _percent(share: float | None) -> float | None:
    known = finite(share)
    return None if known is None else min(100.0, max(0.0, known * 100))


def _tick(percent: float, height: int, css: str = "") -> str:
    x = num(percent)
    return f'<line class="tick{css}" x1="{x}%" x2="{x}%" y1="0" y2="{height}"/>'
