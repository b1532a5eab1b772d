"""What became of the baseline: budget lines then and now, and tasks that are gone since."""

from decimal import Decimal

from milepost.analysis.activity import commit_day, zone_of
from milepost.analysis.baselines import Baseline
from milepost.analysis.budget import Totals, line_totals
from milepost.model.portal import Project
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.task import Task
from milepost.views.budget_tables import amount, with_unit
from milepost.views.context import ViewContext
from milepost.views.tables import Cell, Column, Row, Table, link_cell, span_text


def baseline_of(context: ViewContext, project: Project) -> Baseline | None:
    """The project's baseline, as far as this clone knows it and the project was there."""
    found = context.analysis.baselines.get(project.id)
    return found if found and found.project else None


def baseline_day(context: ViewContext, baseline: Baseline) -> str:
    """The day of its commit."""
    return (
        context.formats.iso(commit_day(baseline.commit, zone_of(context.portal))) if baseline.commit is not None else ""
    )


def budget_baseline(context: ViewContext, project: Project) -> Table | None:
    """Planned amounts in the project's currency then and now, those of lines that are gone or new included."""
    baseline = baseline_of(context, project)
    if baseline is None or baseline.project is None:
        return None
    t, currency = context.t, context.currency(project)
    then, now = baseline.project.all(BudgetLine), project.all(BudgetLine)
    rows, sums = [], [Decimal(0), Decimal(0)]
    for line in now.values():
        was = baseline.project.former(line)
        before, after = (_planned(one, currency) for one in (was, line))
        sums = [sums[0] + (before or 0), sums[1] + (after or 0)]
        rows.append(Row(head=link_cell(context.link(line)), cells=_amounts(context, before, after, currency)))
    kept = {one.id for line in now.values() if (one := baseline.project.former(line))}
    for line in then.values():
        if line.id not in kept:
            before = _planned(line, currency)
            sums[0] += before or 0
            head = Cell(text=context.text(line.title) or line.id, sub=t("money.baseline-gone"))
            rows.append(Row(head=head, cells=_amounts(context, before, None, currency), muted=True))
    if not rows:
        return None
    columns = (
        Column(label=context.labels.type("budget")),
        Column(label=with_unit(context, t("money.baseline-then"), currency), number=True),
        Column(label=t("money.baseline-now"), number=True),
        Column(label=t("money.baseline-change"), number=True),
    )
    foot = Row(head=Cell(text=t("money.total")), cells=_amounts(context, sums[0], sums[1], currency))
    return Table(label=t("money.baseline"), columns=columns, rows=tuple(rows), foot=(foot,))


def gone_tasks(context: ViewContext, project: Project) -> Table | None:
    """Tasks of the baseline that are not in today's plan, with the days that they had."""
    baseline = baseline_of(context, project)
    if baseline is None or baseline.project is None or baseline.plan is None:
        return None
    kept = {one.id for task in project.all(Task).values() if (one := baseline.project.former(task))}
    gone = [task for name, task in baseline.project.all(Task).items() if name not in kept]
    rows = tuple(
        Row(
            head=Cell(text=context.text(task.title) or task.id),
            cells=(
                link_cell(context.person(task.owner)) if task.owner else Cell(),
                Cell(text=span_text(place.start, place.finish, context)),
            ),
            muted=True,
        )
        for task in gone
        if (place := baseline.plan.of(task))
    )
    columns = (
        Column(label=context.labels.type("tasks")),
        Column(label=context.labels.field("tasks", "owner")),
        Column(label=context.t("plan.gone-when"), number=True),
    )
    return Table(label=context.t("plan.gone"), columns=columns, rows=rows) if rows else None


def _planned(line: BudgetLine | None, currency: str) -> Decimal | None:
    return line_totals(line, currency).get(currency, Totals()).planned if line else None


def _amounts(context: ViewContext, before: Decimal | None, after: Decimal | None, currency: str) -> tuple[Cell, ...]:
    def cell(value: Decimal | None) -> Cell:
        return Cell(text="–" if value is None else amount(value, currency, currency, context))

    change = (after or Decimal(0)) - (before or Decimal(0))
    return cell(before), cell(after), Cell(text=context.formats.signed(float(change)) if change else "0")
