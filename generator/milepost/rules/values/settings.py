"""Names in the portal's settings that the world outside of its files gives a meaning to."""

from collections.abc import Collection, Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.rules.context import RuleContext
from milepost.rules.values.unknown import unknown_name


def unknown_time_zone(context: RuleContext) -> Iterator[Diagnostic]:
    """A time zone that IANA does not know."""
    settings = context.portal.settings
    name = settings.timezone
    if name and not _is_zone(name):
        known = available_timezones()
        yield unknown_name(context, settings, ("timezone",), name, known, variant="time-zone", value=name)


def unknown_rules(context: RuleContext, known: Collection[str]) -> Iterator[Diagnostic]:
    """Rules whose level or thresholds are set and which do not exist."""
    settings = context.portal.settings
    for field, named in (("rules", settings.rules), ("thresholds", settings.thresholds)):
        for name in named or {}:
            if name not in known:
                yield unknown_name(context, settings, (field, name), name, known, variant="rule", key=True, value=name)


def unknown_thresholds(context: RuleContext, known: Mapping[str, Collection[str]]) -> Iterator[Diagnostic]:
    """Thresholds that a rule does not have; `known` are the names of each rule's."""
    settings = context.portal.settings
    for rule, values in (settings.thresholds or {}).items():
        for name in values if rule in known else ():
            if name not in known[rule]:
                variant = "threshold" if known[rule] else "no-thresholds"
                path = ("thresholds", rule, name)
                yield unknown_name(
                    context, settings, path, name, known[rule], variant=variant, key=True, value=name, named=rule
                )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path out of the data, a folder in it
        return False
    return True
