"""The S-curve of a project, and CPI and SPI of its last weeks as a sparkline."""

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from milepost.analysis.performance_curve import CurvePoint, performance_curve
from milepost.charts.sparkline import sparkline
from milepost.model.portal import Project
from milepost.views.context import ViewContext

_WEEKS = 12


def curve_of(context: ViewContext, project: Project) -> tuple[CurvePoint, ...]:
    """The S-curve of a project that has one, worked out once for all pages."""
    found = context.analysis.performance[project.id]
    return context.analysis.once(("performance-curve", project.id), lambda: performance_curve(found))


def index_spark(context: ViewContext, points: Sequence[CurvePoint], over: Literal["pv", "ac"]) -> Markup:
    """EV divided by `over` at the ends of the last weeks, dashed at 1; weeks in which that is nothing are left out."""
    values = [float(one.ev / by) for one in points if one.ev is not None and (by := one.pv if over == "pv" else one.ac)]
    return sparkline(values[-_WEEKS:], target=1.0, height=16, label=context.t("performance.kpi.spark"))
