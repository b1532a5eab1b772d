"""Values of a goal that its metric cannot take."""

from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.rules.context import RuleContext

_VALUES = ("baseline", "target", "stretch")


def percentages(context: RuleContext, goal: Goal, metric: Metric) -> tuple[str, ...]:
    """The fields that were typed with a percent sign though the metric is no ratio."""
    if metric.kind in (None, "ratio"):
        return ()
    given = (field for field in _VALUES if getattr(goal, field) is not None)
    return tuple(field for field in given if typed_value(context, goal, field).endswith("%"))


def out_of_range(goal: Goal, metric: Metric) -> tuple[str, ...]:
    """The fields whose value a ratio cannot take."""
    if metric.kind != "ratio":
        return ()
    low, high = bounds(metric)
    values = {field: getattr(goal, field) for field in _VALUES}
    return tuple(
        field for field, value in values.items() if value is not None and not low - 1e-9 <= value <= high + 1e-9
    )


def bounds(metric: Metric) -> tuple[float, float]:
    """The smallest and the largest value of a ratio: its domain's, else 0 and 1."""
    domain = metric.domain
    low = domain.min if domain and domain.min is not None else 0.0
    high = domain.max if domain and domain.max is not None else 1.0
    return low, high


def typed_value(context: RuleContext, goal: Goal, field: str) -> str:
    """What the author wrote."""
    return str(context.loaded.positions[goal.key].values.get(field, ""))
