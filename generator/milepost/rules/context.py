"""What a rule may look at, and how it points to places."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from milepost.analysis.baselines import Baseline, baselines
from milepost.analysis.earlier_states import EarlierStates
from milepost.analysis.plan_diff.record_changes import RecordChange, record_changes
from milepost.analysis.plans import Plan, compute_plans
from milepost.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity
from milepost.events.results import NO_EVENTS, EventData
from milepost.history.past import Past
from milepost.i18n.message import Message, message
from milepost.loading.load import Loaded
from milepost.loading.type_names import type_name
from milepost.memory import Memory
from milepost.model.portal import Home, Portal
from milepost.model.record import NamedRecord
from milepost.model.reference import Ref
from milepost.model.references import BackLinks
from milepost.rules.levels import threshold
from milepost.source import Location, Source

R = TypeVar("R", bound=NamedRecord)


def _no_states(_ref: str) -> None:
    """Without git no ref is known."""


def _no_pages(_portal: Portal) -> frozenset[str]:
    """Who only checks records need not know the site."""
    return frozenset()


@dataclass(frozen=True, kw_only=True)
class RuleContext(Memory):
    """A loaded portal on a day. Rules point with `at` and `label`, never with line arithmetic."""

    loaded: Loaded
    as_of: date
    host_settings: Source | None = None
    """The text of mkdocs.yml, where there is one."""
    earlier_states: EarlierStates = _no_states
    past: Past | None = None
    """What was before; None without git."""
    base: Loaded | None = None
    """The state that the change under review begins from; without one, rules about differences are silent."""
    ask_events: Callable[[], EventData] = lambda: NO_EVENTS
    """Computes the metrics that are defined over raw events."""
    pages_of: Callable[[Portal], frozenset[str]] = _no_pages
    """The addresses of the pages that are made for a portal, relative to the site's root."""

    @property
    def portal(self) -> Portal:
        return self.loaded.portal

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """The planned schedule of each project."""
        return compute_plans(self.portal)

    @cached_property
    def events(self) -> EventData:
        """What the metrics that are defined over raw events say."""
        return self.ask_events()

    @cached_property
    def baselines(self) -> Mapping[str, Baseline]:
        """The baselines of the projects that name one."""
        return baselines(self.portal, self.earlier_states)

    @cached_property
    def changes(self) -> Mapping[Ref, RecordChange]:
        """What is different from the base, by today's reference; of records that are gone by their last one."""
        return {one.record: one for one in record_changes(self.base.portal, self.portal)} if self.base else {}

    @cached_property
    def generated_pages(self) -> frozenset[str]:
        """The addresses of the pages that the portal makes."""
        return self.pages_of(self.portal)

    @property
    def back_links(self) -> BackLinks:
        """Who refers to a record, by absolute reference."""
        return self.loaded.back_links

    def homes(self) -> Iterator[Home]:
        """The portal and each project."""
        yield self.portal
        yield from self.portal.projects.values()

    def all(self, kind: type[R]) -> Iterator[R]:
        """All records of a type, the portal's and every project's."""
        for home in self.homes():
            yield from home.all(kind).values()

    def told(self, rule: str, kind: type[R], *fields: str) -> Iterator[tuple[R, Diagnostic]]:
        """What the loader said of these fields of a type, with the records: for rules that say it more specially."""
        for name in fields:
            for one in self._told.get((rule, kind.collection, name), ()):
                record = self.portal.get(key_of(one))
                if isinstance(record, kind):
                    yield record, one

    @cached_property
    def _told(self) -> Mapping[tuple[str, str, str], list[Diagnostic]]:
        """The loader's findings about fields, by rule, collection and field."""
        found: dict[tuple[str, str, str], list[Diagnostic]] = {}
        for one in self.loaded.diagnostics:
            if one.record and one.field:
                found.setdefault((one.rule, key_of(one).collection, one.field), []).append(one)
        return found

    def threshold(self, rule: str, name: str) -> float:
        """A threshold that the rule declares: the portal's, else its default."""
        return threshold(self.portal.settings, rule, name)

    def at(self, record: NamedRecord, *path: str | int, key: bool = False) -> Location:
        """The place of a record's field; of the record's id without a path."""
        position = self.loaded.positions[record.key]
        return position.of(*path, key=key) if path else position.location

    def label(self, record: NamedRecord, *path: str | int, text: Message) -> Label:
        """A second place, and why it matters."""
        return Label(location=self.at(record, *path), text=text)

    def finding(  # noqa: PLR0913 - the parts of a diagnostic
        self,
        rule: str,
        record: NamedRecord,
        *path: str | int,
        variant: str = "",
        level: Severity | None = None,
        labels: tuple[Label, ...] = (),
        notes: tuple[Message, ...] = (),
        fix: Fix | None = None,
        location: Location | None = None,
        help_: Message | None = None,
        instead_of: Diagnostic | None = None,
        **facts: Any,
    ) -> Diagnostic:
        """A finding about a record, with the rule's own texts; `kind` and `id` of the record fill them too.

        It points to the field at `path` unless another `location` is given, and weighs as its rule unless a `level` is.
        `instead_of` is the loader's finding that it replaces, whose place and field it takes.
        """
        if instead_of:
            path, location = (instead_of.field,), instead_of.location
        base = f"rules.{rule}.{variant}" if variant else f"rules.{rule}"
        return Diagnostic(
            rule=rule,
            message=message(f"{base}.message", **{"kind": type_name(record.collection), "id": record.id, **facts}),
            location=location or self.at(record, *path),
            level=level,
            labels=labels,
            notes=notes,
            help=help_ or message(f"{base}.help", **facts),
            fix=fix or (instead_of.fix if instead_of else None),
            record=str(record.key),
            field=".".join(str(part) for part in path if isinstance(part, str)),
            instead_of=instead_of,
        )


def key_of(one: Diagnostic) -> Ref:
    """The record that a finding is about; the folder of a project may bear a name that is no id."""
    project, _, rest = one.record.rpartition("/")
    collection, _, name = rest.partition(":")
    return Ref(project, collection, name)
