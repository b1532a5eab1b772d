"""What rows, tiles and records can be filtered by: the script of the pages shows and hides them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from milepost.model.record import NamedRecord
from milepost.model.reference import Ref
from milepost.views.context import ViewContext


class Facet(NamedTuple):
    """A value to filter by: the name and value that stand in the address, and how the value is called."""

    name: str
    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value with the number of items that have it."""

    value: str
    text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice among the values of one name."""

    name: str
    label: str
    options: tuple[Option, ...]


def person_facet(context: ViewContext, ref: Ref | None) -> Facet:
    """The one person accountable for something."""
    return Facet("owner", ref.id if ref else "", context.person(ref).text if ref else "")


def enum_facet(context: ViewContext, record: NamedRecord, name: str) -> Facet:
    """A field that takes one of a few values."""
    value = getattr(record, name) or ""
    return Facet(name, value, context.labels.value(record.collection, name, value) if value else "")


def filters(labels: Mapping[str, str], items: Iterable[Iterable[Facet]]) -> tuple[Filter, ...]:
    """By name, with its label: the values that items have, the most frequent first; none where all have the same."""
    counts: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in labels}
    for facets in items:
        for one in facets:
            if one.value and one.name in counts:
                counts[one.name][_plain(one.value), one.text] += 1
    return tuple(
        Filter(
            name=name,
            label=label,
            options=tuple(
                Option(value=value, text=text, count=count)
                for (value, text), count in sorted(counts[name].items(), key=lambda pair: (-pair[1], pair[0]))
            ),
        )
        for name, label in labels.items()
        if len(counts[name]) > 1
    )


def facet_data(facets: Iterable[Facet]) -> str:
    """The facets of an item as its markup carries them: `status=blocked;owner=lin`."""
    return ";".join(f"{one.name}={_plain(one.value)}" for one in facets if one.value)


def _plain(value: str) -> str:
    return value.replace(";", ",")
