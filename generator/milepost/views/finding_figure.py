"""What the checks found in a project's files, day by day."""

from functools import partial

from milepost.analysis.trends.findings import FindingPoint
from milepost.diagnostics.diagnostic import Severity
from milepost.model.portal import Project
from milepost.views.context import ViewContext
from milepost.views.trend_chart import Colour, Line, TrendFigure, Words, trend_figure

_LINES: tuple[tuple[Severity, Colour], ...] = ((Severity.WARNING, 2), (Severity.ERROR, 1))


def finding_figure(context: ViewContext, project: Project) -> TrendFigure | None:
    """Errors and warnings at former commits, each state as it was checked on its day."""
    points = context.past_findings().get(project.id, ())
    known = [one for one in points if one.known]
    if not known:
        return None
    t = context.t
    lines = [
        Line[FindingPoint](
            name=t(f"changes.severity.{severity.value}"),
            legend=t(f"changes.severity.{severity.value}"),
            value=partial(FindingPoint.count, severity=severity),
            said=partial(_said, severity),
            colour=colour,
        )
        for severity, colour in _LINES
    ]
    now, first = (one.count(Severity.ERROR) + one.count(Severity.WARNING) for one in (known[-1], known[0]))
    key = "more" if now > first else "fewer" if now < first else "same"
    words = Words(
        finding=t(f"trends.findings-{key}", now=now, first=first, since=context.formats.sentence(known[0].day)),
        sub=t("trends.findings-sub"),
        label=t("trends.findings"),
    )
    return trend_figure(context, points, lines, words)


def _said(severity: Severity, point: FindingPoint) -> str:
    return str(point.count(severity))
