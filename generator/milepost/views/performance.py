"""Earned value on the money page: a selection first, the S-curve, then every figure with its definition."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.earned_schedule import EarnedSchedule, earned_schedule
from milepost.analysis.earned_value import EarnedValue
from milepost.analysis.performance import Performance
from milepost.analysis.performance_curve import CurvePoint
from milepost.charts.bars import budget_bar, progress_bar
from milepost.model.portal import Project
from milepost.views.context import Anchor, ViewContext
from milepost.views.index_spark import curve_of, index_spark
from milepost.views.kpis import Kpi
from milepost.views.performance_chart import PerformanceFigure, performance_figure
from milepost.views.performance_groups import category_performance, done_bar, limit_of, phase_performance
from milepost.views.performance_words import Reading, Readings
from milepost.views.plurals import counted
from milepost.views.tables import Table

_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceNote:
    """What the figures leave out; `more` says that there are further links."""

    text: str
    links: tuple[Anchor, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceView:
    """The section of the page."""

    sub: str
    kpis: tuple[Kpi, ...]
    figure: PerformanceFigure | None
    readings: tuple[Reading, ...]
    phases: Table | None
    categories: Table | None
    notes: tuple[PerformanceNote, ...]
    definition: str
    group_definition: str


def performance_view(context: ViewContext, project: Project) -> PerformanceView | None:
    """None while no task says what it costs."""
    found = context.analysis.performance.get(project.id)
    if found is None:
        return None
    schedule = earned_schedule(found)
    words = Readings(context, found.total, schedule, found.currency, found.day)
    points = curve_of(context, project)
    method = found.method if found.method_given else "assumed"
    return PerformanceView(
        sub=context.t("performance.sub", day=words.date(found.day)),
        kpis=tuple(_kpis(context, found, schedule, words, points)),
        figure=performance_figure(context, found, schedule, words, points),
        readings=words.all(),
        phases=phase_performance(context, project, found),
        categories=category_performance(context, found),
        notes=tuple(_notes(context, found)),
        definition=context.t("performance.definition", method=context.t(f"performance.method.{method}")),
        group_definition=context.t("performance.group-definition", limit=context.formats.plain(limit_of(context))),
    )


def performance_summary(context: ViewContext, performance: Performance) -> str:
    """Both indices as a sentence."""
    words = Readings(context, performance.total, None, performance.currency, performance.day)
    between = "；" if context.formats.zh else "; "
    said = between.join((words.cpi_words(), words.spi_words()))
    return said[:1].upper() + said[1:] + ("。" if context.formats.zh else ".")


def is_low(context: ViewContext, performance: Performance) -> bool:
    """Whether the rule cost-performance speaks."""
    figures = performance.total
    return any(value is not None and value < limit_of(context) for value in (figures.cpi, figures.spi))


def _kpis(
    context: ViewContext,
    found: Performance,
    schedule: EarnedSchedule | None,
    words: Readings,
    points: tuple[CurvePoint, ...],
) -> Iterator[Kpi]:
    t, figures, percent = context.t, found.total, context.formats.percent
    yield _kpi(
        context,
        "cpi",
        t("performance.tip.cpi"),
        words.index(figures.cpi),
        words.cpi_words(),
        index_spark(context, points, "ac"),
    )
    yield _kpi(
        context,
        "spi",
        t("performance.tip.spi"),
        words.index(figures.spi),
        words.spi_words(),
        index_spark(context, points, "pv"),
    )
    yield _kpi(
        context,
        "eac",
        t("performance.tip.eac"),
        t("performance.na") if figures.eac is None else words.short(figures.eac),
        words.eac_words(),
        _eac_bar(figures),
    )
    yield _kpi(
        context,
        "schedule",
        t("performance.kpi.schedule-definition"),
        _days(context, schedule),
        words.due_words(),
        _time_bar(schedule),
    )
    done = None if figures.done is None else float(figures.done)
    due = float(figures.pv / figures.bac) if figures.pv is not None and figures.bac else None
    foot = t(
        "performance.kpi.done-foot" if due is not None else "performance.kpi.done-foot-no-plan",
        spent=percent(float(figures.ac / figures.bac) if figures.bac else None),
    )
    yield _kpi(
        context,
        "done",
        t("performance.kpi.done-definition"),
        percent(done),
        foot,
        done_bar(context, figures),
        beside=t("performance.kpi.done-beside", share=percent(due)) if due is not None else "",
    )


def _kpi(  # noqa: PLR0913, PLR0917 - the parts of a key figure
    context: ViewContext, name: str, definition: str, value: str, foot: str, graphic: Markup, beside: str = ""
) -> Kpi:
    return Kpi(
        id=f"performance-{name}",
        label=context.t(f"performance.kpi.{name}"),
        definition=definition,
        value=value,
        beside=beside,
        graphic=graphic,
        foot=foot[:1].upper() + foot[1:],
    )


def _eac_bar(figures: EarnedValue) -> Markup:
    estimate = figures.eac if figures.eac is not None else figures.ac
    return budget_bar(spent=float(figures.ac), estimate=float(estimate), approved=float(figures.bac) or None)


def _days(context: ViewContext, schedule: EarnedSchedule | None) -> str:
    if schedule is None or not schedule.passed:
        return context.t("performance.na")
    key = "behind" if schedule.behind > 0 else "ahead" if schedule.behind < 0 else "level"
    return counted(context, f"performance.schedule.{key}", abs(schedule.behind))


def _time_bar(schedule: EarnedSchedule | None) -> Markup:
    if schedule is None:
        return Markup()
    return progress_bar(
        float(schedule.earned) / schedule.planned,
        elapsed=schedule.passed / schedule.planned,
        fill="fill-w" if schedule.behind > 0 else "fill",
    )


def _notes(context: ViewContext, found: Performance) -> Iterator[PerformanceNote]:
    t, money = context.t, context.formats.money
    if found.total.pv is None:
        yield PerformanceNote(text=t("performance.note.no-plan"))
    if found.left_out:
        amounts = [
            t(f"performance.note.{key}", amount=money(value, name))
            for name, sums in found.left_out.items()
            for key, value in (("planned-in", sums.planned), ("spent-in", sums.actual))
            if value
        ]
        yield PerformanceNote(text=t("performance.note.left-out", amounts=context.formats.join(amounts)))
    if found.unpriced:
        count = len(found.unpriced)
        links = tuple(context.link(task) for task in found.unpriced[:_NAMED])
        text = counted(context, "performance.note.unpriced", count)
        yield PerformanceNote(text=text, links=links, more=count > _NAMED)
    if found.undated:
        yield PerformanceNote(text=counted(context, "performance.note.undated", found.undated))
