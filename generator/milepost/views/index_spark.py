"""CPI and SPI of the last weeks as a sparkline."""

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from milepost.analysis.performance_curve import CurvePoint
from milepost.charts.sparkline import sparkline
from milepost.views.context import ViewContext

_WEEKS = 12


def index_spark(context: ViewContext, points: Sequence[CurvePoint], over: Literal["pv", "ac"]) -> Markup:
    """EV divided by `over` at the ends of the last weeks, dashed at 1; weeks in which that is nothing are left out."""
    values = [float(one.ev / by) for one in points if one.ev is not None and (by := one.pv if over == "pv" else one.ac)]
    return sparkline(values[-_WEEKS:], target=1.0, height=16, label=context.t("performance.kpi.spark"))
