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
