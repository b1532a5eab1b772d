"""Values of metrics that contradict each other."""

from collections.abc import Iterator
from datetime import timedelta

from milepost.diagnostics.diagnostic import Diagnostic, Label, Severity
from milepost.i18n.catalogue import LANGUAGES
from milepost.i18n.message import message
from milepost.model.portal import Home
from milepost.model.records.metric import Metric
from milepost.model.text import text_in
from milepost.rules.checks.observations import is_retention
from milepost.rules.context import RuleContext
from milepost.rules.metric_columns import column_name, metric_data, more, quotients, shared_periods
from milepost.rules.rule import rule

_ALL_USERS = tuple(frozenset(words.split()) for words in ("uv", "visit uv", "users", "active users", "dau"))
_DISTINCT = ("distinct", "unique", "去重", "独立访客", "活跃用户", "active users")
_NEW_USERS = tuple(frozenset(words.split()) for words in ("new users", "visit uv new", "new uv"))


@rule(Severity.WARNING, thresholds={"units": 1})
def ratio_mismatch(context: RuleContext) -> Iterator[Diagnostic]:
    """A ratio that is recorded beside its parts, and is not their quotient."""
    data = metric_data(context)
    units = context.threshold("ratio-mismatch", "units")
    for columns in data.columns.values():
        metric, parts = columns[0].metric, data.parts(columns[0].metric)
        if parts is None:
            continue
        own, upper, lower = data.total(metric), data.total(parts[0]), data.total(parts[1])
        at = {period: index for index, period in enumerate(own.periods)}
        wrong = []
        for quotient, (one, other) in zip(*quotients(upper, lower), strict=True):
            index = at.get(upper.periods[one], -1)
            if index >= 0:
                column, row = own.place(index)
                if abs(quotient - own.values[index]) > units * _last_digit(column.cells[row]) + 1e-9:
                    wrong.append((column, row, one, other, quotient))
        if wrong:
            column, row, one, other, quotient = wrong[0]
            yield context.finding(
                "ratio-mismatch",
                metric,
                location=column.location(row),
                labels=tuple(
                    Label(location=place, text=message(f"rules.ratio-mismatch.{name}"))
                    for name, place in (("numerator", upper.location(one)), ("denominator", lower.location(other)))
                ),
                notes=more(len(wrong) - 1),
                value=column.cells[row],
                quotient=f"{quotient:.4g}",
            )


@rule(Severity.WARNING)
def impossible_pair(context: RuleContext) -> Iterator[Diagnostic]:
    """More of a part than of the whole on the same day: users and page views, new users and all users."""
    for home in context.homes():
        for part, whole in _pairs(home):
            yield from _exceeding(context, "impossible-pair", part, part, whole)


@rule(Severity.WARNING)
def retained_exceeds_cohort(context: RuleContext) -> Iterator[Diagnostic]:
    """More users who came back than there were in the cohort."""
    data = metric_data(context)
    for metric in context.all(Metric):
        parts = data.parts(metric) if is_retention(metric) else None
        if parts:
            yield from _exceeding(context, "retained-exceeds-cohort", metric, *parts)


@rule(Severity.ERROR)
def summed_distinct(context: RuleContext) -> Iterator[Diagnostic]:
    """Distinct users of days that were added up: by the aggregation, or in the values of a longer period."""
    data = metric_data(context)
    for metric in context.all(Metric):
        if metric.aggregation == "sum" and (_says_distinct(metric) or _counts_users(metric)):
            yield context.finding("summed-distinct", metric, "aggregation")
    for home in context.homes():
        distinct = [one for one in home.all(Metric).values() if one.key in data.columns and _is_distinct(one)]
        days = [one for one in distinct if one.cadence == "day"]
        for longer in distinct if days else ():
            if longer.cadence in ("week", "month"):
                for daily in days:
                    yield from _added_up(context, daily, longer)


def _exceeding(context: RuleContext, rule_id: str, about: Metric, part: Metric, whole: Metric) -> Iterator[Diagnostic]:
    data = metric_data(context)
    part_total, whole_total = data.total(part), data.total(whole)
    pairs = shared_periods(part_total, whole_total)
    wrong = [(one, other) for one, other in pairs if part_total.values[one] > whole_total.values[other]]
    if wrong:
        one, other = wrong[0]
        (column, row), (below, at) = part_total.place(one), whole_total.place(other)
        yield context.finding(
            rule_id,
            about,
            location=column.location(row),
            labels=(Label(location=below.location(at), text=message(f"rules.{rule_id}.label")),),
            notes=more(len(wrong) - 1),
            part=part.id,
            whole=whole.id,
            value=column.cells[row],
            other=below.cells[at],
            period=part_total.periods[one].label,
        )


def _pairs(home: Home) -> Iterator[tuple[Metric, Metric]]:
    """Metrics of which by their names the first can never be more than the second."""
    named: dict[frozenset[str], Metric] = {}
    for metric in home.all(Metric).values():
        if metric.kind in (None, "count"):
            for name in (metric.id, column_name(metric)):
                named.setdefault(_words(name), metric)
    seen = set()
    for words, part in named.items():
        wholes: list[frozenset[str]] = []
        if "uv" in words:
            wholes.append((words - {"uv"}) | {"pv"})
        if words in _NEW_USERS:
            wholes += _ALL_USERS
        elif "new" in words:
            wholes.append(words - {"new"})
        for wanted in wholes:
            whole = named.get(wanted)
            if whole and whole is not part and whole.cadence == part.cadence and (part.id, whole.id) not in seen:
                seen.add((part.id, whole.id))
                yield part, whole


def _words(name: str) -> frozenset[str]:
    return frozenset(name.lower().replace("-", "_").split("_"))


def _last_digit(cell: str) -> float:
    """What one more in the last digit of a number would add: how exactly it is written."""
    digits = len(cell.rstrip("%").partition(".")[2])
    return 10.0**-digits / (100 if cell.endswith("%") else 1)


def _says_distinct(metric: Metric) -> bool:
    """Whether its id or column, its unit or its formula speaks of distinct users, and not of new ones."""
    words = _words(metric.id) | _words(column_name(metric))
    if metric.kind not in (None, "count") or words & {"new", "retained"}:
        return False
    said = " ".join(text_in(text, language) for text in (metric.formula, metric.unit) for language in LANGUAGES).lower()
    return bool(words & {"uv", "dau", "wau", "mau"}) or any(sign in said for sign in _DISTINCT)


def _counts_users(metric: Metric) -> bool:
    """Whether it is computed as the distinct users of a period."""
    return bool(metric.series and metric.series.query and metric.series.query.active_users)


def _is_distinct(metric: Metric) -> bool:
    return metric.aggregation == "distinct" and metric.kind in (None, "count")


def _added_up(context: RuleContext, daily: Metric, longer: Metric) -> Iterator[Diagnostic]:
    """Values of weeks or months that are the sum of all their days."""
    data = metric_data(context)
    days, total = data.total(daily), data.total(longer)
    by_day = {period.start: value for period, value in zip(days.periods, days.values, strict=True)}
    wrong = []
    for index, period in enumerate(total.periods):
        parts = [
            by_day.get(period.start + timedelta(days=past)) for past in range((period.end - period.start).days + 1)
        ]
        known = [part for part in parts if part]
        if len(known) == len(parts) > 1 and sum(known) == total.values[index]:
            wrong.append(index)
    if wrong:
        column, row = total.place(wrong[0])
        yield context.finding(
            "summed-distinct",
            longer,
            location=column.location(row),
            variant="value",
            labels=(context.label(daily, text=message("rules.summed-distinct.label")),),
            notes=more(len(wrong) - 1),
            value=column.cells[row],
            period=total.periods[wrong[0]].label,
            daily=daily.id,
        )
