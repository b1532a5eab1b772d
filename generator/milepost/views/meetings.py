"""The meetings page of a project."""

from dataclasses import dataclass

from milepost.model.portal import Project
from milepost.views.context import ViewContext
from milepost.views.frame import Details, Head, details, head


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    records: tuple[Details, ...]


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    records = [record for name in ('meeting_series', 'meetings', 'decisions') for record in project.collections.get(name, {}).values()]
    return View(head=head(context, context.t("ui.page.meetings"), project), records=tuple(details(one, context) for one in records))
