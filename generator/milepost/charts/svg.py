"""Building blocks of every chart: numbers, escaped text, the svg frame, the five state marks and shared definitions."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal

from markupsafe import Markup, escape

Tone = Literal["good", "warn", "bad", "info", "none"]
TickFormat = Callable[[float, int], str]

_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]+")
_MARKS: dict[str, tuple[str, str]] = {
    "good": ("M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8Z", "M4.8 8.3 7 10.5l4.3-4.8"),
    "warn": ("M8 .9 15.6 14.6H.4Z", "M8 5.8v4M8 12.2v.1"),
    "bad": ("M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5Z", "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2"),
    "info": ("M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8Z", "M8 7.4v4M8 4.7v.1"),
    "none": ("M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6Z", "M5 8h6"),
}


def markup(*parts: str) -> Markup:
    """Join finished parts. Every text in them went through `text` first; that is each chart's duty."""
    return Markup("".join(parts))  # noqa: S704


def num(value: float, digits: int = 2) -> str:
    """Shortest decimal with at most `digits` places; never "-0". Raises ValueError for NaN and infinity."""
    if not math.isfinite(value):
        raise ValueError(f"not a drawable number: {value}")
    written = f"{value:.{digits}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in {"-0", ""} else written


def polyline(xs: Iterable[float], ys: Iterable[float]) -> str:
    """The points of a line with one decimal at most, each written as `num` does; much faster for many."""
    written = "".join(f"{x:.1f},{y:.1f} " for x, y in zip(xs, ys, strict=True))
    return written.replace(".0,", ",").replace(".0 ", " ").replace("-0,", "0,").replace("-0 ", "0 ").rstrip()


def plain_tick(value: float, digits: int) -> str:
    """Tick label with grouped thousands and a true minus; a view passes its own for other languages or units."""
    written = f"{value:,.{digits}f}" if digits <= 6 and abs(value) < 1e15 else f"{value:g}"
    return written.replace("-", "\N{MINUS SIGN}")


def text(value: str) -> str:
    """Outside text for element content and quoted attributes: escaped, on one line, without control characters."""
    return str(escape(_UNPRINTABLE.sub(" ", str.__str__(value))))


def text_width(value: str, size: float = 12) -> float:
    """Pixels a label takes: full-width characters one em, spaces 0.28 em, others 0.58 em (a rather wide font)."""
    return sum(size * (1 if unicodedata.east_asian_width(c) in "WF" else 0.28 if c == " " else 0.58) for c in value)


def state_mark(tone: Tone) -> Markup:
    """Shape of a state; the word stands beside it, so the shape itself is hidden from readers. Needs `shared_defs`."""
    return markup(f'<svg class="mp-mark mp-is-{tone}" aria-hidden="true"><use href="#mp-m-{tone}"/></svg>')


def named(label: str) -> str:
    """Attributes of a static picture: an image with a name, or decoration when there is none."""
    return f'role="img" aria-label="{text(label)}"' if label else 'aria-hidden="true"'


def frame(body: str, height: float, *, label: str = "", css: str = "") -> str:
    """Full-width svg of a fixed height in px: x in percent, y in px, text unscaled."""
    h = num(height)
    return (
        f'<svg class="mp-svg{" " + css if css else ""}" style="--h:{h}px" width="100%" height="{h}" '
        f"{named(label)}>{body}</svg>"
    )


def stretched(height: float, body: str) -> str:
    """Layer for paths, which cannot take percent: x from 0 to 1000 over the width, y still in px."""
    return (
        f'<svg viewBox="0 0 1000 {num(height)}" width="100%" height="100%" preserveAspectRatio="none" '
        f'overflow="visible">{body}</svg>'
    )


def plot(*, y_axis: str, body: str, height: float, label: str, gutters: tuple[float, float]) -> Markup:
    """Y labels in a gutter beside the plot; `gutters` are px at its left and at its right (names at ends of lines)."""
    h, (left, right) = num(height), gutters
    return markup(
        f'<div class="mp-plot" style="--y:{num(left)}px;--r:{num(right)}px;--rs:{num(right)}px">{y_axis}'
        f'<svg class="mp-svg" style="--h:{h}px" width="100%" height="{h}" role="group" aria-label="{text(label)}">'
        f"{body}</svg></div>",
    )


def shared_defs() -> Markup:
    """Hatch, arrow heads and marks that charts and states refer to; every page carries this once, at its top."""
    marks = "".join(
        f'<symbol id="mp-m-{tone}" viewBox="0 0 16 16"><path d="{body}"/><path class="mp-sign" d="{sign}"/></symbol>'
        for tone, (body, sign) in _MARKS.items()
    )
    return markup(
        '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
        '<pattern id="mp-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="2" height="6" fill="currentColor" opacity=".16"/></pattern>'
        '<path id="mp-ah" d="M-3-4h6L0 1Z"/><path id="mp-ahu" d="M-3 4h6L0-1Z"/>'
        '<path id="mp-ms" d="M0-7 7 0 0 7-7 0Z"/><path id="mp-mo" d="M0-5 5 0 0 5-5 0Z"/>'
        f'<path id="mp-dl" d="M-4-3.5h8L0 3.5Z"/>{marks}</defs></svg>',
    )
