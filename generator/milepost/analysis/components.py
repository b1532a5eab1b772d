"""What a component in hand-written Markdown stands for, and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic_core import PydanticCustomError

from milepost.diagnostics.suggestion import closest, did_you_mean
from milepost.i18n.message import Message, message
from milepost.loading.components import COMPONENTS, Block, Option
from milepost.loading.type_names import type_name
from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord, fields_of
from milepost.model.records.metric import Metric
from milepost.model.records.phase import Phase
from milepost.model.reference import Ref, parse_reference
from milepost.model.registry import Registry
from milepost.source import Span

BANDS = ("low", "medium", "elevated", "high")
_PAGE_OF_PROJECT = re.compile(r"content/projects/([^/]+)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong: the rule that speaks, the words at fault, the finding and what to do."""

    rule: str
    span: Span
    message: Message
    help: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A component whose words are all understood.

    Attributes:
        project: whose data; None for those of all projects.
        filters: of a table, the accepted values by attribute.
        fields: of a table, the names of those attributes as authors type them.
    """

    name: str
    project: Project | None = None
    phase: Phase | None = None
    metric: Metric | None = None
    collection: str = ""
    band: str = ""
    matrix: bool = False
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: tuple[str, ...] = ()


def resolve(block: Block, path: str, portal: Portal, types: Registry) -> Component | tuple[Problem, ...]:
    """The component of a block on the page at `path`, or all that is wrong with it.

    A page in a project's folder speaks of that project where none is named.
    """
    spec = COMPONENTS.get(block.name)
    if spec is None:
        key = "rules.invalid-value.component.message" if block.name else "components.no-name"
        help_ = did_you_mean(block.name, COMPONENTS) or _one_of(COMPONENTS)
        return (_wrong("invalid-value", block.name_span, message(key, name=block.name), help_),)
    resolver = _Resolver(block=block, portal=portal, types=types, home=_home(path, portal))
    found = resolver.component()
    return tuple(resolver.problems) or found


def _home(path: str, portal: Portal) -> str:
    match = _PAGE_OF_PROJECT.match(path)
    return match[1] if match and match[1] in portal.projects else ""


@dataclass(kw_only=True)
class _Resolver:
    block: Block
    portal: Portal
    types: Registry
    home: str
    problems: list[Problem] = field(default_factory=list)

    def component(self) -> Component:
        spec, block = COMPONENTS[self.block.name], self.block
        words = [one for one in block.options if not one.key]
        collection = self._collection(words.pop(0) if words and spec.argument else None) if spec.argument else ""
        for word in words:
            if word.value not in spec.flags:
                self._unknown_option(word, word.value, spec.flags)
        known = (*spec.options, *self._fields(collection)) if spec.argument else spec.options
        for option in block.options:
            if option.key and option.key not in known and not (spec.argument and not collection):
                self._unknown_option(option, option.key, known)
        project = self._project()
        for name in spec.required:
            if block.get(name) is None and not (name == "project" and project):
                self._missing(name)
        fields = tuple(one.key for one in block.options if one.key in self._fields(collection) and one.key != "project")
        return Component(
            name=block.name,
            project=project,
            phase=self._phase(project),
            metric=self._metric(),
            collection=collection,
            band=self._band(),
            matrix=any(word.value == "matrix" for word in words),
            filters=self._filters(collection, fields),
            fields=fields,
        )

    def _project(self) -> Project | None:
        option = self.block.get("project")
        if option is None or "project" not in COMPONENTS[self.block.name].options:
            return self.portal.projects.get(self.home)
        if option.value not in self.portal.projects:
            key = "rules.unresolved-reference.project.message"
            help_ = did_you_mean(option.value, self.portal.projects)
            self._say("unresolved-reference", option.value_span, message(key, project=option.value), help_)
        return self.portal.projects.get(option.value)

    def _phase(self, project: Project | None) -> Phase | None:
        option = self.block.get("phase")
        if option is None or self.block.name != "gantt" or project is None:
            return None
        found = project.all(Phase).get(option.value)
        if found is None:
            self._unresolved(option, "phases", project.all(Phase))
        return found

    def _metric(self) -> Metric | None:
        option = self.block.get("id")
        if option is None or self.block.name != "metric":
            return None
        try:
            ref = parse_reference(option.value)
        except PydanticCustomError:
            ref = None
        found = self.portal.find(ref, Metric, self.home) if ref else None
        if found is None:
            homes = (self.portal, *self.portal.projects.values())
            known = [_shortest(one.key, self.home) for home in homes for one in home.all(Metric).values()]
            self._unresolved(option, "metrics", known)
        return found

    def _collection(self, word: Option | None) -> str:
        if word is None:
            self._missing("collection")
            return ""
        if word.value in self.types and word.value != "portal":
            return word.value
        text = message("rules.unknown-collection.message", collection=word.value)
        self._say("unknown-collection", word.value_span, text, did_you_mean(word.value, self.types))
        return ""

    def _band(self) -> str:
        option = self.block.get("band")
        if option is None or self.block.name != "risks":
            return ""
        self._check_enum(option, option.value, BANDS)
        return option.value

    def _fields(self, collection: str) -> Mapping[str, str]:
        return _attributes(self.types[collection]) if collection else {}

    def _filters(self, collection: str, fields: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        found = {}
        for name in fields:
            option = self.block.get(name)
            assert option is not None
            attribute = self._fields(collection)[name]
            values = tuple(value.strip() for value in option.value.split(","))
            allowed = _enum(self.types[collection], attribute)
            for value in values if allowed else ():
                self._check_enum(option, value, allowed)
            found[attribute] = values
        return found

    def _check_enum(self, option: Option, value: str, allowed: tuple[str, ...]) -> None:
        if value not in allowed:
            text = message("problems.invalid-value.enum.message", value=value, field=option.key)
            self._say("invalid-value", option.value_span, text, did_you_mean(value, allowed) or _one_of(allowed))

    def _unknown_option(self, option: Option, name: str, known: Any) -> None:
        names = [*COMPONENTS[self.block.name].flags, *known]
        text = message("rules.invalid-value.component-option.message", name=name)
        help_ = did_you_mean(name, names) or (_one_of(dict.fromkeys(names)) if names else None)
        self._say("invalid-value", option.key_span, text, help_)

    def _missing(self, name: str) -> None:
        text = message("components.missing-option", name=name, component=self.block.name)
        self._say("invalid-value", self.block.name_span, text, message("components.add-option", name=name))

    def _unresolved(self, option: Option, collection: str, known: Any) -> None:
        text = message("rules.unresolved-reference.message", ref=option.value, kind=[type_name(collection)])
        meant = closest(option.value, known)
        help_ = message("diagnostics.did-you-mean", name=meant) if meant else message("rules.unresolved-reference.help")
        self._say("unresolved-reference", option.value_span, text, help_)

    def _say(self, rule: str, span: Span, text: Message, help_: Message | None) -> None:
        self.problems.append(_wrong(rule, span, text, help_))


def _wrong(rule: str, span: Span, text: Message, help_: Message | None) -> Problem:
    return Problem(rule=rule, span=span, message=text, help=help_)


def _one_of(names: Any) -> Message:
    return message("diagnostics.one-of", options=[f"`{name}`" for name in names])


def _shortest(key: Ref, home: str) -> str:
    return key.id if not key.project or key.project == home else str(key)


@cache
def _attributes(kind: type[NamedRecord]) -> Mapping[str, str]:
    """Attributes by the names that authors type."""
    return {spec.name: spec.attribute for spec in fields_of(kind)}


def _enum(kind: type[NamedRecord], attribute: str) -> tuple[str, ...]:
    """The values of an enum field; empty for other fields."""
    return tuple(_literals(kind.model_fields[attribute].annotation))


def _literals(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (str(value) for value in get_args(annotation))
        return
    for part in get_args(annotation):
        yield from _literals(part)
