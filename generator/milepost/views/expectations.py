"""The outcome ledger: expected effects of decisions, releases and campaigns beside what was observed."""

from milepost.analysis.effect import Effect, Verdict, Window, effect
from milepost.model.parts import Expectation
from milepost.model.records.metric import Metric
from milepost.rules.expected_effects import Expecting, effect_window, in_force_on
from milepost.views.context import ViewContext
from milepost.views.formats import MINUS
from milepost.views.frame import State, Status
from milepost.views.metric_values import unit, with_unit
from milepost.views.tables import Cell, Column, Row, Table, day_text, link_cell

_STATES: dict[Verdict, State] = {
    "met": "good",
    "partly": "warn",
    "missed": "bad",
    "too-early": "none",
    "not-enough-data": "none",
}


def expectation_table(owner: Expecting, context: ViewContext) -> Table | None:
    """One row an expected effect: the means before and since, their difference with its interval, the verdict.

    While nothing is in force there is nothing to observe, and the verdict says so.
    """
    if not owner.expects:
        return None
    t, item = context.t, context.labels.item_field
    window = effect_window(context.portal)
    tip = definition(context)
    columns = (
        Column(label=item("Expectation", "metric")),
        Column(label=item("Expectation", "change"), number=True),
        Column(label=t("expectations.before"), number=True, tip=tip),
        Column(label=t("expectations.since"), number=True, tip=tip),
        Column(label=t("expectations.observed"), number=True, tip=t("expectations.verdicts")),
    )
    rows = tuple(_row(owner, one, window, context) for one in owner.expects)
    return Table(label=t("expectations.title"), columns=columns, rows=rows)


def definition(context: ViewContext) -> str:
    """How effects are measured, with the portal's window."""
    window = effect_window(context.portal)
    return context.t("expectations.definition", days=window.days, weeks=window.weeks, months=window.months)


def verdicts(owner: Expecting, context: ViewContext) -> str:
    """What is to be said of all that was expected, in a line; empty where nothing was."""
    window = effect_window(context.portal)
    said = []
    for one in owner.expects:
        metric, seen = _seen(owner, one, window, context)
        name = context.title(metric) if metric else str(one.metric or "")
        word = context.t(f"expectations.is.{seen.verdict if seen else 'too-early'}")
        said.append(f"{name} {expected_text(one, metric, context)}{context.t('expectations.colon')}{word}")
    return context.t("expectations.between").join(said)


def _seen(
    owner: Expecting, one: Expectation, window: Window, context: ViewContext
) -> tuple[Metric | None, Effect | None]:
    metric, on = context.portal.find(one.metric, Metric, owner.project_id), in_force_on(owner)
    if metric is None or on is None:
        return metric, None
    return metric, effect(one, metric, context.analysis.series.get(metric.key), on, as_of=context.as_of, window=window)


def _row(owner: Expecting, one: Expectation, window: Window, context: ViewContext) -> Row:
    metric, seen = _seen(owner, one, window, context)
    return Row(
        head=link_cell(context.link_to(one.metric, ("metrics",), owner.project_id)),
        cells=(
            Cell(text=expected_text(one, metric, context), sub=_by(one, context)),
            _mean(metric, seen.before, seen.before_count, context) if metric and seen else Cell(),
            _mean(metric, seen.since, seen.since_count, context) if metric and seen else Cell(),
            _observed(one, metric, seen, context),
        ),
    )


def _by(one: Expectation, context: ViewContext) -> str:
    return context.t("expectations.by", day=day_text(one.by, context)) if one.by else ""


def _observed(one: Expectation, metric: Metric | None, seen: Effect | None, context: ViewContext) -> Cell:
    """The verdict, the difference in the unit of the expected change, and its interval."""
    verdict: Verdict = seen.verdict if seen else "too-early"
    status = Status(state=_STATES[verdict], word=context.t(f"expectations.is.{verdict}"))
    if seen is None or seen.difference is None or one.change is None:
        return Cell(status=status)
    unit_ = one.change.unit
    interval = ""
    if seen.low is not None and seen.high is not None:
        low, high = _change(seen.low, "", None, context), _change(seen.high, unit_, metric, context)
        interval = context.t("expectations.interval", low=low, high=high)
    return Cell(status=status, strong=_change(seen.difference, unit_, metric, context), sub=interval)


def expected_text(one: Expectation, metric: Metric | None, context: ViewContext) -> str:
    """`+5%`, `+3 pp`, `−20 秒`."""
    if one.change is None:
        return ""
    return _change(float(one.change.amount), one.change.unit, metric, context, exact=str(one.change.amount.normalize()))


def _change(value: float, unit_: str, metric: Metric | None, context: ViewContext, *, exact: str = "") -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2
    text = context.formats.plain(abs(float(exact))) if exact else context.formats.number(abs(value), digits)
    sign = "" if not text.strip("0.,") else MINUS if value < 0 else "+"
    if unit_ == "pp":
        return context.t("metrics.points", value=f"{sign}{text}")
    own = unit(context, metric) if metric else ""
    words = unit_ if unit_ == "%" else f" {own}" if own else ""
    return f"{sign}{text}{words}"


def _mean(metric: Metric, value: float | None, count: int, context: ViewContext) -> Cell:
    if value is None:
        return Cell(text="–")
    periods = context.t(f"expectations.periods.{metric.cadence or 'day'}", count=count)
    return Cell(text=with_unit(context, metric, value), sub=periods)
