"""What the theme's own markup gets wrong, put right in the written pages."""

from html import escape

from milepost.i18n.catalogue import Catalogue

_NAMELESS_DIALOG = 'data-md-component="search" role="dialog"'
_EMPTY_TABINDEX = ' tabindex=""'
_PALETTE = ('data-md-component="palette"', "data-mp-palette")
"""The switch of colours, which the theme's script makes slow pages with: milepost.js has it instead."""


def repaired(page: str, words: Catalogue) -> str:
    """The page with valid attributes, a name for the search dialog, and the switch of colours in our hands."""
    name = escape(words.text("ui.search"))
    return (
        page.replace(_NAMELESS_DIALOG, f'{_NAMELESS_DIALOG} aria-label="{name}"')
        .replace(_EMPTY_TABINDEX, "")
        .replace(*_PALETTE)
    )
