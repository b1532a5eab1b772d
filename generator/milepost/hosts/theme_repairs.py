"""What the theme's own markup gets wrong, put right in the written pages."""

from html import escape

from milepost.i18n.catalogue import Catalogue

_NAMELESS_DIALOG = 'data-md-component="search" role="dialog"'
_EMPTY_TABINDEX = ' tabindex=""'


def repaired(page: str, words: Catalogue) -> str:
    """The page with a name for the search dialog, which is a dialog to screen readers, and with valid attributes."""
    name = escape(words.text("ui.search"))
    return page.replace(_NAMELESS_DIALOG, f'{_NAMELESS_DIALOG} aria-label="{name}"').replace(_EMPTY_TABINDEX, "")
