"""Fields that a portal's settings add to the built-in record types."""

from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema, create_model

from milepost.model.duration import Length
from milepost.model.field_types import Amount, Boolean, Date, Integer, Many, Number, Url
from milepost.model.problem import problem
from milepost.model.record import NamedRecord, expected
from milepost.model.reference import PointsTo, Ref
from milepost.model.registry import Registry
from milepost.model.settings import CustomField, PortalSettings
from milepost.model.text import Text

_TYPES: dict[str, Any] = {
    "text": Text,
    "number": Number,
    "integer": Integer,
    "date": Date,
    "boolean": Boolean,
    "url": Url,
    "duration": Length,
    "money": Amount,
}


def with_custom_fields(types: Registry, settings: PortalSettings) -> Registry:
    """The record types with the fields that `types` in the settings adds; a field that exists is left alone."""
    result = dict(types)
    for collection, custom in (settings.types or {}).items():
        kind = types.get(collection)
        fields = {name: spec for name, spec in (custom.fields or {}).items() if kind and name not in kind.model_fields}
        if kind and fields:
            result[collection] = _extended(kind, _Fields(fields))
    return result


class _Fields(dict[str, CustomField]):
    """Custom fields by name, as a key of a cache."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(repr(self))


@lru_cache(maxsize=64)
def _extended(kind: type[NamedRecord], fields: _Fields) -> type[NamedRecord]:
    """The same class for the same fields: records of two states of a portal can only be equal if their types are."""
    definitions: dict[str, Any] = {name: _definition(spec) for name, spec in fields.items()}
    return create_model(kind.__name__, __base__=kind, __module__=kind.__module__, **definitions)


def _definition(spec: CustomField) -> tuple[Any, Any]:
    kind = _value_type(spec)
    default: Any = () if spec.many else None
    annotation = Many[kind] if spec.many else kind | None  # type: ignore[valid-type]
    return annotation, expected(default) if spec.expected else Field(default)


def _value_type(spec: CustomField) -> Any:
    if spec.type == "reference":
        return Annotated[Ref, PointsTo(*spec.to)]
    if spec.type == "enum":
        schema = WithJsonSchema({"type": "string", "enum": list(spec.values)})
        return Annotated[str, AfterValidator(_one_of(spec.values)), schema]
    return _TYPES[spec.type]


def _one_of(values: tuple[str, ...]) -> Any:
    def check(value: Any) -> Any:
        if value not in values:
            raise problem("invalid-value.enum", value=str(value), options=list(values))
        return value

    return check
