"""The leak check: every file of a site that was built for an audience, searched for what the audience must not see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from milepost.analysis.audience.withheld import Secret, Withheld
from milepost.site.leak_search import LeakSearch


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A withheld text or number, and the file of the site in which it is."""

    secret: Secret
    file: str


def leaks_in(folder: Path, withheld: Withheld, themes: Sequence[Path] = ()) -> tuple[Leak, ...]:
    """All of them, by file; the names of files and folders count as their content.

    Files that are byte for byte those of the same name in a folder of `themes` can say nothing of the portal.
    """
    return tuple(_leaks(folder, withheld, themes)) if withheld else ()


def leaks_of(data: bytes, withheld: Withheld) -> tuple[Secret, ...]:
    """The same for a text that is no site."""
    return tuple(LeakSearch(withheld).leaks(data)) if withheld else ()


def _leaks(folder: Path, withheld: Withheld, themes: Sequence[Path]) -> Iterator[Leak]:
    search = LeakSearch(withheld)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        if data and _is_shipped(name, data, themes):
            data = b""
        for secret in dict.fromkeys((*search.leaks(data), *search.leaks(name.encode("utf-8", "surrogateescape")))):
            yield Leak(secret=secret, file=name)


def _is_shipped(name: str, data: bytes, themes: Sequence[Path]) -> bool:
    """Whether a theme has the file; sites of several languages have it below each of them."""
    names = {name, name.partition("/")[2]} - {""}
    files = (theme / one for theme in themes for one in names)
    return any(file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data for file in files)
