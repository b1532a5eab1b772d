"""Values of fields as authors type them, and what they mean whatever way they are typed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from milepost.model.duration import Duration
from milepost.model.link import Link
from milepost.model.record import FieldSpec, Item, fields_of
from milepost.model.reference import Ref

Renamed = Mapping[Ref, Ref]
"""The absolute references of former ids to those of today."""


def shown(value: Any) -> Any:
    """A value as text, number, truth value, list or mapping, as an author would type it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Item):
        given = (spec for spec in fields_of(type(value)) if spec.attribute in value.model_fields_set)
        return {spec.name: shown(getattr(value, spec.attribute)) for spec in given}
    if isinstance(value, Mapping):
        return {str(name): shown(one) for name, one in value.items()}
    if isinstance(value, list) or type(value) is tuple:
        return [shown(one) for one in value]
    return str(value)


def meaning(value: Any, home: str, renamed: Renamed) -> str:
    """The same for values that mean the same: in another order, another unit, by a former id, or written shorter."""
    return json.dumps(_meaning(value, home, renamed), ensure_ascii=False, sort_keys=True)


def _meaning(value: Any, home: str, renamed: Renamed) -> Any:
    if isinstance(value, Duration):
        return [value.days, value.elapsed]
    if isinstance(value, Decimal | float | int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, Ref):
        return str(_today(value, home, renamed))
    if isinstance(value, Link):
        return str(replace(value, target=_today(value.target, home, renamed)))
    if isinstance(value, Item):
        own = {spec.name: getattr(value, spec.attribute) for spec in fields_of(type(value)) if _says(value, spec)}
        return {name: _meaning(one, home, renamed) for name, one in own.items()}
    if isinstance(value, Mapping):
        return {str(name): _meaning(one, home, renamed) for name, one in value.items()}
    if isinstance(value, list) or type(value) is tuple:
        return sorted((_meaning(one, home, renamed) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return shown(value)


def _today(ref: Ref, home: str, renamed: Renamed) -> Ref:
    """A reference without its own project, and by today's id where the former one was that of one record alone."""
    project = ref.project or home
    found = {new.id for old, new in renamed.items() if old.id == ref.id and old.project in (project, "")}
    name = found.pop() if len(found) == 1 else ref.id
    return Ref("" if project == home else project, ref.collection, name)


def _says(value: Item, spec: FieldSpec) -> bool:
    """Whether a field says anything that its absence would not."""
    return bool(getattr(value, spec.attribute) != spec.info.get_default(call_default_factory=True))
