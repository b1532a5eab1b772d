"""Runs all rules over a loaded portal."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.loading.fixes import keeping_quotes
from milepost.loading.gathering import PORTAL_KEY
from milepost.rules.context import RuleContext, key_of
from milepost.rules.levels import with_levels, without_replaced
from milepost.rules.rule import Check, RuleKind, all_rules, shared_checks
from milepost.rules.suppression import apply

Measure = Callable[[str], AbstractContextManager[None]]
"""Measures how long what is inside takes, under a name; who reads the clock decides how."""


def unmeasured(_name: str) -> AbstractContextManager[None]:
    """Measures nothing."""
    return nullcontext()


class Step(NamedTuple):
    """A check that is to run."""

    name: str
    check: Check
    on_plans: bool


def run(context: RuleContext, measure: Measure = unmeasured) -> tuple[Diagnostic, ...]:
    """All findings with their levels, suppressions applied, in a fixed order; each rule is measured by its id."""
    found: list[Diagnostic] = []
    for step in steps_of(context):
        with measure(step.name):
            found += step.check(context)
    return concluded(context, found)


def steps_of(context: RuleContext) -> list[Step]:
    """What is to run on a portal, in this order."""
    left_out = set() if context.base else {RuleKind.DIFF}
    if ("", PORTAL_KEY.collection) in context.loaded.unread:
        left_out.add(RuleKind.CLOCK)  # the portal's day could not be read
    rules = (rule for rule in all_rules().values() if rule.kind not in left_out)
    steps = [Step(rule.id, rule.check, rule.on_plans) for rule in rules if rule.check]
    return steps + [Step(check.__name__.replace("_", "-"), check, False) for check in shared_checks()]


def concluded(context: RuleContext, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What the rules found, and the loader before them, as it is told."""
    settings = context.portal.settings
    found = (*context.loaded.diagnostics, *found)
    kept = apply(with_levels(without_replaced(found), settings), context.loaded.sources)
    levelled = (replace(one, instead_of=None) for one in with_levels(kept, settings))
    if context.base:
        levelled = (_warning_only(one) if _comes_with_time(one, context) else one for one in levelled)
    return tuple(keeping_quotes(one, context.loaded.sources) for one in sorted(levelled, key=lambda one: one.sort_key))


def _comes_with_time(one: Diagnostic, context: RuleContext) -> bool:
    """Whether the day brought it, and no change of its record or data: otherwise an old branch fails overnight."""
    if all_rules()[one.rule].kind is not RuleKind.CLOCK or key_of(one) in context.changes:
        return False
    path = one.location.path
    if context.base is None or not path.endswith(".csv"):
        return True
    return context.base.sources.get(path) == context.loaded.sources.get(path)


def _warning_only(one: Diagnostic) -> Diagnostic:
    return replace(one, severity=Severity.WARNING) if one.severity is Severity.ERROR else one
