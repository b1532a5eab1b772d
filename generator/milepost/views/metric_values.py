"""Values of metrics in words: shares as %, big counts in 万 and 亿, the unit, differences and their colour."""

import re
from dataclasses import dataclass
from typing import Literal

from milepost.analysis.metric_standing import higher_is_better
from milepost.analysis.metric_trend import Trend
from milepost.charts.svg import TickFormat
from milepost.model.records.metric import Metric
from milepost.views.context import ViewContext
from milepost.views.formats import MINUS
from milepost.views.frame import State

_RELATIVE = ("count", "money")
_CHINESE_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_BRACKETS = re.compile(r"[(（].*?[)）]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """A change: the arrow's way, the colour (good or bad for us, none when neither), the words.

    `note` says which days it compares, where not all.
    """

    way: Literal["up", "down", "flat", "unknown"]
    state: State
    text: str
    note: str = ""


def number(context: ViewContext, metric: Metric, value: float | None) -> str:
    """A value without its unit; ratios carry their %."""
    formats = context.formats
    if value is None:
        return "–"
    if metric.kind == "ratio":
        return formats.percent(value, _share_digits(value))
    if abs(value) >= 10_000 and metric.kind != "score":
        return formats.big(value, _big_digits(value))
    return formats.number(value, _digits(metric, value))


def unit(context: ViewContext, metric: Metric) -> str:
    """The unit in words, without what stands in brackets; empty for ratios, whose values carry it."""
    return "" if metric.kind == "ratio" else _BRACKETS.sub("", context.text(metric.unit)).strip()


def with_unit(context: ViewContext, metric: Metric, value: float | None) -> str:
    """`29.6%`, `9,840 人`, `71.2 万元`."""
    text, words = number(context, metric, value), unit(context, metric)
    if value is None or not words:
        return text
    return tidy(f"{text} {words}")


def tidy(text: str) -> str:
    """Without spaces between two Chinese characters, which strings that are put together may have."""
    return _CHINESE_GAP.sub("", text)


def exact(context: ViewContext, metric: Metric, value: float | None) -> str:
    """A value as data tables show it: all of its digits that matter, without unit."""
    if value is None:
        return "–"
    if metric.kind == "ratio":
        return context.formats.percent(value, max(2, _share_digits(value)))
    digits = 0 if value == int(value) else 2
    return context.formats.number(value, digits)


def aim(context: ViewContext, metric: Metric, value: float | None) -> str:
    """A value to reach, with the sign of its direction: `≥ 32%`, `≤ 360 秒`."""
    if value is None:
        return "–"
    better = higher_is_better(metric) if metric.direction != "maintain" else None
    sign = "" if better is None else "≥ " if better else "≤ "
    return f"{sign}{with_unit(context, metric, value)}"


def ticks(context: ViewContext, metric: Metric) -> TickFormat:
    """Labels of a value axis."""

    def tick(value: float, digits: int) -> str:
        if metric.kind == "ratio":
            return f"{context.formats.number(value * 100, max(0, digits - 2))}%"
        if context.formats.zh and abs(value) >= 10_000:
            # one step of the axis is a round number: its zeros at the end say nothing
            figure, unit_word = context.formats.big(value, 2).split(" ")
            return f"{figure.rstrip('0').rstrip('.') if '.' in figure else figure} {unit_word}"
        return context.formats.number(value, digits)

    return tick


def difference(context: ViewContext, metric: Metric, change: float, *, before: float | None = None) -> str:
    """`+0.8 pp` of a ratio, `+3.1%` of counts and money (as a share of `before`), else `−6 秒`."""
    if metric.kind == "ratio":
        return context.t("metrics.points", value=_signed(change * 100, 2 if abs(change) < 0.001 else 1))
    if metric.kind in _RELATIVE and before:
        return f"{_signed(change / abs(before) * 100, 1)}%"
    text = _signed(change, 0 if abs(change) >= 100 else 1 if metric.kind in ("count", "duration") else 2)
    words = unit(context, metric)
    return f"{text} {words}" if words else text


def delta(context: ViewContext, metric: Metric, found: Trend | None) -> Delta:
    """A trend as arrow, colour and words; `n/a` without one."""
    if found is None:
        return Delta(way="unknown", state="none", text=context.t("metrics.no-trend"))
    text = difference(context, metric, found.difference, before=found.before)
    note = context.t(f"metrics.compared.{found.kind}") if found.kind != "all" else ""
    if not any(digit in text for digit in "123456789"):
        return Delta(way="flat", state="none", text=context.t("metrics.flat"), note=note)
    up = found.difference > 0
    better = higher_is_better(metric) if metric.direction != "maintain" else None
    state: State = "none" if better is None else "good" if up == better else "bad"
    return Delta(way="up" if up else "down", state=state, text=text, note=note)


def _signed(value: float, digits: int) -> str:
    text = f"{abs(value):,.{digits}f}"
    if not text.strip("0.,"):
        return text
    return f"{MINUS if value < 0 else '+'}{text}"


def _share_digits(value: float) -> int:
    return 1 if abs(value) >= 0.001 or value == 0 else 2


def _big_digits(value: float) -> int:
    """Three digits or more: `1.03 万`, `58.3 万`; none where the rest is zero."""
    return 0 if value % 10_000 == 0 else 2 if abs(value) < 100_000 else 1


def _digits(metric: Metric, value: float) -> int:
    if metric.kind in ("money", "score"):
        return 2 if abs(value) < 1_000 else 0
    return 0 if abs(value) >= 100 or value == int(value) else 1
