"""Pages that a second process renders while the first one writes others."""

import pickle
from collections.abc import Iterable, Iterator, Sized
from functools import partial

from milepost.second_process import pieces_from_second_process, second_process_pays
from milepost.site.site import Content, Page

_WORTH_IT = 250
"""Pages from which on a second process saves more than it does twice: compiled templates, forecasts."""
_SHARE = 4
"""Every fourth project stays here: what else a host does for the pages is a third of all work."""


def rendering_ahead_pays(pages: Sized) -> bool:
    """Whether a site is done earlier with `RenderedAhead`."""
    return len(pages) >= _WORTH_IT and second_process_pays()


class RenderedAhead:
    """Takes pages in the order in which they are asked for; what a project's pages share is computed once."""

    def __init__(self, pages: Iterable[Page]) -> None:
        """Begins at once."""
        ahead = tuple(_ahead(pages))
        self._coming = {page.address for page in ahead}
        self._arrived: dict[str, Content] = {}
        self._pieces = pieces_from_second_process(partial(map, _rendered, ahead))

    def render(self, page: Page) -> Content:
        """The page from there, or rendered here; once."""
        while page.address in self._coming:
            self._take_next()
        return self._arrived.pop(page.address, None) or page.render()

    def _take_next(self) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            self._coming.clear()  # the other process is gone
            return
        address, content = pickle.loads(piece)  # noqa: S301 - we wrote it
        self._coming.remove(address)
        self._arrived[address] = content
        if not self._coming:
            next(self._pieces, None)  # waits for its end


def _ahead(pages: Iterable[Page]) -> Iterator[Page]:
    homes: dict[str, int] = {}
    for page in pages:
        home = "/".join(page.address.split("/")[:2])
        if homes.setdefault(home, len(homes)) % _SHARE:
            yield page


def _rendered(page: Page) -> bytes:
    return pickle.dumps((page.address, page.render()), pickle.HIGHEST_PROTOCOL)
