"""Fields of a portal's records typed anew, as for a what-if question; no file changes."""

from collections.abc import Mapping
from dataclasses import replace

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.document import parse
from milepost.loading.locations import Position
from milepost.loading.structuring import structure
from milepost.model.portal import Portal
from milepost.model.reference import Ref
from milepost.source import Source


def override(portal: Portal, key: Ref, fields: Mapping[str, str]) -> tuple[Portal, tuple[Diagnostic, ...]]:
    """The portal with `fields` of a project's record, each a YAML value, typed anew; and what is wrong with them.

    Raises:
        KeyError: there is no such record.
    """
    project = portal.projects[key.project]
    record = project.collections[key.collection][key.id]
    wrong: list[Diagnostic] = []
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    parsed = parse(Source("--set", text), wrong.append, holds="record")
    if parsed.root is None:
        return portal, tuple(wrong)
    typed = structure(type(record), key, Position("--set", None, parsed.root), wrong.append, whole=False).record
    # An empty value is as if the field were absent.
    given = {name: getattr(typed, name) for name in typed.model_fields_set}
    fields_of_type = type(record).model_fields
    emptied = {name: fields_of_type[name].get_default() for name in parsed.root.empty if name in fields_of_type}
    changed = record.model_copy(update={**emptied, **given})
    collections = {**project.collections, key.collection: {**project.collections[key.collection], key.id: changed}}
    projects = {**portal.projects, key.project: replace(project, collections=collections)}
    return replace(portal, projects=projects), tuple(wrong)
