"""Links and paths inside of the portal that lead nowhere."""

import re
from collections.abc import Iterator
from functools import cache
from posixpath import basename, dirname, join, normpath, relpath
from typing import NamedTuple
from urllib.parse import unquote

from milepost.diagnostics.diagnostic import Diagnostic, Severity, replacing
from milepost.diagnostics.suggestion import closest
from milepost.i18n.message import message
from milepost.loading.discovery import Role
from milepost.loading.files import CONTENT
from milepost.loading.text_files import split_markdown
from milepost.model.record import NamedRecord, fields_of
from milepost.model.records.compliance import Compliance
from milepost.model.records.document import Document
from milepost.model.records.gate import Gate
from milepost.model.records.task import Task
from milepost.model.text import is_markdown
from milepost.rules.context import RuleContext
from milepost.rules.markdown_links import MarkdownLink, links_in, may_link
from milepost.rules.rule import rule
from milepost.source import Location, Source, Span

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\|[#?]|$", re.IGNORECASE)
"""How targets begin that are not in this portal, or on the same page."""
_TEMPLATE = ("{{", "{%")
_FILE = re.compile(r"(?!\S*:)(?=\S*/|\S*\.[A-Za-z0-9]{1,5}$)\S+")
"""Evidence that names a file; anything else is an address or words."""


class _Files:
    """What a link may lead to: the files below `content/` and the pages that the portal makes."""

    def __init__(self, context: RuleContext) -> None:
        unread = (one.location.path for one in context.loaded.diagnostics if one.rule == "unreadable-file")
        self.paths = {*(place.path for place in context.loaded.places), *unread}
        self.generated = context.generated_pages
        self.by_folder: dict[str, dict[str, str]] = {}
        self.by_name: dict[str, list[str]] = {}
        for path in sorted(self.paths):
            self.by_folder.setdefault(dirname(path), {})[basename(path)] = path
            self.by_name.setdefault(basename(path), []).append(path)

    def has(self, path: str) -> bool:
        """Whether a link may lead there."""
        if not self.paths.isdisjoint((path, f"{path}.md", f"{path}/index.md")):
            return True  # the file, or as an address the page that it makes
        if path != CONTENT and not path.startswith(f"{CONTENT}/"):
            return False
        page = path.removeprefix(CONTENT).removeprefix("/").removesuffix("index.md").strip("/")
        return (f"{page}/" if page else "") in self.generated

    def meant(self, path: str) -> str | None:
        """The file that was probably meant: of the same name elsewhere, or a similar one in the same folder."""
        same = self.by_name.get(basename(path), [])
        if len(same) == 1:
            return same[0]
        beside = self.by_folder.get(dirname(path), {})
        name = closest(basename(path), beside) if beside else None
        return beside[name] if name else None


def _files(context: RuleContext) -> _Files:
    return context.once("known files", lambda: _Files(context))


class _Written(NamedTuple):
    """Where links are written, and the folders from which they may start, the likeliest first."""

    path: str
    folders: tuple[str, ...]
    record: NamedRecord | None = None
    field: str = ""


@rule(Severity.ERROR)
def broken_link(context: RuleContext) -> Iterator[Diagnostic]:
    """Links of pages and records' texts, documents' paths and evidence that name no file of the portal."""
    sources = context.loaded.sources
    suspects = {path for path, one in sources.items() if may_link(one.text)}
    for one in context.loaded.places:
        if one.path in suspects and one.role in (Role.PAGE, Role.TRANSLATION):
            folders = _folders_of_page(one.path) if one.role is Role.PAGE else _folders(one.path, one.home)
            lines = _lines(sources[one.path], split_markdown(sources[one.path]).body_line)
            yield from _broken(context, _Written(one.path, folders), links_in(lines))
    for record in (context.portal.settings, *context.portal.everything()) if suspects else ():
        position = context.loaded.positions[record.key]
        for field in _markdown_fields(type(record)) if position.path in suspects else ():
            if record.given(field):
                place = _Written(position.path, _folders(position.path, record.project_id), record, field)
                yield from _broken(context, place, links_in(_lines_of(sources[position.path], position.of(field).span)))
    for record, path, target in _paths(context):
        folder = _home(record.project_id)
        if not _files(context).has(normpath(join(folder, target))):
            location = context.at(record, *path)
            place = _Written(location.path, (folder,), record, str(path[0]))
            yield _finding(_files(context), location, target, folder, place)


def _broken(context: RuleContext, place: _Written, links: Iterator[MarkdownLink]) -> Iterator[Diagnostic]:
    files = _files(context)
    for target, span in links:
        if _ELSEWHERE.match(target) or any(sign in target for sign in _TEMPLATE):
            continue
        path = unquote(_path_of(target))
        folders = (CONTENT,) if path.startswith("/") else place.folders
        if not any(files.has(normpath(join(folder, path.lstrip("/")))) for folder in folders):
            yield _finding(files, Location(place.path, span), target, folders[0], place)


def _finding(files: _Files, location: Location, target: str, folder: str, place: _Written) -> Diagnostic:
    path = _path_of(target)
    meant = files.meant(normpath(join(folder, unquote(path).lstrip("/"))))
    better = relpath(meant, folder) + target[len(path) :] if meant else None
    return Diagnostic(
        rule="broken-link",
        message=message("rules.broken-link.message", target=target),
        location=location,
        help=message("diagnostics.did-you-mean", name=better) if better else message("rules.broken-link.help"),
        fix=replacing(location, better, is_safe=False),
        record=str(place.record.key) if place.record else "",
        field=place.field,
    )


def _path_of(target: str) -> str:
    return re.split(r"[#?]", target, maxsplit=1)[0]


def _paths(context: RuleContext) -> Iterator[tuple[NamedRecord, tuple[str | int, ...], str]]:
    """The fields that hold paths of files, as far as they do."""
    for document in context.all(Document):
        if document.path and not _ELSEWHERE.match(document.path):
            yield document, ("path",), document.path
    provable: tuple[Task | Compliance, ...] = (*context.all(Task), *context.all(Compliance))
    for record in provable:
        for index, one in enumerate(record.evidence):
            if _FILE.fullmatch(one):
                yield record, ("evidence", index), one
    for gate in context.all(Gate):
        for index, point in enumerate(gate.checklist):
            if point.evidence and _FILE.fullmatch(point.evidence):
                yield gate, ("checklist", index, "evidence"), point.evidence


@cache
def _markdown_fields(kind: type[NamedRecord]) -> tuple[str, ...]:
    return tuple(spec.name for spec in fields_of(kind) if is_markdown(spec.annotations))


def _home(project_id: str) -> str:
    return f"{CONTENT}/projects/{project_id}" if project_id else CONTENT


def _folders(path: str, project_id: str) -> tuple[str, ...]:
    """Where the links of a record's text may start: at its project, where it is shown, or at its file."""
    return (_home(project_id), dirname(path), CONTENT)


def _folders_of_page(path: str) -> tuple[str, ...]:
    """Where the links of a page may start: at its file, or at its address on the site."""
    name = basename(path).partition(".")[0]
    return (dirname(path), *(() if name == "index" else (join(dirname(path), name),)))


def _lines(source: Source, first: int) -> Iterator[tuple[int, int, str]]:
    for number in range(first, len(source.lines) + 1):
        yield number, 1, source.line(number)


def _lines_of(source: Source, span: Span) -> Iterator[tuple[int, int, str]]:
    """The lines of a value; from its start to the end of the file for a body, whose span has no width."""
    if span[:2] == span[2:]:
        yield from _lines(source, span.line)
        return
    for number in range(span.line, span.end_line + 1):
        start = span.column - 1 if number == span.line else 0
        yield number, start + 1, source.line(number)[start : span.end_column - 1 if number == span.end_line else None]
