"""Bytes to text, and the front matter of Markdown."""

import re
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.i18n.message import message
from milepost.loading.document import Report
from milepost.loading.files import MAX_BYTES
from milepost.loading.syntax import syntax_error
from milepost.source import FILE_START, Location, Source, Span

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_OPENED = re.compile(r"---[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*[\w-]+:")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<fields>.*?)(?:^---[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE)


class Markdown(NamedTuple):
    """The parts of a Markdown file; `body_line` is the line of the body's first character, from 1."""

    fields: Source
    body: str
    body_line: int


def decode(path: str, data: bytes | None, report: Report) -> Source | None:
    """The text of a file; None, and a diagnostic, where there is none to be had."""
    if data is None:
        report(_at(path, "unreadable-file", "gone"))
        return None
    if len(data) > MAX_BYTES:
        report(
            Diagnostic(
                rule="oversized-file",
                message=message("rules.oversized-file.message", limit=MAX_BYTES // 2**20),
                location=Location(path),
                help=message("rules.oversized-file.help"),
            )
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report(_not_utf8(path, data, error))
        return None
    return Source(path, text)


def refused(path: str, reason: str) -> Diagnostic:
    """The finding for an entry that will not be read."""
    return _at(path, "unreadable-file", reason)


def split_markdown(source: Source) -> Markdown:
    """Front matter and body; the front matter keeps its line numbers."""
    found = _FRONT_MATTER.match(source.text)
    if found is None:
        return Markdown(Source(source.path, ""), _unix(source.text), 1)
    body_line = source.span(found.end(), found.end()).line
    return Markdown(Source(source.path, "\n" + found["fields"]), _unix(source.text[found.end() :]), body_line)


def front_matter(text: str) -> tuple[int, int] | None:
    """Where in a Markdown text the fields stand; None when it has none."""
    found = _FRONT_MATTER.match(text)
    return found.span("fields") if found else None


def unclosed_front_matter(source: Source) -> Diagnostic | None:
    """The finding for fields that begin with `---` and never end: the parser would take them for the body."""
    if _FRONT_MATTER.match(source.text) or not _OPENED.match(source.text):
        return None
    return syntax_error(source, Span(1, 1, 1, 4), "front-matter")


def salvage_text(data: bytes) -> str:
    """What can be read of bytes that are not UTF-8; good enough for ids, which are ASCII."""
    return data.decode("utf-16" if data[:2] in _UTF16_MARKS else "latin-1", "replace")


def _unix(text: str) -> str:
    """With the line ends that the YAML parser gives too: a body says the same however it is saved."""
    return text.replace("\r\n", "\n")


def _at(path: str, rule: str, variant: str) -> Diagnostic:
    return Diagnostic(
        rule=rule,
        message=message(f"rules.{rule}.{variant}.message"),
        location=Location(path),
        help=message(f"rules.{rule}.{variant}.help"),
    )


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    utf16 = data[:2] in _UTF16_MARKS
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
    key = "rules.not-utf8.utf16.message" if utf16 else "rules.not-utf8.message"
    return Diagnostic(
        rule="not-utf8",
        message=message(key, byte=f"0x{data[error.start]:02x}"),
        location=Location(path, FILE_START if utf16 else Span(line, column, line, column + 1)),
        help=message("rules.not-utf8.help"),
    )
