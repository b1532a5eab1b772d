"""The home page."""

from dataclasses import dataclass
from typing import Any

from milepost.views.context import ViewContext
from milepost.views.frame import Details, Head, details, head


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    records: tuple[Details, ...]


def view(context: ViewContext, subject: Any = None) -> View:
    """The view model of the page."""
    return View(head=head(context, "home"), records=())
