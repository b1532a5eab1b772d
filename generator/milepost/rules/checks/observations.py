"""Values of metrics that cannot be right, each by itself: their dates, their number, what they may be."""

import re
from collections.abc import Iterator, Sequence

from milepost.diagnostics.diagnostic import Diagnostic, Label, Severity
from milepost.i18n.message import Message, message
from milepost.model.periods import Period, parse_period
from milepost.model.records.metric import Metric
from milepost.rules.context import RuleContext
from milepost.rules.dated_files import DATE
from milepost.rules.metric_columns import Column, metric_data, more, quotients
from milepost.rules.rule import RuleKind, for_several_rules, rule

_LONGEST = 40
"""Characters of a cell that are shown."""
_LOOSE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SLACK = 1e-9
"""What adding up in floating point may leave."""


@for_several_rules
def dates_of_observations(context: RuleContext) -> Iterator[Diagnostic]:
    """`invalid-date`: rows whose date is no day, ISO week or month."""
    for file, columns in metric_data(context).by_file():
        if None not in file.periods:
            continue
        wrong = [row for row, period in enumerate(file.periods) if period is None and _has_value(columns, row)]
        for row in wrong[:1]:
            text, place = file.csv.columns[DATE][row], file.csv.location(row, DATE)
            yield context.finding(
                "invalid-date",
                columns[0].metric,
                location=place,
                variant="period",
                notes=more(len(wrong) - 1),
                value=text,
                help_=_as_period(text),
            )


@rule(Severity.ERROR)
def duplicate_observation(context: RuleContext) -> Iterator[Diagnostic]:
    """Two values of a metric for one period and segment."""
    told: set[tuple[str, int]] = set()
    for columns in metric_data(context).columns.values():
        if len(columns) == 1 and columns[0].file.is_ascending:
            continue
        first: dict[tuple[Period, str], tuple[Column, int]] = {}
        twice: dict[str, list[tuple[Column, int, Column, int]]] = {}
        for column in columns:
            for row, (period, segment) in enumerate(zip(column.file.periods, _segments(column), strict=True)):
                if period is None or not column.cells[row]:
                    continue
                earlier, at = first.setdefault((period, segment), (column, row))
                if (earlier, at) != (column, row) and (column.file.path, row) not in told:
                    told.add((column.file.path, row))
                    twice.setdefault(column.file.path, []).append((column, row, earlier, at))
        for rows in twice.values():
            column, row, earlier, at = rows[0]
            segment = _segments(column)[row]
            yield context.finding(
                "duplicate-observation",
                column.metric,
                location=column.location(row, DATE),
                variant="segment" if segment else "",
                labels=(Label(location=earlier.location(at, DATE), text=message("rules.duplicate-observation.label")),),
                notes=more(len(rows) - 1),
                period=column.file.csv.columns[DATE][row],
                segment=segment,
            )


@rule(Severity.ERROR, RuleKind.CLOCK)
def unfinished_period(context: RuleContext) -> Iterator[Diagnostic]:
    """Values of a period that is not over yet, or has not even begun."""
    for file, columns in metric_data(context).by_file():
        periods = file.periods
        if file.is_ascending and periods[-1] and periods[-1].complete(context.as_of):
            continue
        rows = [
            row
            for row, period in enumerate(periods)
            if period and not period.complete(context.as_of) and _has_value(columns, row)
        ]
        if rows:
            first = periods[rows[0]]
            yield context.finding(
                "unfinished-period",
                columns[0].metric,
                location=file.csv.location(rows[0], DATE),
                variant="future" if first and first.start > context.as_of else "",
                notes=more(len(rows) - 1),
                period=file.csv.columns[DATE][rows[0]],
                day=context.as_of.isoformat(),
            )


@rule(Severity.ERROR)
def value_out_of_domain(context: RuleContext) -> Iterator[Diagnostic]:
    """Cells that are no numbers, and values that a metric cannot take."""
    data = metric_data(context)
    for columns in data.columns.values():
        for column in columns:
            yield from _no_numbers(context, column)
            yield from _outside(context, column)
    for metric in context.all(Metric):
        parts = None if metric.key in data.columns or is_retention(metric) else data.parts(metric)
        if parts is None:
            continue
        low, high = domain_of(metric)
        upper, lower = data.total(parts[0]), data.total(parts[1])
        ratios, pairs = quotients(upper, lower)
        if not ratios or (_within(min(ratios), low, high) and _within(max(ratios), low, high)):
            continue
        wrong = [(ratio, *pair) for ratio, pair in zip(ratios, pairs, strict=True) if not _within(ratio, low, high)]
        ratio, one, other = wrong[0]
        yield context.finding(
            "value-out-of-domain",
            metric,
            location=upper.location(one),
            variant="parts",
            labels=(Label(location=lower.location(other), text=message("rules.value-out-of-domain.denominator")),),
            notes=more(len(wrong) - 1),
            value=f"{ratio:.4g}",
            period=upper.periods[one].label,
            low="−∞" if low is None else f"{low:g}",
            high="∞" if high is None else f"{high:g}",
        )


def domain_of(metric: Metric) -> tuple[float | None, float | None]:
    """The least and the largest value that a metric can take: its own, else what its kind allows."""
    least = 0.0 if metric.kind in ("ratio", "count", "duration") else None
    most = 1.0 if metric.kind == "ratio" else None
    domain = metric.domain
    if domain is None:
        return least, most
    return (least if domain.min is None else domain.min), (most if domain.max is None else domain.max)


def is_retention(metric: Metric) -> bool:
    """Whether it says which share of a cohort comes back."""
    return metric.role == "retention" or "retention" in metric.id.split("-")


def _as_period(text: str) -> Message | None:
    """What `2026-3-1` or `2026/3` must mean."""
    found = _LOOSE.fullmatch(text)
    written = "-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)]) if found else ""
    return message("diagnostics.write", text=written) if parse_period(written) else None


def _no_numbers(context: RuleContext, column: Column) -> Iterator[Diagnostic]:
    if None not in column.values:
        return
    rows = [row for row, value in enumerate(column.values) if value is None and column.cells[row]]
    if rows:
        cell = column.cells[rows[0]]
        yield context.finding(
            "value-out-of-domain",
            column.metric,
            location=column.location(rows[0]),
            variant="number",
            notes=more(len(rows) - 1),
            help_=_without_separators(cell),
            value=cell if len(cell) <= _LONGEST else f"{cell[:_LONGEST]}…",
        )


def _without_separators(cell: str) -> Message | None:
    is_meant = _GROUPED.fullmatch(cell)
    return message("diagnostics.write", text=cell.replace(",", "")) if is_meant else None


def _outside(context: RuleContext, column: Column) -> Iterator[Diagnostic]:
    low, high = domain_of(column.metric)
    known = column.values if None not in column.values else [value for value in column.values if value is not None]
    if not known or all(_within(value, low, high) for value in (min(known), max(known))):  # type: ignore[type-var]
        return
    rows = [row for row, value in enumerate(column.values) if value is not None and not _within(value, low, high)]
    yield context.finding(
        "value-out-of-domain",
        column.metric,
        location=column.location(rows[0]),
        labels=(context.label(column.metric, "domain", text=message("rules.value-out-of-domain.label")),)
        if column.metric.domain
        else (),
        notes=more(len(rows) - 1),
        value=column.cells[rows[0]],
        low="−∞" if low is None else f"{low:g}",
        high="∞" if high is None else f"{high:g}",
    )


def _within(value: float | None, low: float | None, high: float | None) -> bool:
    return value is None or (
        (low is None or value >= low - _SLACK) and (high is None or value <= high + _SLACK * max(1.0, abs(high)))
    )


def _segments(column: Column) -> Sequence[str]:
    return column.segments or [""] * len(column.cells)


def _has_value(columns: Sequence[Column], row: int) -> bool:
    return any(column.cells[row] for column in columns)
