"""Tables of budget lines: each line against its plan, the reserve, and the sums by category."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from milepost.analysis.budget import ByCurrency, Totals, by_category, line_totals, spending_lines, total
from milepost.charts.bars import budget_bar, share_bar
from milepost.model.portal import Project
from milepost.model.records.budget_line import BudgetLine
from milepost.views.context import ViewContext
from milepost.views.frame import Status
from milepost.views.tables import Cell, Column, Row, Table, link_cell, span_text


def line_table(context: ViewContext, project: Project, lines: Sequence[BudgetLine]) -> Table | None:
    """The lines with planned, committed, actual, variance; sums at the foot, one row a currency."""
    if not lines:
        return None
    currency, t, field = context.currency(project), context.t, context.labels.field
    rows = []
    for line in lines:
        sums = line_totals(line, currency)
        target = (
            context.link_to(line.task, ("tasks",), project.id)
            if line.task
            else context.link_to(line.campaign, ("campaigns",), project.id)
        )
        rows.append(
            Row(
                head=link_cell(context.link(line)),
                cells=(
                    Cell(text=context.word(line.category)),
                    *_amounts(sums, currency, context),
                    Cell(chart=used_bar(sums, currency, context)),
                    Cell(text=span_text(line.period.from_, line.period.to, context) if line.period else ""),
                    Cell(text=context.text(line.vendor)) if line.vendor else link_cell(target),
                ),
            )
        )
    columns = (
        Column(label=context.labels.type("budget")),
        Column(label=field("budget", "category")),
        *amount_columns(context, currency),
        Column(label=t("money.used"), tip=t("money.used-tip"), full=True),
        Column(label=field("budget", "period"), number=True),
        Column(label=t("money.pays")),
    )
    foot = _foot(context, total(line_totals(line, currency) for line in lines), currency, columns)
    return Table(label=t("money.lines"), columns=columns, rows=tuple(rows), foot=foot)


def reserve_table(context: ViewContext, project: Project, lines: Sequence[BudgetLine]) -> Table | None:
    """The reserve for risks, apart from what is meant to be spent."""
    if not lines:
        return None
    currency = context.currency(project)
    rows = [
        Row(head=link_cell(context.link(line)), cells=_amounts(line_totals(line, currency), currency, context))
        for line in lines
    ]
    columns = (Column(label=context.labels.type("budget")), *amount_columns(context, currency))
    return Table(label=context.t("money.reserve-lines"), columns=columns, rows=tuple(rows))


def category_table(context: ViewContext, project: Project) -> Table | None:
    """Sums by category, the greatest plan first, with their share of the plan in the project's currency."""
    currency, t = context.currency(project), context.t
    found = by_category(spending_lines(project), currency)
    if not found:
        return None
    whole = total(found.values()).get(currency, Totals()).planned
    ordered = sorted(found.items(), key=lambda pair: -pair[1].get(currency, Totals()).planned)
    rows = []
    for name, sums in ordered:
        share = float(sums.get(currency, Totals()).planned / whole) if whole else None
        rows.append(
            Row(
                head=Cell(text=context.word(name) or t("money.no-category")),
                cells=(
                    *_amounts(sums, currency, context),
                    Cell(chart=share_bar(share, height=10)) if share is not None else Cell(),
                    Cell(text=context.formats.percent(share) if share is not None else ""),
                ),
            )
        )
    columns = (
        Column(label=context.labels.field("budget", "category")),
        *amount_columns(context, currency),
        Column(label=t("money.share"), full=True),
        Column(label="%", number=True, bare=True),
    )
    return Table(label=t("money.by-category"), columns=columns, rows=tuple(rows))


def amount_columns(context: ViewContext, currency: str) -> tuple[Column, ...]:
    """Planned, committed, actual, variance; the unit stands in the header."""
    field, t = context.labels.field, context.t
    return (
        Column(label=with_unit(context, field("budget", "planned"), currency), number=True),
        Column(label=field("budget", "committed"), number=True, tip=t("money.committed-tip")),
        Column(label=field("budget", "actual"), number=True, tip=t("money.actual-tip")),
        Column(label=t("money.variance"), number=True, tip=t("money.variance-tip")),
    )


def with_unit(context: ViewContext, label: str, currency: str) -> str:
    """A header with the unit of its column."""
    unit = context.formats.currency(currency)
    return context.t("money.with-unit", label=label, unit=unit) if unit else label


def amount(value: Decimal, name: str, currency: str, context: ViewContext) -> str:
    """A bare number in the column's own currency, with its code in another."""
    if name != currency:
        return context.formats.money(value, name)
    return context.formats.number(value, 0 if value == value.to_integral_value() else 2)


def used_bar(sums: ByCurrency, currency: str, context: ViewContext) -> Markup | None:
    """Spent and promised against the plan, which is the tick; None where currencies are mixed."""
    if set(sums) != {currency}:
        return None
    one = sums[currency]
    label = context.t("money.used-label", share=context.formats.percent(one.used)) if one.planned else ""
    return budget_bar(
        spent=float(one.actual),
        estimate=float(one.actual + one.committed),
        approved=float(one.planned) or None,
        label=label,
    )


def _amounts(sums: ByCurrency, currency: str, context: ViewContext) -> tuple[Cell, ...]:
    def cell(field: str) -> Cell:
        values = [(name, getattr(one, field)) for name, one in sums.items()]
        shown = [amount(value, name, currency, context) for name, value in values if value or len(values) == 1]
        return Cell(text=context.formats.join(shown))

    return cell("planned"), cell("committed"), cell("actual"), _variance(sums, currency, context)


def _variance(sums: ByCurrency, currency: str, context: ViewContext) -> Cell:
    """Planned less spent, only where something is planned in that currency; red where it is overspent."""
    parts = [(name, one.variance) for name, one in sums.items() if one.planned]
    text = context.formats.join([amount(value, name, currency, context) for name, value in parts])
    if any(value < 0 for _, value in parts):
        return Cell(status=Status(state="bad", word=text))
    return Cell(text=text)


def _foot(context: ViewContext, sums: ByCurrency, currency: str, columns: tuple[Column, ...]) -> tuple[Row, ...]:
    rows = []
    for name, one in sums.items():
        label = context.t("money.total") if len(sums) == 1 else context.t("money.total-in", currency=name)
        part = {name: one}
        filled = (Cell(), *_amounts(part, currency, context), Cell(chart=used_bar(part, currency, context)))
        rows.append(Row(head=Cell(text=label), cells=(*filled, *([Cell()] * (len(columns) - 1 - len(filled))))))
    return tuple(rows)
