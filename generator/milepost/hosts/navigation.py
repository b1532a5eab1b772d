"""Pages, navigation and headings in the shapes that MkDocs takes. Its themes print titles as they are: as HTML."""

from collections.abc import Iterable
from html import escape
from typing import Any

from milepost.site.site import Heading, NavigationItem, Page, Site


def meta_of(page: Page) -> dict[str, Any]:
    """What themes otherwise read from a page's front matter."""
    title = {"title": escape(page.title)} if page.title else {}
    return {"hide": list(page.hide), **title}


def navigation(site: Site) -> list[Any]:
    """The `nav` setting: the site's own entries; hand-written pages with their project, or by folder."""
    written: dict[str, list[str]] = {}
    for page in site.prose:
        written.setdefault(_section(page), []).append(page)
    entries = [_entry(item, written) for item in site.navigation]
    folders: list[Any] = [
        {site.folder_titles.get(folder, _words(folder)): pages} for folder, pages in written.items() if folder
    ]
    return [*entries[:-2], *folders, *written.get("", []), *entries[-2:]]


def toc_tokens(headings: Iterable[Heading]) -> list[dict[str, Any]]:
    """Headings as the nested tokens of Python-Markdown's table of contents."""
    root: list[dict[str, Any]] = []
    stack: list[dict[str, Any]] = []
    for heading in headings:
        token = {
            "level": heading.level,
            "id": heading.id,
            "name": heading.title,
            "html": heading.title,
            "data-toc-label": "",
            "children": [],
        }
        while stack and stack[-1]["level"] >= heading.level:
            stack.pop()
        (stack[-1]["children"] if stack else root).append(token)
        stack.append(token)
    return root


def _section(page: str) -> str:
    """The project (`projects/tea-order/`) or folder (`handbook`) that a hand-written page belongs to."""
    parts = page.split("/")
    return (
        "/".join((*parts[:2], "")) if parts[0] == "projects" and len(parts) > 2 else parts[0] if len(parts) > 1 else ""
    )


def _entry(item: NavigationItem, written: dict[str, list[str]]) -> dict[str, Any]:
    if item.address is None:
        pages = [_entry(child, written) for child in item.children]
        return {escape(item.title): [*pages, *written.pop(item.children[0].address or "-", [])]}
    return {escape(item.title): f"{item.address}index.md"}


def _words(folder: str) -> str:
    return escape(folder.replace("-", " ").capitalize())
