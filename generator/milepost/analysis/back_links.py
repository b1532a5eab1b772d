"""Who refers to whom."""

from collections.abc import Mapping
from typing import NamedTuple

from milepost.model.portal import Portal
from milepost.model.reference import Ref
from milepost.model.references import Reference


class BackLink(NamedTuple):
    """A record that refers to another one, and the field in which it does."""

    source: Ref
    field: str


BackLinks = Mapping[Ref, tuple[BackLink, ...]]
"""By absolute reference: who refers to the record, in the order of the files."""


def find_back_links(portal: Portal, references: Mapping[Ref, tuple[Reference, ...]]) -> BackLinks:
    """Who refers to whom, from the references of each record."""
    found: dict[Ref, dict[BackLink, None]] = {}
    for record in portal.everything():
        source, home = record.key, record.project_id
        for path, ref, collections in references[source]:
            target = portal.locate(ref, collections, home)
            if target:
                found.setdefault(target, {})[BackLink(source, str(path[0]))] = None
    return {target: tuple(links) for target, links in found.items()}
