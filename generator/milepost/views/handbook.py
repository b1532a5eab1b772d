"""The handbook of a portal that has not written one: what to write, and where what is generated stands."""

from dataclasses import dataclass

from milepost.views.addresses import ABOUT
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Head, head


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows: `pages` are those that answer questions meanwhile, each with what it answers."""

    head: Head
    pages: tuple[tuple[Anchor, str], ...]


def view(context: ViewContext) -> View:
    """The view model of the page."""
    addresses = {"dictionary": "dictionary/", "rules": "rules/", "about": ABOUT}
    return View(
        head=head(context, context.t("ui.page.handbook")),
        pages=tuple(
            (Anchor(text=context.t(f"ui.page.{name}"), href=context.href(address)), context.t(f"handbook.{name}"))
            for name, address in addresses.items()
        ),
    )
