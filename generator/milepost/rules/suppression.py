"""Comments that silence a rule on a line, with a reason."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.suggestion import did_you_mean
from milepost.i18n.message import message
from milepost.rules.rule import all_rules
from milepost.source import Location, Source, Span

_COMMENT = re.compile(r"(?:#|<!--)\s*milepost:\s*ignore\[(?P<rules>[^\]]*)\][ \t]*(?P<reason>.*?)\s*(?:-->|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A comment that silences one rule on its own line, or on the next one if it stands alone."""

    rule: str
    reason: str
    location: Location
    lines: frozenset[int]


def suppressions(sources: Iterable[Source]) -> tuple[Suppression, ...]:
    """All suppressions of all files."""
    found: list[Suppression] = []
    for source in sources:
        if "milepost:" not in source.text:
            continue
        for number, line in enumerate(source.lines, start=1):
            match = _COMMENT.search(line)
            if match is None:
                continue
            alone = not line[: match.start()].strip()
            location = Location(source.path, Span(number, match.start() + 1, number, match.end() + 1))
            found += [
                Suppression(
                    rule=name.strip(),
                    reason=match["reason"],
                    location=location,
                    lines=frozenset((number, number + 1)) if alone else frozenset((number,)),
                )
                for name in match["rules"].split(",")
            ]
    return tuple(found)


def apply(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> list[Diagnostic]:
    """The findings that no comment silences, and one for each comment that silences nothing or gives no reason."""
    written = suppressions(sources.values())
    if not written:
        return list(diagnostics)
    used: set[Suppression] = set()
    by_file: dict[str, list[Suppression]] = {}
    for one in written:
        by_file.setdefault(one.location.path, []).append(one)
    kept = []
    for diagnostic in diagnostics:
        silencing = [
            one
            for one in by_file.get(diagnostic.location.path, ())
            if one.reason and one.rule in _names(diagnostic) and diagnostic.location.span.line in one.lines
        ]
        used.update(silencing)
        if not silencing:
            kept.append(diagnostic)
    return kept + [_stale(one) for one in written if one not in used]


def _names(diagnostic: Diagnostic) -> tuple[str, ...]:
    """The rules by whose name it is silenced: its own, and the more general one that it stands for."""
    general = diagnostic.instead_of
    return (diagnostic.rule, general.rule) if general else (diagnostic.rule,)


def _stale(one: Suppression) -> Diagnostic:
    known = all_rules()
    if one.rule not in known:
        variant, help_ = "unknown.message", did_you_mean(one.rule, known)
    elif not one.reason:
        variant, help_ = "reason.message", message("rules.stale-suppression.reason.help")
    else:
        variant, help_ = "message", None
    return Diagnostic(
        rule="stale-suppression",
        message=message(f"rules.stale-suppression.{variant}", rule=one.rule),
        location=one.location,
        help=help_ or message("rules.stale-suppression.help"),
    )
