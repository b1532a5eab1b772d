"""The page of all requirements across projects."""

from dataclasses import dataclass

from milepost.model.records.requirement import Requirement
from milepost.views.context import ViewContext
from milepost.views.frame import Head, head
from milepost.views.requirement_rows import RequirementRow, requirement_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; `counts` are the states with how many requirements each has."""

    head: Head
    rows: tuple[RequirementRow, ...]
    counts: tuple[tuple[str, int], ...]


def view(context: ViewContext) -> View:
    """The view model of the page."""
    found = [one for project in context.portal.projects.values() for one in project.all(Requirement).values()]
    rows = requirement_rows(context, found)
    words = [row.status.word for row in rows]
    return View(
        head=head(context, context.t("ui.page.all-requirements")),
        rows=rows,
        counts=tuple((word, words.count(word)) for word in dict.fromkeys(words)),
    )
