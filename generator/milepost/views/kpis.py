"""The row of key figures of an Overview, each with its definition and its comparison."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from milepost.analysis.risk import exposures
from milepost.analysis.vitals import Vitals
from milepost.charts.bars import Pace, progress_bar
from milepost.model.portal import Project
from milepost.views.context import ViewContext
from milepost.views.index_spark import curve_of, index_spark
from milepost.views.plurals import counted
from milepost.views.portfolio import day_of, finish_bar, money_bar, pace_bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """A figure: what it is, its value, what it compares with, a small graphic, and the words for its mark."""

    id: str
    label: str
    definition: str
    value: str
    beside: str
    graphic: Markup
    foot: str


def kpis(context: ViewContext, project: Project, figures: Vitals) -> tuple[Kpi, ...]:
    """Progress, computed finish, tasks, budget, risk exposure; what cannot be said has a dash and the reason.

    SPI and CPI stand among them where tasks say what they cost.
    """
    return (
        _progress(context, figures),
        _finish(context, project, figures),
        _tasks(context, figures),
        _budget(context, project, figures),
        *_indices(context, project),
        _exposure(context, project, figures),
    )


def _kpi(context: ViewContext, name: str, value: str, beside: str, graphic: Markup, foot: str) -> Kpi:  # noqa: PLR0913, PLR0917
    return Kpi(
        id=name,
        label=context.t(f"overview.kpi.{name}"),
        definition=context.t(f"overview.definition.{name}"),
        value=value,
        beside=beside,
        graphic=graphic,
        foot=foot,
    )


def _progress(context: ViewContext, figures: Vitals) -> Kpi:
    percent = context.formats.percent
    beside = context.t("overview.time", share=percent(figures.elapsed)) if figures.elapsed is not None else ""
    foot = context.t("overview.foot.tick-time" if figures.progress is not None else "overview.foot.no-task")
    return _kpi(context, "progress", percent(figures.progress), beside, pace_bar(context, figures), foot)


def _finish(context: ViewContext, project: Project, figures: Vitals) -> Kpi:
    due, finish, start = project.record.due, figures.p80, project.record.start
    bar = Markup()
    if finish:
        ends = [day for day in (start, due, finish, context.as_of) if day]
        margin = max((max(ends) - min(ends)) / 20, timedelta(days=2))
        bar = finish_bar(context, figures, due, (min(ends), max(ends) + margin))
    if finish is None:
        foot = context.t("overview.foot.no-plan")
    elif due is None:
        foot = context.t("overview.foot.no-due")
    else:
        late = figures.late or 0
        key = "late" if late > 0 else "early" if late < 0 else "on-day"
        foot = counted(context, f"overview.foot.{key}", abs(late), day=day_of(context, due))
        if figures.chance is not None:
            foot = "P50 {}{}{}".format(day_of(context, figures.p50), "；" if context.formats.zh else "; ", foot)
    beside = context.t("overview.due", day=day_of(context, due)) if due else ""
    if finish and finish.year != context.as_of.year:
        # a finish with its year leaves no room beside it
        beside, foot = "", ("；" if context.formats.zh else "; ").join(part for part in (beside, foot) if part)
    return _kpi(context, "finish", day_of(context, finish), beside, bar, foot)


def _tasks(context: ViewContext, figures: Vitals) -> Kpi:
    share = figures.done / figures.tasks if figures.tasks else None
    fill: Pace = "fill-w" if figures.overdue or figures.blocked else "fill"
    label = context.t("overview.tasks-label", done=figures.done, count=figures.tasks)
    foot = context.t("overview.foot.tasks", overdue=figures.overdue, blocked=figures.blocked)
    return _kpi(
        context,
        "tasks",
        str(figures.done) if figures.tasks else "–",
        context.t("overview.of-tasks", count=figures.tasks) if figures.tasks else "",
        progress_bar(share, fill=fill, label=label),
        foot if figures.tasks else context.t("overview.foot.no-task"),
    )


def _budget(context: ViewContext, project: Project, figures: Vitals) -> Kpi:
    formats = context.formats
    value = formats.round_money(figures.spent, figures.currency) if figures.spent is not None else "–"
    beside = formats.percent(figures.used) if figures.used is not None else ""
    if context.hides(project, "money"):
        foot = context.t("audience.sums")
    elif figures.approved is None:
        foot = context.t("overview.foot.no-budget")
    else:
        foot = context.t("overview.foot.budget", amount=formats.round_money(figures.approved, figures.currency))
    return _kpi(context, "budget", value, beside, money_bar(context, figures), foot)


def _indices(context: ViewContext, project: Project) -> Iterator[Kpi]:
    found = context.analysis.performance.get(project.id)
    figures = found.total if found else None
    if found and figures and figures.bac:
        spi, cpi = (
            context.t("performance.na") if one is None else context.formats.number(one, 2)
            for one in (figures.spi, figures.cpi)
        )
        yield Kpi(
            id="indices",
            label=context.t("performance.kpi.indices"),
            definition=context.t("performance.kpi.indices-definition"),
            value=spi,
            beside=f"/ {cpi}",
            graphic=index_spark(context, curve_of(context, project), "pv"),
            foot=context.t("performance.kpi.spark"),
        )


def _exposure(context: ViewContext, project: Project, figures: Vitals) -> Kpi:
    formats = context.formats
    found = exposures(project, context.portal.settings.risk_matrix, context.currency(project))
    one = found[0] if found else None
    if one is None or (not one.residual and one.reserve is None):
        over = context.t("overview.over", count=figures.over) if figures.over else ""
        foot = context.t("audience.sums" if context.hides(project, "risk") else "overview.foot.no-amount")
        return _kpi(context, "risks", str(figures.open_risks), over, Markup(), foot)
    money = formats.round_money(one.residual, one.currency)
    if one.reserve is None:
        return _kpi(context, "exposure", money, "", Markup(), context.t("overview.foot.no-reserve"))
    top = max(float(one.residual), float(one.reserve)) * 1.15 or 1.0
    fill: Pace = "fill" if one.residual <= one.reserve else "fill-w"
    reserve = formats.round_money(one.reserve, one.currency)
    label = context.t("overview.exposure-label", exposure=money, reserve=reserve)
    bar = progress_bar(float(one.residual) / top, elapsed=float(one.reserve) / top, fill=fill, label=label)
    foot = context.t("overview.foot.reserve", amount=reserve)
    return _kpi(context, "exposure", money, "", bar, foot)
