"""The page of all rules, family by family, with what they found in this portal."""

from collections import Counter
from dataclasses import dataclass

from milepost.diagnostics.diagnostic import Severity
from milepost.rules.documentation import summary
from milepost.rules.rule import Rule, all_rules
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Head, State, Status, head
from milepost.views.plurals import counted

STATES: dict[str, State] = {"error": "bad", "warning": "warn", "info": "info", "off": "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule; `own` are the levels that this portal sets, with what they hold for."""

    link: Anchor
    level: Status
    own: tuple[tuple[str, Status], ...]
    kind: str
    summary: str
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Rules that belong together."""

    anchor: str
    title: str
    sub: str
    rows: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    intro: str
    families: tuple[Family, ...]


def view(context: ViewContext) -> View:
    """The view model of the page."""
    found = Counter(one.rule for one in context.diagnostics)
    families: dict[str, list[Rule]] = {}
    for rule in all_rules().values():
        families.setdefault(rule.family, []).append(rule)
    return View(
        head=head(context, context.t("ui.page.rules")),
        intro=context.t(
            "rule_pages.intro",
            rules=len(all_rules()),
            found=counted(context, "rule_pages.found-count", len(context.diagnostics)),
        ),
        families=tuple(
            Family(
                anchor=f"family-{name.replace('_', '-')}",
                title=family_title(context, name),
                rows=tuple(_row(context, rule, found[rule.id]) for rule in rules),
                sub=_family_sub(context, len(rules), sum(found[rule.id] for rule in rules)),
            )
            for name, rules in sorted(families.items())
        ),
    )


def _family_sub(context: ViewContext, rules: int, found: int) -> str:
    return context.t(
        "rule_pages.family-sub",
        rules=counted(context, "rule_pages.rules-count", rules),
        found=counted(context, "rule_pages.found-count", found),
    )


def level_status(context: ViewContext, level: str) -> Status:
    """A level with its mark and word."""
    return Status(state=STATES[level], word=context.t(f"rule_pages.level.{level}"))


def own_levels(context: ViewContext, rule: Rule) -> tuple[tuple[str, Status], ...]:
    """The levels that the portal's settings give a rule: for all it is about, or by type and field."""
    chosen = (context.portal.settings.rules or {}).get(rule.id)
    if chosen is None:
        return ()
    if isinstance(chosen, str):
        return (("", level_status(context, chosen)),) if chosen != rule.level.value else ()
    return tuple((target, level_status(context, level)) for target, level in chosen.items())


def family_title(context: ViewContext, family: str) -> str:
    """A family's title; its module's name in words where the catalogue has none."""
    known = context.words.find(f"rule_pages.family.{family}")
    words = family.replace("_", " ")
    return known if isinstance(known, str) else words[:1].upper() + words[1:]


def one_line(context: ViewContext, rule: str) -> str:
    """What a rule is about in one sentence; empty while its page is not written."""
    try:
        return summary(rule, context.language)
    except FileNotFoundError:
        return ""


def _row(context: ViewContext, rule: Rule, found: int) -> RuleRow:
    return RuleRow(
        link=Anchor(text=rule.id, href=context.href(f"rules/{rule.id}/")),
        level=level_status(context, Severity(rule.level).value),
        own=own_levels(context, rule),
        kind=context.t(f"rule_pages.kind.{rule.kind.value}"),
        summary=one_line(context, rule.id),
        found=found,
    )
