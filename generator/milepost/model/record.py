"""What all records share, and the registry of record types."""

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, ClassVar, Literal, NamedTuple, Self, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from milepost.model.field_types import Many, String, Url
from milepost.model.reference import PersonRef, Ref
from milepost.model.text import Markdown, Text

Scope = Literal["portal", "project", "both"]
_NOT_LOCATED = "the record was not told where it stands"


def expected(default: Any = None, **options: Any) -> Any:
    """A field whose absence is a diagnostic; the record loads all the same."""
    return Field(default, json_schema_extra={"expected": True}, **options)


class Item(BaseModel):
    """A mapping inside of a record."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)

    def missing(self) -> list[str]:
        """The expected fields that are not given, by the names that authors type."""
        values, expected_fields = self.__dict__, _expected(type(self))
        for _, attribute in expected_fields:
            if not values[attribute]:
                break
        else:
            return []  # nearly always
        return [name for name, attribute in expected_fields if values[attribute] is None or values[attribute] == ()]


class RecordLink(Item):
    """A link to something outside."""

    title: Text | None = expected()
    """What the link leads to."""
    url: Url | None = expected()
    """Its address, http or https."""


class NamedRecord(Item):
    """A record with an id, portal-wide or in a project."""

    collection: ClassVar[str] = ""
    """The key under which files hold these records."""
    singular: ClassVar[str] = ""
    """The type's name in anchors and references."""
    scope: ClassVar[Scope] = "project"
    """Where the collection may live."""
    body_field: ClassVar[str] = "description"
    """The field that the body of a Markdown file fills."""

    title: Text | None = None
    """Its name."""
    description: Markdown | None = None
    """What else is to be known, in Markdown."""
    tags: Many[String] = ()
    """Free words for filtering."""
    links: Many[RecordLink] = ()
    """Related pages elsewhere."""
    was: Many[String] = ()
    """Earlier ids: history and old references stay alive."""
    x: dict[str, Any] | None = None
    """Free extra data."""

    def located(self, key: Ref, invalid: Mapping[str, str]) -> Self:
        """This record, told its absolute reference and the raw text of the values that did not fit."""
        # Read millions of times in a large portal, and so kept where a look finds them without a call.
        self.__dict__.update(key=key, id=key.id, project_id=key.project, _invalid=invalid)
        return self

    @cached_property
    def key(self) -> Ref:
        """Its absolute reference."""
        raise AttributeError(_NOT_LOCATED)

    @cached_property
    def id(self) -> str:
        raise AttributeError(_NOT_LOCATED)

    @cached_property
    def project_id(self) -> str:
        """The id of its project, empty for a portal-wide record."""
        raise AttributeError(_NOT_LOCATED)

    @property
    def invalid(self) -> Mapping[str, str]:
        """What was typed in fields whose value does not fit, by dotted field path."""
        invalid: Mapping[str, str] = self.__dict__["_invalid"]
        return invalid

    @property
    def anchor(self) -> str:
        """The id of its element on its page."""
        return f"{self.singular}-{self.id}"

    def given(self, field: str) -> bool:
        """Whether the author gave a usable value, as opposed to a default."""
        return field in self.model_fields_set


class Record(NamedRecord):
    """A record that somebody owns and an audience may see."""

    title: Text | None = expected()
    """Its name."""
    owner: PersonRef | None = None
    """The one person accountable for it."""
    audience: str | dict[str, str] | None = None
    """Who may see it: an audience, or an audience per field (`"*"` for the rest)."""


class FieldSpec(NamedTuple):
    """A field of a record type: the name that authors type, the attribute, what pydantic knows of it."""

    name: str
    attribute: str
    info: FieldInfo

    @property
    def is_expected(self) -> bool:
        extra = self.info.json_schema_extra
        return isinstance(extra, dict) and bool(extra.get("expected"))

    @property
    def item(self) -> type[Item] | None:
        """The type of the mappings that it holds, alone or in a list; None where it holds none."""
        waiting = [self.info.annotation]
        while waiting:
            part = waiting.pop()
            if isinstance(part, type) and issubclass(part, Item):
                return part
            waiting += get_args(part)
        return None

    @property
    def annotations(self) -> list[Any]:
        """What the field's type is annotated with, at any depth."""
        found = list(self.info.metadata)
        waiting = [self.info.annotation]
        while waiting:
            part = waiting.pop()
            found += getattr(part, "__metadata__", ())
            waiting += get_args(part)
        return found


@cache
def fields_of(record_type: type[Item]) -> tuple[FieldSpec, ...]:
    """The fields of a type in their declared order, the type's own before the common ones."""
    specs = {name: FieldSpec(info.alias or name, name, info) for name, info in record_type.model_fields.items()}
    common = [spec for name, spec in specs.items() if name in Record.model_fields and name not in ("title", "owner")]
    return tuple([spec for spec in specs.values() if spec not in common] + common)


@cache
def _expected(record_type: type[Item]) -> tuple[tuple[str, str], ...]:
    return tuple((spec.name, spec.attribute) for spec in fields_of(record_type) if spec.is_expected)


def subclasses(base: type[NamedRecord]) -> Iterator[type[NamedRecord]]:
    """All classes below `base` that name a collection."""
    for child in base.__subclasses__():
        if child.collection:
            yield child
        yield from subclasses(child)
