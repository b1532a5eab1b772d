"""The JSON Schema of collection files, for editors: made from the model, with the ids of a portal if asked for."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from milepost.i18n.labels import Labels
from milepost.model.documentation import describe
from milepost.model.portal import Portal
from milepost.model.record import Item, NamedRecord
from milepost.model.reference import ID_PATTERN
from milepost.model.registry import Registry
from milepost.model.settings import PortalSettings

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest one that YAML editors know fully."""
_HERE = "#/definitions/"
_NOISE = ("title", "default", "expected", "x-references", "x-suffix")
_ID = {"pattern": f"^{ID_PATTERN.pattern}$"}

Schema = dict[str, Any]


def json_schema(types: Registry, labels: Labels, portal: Portal | None = None) -> Schema:
    """The schema of a YAML file whose top-level keys are collections; `definitions` holds one for each record type.

    With a `portal` references may only be to what is there.
    """
    kinds: dict[str, type[NamedRecord]] = {**types, PortalSettings.collection: PortalSettings}
    names, generated = models_json_schema(
        [(kind, "validation") for kind in kinds.values()], ref_template=f"{_HERE}{{model}}"
    )
    ids = _Ids(portal)
    definitions = {name: ids.written(one) for name, one in generated["$defs"].items()}
    _describe(definitions, kinds, labels)
    properties: Schema = {}
    for name, kind in sorted(kinds.items()):
        record = names[kind, "validation"]
        one = name in ("portal", "project")
        several = {"type": ["object", "null"], "propertyNames": _ID, "additionalProperties": record}
        properties[name] = record if one else several
    definitions = {**definitions, **ids.definitions}
    return {
        "$schema": DRAFT,
        "title": "Milepost",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "definitions": {name: definitions[name] for name in sorted(_used(properties, definitions))},
    }


def schema_text(types: Registry, labels: Labels, portal: Portal | None = None) -> str:
    """The same as the text of a JSON file."""
    return json.dumps(json_schema(types, labels, portal), ensure_ascii=False, indent=2) + "\n"


class _Ids:
    """Rewrites schemas of fields as authors may write them, and references to the records that there are."""

    def __init__(self, portal: Portal | None) -> None:
        self.names = _names(portal) if portal else None
        self.definitions: Schema = {}

    def written(self, schema: Any) -> Any:
        """The schema for what is typed in YAML, where the model's is for what is read from it."""
        if isinstance(schema, list):
            return [self.written(part) for part in schema]
        if not isinstance(schema, dict):
            return schema
        if "x-references" in schema:
            return self._reference(tuple(schema["x-references"]), schema.get("x-suffix", ""))
        inside = {
            key: {name: self.written(part) for name, part in value.items()}
            if key == "properties"
            else self.written(value)
            for key, value in schema.items()
            if key not in _NOISE
        }
        if inside.get("type") == "array" and "maxItems" not in inside:
            return {"anyOf": [inside["items"], inside]} if "items" in inside else inside
        if inside == {"type": "string"}:
            return {"type": ["string", "number", "boolean"]}  # text needs no quotes: 2026, or true
        return inside

    def _reference(self, collections: tuple[str, ...], suffix: str) -> Schema:
        if self.names is None:
            return {"type": "string", "pattern": rf"^\S+({suffix})?$"} if suffix else {"type": "string"}
        known = [name for one in collections or sorted(self.names) for name in self.names.get(one, ())]
        name = "ids-" + ("-".join(collections) or "any")
        if name not in self.definitions:
            forms = dict.fromkeys(form for written in zip(*known, strict=True) for form in written) if known else {}
            self.definitions[name] = {"enum": [*forms]}
        plain: Schema = {"$ref": f"{_HERE}{name}"}
        forms = self.definitions[name]["enum"]
        if not suffix or not forms:
            return plain
        return {"anyOf": [plain, {"type": "string", "pattern": f"^({'|'.join(map(re.escape, forms))}){suffix}$"}]}


def _names(portal: Portal) -> Mapping[str, list[tuple[str, ...]]]:
    """By collection the forms in which each record, those with an earlier id too, may be referred to."""
    found: dict[str, list[tuple[str, ...]]] = {}
    keys = [*(record.key for record in portal.everything()), *portal.renamed, *portal.broken]
    for project, collection, name in sorted(set(keys), key=lambda key: (key.collection, key.id, key.project)):
        typed = f"{collection}:{name}"
        forms = (name, typed, f"{project}/{name}", f"{project}/{typed}") if project else (name, typed, name, typed)
        found.setdefault(collection, []).append(forms)
    return found


def _describe(definitions: Schema, kinds: Mapping[str, type[NamedRecord]], labels: Labels) -> None:
    """Puts in what the model, or its translation, says of each type and field."""
    named = {kind.__name__: (kind, collection) for collection, kind in kinds.items()}
    items = {kind.__name__: kind for kind in _items(Item)}
    for name, definition in definitions.items():
        kind, collection = named.get(name, (items.get(name), ""))
        if kind is None:
            continue
        english = describe(kind)
        for field, schema in [("", definition), *definition.get("properties", {}).items()]:
            own = labels.description(collection, field) if collection else labels.item_description(name, field)
            text = own or english.get(field, "")
            if text:
                schema["description"] = text


def _items(base: type[Item]) -> Iterator[type[Item]]:
    for kind in base.__subclasses__():
        if not issubclass(kind, NamedRecord):
            yield kind
            yield from _items(kind)


def _used(schema: Any, definitions: Mapping[str, Any]) -> set[str]:
    """The definitions that a schema refers to, through others as well."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        new = set(_references(waiting.pop())) - found
        found |= new
        waiting += [definitions[name] for name in new]
    return found


def _references(schema: Any) -> Iterator[str]:
    parts: Iterable[Any] = schema if isinstance(schema, list) else ()
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(_HERE)
        parts = schema.values()
    for part in parts:
        yield from _references(part)
