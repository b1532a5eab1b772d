"""Where everything is on the site. Addresses are relative to the site's root, without a leading slash."""

from collections.abc import Mapping
from functools import lru_cache
from posixpath import relpath

from milepost.model.portal import Portal
from milepost.model.record import NamedRecord
from milepost.model.records.person import Person
from milepost.model.reference import Ref
from milepost.rules.rule import all_rules

HOME = ""
ABOUT = "about/"
ACROSS = ("tasks", "risks", "decisions", "requirements")
"""Collections with a page for all projects."""
PROJECT_TAILS = (
    "",
    "goals/",
    "plan/",
    "forecast/",
    "risks/",
    "money/",
    "team/",
    "meetings/",
    "feedback/",
    "metrics/",
    "delivery/",
    "changes/",
)
"""A project's pages, in the order of the navigation; the first is its Overview."""

PAGE_OF: Mapping[str, str] = {
    "project": "",
    "personas": "goals/",
    "requirements": "goals/",
    "goals": "goals/",
    "phases": "plan/",
    "gates": "plan/",
    "tasks": "plan/",
    "risks": "risks/",
    "issues": "risks/",
    "budget": "money/",
    "roles": "team/",
    "raci": "team/",
    "channels": "team/",
    "communications": "team/",
    "tools": "team/",
    "documents": "team/",
    "meeting_series": "meetings/",
    "meetings": "meetings/",
    "decisions": "meetings/",
    "themes": "feedback/",
    "feedback": "feedback/",
    "metrics": "metrics/",
    "iterations": "delivery/",
    "releases": "delivery/",
    "campaigns": "delivery/",
    "partners": "delivery/",
    "compliance": "delivery/",
    "changes": "changes/",
}
"""The project page on which a collection's records are shown; a type that is not listed is shown on Overview."""


def project_page(project_id: str, tail: str = "") -> str:
    """The address of a project's page."""
    return f"projects/{project_id}/{tail}"


def page_of(key: Ref) -> str:
    """The address of the page that shows a record."""
    if key.project:
        return project_page(key.project, PAGE_OF.get(key.collection, ""))
    if key.collection == "people":
        return f"people/{key.id}/"
    return HOME if key.collection in ("goals", "metrics") else ABOUT


def address_of(record: NamedRecord) -> str:
    """The address of a record, with its anchor."""
    return f"{page_of(record.key)}#{record.anchor}"


def generated_addresses(portal: Portal) -> frozenset[str]:
    """The addresses of all pages that the portal makes; of the handbook's first page even where one was written."""
    return frozenset(
        [
            *(HOME, ABOUT, "handbook/", "dictionary/", "rules/"),
            *(f"{collection}/" for collection in ACROSS),
            *(f"rules/{rule}/" for rule in all_rules()),
            *(page_of(person.key) for person in portal.all(Person).values()),
            *(project_page(project, tail) for project in portal.projects for tail in PROJECT_TAILS),
        ]
    )


@lru_cache(maxsize=20_000)  # a page leads to the same places again and again
def relative(target: str, page: str, index: str = "") -> str:
    """The link from a page to an address of the site; works from any folder.

    `index` is the name of a folder's file where no server adds it.
    """
    address, mark, anchor = target.partition("#")
    if address == page and mark:
        return f"#{anchor}"
    if not address.endswith("/") and address:  # a file, not a page
        return relpath(address, page or ".") + mark + anchor
    path = relpath(address or ".", page or ".")
    return ("./" if path == "." else f"{path}/") + index + mark + anchor
