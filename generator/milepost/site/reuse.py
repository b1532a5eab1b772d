"""What a server need not make again after an edit: pages and calendars that nothing they show has changed for."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from milepost.diagnostics.diagnostic import Severity
from milepost.model.portal import Project
from milepost.model.records.person import Person
from milepost.model.reference import Ref
from milepost.views.context import ViewContext
from milepost.views.findings import findings_of

T = TypeVar("T")

_EVERYWHERE = ("team",)
"""Pages of a project that show what people do in all projects."""
_WITH_THE_PORTAL = ("goals",)
"""Those that show portal-wide records with what follows from the projects these name."""


@dataclass(slots=True)
class RenderedPages:
    """Pages as they were rendered last, and what lies beside them, each with a digest of all that it depends on."""

    _kept: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def get(self, address: str, digest: str, render: Callable[[], T]) -> T:
        """What was kept for the address, if the digest is the same and not empty; else rendered."""
        kept = self._kept.get(address)
        if kept and digest and kept[0] == digest:
            content: T = kept[1]
            return content
        content = render()
        self._kept[address] = (digest, content)
        return content


@dataclass(frozen=True)
class Digests:
    """What pages depend on. Projects that refer to each other, however far, change together."""

    context: ViewContext

    def of(self, template: str, subject: tuple[Any, ...]) -> str:
        """The digest of a page by its template and what it is about; empty for one that depends on everything."""
        about = subject[0] if subject else None
        if isinstance(about, Project) and template not in _EVERYWHERE:
            findings = [repr(one) for one in findings_of(self.context, about)]
            homes = {about.id, *({""} if template in _WITH_THE_PORTAL else ())}
            return _digest(self._common, *self._with_all_that_counts(homes), *findings)
        if isinstance(about, Person):
            links = self.context.loaded.back_links.get(about.key, ())
            homes = {home for link in links for home in self._homes(link.source)}
            return _digest(self._common, *self._with_all_that_counts(homes))
        if template == "rule":
            found = [one for one in self.context.diagnostics if one.rule == about]
            homes = {one.record.rpartition("/")[0].partition("/")[0] for one in found}
            return _digest(self._common, *map(repr, found), *self._with_all_that_counts(homes))
        return ""

    @cached_property
    def _common(self) -> str:
        """What every page shows or may show: day, commit, settings, portal-wide records as written, the banner."""
        context = self.context
        errors = [repr(one) for one in context.diagnostics if one.severity is Severity.ERROR]
        head = context.analysis.history.head
        facts = (context.audience, context.as_of.isoformat(), head.sha if head else "", str(len(errors)), *errors[:1])
        return _digest(*facts, self._texts.get("", ""))

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """A digest of all files of each project, and of those of the portal itself under the empty id."""
        found: dict[str, list[str]] = {}
        for path, source in sorted(self.context.loaded.sources.items()):
            found.setdefault(_home_of(path), []).extend((path, source.text))
        for key, series in self.context.analysis.events.items():
            found.setdefault(key.project, []).append(repr(series))
        for path, data in sorted(self.context.loaded.binaries.items()):
            found.setdefault(_home_of(path), []).extend((path, hashlib.sha256(data).hexdigest()))
        return {home: _digest(*texts) for home, texts in found.items()}

    def _homes(self, source: Ref) -> set[str]:
        """The project of a record; of a portal-wide one those that it refers to, itself or through others."""
        waiting, reached = [source], set[Ref]()
        while waiting:
            key = waiting.pop()
            if not key.project and key not in reached:
                waiting += self._links.get(key, ())
            reached.add(key)
        return {key.project for key in reached if key.project}

    @cached_property
    def _links(self) -> Mapping[Ref, list[Ref]]:
        """What each portal-wide record refers to."""
        found: dict[Ref, list[Ref]] = {}
        for target, several in self.context.loaded.back_links.items():
            for link in several:
                if not link.source.project:
                    found.setdefault(link.source, []).append(target)
        return found

    @cached_property
    def _counting(self) -> Mapping[str, set[str]]:
        """By project the others that count for its pages: it refers to them or they to it.

        For the portal, the empty id, those that its records refer to.
        """
        found: dict[str, set[str]] = {}
        for target, several in self.context.loaded.back_links.items():
            for link in several:
                if target.project and link.source.project != target.project:
                    found.setdefault(link.source.project, set()).add(target.project)
                    if link.source.project:
                        found.setdefault(target.project, set()).add(link.source.project)
        return found

    def _with_all_that_counts(self, homes: Iterable[str]) -> Iterable[str]:
        waiting, reached = list(homes), set[str]()
        while waiting:
            home = waiting.pop()
            if home not in reached:
                reached.add(home)
                waiting += self._counting.get(home, ())
        return (f"{home} {self._texts.get(home, '')}" for home in sorted(reached))


def _home_of(path: str) -> str:
    """The project that a file lies in, empty for the portal."""
    parts = path.split("/")
    return parts[2] if parts[1] == "projects" and len(parts) > 3 else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
