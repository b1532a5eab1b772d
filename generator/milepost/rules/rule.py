"""What a rule is, and the registry of all of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.rules import checks

if TYPE_CHECKING:  # the context asks the registry for thresholds
    from milepost.rules.context import RuleContext

Check = Callable[["RuleContext"], Iterator[Diagnostic]]


class RuleKind(StrEnum):
    """What a rule looks at: one tree, the difference of two, or one tree on a given day."""

    SNAPSHOT = "snapshot"
    DIFF = "diff"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its id, its level unless the portal sets another, and the function that finds what it is about.

    Rules that speak while files are loaded have no function of their own.

    Attributes:
        thresholds: the numbers that a portal may set under `thresholds:`, by name, with their defaults.
        on_plans: whether it looks at the computed plans, as other rules do that best run beside it.
    """

    id: str
    family: str
    level: Severity
    kind: RuleKind = RuleKind.SNAPSHOT
    check: Check | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)
    on_plans: bool = False


_RULES: dict[str, Rule] = {}
_SHARED: dict[str, Check] = {}


def rule(
    level: Severity,
    kind: RuleKind = RuleKind.SNAPSHOT,
    *,
    thresholds: Mapping[str, float] | None = None,
    on_plans: bool = False,
) -> Callable[[Check], Check]:
    """Registers a function as the rule that bears its name; the module names the family.

    `thresholds` are the rule's numbers by name with their defaults; the rule asks for them with `context.threshold`.
    """

    def register(check: Check) -> Check:
        name = check.__name__.replace("_", "-")
        family = check.__module__.rpartition(".")[2]
        _RULES[name] = Rule(
            id=name,
            family=family,
            level=level,
            kind=kind,
            check=check,
            thresholds=MappingProxyType({**(thresholds or {})}),
            on_plans=on_plans,
        )
        return check

    return register


def for_several_rules(check: Check) -> Check:
    """Registers a function that speaks for rules which others register, because one look finds what each is about."""
    _SHARED[check.__name__] = check
    return check


def while_loading(family: str, level: Severity, *ids: str) -> None:
    """Registers rules whose findings the loader makes."""
    for name in ids:
        _RULES[name] = Rule(id=name, family=family, level=level)


def shared_checks() -> tuple[Check, ...]:
    """The functions that speak for several rules."""
    all_rules()
    return tuple(check for _, check in sorted(_SHARED.items()))


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by id."""
    for module in sorted(info.name for info in iter_modules(checks.__path__)):
        import_module(f"{checks.__name__}.{module}")
    return MappingProxyType(dict(sorted(_RULES.items())))
