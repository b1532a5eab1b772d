"""A portal with hostile text in every text field of every type, in names of people and in its own settings."""

import json

from portal_files import MINIMAL

from milepost.model.record import fields_of
from milepost.model.registry import built_in_types
from milepost.model.text import Translations

EVIL = (
    '</title><script>alert({n})</script><img src=x onerror=alert({n})>" onmouseover="alert({n}) javascript:alert({n})'
)
HOST = """\
site_name: Demo
docs_dir: content
theme: {name: material, font: false}
plugins:
  - search
  - milepost: {on_error: banner}
"""
REAL = {"start": "2026-03-02", "due": "2026-03-20", "on": "2026-03-01", "owner": "lin", "duration": "3d", "status": ""}


def takes_text(spec) -> bool:
    return str in flattened(spec.info.annotation) or Translations in flattened(spec.info.annotation)


def flattened(annotation) -> set:
    parts = getattr(annotation, "__args__", ())
    return {annotation, *(one for part in parts for one in flattened(part))}


def hostile_portal(evil: str = EVIL) -> tuple[dict[str, str], int]:
    """One record of every type that may live in a project; and how many times `evil`, with its number, was written."""
    written, project = 0, {}
    for collection, kind in built_in_types().items():
        if collection in ("people", "calendars"):
            continue
        fields = {name: value for name, value in REAL.items() if value and name in kind.model_fields}
        for spec in fields_of(kind):
            if spec.name not in fields and spec.name not in ("was", "x", "links", "audience") and takes_text(spec):
                written += 1
                fields[spec.name] = evil.format(n=written)
        fields["x"] = {"note": evil.format(n=written)}
        project[collection] = fields if collection == "project" else {"one": fields}
    portal_settings = json.dumps(evil.format(n=0), ensure_ascii=False)
    settings = MINIMAL["content/portal.yml"].replace(
        "title: Demo portal", f"title: {portal_settings}\n  description: {portal_settings}"
    )
    return {
        "mkdocs.yml": HOST,
        "content/portal.yml": settings,
        "content/people.yml": f"people:\n  lin: {{title: {portal_settings}, team: {portal_settings}}}\n  mei: {{title: Mei}}\n",
        "content/projects/demo/project.yml": json.dumps(project, ensure_ascii=False),
    }, written
