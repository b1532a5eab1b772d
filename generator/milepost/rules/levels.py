"""Which level a finding has in this portal."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.model.settings import PortalSettings
from milepost.rules.rule import all_rules


def with_levels(diagnostics: Iterable[Diagnostic], settings: PortalSettings) -> Iterator[Diagnostic]:
    """The findings with the portal's level, else their own or their rule's; those that are off are left out."""
    rules = all_rules()
    for one in diagnostics:
        level = _level(one, settings) or (one.level or rules[one.rule].level).value
        if level != "off":
            yield replace(one, severity=Severity(level))


def without_replaced(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings that no more special one stands for: one mistake, one diagnostic."""
    found = list(diagnostics)
    replaced = {one.instead_of.sort_key for one in found if one.instead_of}
    return [one for one in found if one.sort_key not in replaced] if replaced else found


def threshold(settings: PortalSettings, rule: str, name: str, default: float | None = None) -> float:
    """A rule's threshold: the portal's, else the one declared beside the rule, else `default`.

    Raises:
        KeyError: no such threshold is declared and no `default` given.
    """
    chosen = (settings.thresholds or {}).get(rule, {}).get(name)
    if chosen is not None:
        return chosen
    declared = all_rules()[rule].thresholds if rule in all_rules() else {}
    return declared[name] if name in declared or default is None else default


def _level(diagnostic: Diagnostic, settings: PortalSettings) -> str | None:
    """What is set for its rule, else for the more general one that it stands for."""
    own = _set_level(diagnostic, settings)
    return own or (_set_level(diagnostic.instead_of, settings) if diagnostic.instead_of else None)


def _set_level(diagnostic: Diagnostic, settings: PortalSettings) -> str | None:
    """`{rule: level}`, or by what it is about: `{rule: {tasks.owner: off, tasks: info, project: warning}}`."""
    chosen = (settings.rules or {}).get(diagnostic.rule)
    if chosen is None or isinstance(chosen, str):
        return chosen
    collection = diagnostic.record.rpartition("/")[2].partition(":")[0]
    field = diagnostic.field
    while field:
        if f"{collection}.{field}" in chosen:
            return chosen[f"{collection}.{field}"]
        field = field.rpartition(".")[0]
    return chosen.get(collection)
