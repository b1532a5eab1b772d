"""Tables of what campaigns and tasks cost."""

from milepost.analysis.budget import coupon_cost, line_totals, task_costs, task_totals, total
from milepost.model.field_types import Money
from milepost.model.portal import Project
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.campaign import Campaign
from milepost.views.budget_tables import amount, with_unit
from milepost.views.context import ViewContext
from milepost.views.frame import Status
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, Table, link_cell, span_text


def campaign_table(context: ViewContext, project: Project) -> Table | None:
    """Each campaign's budget against what its coupons may cost and what its budget lines plan and spent."""
    campaigns = list(project.all(Campaign).values())
    if not campaigns:
        return None
    t, field, currency = context.t, context.labels.field, context.currency(project)
    rows = []
    for one in campaigns:
        lines = [
            line
            for line in project.all(BudgetLine).values()
            if context.portal.find(line.campaign, Campaign, project.id) is one
        ]
        sums = total(line_totals(line, currency) for line in lines)
        planned = context.formats.join([amount(s.planned, name, currency, context) for name, s in sums.items()])
        actual = context.formats.join([amount(s.actual, name, currency, context) for name, s in sums.items()])
        rows.append(
            Row(
                head=link_cell(context.link(one)),
                cells=(
                    Cell(text=span_text(one.start, one.due, context)),
                    Cell(text=money_text(one.budget, currency, context)),
                    Cell(text=_coupon_words(one, context, project)),
                    _coupon_cell(one, currency, context),
                    Cell(text=planned),
                    Cell(text=actual),
                    Cell(status=record_status(one, context)),
                ),
            )
        )
    columns = (
        Column(label=context.labels.type("campaigns")),
        Column(label=t("money.dates"), number=True),
        Column(label=with_unit(context, field("campaigns", "budget"), currency), number=True),
        Column(label=field("campaigns", "coupons")),
        Column(label=t("money.coupon-cost"), number=True, tip=t("money.coupon-cost-tip")),
        Column(label=t("money.line-planned"), number=True),
        Column(label=t("money.line-actual"), number=True),
        Column(label=field("campaigns", "status"), bare=True),
    )
    return Table(label=t("money.campaigns"), columns=columns, rows=tuple(rows))


def task_cost_table(context: ViewContext, project: Project) -> Table | None:
    """The tasks that say what they cost, with sums at the foot."""
    tasks = task_costs(project)
    if not tasks:
        return None
    currency, t, field = context.currency(project), context.t, context.labels.field
    rows = []
    for task in tasks:
        planned, actual = (task.cost.planned, task.cost.actual) if task.cost else (None, None)
        rows.append(
            Row(
                head=link_cell(context.link(task)),
                cells=(
                    Cell(status=record_status(task, context)),
                    link_cell(context.person(task.owner)),
                    Cell(text=money_text(planned, currency, context)),
                    Cell(text=money_text(actual, currency, context)),
                    _difference(planned, actual, currency, context),
                ),
            )
        )
    sums = task_totals(project, currency)
    foot = tuple(
        Row(
            head=Cell(text=t("money.total") if len(sums) == 1 else t("money.total-in", currency=name)),
            cells=(
                Cell(),
                Cell(),
                Cell(text=amount(one.planned, name, currency, context)),
                Cell(text=amount(one.actual, name, currency, context)),
                Cell(text=amount(one.variance, name, currency, context)),
            ),
        )
        for name, one in sums.items()
    )
    columns = (
        Column(label=context.labels.type("tasks")),
        Column(label=field("tasks", "status"), bare=True),
        Column(label=field("tasks", "owner")),
        Column(label=with_unit(context, context.labels.item_field("PlannedCost", "planned"), currency), number=True),
        Column(label=context.labels.item_field("PlannedCost", "actual"), number=True),
        Column(label=t("money.variance"), number=True, tip=t("money.variance-tip")),
    )
    return Table(label=t("money.tasks"), columns=columns, rows=tuple(rows), foot=foot)


def task_sums(context: ViewContext, project: Project) -> str:
    """The sums of the tasks' cost as a sentence a currency."""
    money = context.formats.money
    said = [
        context.t("money.tasks-sum", planned=money(one.planned, name), actual=money(one.actual, name))
        for name, one in task_totals(project, context.currency(project)).items()
    ]
    return " ".join(said)


def money_text(money: Money | None, currency: str, context: ViewContext) -> str:
    """An amount for a column of `currency`."""
    return amount(money.amount, money.currency or currency, currency, context) if money else ""


def _difference(planned: Money | None, actual: Money | None, currency: str, context: ViewContext) -> Cell:
    """Planned less spent of amounts in one currency; no alarm: what counts as overspent is said of budget lines."""
    if planned is None or actual is None or (planned.currency or currency) != (actual.currency or currency):
        return Cell()
    return Cell(text=amount(planned.amount - actual.amount, planned.currency or currency, currency, context))


def _coupon_words(campaign: Campaign, context: ViewContext, project: Project) -> str:
    coupons = campaign.coupons
    if coupons is None or coupons.count is None or coupons.face_value is None:
        return ""
    count, worth = context.formats.number(coupons.count), context.money(coupons.face_value, project)
    return context.t("money.coupons", count=count, worth=worth)


def _coupon_cell(campaign: Campaign, currency: str, context: ViewContext) -> Cell:
    """What the coupons may cost; red where that is more than the campaign's budget."""
    cost = coupon_cost(campaign)
    if cost is None:
        return Cell()
    text, limit = money_text(cost, currency, context), campaign.budget
    if limit and (limit.currency or currency) == (cost.currency or currency) and cost.amount > limit.amount:
        return Cell(status=Status(state="bad", word=text))
    return Cell(text=text)
