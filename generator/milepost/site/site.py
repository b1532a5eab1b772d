"""What a host is handed: pages that render themselves, the navigation tree, hand-written pages' components."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading with an anchor; `title` is escaped text, `level` is from 1."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A rendered page: its HTML, the headings that a table of contents shows, every anchor on it.

    `search` is what search reads in place of `html`, much shorter: a heading and a paragraph for each record.
    """

    html: str
    search: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A generated page.

    Attributes:
        address: relative to the site's root, ending with a slash; empty for home.
        title: with the project's name on a project's page; empty for home, which has the site's.
        hide: what of the host's frame is not shown: `toc`, `navigation`.
        source: the file to edit, relative to the portal's root; empty where there is none.
        render: makes the page; hosts call it once, when they need it.
    """

    address: str
    title: str
    hide: tuple[str, ...]
    in_navigation: bool
    source: str
    render: Callable[[], Content]


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationItem:
    """A page, or a section with pages, which has no address of its own."""

    title: str
    address: str | None = None
    children: "tuple[NavigationItem, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A portal in one language.

    Attributes:
        language: of this site; `languages` are those that the portal has, its first one first.
        pages: by address.
        prose: hand-written pages: the file of each, relative to the portal's root, by its place below `content/`.
        folder_titles: names of folders with hand-written pages.
        prefix: from the repository's top to the portal's root, with a slash at its end unless it is empty.
        files: texts of other kinds that are made, by address.
        embed: the Markdown of a hand-written page (its Markdown, its place, its address) with components put in.
    """

    language: str
    languages: tuple[str, ...]
    pages: Mapping[str, Page]
    navigation: tuple[NavigationItem, ...]
    prose: Mapping[str, str]
    folder_titles: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    embed: Callable[[str, str, str], str]
