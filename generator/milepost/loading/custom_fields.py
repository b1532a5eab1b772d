"""Which of the fields that a portal adds can be added: some names and definitions make none."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from milepost.model.registry import Registry
from milepost.model.settings import CustomField, CustomType, PortalSettings

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Unusable(NamedTuple):
    """A custom field that cannot be added, and why: `name`, `taken` or `no-values`."""

    collection: str
    field: str
    reason: str


def usable_custom_fields(settings: PortalSettings, types: Registry) -> PortalSettings:
    """The settings without custom fields that cannot be added."""
    unusable = {(one.collection, one.field) for one in unusable_custom_fields(settings, types)}
    if not unusable:
        return settings
    kept = {
        collection: CustomType(fields=_without(collection, custom.fields, unusable))
        for collection, custom in (settings.types or {}).items()
    }
    return settings.model_copy(update={"types": kept})


def unusable_custom_fields(settings: PortalSettings, types: Registry) -> Iterator[Unusable]:
    """All of them, in the order of the settings; those of an unknown type are not looked at."""
    for collection, custom in (settings.types or {}).items():
        kind = types.get(collection)
        if kind is None:
            continue
        for name, spec in (custom.fields or {}).items():
            if not _NAME.fullmatch(name):
                yield Unusable(collection, name, "name")
            elif hasattr(kind, name) or name in kind.model_fields or name.startswith("model_"):
                yield Unusable(collection, name, "taken")
            elif spec.type == "enum" and not spec.values:
                yield Unusable(collection, name, "no-values")


def _without(
    collection: str, fields: dict[str, CustomField] | None, unusable: set[tuple[str, str]]
) -> dict[str, CustomField]:
    return {name: spec for name, spec in (fields or {}).items() if (collection, name) not in unusable}
