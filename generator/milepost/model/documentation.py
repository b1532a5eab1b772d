"""What the model's docstrings say of types and fields, for the data dictionary, forms and schemas."""

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent
from types import MappingProxyType

from milepost.model.record import Item, fields_of


@cache
def describe(record_type: type[Item]) -> Mapping[str, str]:
    """The docstring under each field by the name that authors type, inherited ones included; under `""` the type's.

    A field that was added to a type at run time has no docstring; its pydantic description stands in.
    """
    by_attribute: dict[str, str] = {}
    for level in reversed(record_type.__mro__):
        if issubclass(level, Item):
            by_attribute |= _docstrings(level)
    texts = {"": inspect.getdoc(record_type) or ""}
    for spec in fields_of(record_type):
        text = spec.info.description or by_attribute.get(spec.attribute)
        if text:
            texts[spec.name] = text
    return MappingProxyType(texts)


@cache
def _docstrings(level: type[Item]) -> Mapping[str, str]:
    """The strings below the attributes of one class, by attribute; none for a class without source."""
    try:
        source = inspect.getsource(level)
    except (OSError, TypeError):
        return {}
    (definition,) = ast.parse(dedent(source)).body
    found: dict[str, str] = {}
    for attribute, text in pairwise(definition.body if isinstance(definition, ast.ClassDef) else ()):
        match attribute, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(docstring))):
                found[name] = inspect.cleandoc(docstring)
    return found
