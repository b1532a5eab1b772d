"""Risks that nobody treats, answers for or has decided on."""

from collections.abc import Iterator

from milepost.analysis.health import HIGH_RISK, high_risk
from milepost.analysis.risk import is_open
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.records.issue import Issue
from milepost.model.records.risk import Risk
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import rule

_OFF_SCALE = ("problems.invalid-value.range.", "problems.invalid-value.integer.")
_DECIDED_ALONE = ("accept", "escalate")
"""Responses that are a decision, not work."""


@rule(Severity.ERROR)
def risk_out_of_scale(context: RuleContext) -> Iterator[Diagnostic]:
    """A probability or impact that is no whole number from 1 to 5."""
    for risk, told in context.told("invalid-value", Risk, "probability", "impact", "residual"):
        if told.message.key.startswith(_OFF_SCALE):
            field, value = told.message.params["field"], told.message.params["value"]
            yield context.finding("risk-out-of-scale", risk, instead_of=told, field=field, value=value)


@rule(Severity.ERROR, thresholds={"score": HIGH_RISK})
def high_risk_untreated(context: RuleContext) -> Iterator[Diagnostic]:
    """An open high risk without response, owner or next review."""
    least = context.threshold("high-risk-untreated", "score")
    for field in ("response", "owner", "next_review"):
        for risk, told in context.told("missing-field", Risk, field):
            if high_risk(risk, least):
                yield context.finding("high-risk-untreated", risk, instead_of=told, field=field, score=risk.score)


@rule(Severity.ERROR)
def response_without_action(context: RuleContext) -> Iterator[Diagnostic]:
    """A response that is work, and no task that carries it."""
    for risk in _open(context):
        if risk.response is None or risk.response in _DECIDED_ALONE:
            continue
        if not risk.actions and not attempted(risk, "actions"):
            response = message(f"model.values.risks.response.{risk.response}")
            yield context.finding("response-without-action", risk, "response", response=response)


@rule(Severity.ERROR)
def accepted_without_approver(context: RuleContext) -> Iterator[Diagnostic]:
    """A risk that is being lived with, and nobody agreed to that."""
    for risk in _open(context):
        accepted = risk.status == "accepted" or (risk.response == "accept" and risk.status == "treating")
        if accepted and not risk.approver and not attempted(risk, "approver"):
            field = "status" if risk.status == "accepted" else "response"
            yield context.finding("accepted-without-approver", risk, field)


@rule(Severity.WARNING)
def escalated_to_nobody(context: RuleContext) -> Iterator[Diagnostic]:
    """A risk that was handed up, and nobody above is named."""
    for risk in _open(context):
        escalated = risk.status == "escalated" or (risk.response == "escalate" and risk.status != "accepted")
        if escalated and not risk.approver and not attempted(risk, "approver"):
            field = "status" if risk.status == "escalated" else "response"
            yield context.finding("escalated-to-nobody", risk, field)


@rule(Severity.ERROR)
def occurred_without_issue(context: RuleContext) -> Iterator[Diagnostic]:
    """A risk that came true, and no issue deals with it."""
    for risk in context.all(Risk):
        if risk.status != "occurred" or risk.issue or attempted(risk, "issue"):
            continue
        links = context.back_links.get(risk.key, ())
        if not any(link.source.collection == Issue.collection and link.field == "risk" for link in links):
            yield context.finding("occurred-without-issue", risk, "status")


@rule(Severity.ERROR)
def closed_without_reason(context: RuleContext) -> Iterator[Diagnostic]:
    """A closed risk of which nobody says why it cannot happen any more."""
    for risk in context.all(Risk):
        if risk.status == "closed" and not risk.closed_reason and not attempted(risk, "closed_reason"):
            yield context.finding("closed-without-reason", risk, "status")


@rule(Severity.WARNING, thresholds={"score": HIGH_RISK})
def high_risk_without_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    """An open high risk without the sign by which it would be noticed."""
    least = context.threshold("high-risk-without-trigger", "score")
    for risk in _open(context):
        if high_risk(risk, least) and not risk.trigger and not attempted(risk, "trigger"):
            yield context.finding("high-risk-without-trigger", risk, score=risk.score)


def _open(context: RuleContext) -> Iterator[Risk]:
    for risk in context.all(Risk):
        if is_open(risk) and in_open_project(context.portal, risk):
            yield risk
