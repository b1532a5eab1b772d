"""The score of a schedule's quality with its parts, each naming its tasks."""

from dataclasses import dataclass

from milepost.analysis.schedule_quality import QualityPart, quality
from milepost.model.portal import Project
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.tables import Cell, Column, Row, Table

_NAMED = 6
_INDEXES = ("path-index", "execution-index")


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFigure:
    """The score in percent, its finding, and a row a part."""

    score: str
    finding: str
    table: Table


def quality_figure(context: ViewContext, project: Project) -> QualityFigure | None:
    """None without open tasks, where the plan is not computable, and where some of its tasks are not shown."""
    analysis = context.analysis
    if analysis.withholds(project.id, Task.collection):
        return None
    found = quality(project, analysis.plans[project.id], analysis.statused[project.id], context.as_of)
    if found.score is None:
        return None
    t = context.t
    known = [part for part in found.parts if part.passed is not None]
    return QualityFigure(
        score=context.formats.percent(found.score),
        finding=t("forecast.quality-finding", passed=sum(bool(part.passed) for part in known), count=len(known)),
        table=Table(
            label=t("forecast.quality"),
            columns=(
                Column(label=t("forecast.quality-check")),
                Column(label=t("forecast.state"), bare=True),
                Column(label=t("forecast.quality-count"), number=True),
                Column(label=t("forecast.quality-value"), number=True),
                Column(label=t("forecast.quality-limit"), number=True),
                Column(label=context.labels.type("tasks", plural=True), full=True),
            ),
            rows=tuple(_row(context, project, part) for part in found.parts),
        ),
    )


def _row(context: ViewContext, project: Project, part: QualityPart) -> Row:
    t = context.t
    index = part.name in _INDEXES
    shown = context.formats.number(part.value, 2) if index else context.formats.percent(part.value)
    limit = context.formats.number(part.limit, 2) if index else context.formats.percent(part.limit)
    more = len(part.tasks) - _NAMED
    return Row(
        head=Cell(text=t(f"forecast.quality-{part.name}"), sub=t(f"forecast.quality-{part.name}-tip")),
        cells=(
            Cell(status=_state(context, part)),
            Cell(text=f"{part.count} / {part.of}" if part.of else ""),
            Cell(text=shown if part.value is not None else ""),
            Cell(text=t("forecast.at-least" if index else "forecast.at-most", limit=limit)),
            Cell(
                links=tuple(_anchor(context, project, one) for one in part.tasks[:_NAMED]),
                sub=t("ui.more", count=more) if more > 0 else "",
            ),
        ),
    )


def _state(context: ViewContext, part: QualityPart) -> Status:
    if part.passed is None:
        return Status(state="none", word=context.t("forecast.quality-unknown"))
    if part.passed:
        return Status(state="good", word=context.t("forecast.quality-passed"))
    return Status(state="warn", word=context.t("forecast.quality-failed"))


def _anchor(context: ViewContext, project: Project, name: str) -> Anchor:
    return context.link(project.all(Task).get(name) or project.all(Phase).get(name))
