"""The page of all requirements across projects."""

from dataclasses import dataclass

from milepost.model.records.requirement import Requirement
from milepost.views.context import ViewContext
from milepost.views.frame import Head, head
from milepost.views.record_states import StateCount, state_counts
from milepost.views.requirement_rows import RequirementRow, requirement_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    rows: tuple[RequirementRow, ...]
    counts: tuple[StateCount, ...]


def view(context: ViewContext) -> View:
    """The view model of the page."""
    found = [one for project in context.portal.projects.values() for one in project.all(Requirement).values()]
    return View(
        head=head(context, context.t("ui.page.all-requirements")),
        rows=requirement_rows(context, found),
        counts=state_counts(context, found),
    )
