"""Documents and agreements that may no longer hold."""

from collections.abc import Iterator

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.records.campaign import Campaign
from milepost.model.records.document import Document
from milepost.model.records.partner import Partner
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project, is_open
from milepost.rules.rule import RuleKind, rule

_SHOWN = 8


@rule(Severity.WARNING, RuleKind.CLOCK)
def partner_expired(context: RuleContext) -> Iterator[Diagnostic]:
    """A partner whose agreement has ended."""
    for partner in context.all(Partner):
        end = partner.period.to if partner.period else None
        if end and end < context.as_of and in_open_project(context.portal, partner):
            campaigns = [
                campaign
                for link in context.back_links.get(partner.key, ())
                if isinstance(campaign := context.portal.get(link.source), Campaign) and is_open(campaign)
            ]
            text = message("rules.partner-expired.label")
            labels = tuple(context.label(one, "partner", text=text) for one in campaigns[:_SHOWN])
            yield context.finding("partner-expired", partner, "period", "to", labels=labels, day=end.isoformat())


@rule(Severity.WARNING, RuleKind.CLOCK, thresholds={"days": 180})
def document_stale(context: RuleContext) -> Iterator[Diagnostic]:
    """A document that nobody has looked at for long; of one that has expired `document-expired` speaks."""
    most = context.threshold("document-stale", "days")
    for document in context.all(Document):
        day = document.reviewed_on
        if day is None or (days := (context.as_of - day).days) <= most or _has_expired(context, document):
            continue
        if in_open_project(context.portal, document):
            yield context.finding("document-stale", document, "reviewed_on", day=day.isoformat(), days=days)


@rule(Severity.WARNING, RuleKind.CLOCK)
def document_expired(context: RuleContext) -> Iterator[Diagnostic]:
    """A document that holds no more."""
    for document in context.all(Document):
        day = document.expires_on
        if day and _has_expired(context, document) and in_open_project(context.portal, document):
            yield context.finding("document-expired", document, "expires_on", day=day.isoformat())


def _has_expired(context: RuleContext, document: Document) -> bool:
    return document.expires_on is not None and document.expires_on < context.as_of
