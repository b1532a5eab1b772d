"""What a YAML parser's error means for the person who typed the line."""

import re

import yaml

from milepost.diagnostics.diagnostic import Diagnostic, replacing
from milepost.i18n.message import message
from milepost.source import FILE_START, Location, Source, Span

_CONFLICT = re.compile(r"^(<{7}|>{7})( .*)?$", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_KEY_VALUE = re.compile(r"^(?P<head>\s*(?:- )?[\w.-]+:\s+|\s*- )(?P<value>\S.*?)\s*$")
_QUOTED = r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
_AFTER_QUOTE = re.compile(rf"^\s*(?:- )?(?:[\w.-]+:\s+)?{_QUOTED}\s*(?P<rest>[^\s#,\]}}:].*)$")


def conflict_marker(source: Source) -> Diagnostic | None:
    """A merge conflict that was committed; looked for first since YAML's own error would be misleading."""
    text = source.text
    found = _CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None
    if found is None:
        return None
    return syntax_error(source, source.span(found.start(), found.start() + len(found[0].rstrip())), "conflict-marker")


def explain(source: Source, error: yaml.MarkedYAMLError | yaml.reader.ReaderError) -> Diagnostic:
    """The diagnostic for a parser's error."""
    if isinstance(error, yaml.reader.ReaderError):
        return _control_character(source)
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    text = source.line(line)
    at = Span(line, column, line, max(column + 1, len(text.rstrip()) + 1))
    reason = error.problem or ""
    if "cannot start any token" in reason:
        return _bad_start(source, at, text[column - 1 : column])
    if "mapping values are not allowed" in reason:
        return _colon(source, at)
    return _opened(source, error) or _on_the_line(source, line) or _no_colon(source, error, at)


def _opened(source: Source, error: yaml.MarkedYAMLError) -> Diagnostic | None:
    """The error is where something was opened, not where the parser gave up."""
    opening, context = error.context_mark, error.context or ""
    if opening is None:
        return None
    place = Span(opening.line + 1, opening.column + 1, opening.line + 1, opening.column + 2)
    if "increasing" in context:
        return syntax_error(source, place, "depth")
    if "flow" in context:
        return _flow(source, place)
    if "quoted scalar" in context:
        return syntax_error(source, place, "escape" if "escape" in (error.problem or "") else "unclosed-quote")
    return None


def _flow(source: Source, place: Span) -> Diagnostic:
    """Where a value was expected the parser names that place: a comma too many, or the end of the file."""
    if source.line(place.line)[place.column - 1 : place.column] in ("[", "{"):
        return syntax_error(source, place, "unclosed-bracket")
    if place.line <= len(source.lines):
        return syntax_error(source, place, "indentation")
    opening = max(source.text.rfind("["), source.text.rfind("{"))
    return syntax_error(source, source.span(opening, opening + 1), "unclosed-bracket")


def _on_the_line(source: Source, line: int) -> Diagnostic | None:
    for number in (line, line - 1):
        found = _AFTER_QUOTE.match(source.line(number))
        if found:
            place = Span(number, found.start("rest") + 1, number, found.end("rest") + 1)
            return syntax_error(source, place, "text-after-quote")
    starred = _KEY_VALUE.match(source.line(line))
    if starred and starred["value"].startswith("*"):
        place = Span(line, starred.start("value") + 1, line, starred.end("value") + 1)
        return syntax_error(
            source, place, "alias", fix=quoted(starred["value"]), is_safe=not _has_comment(starred["value"])
        )
    for number in (line, line - 1):
        text = source.line(number)
        if "\t" in text[: len(text) - len(text.lstrip())]:
            return syntax_error(source, Span(number, 1, number, 2), "tab")
    return None


def _no_colon(source: Source, error: yaml.MarkedYAMLError, at: Span) -> Diagnostic:
    if "could not find expected ':'" not in (error.problem or ""):
        return syntax_error(source, at, "indentation")
    opening = error.context_mark
    return syntax_error(source, _content(source, opening.line + 1 if opening else at.line), "no-colon")


def syntax_error(
    source: Source, span: Span, variant: str, *, fix: str | None = None, is_safe: bool = True
) -> Diagnostic:
    """A `yaml-syntax` finding; `fix` replaces the text of the span."""
    location = Location(source.path, span)
    return Diagnostic(
        rule="yaml-syntax",
        message=message(f"rules.yaml-syntax.{variant}.message"),
        location=location,
        help=message(f"rules.yaml-syntax.{variant}.help"),
        fix=replacing(location, fix, is_safe=is_safe),
    )


def _bad_start(source: Source, at: Span, character: str) -> Diagnostic:
    if character == "\t":
        return syntax_error(source, at._replace(end_column=at.column + 1), "tab")
    text = source.line(at.line)
    found = _KEY_VALUE.match(text)
    if character in "@`%" and found and found.start("value") == at.column - 1:
        text = found["value"]
        return syntax_error(source, at, "reserved-character", fix=quoted(text), is_safe=not _has_comment(text))
    return syntax_error(source, at, "reserved-character")


def _colon(source: Source, at: Span) -> Diagnostic:
    text = source.line(at.line)
    if ":" not in text[: at.column - 1]:
        # The key itself is refused: the line before is text that goes on here.
        above = _content(source, at.line - 1)
        own = _content(source, at.line)
        forgotten = above.column == own.column and ":" not in source.line(above.line)
        return syntax_error(source, above, "no-colon") if forgotten else syntax_error(source, own, "indentation")
    found = _KEY_VALUE.match(text)
    if found and not found["value"].startswith(("'", '"', "{", "[", "#", "&", "*", "|", ">")):
        value = Span(at.line, found.start("value") + 1, at.line, found.end("value") + 1)
        return syntax_error(
            source, value, "colon", fix=quoted(found["value"]), is_safe=_is_text(source, at.line, found)
        )
    return syntax_error(source, at, "indentation")


def _has_comment(value: str) -> bool:
    return " #" in value


def _is_text(source: Source, line: int, found: re.Match[str]) -> bool:
    """Whether a value with a colon in it is surely text: no collection in it, no comment, nothing below it."""
    below = source.line(line + 1)
    indent = len(found["head"]) - len(found["head"].lstrip())
    deeper = below.strip() and len(below) - len(below.lstrip()) > indent
    return not (
        deeper or _has_comment(found["value"]) or set(found["value"]) & set("{}[]\"'") or found["value"].endswith(":")
    )


def _control_character(source: Source) -> Diagnostic:
    found = _CONTROL.search(source.text)
    return syntax_error(source, source.span(*found.span()) if found else FILE_START, "control-character")


def _content(source: Source, number: int) -> Span:
    text = source.line(number)
    return Span(number, len(text) - len(text.lstrip()) + 1, number, len(text.rstrip()) + 1)


def quoted(text: str) -> str:
    """The text in double quotes, as YAML reads it back."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
