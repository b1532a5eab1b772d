"""What every view needs: the analysis, the reader's language, and the way from a record to its page and source."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from milepost.analysis.analysis import Analysis
from milepost.analysis.audience.redaction import NOT_SHOWN
from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.calendars import calendar_of
from milepost.analysis.trends.findings import PastFindings
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.i18n.catalogue import Catalogue, catalogue
from milepost.i18n.labels import Labels
from milepost.i18n.message import Message
from milepost.loading.load import Loaded
from milepost.model.field_types import Money
from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.records.person import Person
from milepost.model.reference import Ref
from milepost.model.registry import built_in_types
from milepost.model.text import Text, text_in
from milepost.views.addresses import address_of, relative
from milepost.views.formats import Formats

_SEAM = "\x01"
_WIDE, _MARKS = "\u4e00-\u9fff", "\u3000-\u303f\uff00-\uffef"
_GAP = re.compile(
    f"(?<=[{_WIDE}{_MARKS}]){_SEAM} (?=[{_WIDE}{_MARKS}])|(?<=[{_WIDE}{_MARKS}]) {_SEAM}(?=[{_WIDE}{_MARKS}])"
    f"|(?<=[{_MARKS}])(?:{_SEAM} | {_SEAM}{_SEAM}?)|(?: {_SEAM}|{_SEAM} )(?=[{_MARKS}])"
)
"""The catalogue's space before or after a value, where the value begins or ends in Chinese or in a wide mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link: what it says and where it leads; an empty `href` is no link."""

    text: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """Where a record is written; `href` is its address at the code host, empty when that is not known."""

    path: str
    line: int
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class ViewContext:
    """One page in one language. `diagnostics` are those of the whole portal, levels applied."""

    analysis: Analysis
    loaded: Loaded
    diagnostics: tuple[Diagnostic, ...]
    language: str
    audience: str = ""
    """Those for whom the pages are; empty where the portal does not divide its readers."""
    address: str = ""
    offline: bool = False
    """Whether the pages are opened without a server, so that links must name files."""
    past_findings: PastFindings = dict
    """How many findings there were about each project on former days."""
    fields: dict[Ref, tuple[Any, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The fields of records as this page shows them, kept by `record_fields`."""

    def at(self, address: str) -> "ViewContext":
        """The same for another page."""
        return replace(self, address=address)

    @property
    def portal(self) -> Portal:
        return self.analysis.portal

    @property
    def as_of(self) -> date:
        return self.analysis.as_of

    @cached_property
    def words(self) -> Catalogue:
        return catalogue(self.language)

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.words)

    @cached_property
    def formats(self) -> Formats:
        return Formats(self.language)

    @cached_property
    def collections(self) -> frozenset[str]:
        """The types that the data dictionary describes."""
        return frozenset(built_in_types())

    def t(self, key: str, /, **params: Any) -> str:
        """A string of the catalogue; in Chinese its spaces stand only between Chinese and Latin."""
        if not params or not self.formats.zh:
            return self.words.text(key, **params)
        marked = {name: f"{_SEAM}{value}{_SEAM}" if isinstance(value, str) else value for name, value in params.items()}
        return _GAP.sub("", self.words.text(key, **marked)).replace(_SEAM, "")

    def word(self, value: str | None) -> str:
        """A word that authors choose freely, in the reader's language where it is a usual one, else as written."""
        known = self.words.find(f"vocabulary.{value.lower()}") if value and "." not in value else None
        return known if isinstance(known, str) else value or ""

    def message(self, message: Message | None) -> str:
        return self.words.render(message) if message else ""

    def text(self, value: Text | None) -> str:
        """A text of a record in the reader's language."""
        return text_in(value, self.language)

    def title(self, record: NamedRecord) -> str:
        """A record's title; its id while it has none."""
        return self.text(record.title) or record.id or record.key.project

    def href(self, address: str) -> str:
        """The link from this page to an address of the site."""
        return relative(address, self.address, "index.html" if self.offline else "")

    def link(self, record: NamedRecord | None) -> Anchor:
        """The link to a record."""
        if record is None:
            return Anchor(text="–")
        return Anchor(text=self.title(record), href=self.href(address_of(record)))

    @property
    def not_shown(self) -> Anchor:
        """Stands for a record that the readers do not see."""
        return Anchor(text=self.t("ui.not-shown"))

    def hides(self, project: Project, kind: Literal["money", "risk"]) -> bool:
        """Whether the amounts of a project are not for these readers, see `analysis.audience.summed`."""
        return self.analysis.withholds_sums(project.id, kind)

    def link_to(self, ref: Ref | None, collections: tuple[str, ...], home: str) -> Anchor:
        """The link for a reference as written in a record of `home`; the bare id where it leads nowhere."""
        if ref is None:
            return Anchor(text="–")
        if ref == NOT_SHOWN:
            return self.not_shown
        key = self.portal.locate(ref, collections, home)
        record = self.portal.get(key) if key else None
        return self.link(record) if record else Anchor(text=str(ref))

    def person(self, ref: Ref | None) -> Anchor:
        """The link to a person."""
        return self.link_to(ref, ("people",), "")

    def people(self) -> dict[str, Person]:
        return dict(self.portal.all(Person))

    def project_of(self, record: NamedRecord) -> Project | None:
        return self.portal.projects.get(record.project_id)

    def calendar_of(self, record: NamedRecord) -> WorkCalendar:
        """The calendar of its project, or the portal's."""
        plan = self.analysis.plans.get(record.project_id)
        return plan.calendar if plan else self.analysis.once("portal-calendar", lambda: calendar_of(self.portal))

    def currency(self, project: Project | None = None) -> str:
        """The currency of a project's amounts."""
        return (project.record.currency if project else None) or self.portal.settings.currency or ""

    def money(self, money: Money | None, project: Project | None = None) -> str:
        return self.formats.money(money.amount, money.currency or self.currency(project)) if money else "–"

    def source(self, record: NamedRecord, *field: str | int) -> SourceLine:
        """Where a record, or one of its fields, is written."""
        location = self.loaded.positions[record.key].of(*field)
        return self.source_line(location.path, location.span.line)

    def source_line(self, path: str, line: int) -> SourceLine:
        """A line of a file, with its address at the code host."""
        repository = self.portal.settings.repository
        href = ""
        if repository and repository.url:
            separator = (
                "/-/blob/"
                if repository.host == "gitlab"
                else "/src/branch/"
                if repository.host == "gitea"
                else "/blob/"
            )
            rev = (
                self.analysis.history.head.sha
                if self.analysis.history.head and repository.host != "gitea"
                else repository.branch
            )
            href = f"{repository.url.rstrip('/')}{separator}{rev}/{self.analysis.history.prefix}{path}#L{line}"
        return SourceLine(path=path, line=line, href=href)
