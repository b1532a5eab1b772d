"""The money page of a project: budget lines, categories, spending over time, campaigns and costs of tasks."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from markupsafe import Markup

from milepost.analysis.attention import attention_of
from milepost.analysis.budget import (
    ByCurrency,
    approval,
    line_totals,
    overspent_lines,
    reserve_lines,
    spending_lines,
    total,
)
from milepost.charts.bars import budget_bar
from milepost.model.portal import Project
from milepost.model.records.budget_line import BudgetLine
from milepost.views.answer import project_answer, what_changed
from milepost.views.attention import attention_fact, rule_anchor
from milepost.views.baseline_tables import baseline_day, baseline_of, budget_baseline
from milepost.views.budget_tables import category_table, line_table, reserve_table
from milepost.views.context import Anchor, ViewContext
from milepost.views.cost_tables import campaign_table, task_cost_table, task_sums
from milepost.views.exposure import ExposureView, exposure_view
from milepost.views.frame import Answer, Details, Fact, Head, Part, Status, details, head
from milepost.views.performance import PerformanceView, is_low, performance_summary, performance_view
from milepost.views.plurals import counted
from milepost.views.spending import SpendingFigure, spending_figures
from milepost.views.tables import Table
from milepost.views.trend_section import TrendSection, trend_section

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure: label, value, what it is compared with, a bar."""

    label: str
    value: str
    foot: str = ""
    bar: Markup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    withheld: bool
    trend: TrendSection
    baseline: Table | None
    baseline_sub: str
    figures: tuple[Figure, ...]
    performance: PerformanceView | None
    mismatch: str
    lines: Table | None
    reserve: Table | None
    exposure: ExposureView | None
    categories: Table | None
    spending: tuple[SpendingFigure, ...]
    campaigns: Table | None
    task_costs: Table | None
    task_sums: str
    records: tuple[Details, ...]


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    return View(
        withheld=context.hides(project, "money"),
        trend=trend_section(context, project, "budget"),
        baseline=budget_baseline(context, project),
        baseline_sub=_baseline_sub(context, project),
        head=head(context, context.t("ui.page.money"), project, _answer(context, project)),
        figures=_figures(context, project),
        performance=performance_view(context, project),
        mismatch=mismatch_text(context, project),
        lines=line_table(context, project, spending_lines(project)),
        reserve=reserve_table(context, project, reserve_lines(project)),
        exposure=exposure_view(context, project),
        categories=category_table(context, project),
        spending=spending_figures(context, project),
        campaigns=campaign_table(context, project),
        task_costs=task_cost_table(context, project),
        task_sums=task_sums(context, project),
        records=tuple(details(line, context) for line in project.all(BudgetLine).values()),
    )


def _baseline_sub(context: ViewContext, project: Project) -> str:
    found = baseline_of(context, project)
    return context.t("money.baseline-sub", ref=found.name, day=baseline_day(context, found)) if found else ""


def mismatch_text(context: ViewContext, project: Project) -> str:
    """By how much the lines and the approved total differ; empty when they agree or nothing was approved."""
    found = approval(project, context.currency(project))
    if found is None or not found.mismatch or not project.all(BudgetLine):
        return ""
    money = context.formats.money
    return context.t(
        "money.mismatch-more" if found.mismatch > 0 else "money.mismatch-less",
        planned=money(found.planned, found.currency),
        approved=money(found.approved, found.currency),
        difference=money(abs(found.mismatch), found.currency),
    )


def _figures(context: ViewContext, project: Project) -> tuple[Figure, ...]:
    """One group a currency: approved, planned, spent, promised, what is left of the reserve."""
    t, money, main = context.t, context.formats.money, context.currency(project)
    if context.hides(project, "money"):
        return ()
    lines, reserve = _sums(project, main)
    approved = approval(project, main)
    found = []
    if approved:
        found.append(
            Figure(
                label=t("money.approved"),
                value=money(approved.approved, approved.currency),
                foot=t("money.approved-foot"),
            )
        )
    for name, sums in lines.items():
        share = context.formats.percent(sums.used)
        bar = budget_bar(
            spent=float(sums.actual), estimate=float(sums.actual + sums.committed), approved=float(sums.planned) or None
        )
        spent_of = t("money.spent-foot", share=share, planned=money(sums.planned, name))
        left = money(sums.planned - sums.actual - sums.committed, name)
        found.append(
            Figure(
                label=t("money.spent"),
                value=money(sums.actual, name),
                foot=spent_of if sums.planned else t("money.unplanned"),
                bar=bar,
            )
        )
        found.append(
            Figure(
                label=t("money.committed"), value=money(sums.committed, name), foot=t("money.committed-foot", left=left)
            )
        )
    for name, sums in reserve.items():
        drawn = money(sums.actual, name)
        found.append(
            Figure(
                label=t("money.reserve"), value=money(sums.variance, name), foot=t("money.reserve-foot", drawn=drawn)
            )
        )
    return tuple(found)


def _sums(project: Project, currency: str) -> tuple[ByCurrency, ByCurrency]:
    return (
        total(line_totals(line, currency) for line in spending_lines(project)),
        total(line_totals(line, currency) for line in reserve_lines(project)),
    )


def _answer(context: ViewContext, project: Project) -> Answer:
    status, why, rule = _state(context, project)
    answer = project_answer(
        context, project, status=status, why=why, changed=_changed(context, project), needs=_needs(context, project)
    )
    return replace(answer, rule=rule_anchor(context, rule) if rule else None)


def _state(context: ViewContext, project: Project) -> tuple[Status, str, str]:
    """The page's own state: what the lines add up to, how the work performs, which lines are overspent."""
    t, over = context.t, overspent_lines(project, context.currency(project))
    mismatch = mismatch_text(context, project)
    if mismatch:
        return Status(state="bad", word=t("money.state.mismatch")), mismatch, "budget-mismatch"
    if context.hides(project, "money"):
        return Status(state="none", word=t("ui.not-shown")), t("audience.sums-why"), ""
    performance = context.analysis.performance.get(project.id)
    if performance and is_low(context, performance):
        said = performance_summary(context, performance)
        return Status(state="warn", word=t("performance.state.low")), said, "cost-performance"
    if over:
        line, amount, name = max(over, key=lambda one: one[1])
        why = t("money.state.over-why", title=context.title(line), amount=context.formats.money(amount, name))
        return Status(state="warn", word=counted(context, "money.state.over", len(over))), why, "over-budget"
    if not project.all(BudgetLine):
        return Status(state="none", word=t("money.state.none")), t("money.state.none-why"), ""
    return Status(state="good", word=t("money.state.within")), t("money.state.within-why"), ""


def _needs(context: ViewContext, project: Project) -> tuple[Fact, ...]:
    """Overspent lines, then change requests that wait for their approver."""
    lines = [
        Fact(
            name=context.link(line),
            value=context.t("money.over-by", amount=context.formats.money(amount, name)),
            state="warn",
        )
        for line, amount, name in overspent_lines(project, context.currency(project))
    ]
    items = attention_of(context.analysis, project)
    return (*lines, *(attention_fact(context, item) for item in items if item.kind == "change-pending"))


def _changed(context: ViewContext, project: Project) -> Part:
    """What was spent in the last seven complete days, by currency and line."""
    first, main, money = context.as_of - _WEEK, context.currency(project), context.formats.money
    spent = [
        (line, entry.amount.amount, entry.amount.currency or main)
        for line in project.all(BudgetLine).values()
        for entry in line.actual
        if entry.amount and entry.on and first <= entry.on < context.as_of
    ]
    sums: dict[str, Decimal] = {}
    for _, amount, name in spent:
        sums[name] = sums.get(name, Decimal(0)) + amount
    said = context.formats.join([money(amount, name) for name, amount in sums.items()])
    facts = [
        Fact(name=context.link(line), value=money(amount, name))
        for line, amount, name in sorted(spent, key=lambda one: -one[1])[:3]
    ]
    say = context.t("money.changed", amounts=said) if spent else context.t("money.unchanged")
    say = context.t("audience.sums") if context.hides(project, "money") else say
    more = Anchor(text=context.t("money.all-lines"), href="#lines") if len(spent) > len(facts) else None
    return Part(title=what_changed(context), say=say, facts=tuple(facts), more=more)
