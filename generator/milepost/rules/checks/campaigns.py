"""Campaigns without a metric, above their budget, or over and not looked back at."""

from collections.abc import Iterator

from milepost.analysis.budget import coupon_cost
from milepost.analysis.performance import currency_of
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.records.campaign import Campaign
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.money_words import amount_in_words
from milepost.rules.release_history import open_projects
from milepost.rules.rule import RuleKind, rule
from milepost.rules.waiting import working_days_since

_AGREED = ("approved", "running", "ended", "reviewed")


@rule(Severity.ERROR)
def campaign_without_metric(context: RuleContext) -> Iterator[Diagnostic]:
    """A campaign of which nobody says what it is to move."""
    for campaign, told in context.told("missing-field", Campaign, "metrics"):
        yield context.finding("campaign-without-metric", campaign, instead_of=told)


@rule(Severity.ERROR)
def coupons_over_budget(context: RuleContext) -> Iterator[Diagnostic]:
    """Coupons that may cost more than the campaign may."""
    for campaign in context.all(Campaign):
        cost, budget = coupon_cost(campaign), campaign.budget
        if campaign.status == "cancelled" or cost is None or budget is None or campaign.coupons is None:
            continue
        currency = currency_of(context.portal, context.portal.projects[campaign.project_id])
        if (cost.currency or currency) == (budget.currency or currency) and cost.amount > budget.amount:
            is_capped = campaign.coupons.cap is not None
            yield context.finding(
                "coupons-over-budget",
                campaign,
                "coupons",
                "cap" if is_capped else "count",
                labels=(context.label(campaign, "budget", text=message("rules.coupons-over-budget.label")),),
                cost=amount_in_words(cost.amount, cost.currency or currency),
                budget=amount_in_words(budget.amount, budget.currency or currency),
            )


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"days": 10}, on_plans=True)
def campaign_unreviewed(context: RuleContext) -> Iterator[Diagnostic]:
    """A campaign that has been over for a while, and nobody says what came of it."""
    most = context.threshold("campaign-unreviewed", "days")
    for project in open_projects(context):
        for campaign in project.all(Campaign).values():
            due = campaign.due
            if campaign.status not in _AGREED or campaign.review or due is None:
                continue
            days = working_days_since(context.plans[project.id].calendar, due, context.as_of)
            if days > most and not attempted(campaign, "review"):
                yield context.finding("campaign-unreviewed", campaign, "due", due=due.isoformat(), days=days)
