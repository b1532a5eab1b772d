"""Pages that are for more readers than what they show or refer to."""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote

from milepost.analysis.components import Component, resolve
from milepost.diagnostics.diagnostic import Diagnostic, Label, Severity
from milepost.i18n.message import Message, message
from milepost.loading.components import blocks_in
from milepost.loading.discovery import Place, Role
from milepost.loading.page_audience import audiences_of_page, page_audience
from milepost.loading.text_files import split_markdown
from milepost.loading.type_names import type_name
from milepost.model.audience import EVERYBODY, Audiences
from milepost.model.record import NamedRecord
from milepost.rules.context import RuleContext
from milepost.rules.markdown_links import links_in
from milepost.rules.rule import rule
from milepost.source import Location, Source, Span

_PROJECT = re.compile(r"(?:^|/)projects/(?P<id>[^/#]+)/")


class _Shown(NamedTuple):
    """A record or page that a page shows or leads to, and where the page says so."""

    span: Span
    what: Message
    level: int
    where: Location


@rule(Severity.ERROR)
def audience_leak(context: RuleContext) -> Iterator[Diagnostic]:
    """A page whose readers do not all see what it embeds or refers to."""
    audiences = Audiences(context.portal.settings)
    if audiences.narrowest == EVERYBODY:
        return
    pages = _Pages(context, audiences)
    for place in context.loaded.places:
        source = context.loaded.sources.get(place.path) if place.role is Role.PAGE else None
        if source is None:
            continue
        level = pages.level(place)
        for one in (*pages.embedded(place, source), *pages.linked(place, source)):
            if one.level > level:
                yield _finding(place, source, one, (audiences.names[level], audiences.names[one.level]))


def _finding(place: Place, source: Source, one: _Shown, names: tuple[str, str]) -> Diagnostic:
    own = page_audience(source)
    wide, narrow = names
    labels = [Label(location=one.where, text=message("rules.audience-leak.label", audience=narrow))]
    if own:
        labels.append(Label(location=Location(place.path, own.span), text=message("rules.audience-leak.page")))
    return Diagnostic(
        rule="audience-leak",
        message=message("rules.audience-leak.message", what=one.what, wide=wide, narrow=narrow),
        location=Location(place.path, one.span),
        labels=tuple(labels),
        help=message("rules.audience-leak.help", narrow=narrow),
    )


class _Pages:
    def __init__(self, context: RuleContext, audiences: Audiences) -> None:
        self.context = context
        self.audiences = audiences
        self.places = {place.path: place for place in context.loaded.places if place.role is Role.PAGE}
        self.anchors: dict[str, list[NamedRecord]] = {}
        for record in context.portal.everything():
            self.anchors.setdefault(record.anchor, []).append(record)

    def level(self, place: Place) -> int:
        """Who reads a page: those for whom it is, as far as they see its project."""
        names = audiences_of_page(place.path, self.context.loaded.sources)
        project = self.context.portal.projects.get(place.home)
        own = self.audiences.of_record(project.record) if project else EVERYBODY
        return max((own, *map(self.audiences.level, names)))

    def embedded(self, place: Place, source: Source) -> Iterator[_Shown]:
        """The records that components name."""
        text = split_markdown(source)
        for block in blocks_in(text.body, text.body_line) if "milepost" in source.text else ():
            found = resolve(block, place.path, self.context.portal, self.context.loaded.types)
            if not isinstance(found, Component):
                continue
            project = found.project.record if found.project else None
            named: tuple[tuple[str, NamedRecord | None], ...] = (
                ("id", found.metric),
                ("phase", found.phase),
                ("project", project),
            )
            for key, record in named:
                option = block.get(key)
                if option and record is not None:
                    yield self._record(record, option.value_span)

    def linked(self, place: Place, source: Source) -> Iterator[_Shown]:
        """The records and pages that links lead to."""
        first = split_markdown(source).body_line
        lines = ((number, 1, source.line(number)) for number in range(first, len(source.lines) + 1))
        for target, span in links_in(lines):
            path, _, anchor = unquote(target).partition("#")
            page = self.places.get(normpath(join(dirname(place.path), path)))
            if page:
                what = message("rules.audience-leak.a-page", path=page.path)
                yield _Shown(span, what, self.level(page), Location(page.path))
            elif anchor in self.anchors and ":" not in path:
                yield from self._anchored(anchor, f"{dirname(place.path)}/{path}", span)

    def _anchored(self, anchor: str, path: str, span: Span) -> Iterator[_Shown]:
        """Ids repeat from project to project: the link's path says which one is meant, else all must be withheld."""
        named = _PROJECT.findall(path)
        found = [one for one in self.anchors[anchor] if not named or one.project_id in (named[-1], "")]
        if found:
            yield min((self._record(one, span) for one in found), key=lambda one: one.level)

    def _record(self, record: NamedRecord, span: Span) -> _Shown:
        project = self.context.portal.projects.get(record.project_id)
        level = max(self.audiences.of_record(one) for one in (record, *([project.record] if project else [])))
        what = message("rules.audience-leak.a-record", kind=type_name(record.collection), id=record.id)
        return _Shown(span, what, level, self.context.at(record))
