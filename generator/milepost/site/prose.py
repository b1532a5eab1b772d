"""Hand-written Markdown: which file is which page in a language."""

import re
from collections.abc import Iterable, Mapping

from milepost.i18n.catalogue import LANGUAGES, language_of
from milepost.loading.discovery import Role
from milepost.loading.files import CONTENT
from milepost.loading.load import Loaded

_INDEX = "index.md"
_LINK = re.compile(r"\]\(([^)\s/#]+\.md)")
_TRANSLATED = re.compile(r"(?P<page>.+)\.(?P<code>[a-z]{2}(?:-[A-Za-z]{2,4})?)\.md")


def written_pages(loaded: Loaded, language: str) -> dict[str, str]:
    """The file, relative to the portal's root, of every hand-written page, by the page's place below `content/`.

    Of the translations of a page the reader's is taken, else the one without a language, else any. In the order in
    which the index of their folder names them, the others by name.
    """
    found: dict[str, dict[str, str]] = {}
    for path in _paths(loaded):
        page, code = _page_of(path.removeprefix(f"{CONTENT}/"))
        found.setdefault(page, {}).setdefault(code, path)
    chosen = {page: _best(versions, language) for page, versions in sorted(found.items())}
    return dict(sorted(chosen.items(), key=lambda entry: _rank(entry[0], chosen, loaded)))


def _rank(page: str, chosen: Mapping[str, str], loaded: Loaded) -> tuple[str, int, str]:
    folder, _, name = page.rpartition("/")
    if name == _INDEX:
        return folder, -1, name
    index = chosen.get(f"{folder}/{_INDEX}" if folder else _INDEX)
    named = _LINK.findall(loaded.sources[index].text) if index else []
    return folder, named.index(name) if name in named else len(named), name


def address_of_place(place: str) -> str:
    """The address of the page that a file makes, `handbook/` for `handbook/index.md`."""
    return place.removesuffix("index.md") if place.endswith("index.md") else place.removesuffix(".md") + "/"


def _paths(loaded: Loaded) -> Iterable[str]:
    return (place.path for place in loaded.places if place.role is Role.PAGE and place.path in loaded.sources)


def _page_of(path: str) -> tuple[str, str]:
    match = _TRANSLATED.fullmatch(path)
    if match and match["code"].split("-")[0] in LANGUAGES:
        return f"{match['page']}.md", language_of(match["code"])
    return path, ""


def _best(versions: Mapping[str, str], language: str) -> str:
    return versions.get(language) or versions.get("") or next(iter(versions.values()))
