"""What needs somebody, in words: the lines of attention lists and of the third part of the answer line."""

from collections.abc import Iterable
from dataclasses import dataclass

from milepost.analysis.attention import AttentionItem
from milepost.model.records.decision import Decision
from milepost.rules.rule import all_rules
from milepost.views.context import Anchor, ViewContext
from milepost.views.expectations import verdicts
from milepost.views.frame import Fact, State
from milepost.views.plurals import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionLine:
    """A line: state, what it is about, its project and owner, the rule that names it, and how urgent it is.

    `effects` says of a decision to review what came of what it was expected to do.
    """

    state: State
    what: Anchor
    project: Anchor | None
    owner: Anchor | None
    rule: Anchor | None
    kind: str
    when: str
    effects: str


def attention_lines(
    context: ViewContext, items: Iterable[AttentionItem], *, with_project: bool = False
) -> tuple[AttentionLine, ...]:
    """The lines of a list, in the order of the items."""
    return tuple(_line(context, item, with_project) for item in items)


def attention_fact(context: ViewContext, item: AttentionItem) -> Fact:
    """The same as a line of an answer part."""
    return Fact(name=_what(context, item), value=when(context, item), state="bad" if item.severe else None)


def when(context: ViewContext, item: AttentionItem) -> str:
    """How urgent: `3 working days late`, `by 16 Oct`, `15 pp behind`."""
    t = context.t
    if item.kind == "goal-behind-pace":
        return t("attention.behind", count=item.amount)
    if item.kind == "metric-stale":
        return counted(context, "attention.stale", item.amount or 0)
    if item.late is None:
        return t("attention.undated")
    if item.kind == "task-blocked":
        return counted(context, "attention.since", item.late)
    if item.late > 0:
        return counted(context, "attention.late", item.late)
    if item.due == context.as_of:
        return t("attention.today")
    return t("attention.by", day=context.formats.short(item.due))


def rule_anchor(context: ViewContext, rule: str) -> Anchor:
    """The link to a rule's page; its name alone where there is no such rule."""
    return Anchor(text=rule, href=context.href(f"rules/{rule}/") if rule in all_rules() else "")


def _line(context: ViewContext, item: AttentionItem, with_project: bool) -> AttentionLine:
    project = context.portal.projects.get(item.record.project) if with_project else None
    rule = rule_anchor(context, item.kind)
    record = context.portal.get(item.record)
    return AttentionLine(
        state="bad" if item.severe else "warn",
        what=_what(context, item),
        project=context.link(project.record) if project else None,
        owner=context.person(item.owner) if item.owner else None,
        rule=rule if rule.href else None,
        kind=context.t(f"attention.kind.{item.kind}"),
        when=when(context, item),
        effects=verdicts(record, context)
        if isinstance(record, Decision) and item.kind == "decision-review-due"
        else "",
    )


def _what(context: ViewContext, item: AttentionItem) -> Anchor:
    record = context.portal.get(item.record)
    anchor = context.link(record)
    title = context.text(item.title) if item.title else anchor.text
    return Anchor(text=context.t(f"attention.what.{item.kind}", title=title), href=anchor.href)
