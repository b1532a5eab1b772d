"""All record types by collection; a module in `records/` registers its types by being there."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from milepost.model import records
from milepost.model.record import NamedRecord, subclasses

Registry = Mapping[str, type[NamedRecord]]


@cache
def built_in_types() -> Registry:
    """The built-in record types by the name of their collection."""
    for module in sorted(info.name for info in iter_modules(records.__path__)):
        import_module(f"{records.__name__}.{module}")
    found = {kind.collection: kind for kind in subclasses(NamedRecord) if kind.__module__.startswith(records.__name__)}
    return MappingProxyType(dict(sorted(found.items())))
