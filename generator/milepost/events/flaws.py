"""What is wrong with files of events, and with what metrics ask of them, as findings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.diagnostics.suggestion import closest, did_you_mean
from milepost.events.answers import MOST_NAMES, Answered, Flawed
from milepost.events.definition import Definition
from milepost.i18n.message import Message, message
from milepost.source import Location, Span

if TYPE_CHECKING:
    from milepost.loading.load import Loaded
    from milepost.model.reference import Ref

_RULES = {
    "gone": ("unreadable-file", "gone"),
    "no-column": ("unresolved-reference", "event-column"),
    "empty": ("invalid-value", "event-cell"),
    "timestamp": ("invalid-date", "event"),
    "future": ("unfinished-period", "event"),
    "encoding": ("not-utf8", "event"),
    "shape": ("invalid-value", "event-row"),
}
_UNREADABLE = {
    "truncated": ("unreadable-file", "event-truncated"),
    "no-gzip": ("unreadable-file", "event-gzip"),
    "no-parquet": ("unreadable-file", "event-parquet"),
    "empty": ("unreadable-file", "event-empty"),
    "gone": ("unreadable-file", "gone"),
    "utf16": ("not-utf8", "utf16"),
    "no-text": ("not-utf8", "event"),
}
_LONGEST = 60


def flaw_finding(flaw: Flawed, metric: "Ref") -> Diagnostic:
    """The finding about a file; the metric is the first of those that read it."""
    known = _UNREADABLE.get(flaw["text"], ("unreadable-file", "event-other"))
    rule, variant = known if flaw["what"] == "unreadable" else _RULES[flaw["what"]]
    text = flaw["text"] if len(flaw["text"]) <= _LONGEST else f"{flaw['text'][:_LONGEST]}…"
    help_ = message(f"rules.{rule}.help" if variant == "utf16" else f"rules.{rule}.{variant}.help")
    if flaw["what"] == "no-column":
        help_ = _renaming(flaw) or help_
    more = flaw["count"] - 1
    return Diagnostic(
        rule=rule,
        message=message(f"rules.{rule}.{variant}.message", column=flaw["column"], value=text),
        location=Location(flaw["path"], Span(*flaw["span"])),
        notes=(message("rules.more-events", count=more),) if more else (),
        help=help_,
        record=str(metric),
    )


def at_field(loaded: "Loaded", key: "Ref", definition: Definition, entry: Answered) -> Iterator[Diagnostic]:
    """What a metric's query asks of its files in vain, each pointing to the word of the query."""

    def finding(
        variant: str, *path: str | int, level: Severity | None = None, help_: Message | None = None, **facts: Any
    ) -> Diagnostic:
        rule = "invalid-value" if variant.startswith("sql-") else "unresolved-reference"
        return Diagnostic(
            rule=rule,
            message=message(f"rules.{rule}.{variant}.message", **facts),
            location=loaded.positions[key].of("series", *path),
            level=level,
            help=help_ or message(f"rules.{rule}.{variant}.help", **facts),
            record=str(key),
            field=".".join(("series", *(part for part in path if isinstance(part, str)))),
        )

    answer = entry.answers.get(definition.key, {})
    if answer.get("error"):
        yield finding(f"sql-{answer['error']}", "query", definition.kind, about=answer["about"])
    if not entry.days:
        return
    if definition.segment and definition.segment not in entry.columns:
        help_ = did_you_mean(definition.segment, entry.columns)
        yield finding("event-segment", "segment", column=definition.segment, help_=help_)
    if definition.by == "session" and not entry.has_sessions:
        yield finding("event-session", "query", "funnel", "by")
    for place, name in enumerate(definition.names or definition.steps) if len(entry.names) < MOST_NAMES else ():
        if name not in entry.names:
            where = (definition.kind, "event") if definition.names else ("funnel", "steps")
            help_ = did_you_mean(name, entry.names)
            yield finding("event-name", "query", *where, place, level=Severity.WARNING, event=name, help_=help_)


def _renaming(flaw: Flawed) -> Message | None:
    meant = closest(flaw["column"], flaw["known"])
    return (
        message("rules.unresolved-reference.event-column.renamed", column=flaw["column"], name=meant) if meant else None
    )
