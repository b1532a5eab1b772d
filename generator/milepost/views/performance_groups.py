"""Earned value by phase and by budget category, as tables."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from markupsafe import Markup

from milepost.analysis.earned_value import EarnedValue
from milepost.analysis.performance import Performance
from milepost.analysis.vitals import outermost_phase
from milepost.analysis.work_packages import WorkPackage
from milepost.charts.bars import progress_bar
from milepost.model.portal import Project
from milepost.model.records.phase import Phase
from milepost.rules.levels import threshold
from milepost.views.budget_tables import amount, with_unit
from milepost.views.context import ViewContext
from milepost.views.tables import Cell, Column, Row, Table, link_cell, state_cell

K = TypeVar("K")


def phase_performance(context: ViewContext, project: Project, performance: Performance) -> Table | None:
    """One row a phase that is in no other one, in the order of the phases; None when there is only one row."""
    phases = project.all(Phase)
    found = performance.by(lambda one: outermost_phase(one.task, phases))
    order = {name: number for number, name in enumerate(phases)}
    ordered = dict(sorted(found.items(), key=lambda pair: order.get(pair[0], len(order))))

    def head(name: str) -> Cell:
        phase = phases.get(name)
        return link_cell(context.link(phase)) if phase else Cell(text=context.t("performance.no-phase"))

    label = context.labels.type("phases")
    return _table(context, performance, ordered, head, title=context.t("performance.by-phase"), label=label)


def category_performance(context: ViewContext, performance: Performance) -> Table | None:
    """One row a category of the budget lines that name tasks; None when no line does."""

    def key(one: WorkPackage) -> str | None:
        return performance.category.get(one.task.id)

    def head(name: str | None) -> Cell:
        if name is None:
            return Cell(text=context.t("performance.no-line"))
        return Cell(text=context.word(name) or context.t("performance.no-category"))

    found = performance.by(key)
    ordered = dict(sorted(found.items(), key=lambda pair: (pair[0] is None, -pair[1].bac)))
    label = context.labels.field("budget", "category")
    return _table(context, performance, ordered, head, title=context.t("performance.by-category"), label=label)


def limit_of(context: ViewContext) -> Decimal:
    """The index below which the rule cost-performance speaks."""
    return Decimal(str(threshold(context.portal.settings, "cost-performance", "below")))


def _table(  # noqa: PLR0913
    context: ViewContext,
    performance: Performance,
    groups: Mapping[K, EarnedValue],
    head: Callable[[K], Cell],
    *,
    title: str,
    label: str,
) -> Table | None:
    if len(groups) < 2:
        return None
    currency, t = performance.currency, context.t
    rows = tuple(Row(head=head(name), cells=_cells(context, figures, currency)) for name, figures in groups.items())
    total = Row(head=Cell(text=t("money.total")), cells=_cells(context, performance.total, currency))
    names = ("pv", "ev", "ac", "cv", "sv")
    columns = (
        Column(label=with_unit(context, label, currency)),
        Column(label="BAC", number=True, tip=t("performance.tip.bac")),
        *(Column(label=name.upper(), number=True, tip=t(f"performance.tip.{name}")) for name in names),
        Column(label=t("performance.done-of-due"), full=True),
        Column(label="CPI", number=True, tip=t("performance.tip.cpi")),
        Column(label="SPI", number=True, tip=t("performance.tip.spi")),
    )
    return Table(label=title, columns=columns, rows=rows, foot=(total,))


def _cells(context: ViewContext, one: EarnedValue, currency: str) -> tuple[Cell, ...]:
    def money(value: Decimal | None) -> Cell:
        return Cell(text="–" if value is None else amount(Decimal(round(value)), currency, currency, context))

    return (
        *(money(value) for value in (one.bac, one.pv, one.ev, one.ac, one.cv, one.sv)),
        Cell(chart=done_bar(context, one) or None),
        _index(context, one.cpi),
        _index(context, one.spi),
    )


def done_bar(context: ViewContext, one: EarnedValue) -> Markup:
    """The work done as a share of all, a tick at what is due."""
    done = None if one.done is None else float(one.done)
    due = float(one.pv / one.bac) if one.pv is not None and one.bac else None
    percent = context.formats.percent
    label = context.t("performance.done-label", done=percent(done), due=percent(due))
    low = one.spi is not None and one.spi < limit_of(context)
    return progress_bar(done, elapsed=due, fill="fill-w" if low else "fill", label=label)


def _index(context: ViewContext, value: Decimal | None) -> Cell:
    if value is None:
        return Cell(text=context.t("performance.na"))
    text = context.formats.number(value, 2)
    return state_cell("warn", text) if value < limit_of(context) else Cell(text=text)
