"""The site's navigation and headings in the shapes that MkDocs takes."""

from collections.abc import Iterable
from typing import Any

from milepost.site.site import Heading, NavigationItem, Site


def navigation(site: Site, prose: Iterable[str]) -> list[Any]:
    """The `nav` setting: the site's own entries, hand-written pages by folder before the last one."""
    entries = [_entry(item) for item in site.navigation]
    folders: dict[str, list[str]] = {}
    for page in prose:
        folders.setdefault(page.split("/")[0] if "/" in page else "", []).append(page)
    written: list[Any] = []
    for folder, pages in folders.items():
        ordered = sorted(pages, key=lambda page: (not page.endswith("/index.md"), page))
        written += [{_folder_title(site, folder): ordered}] if folder else ordered
    return [*entries[:-2], *written, *entries[-2:]]


def toc_tokens(headings: Iterable[Heading]) -> list[dict[str, Any]]:
    """Headings as the nested tokens of Python-Markdown's table of contents."""
    root: list[dict[str, Any]] = []
    stack: list[dict[str, Any]] = []
    for heading in headings:
        token = {"level": heading.level, "id": heading.id, "name": heading.title, "html": heading.title, "data-toc-label": "", "children": []}
        while stack and stack[-1]["level"] >= heading.level:
            stack.pop()
        (stack[-1]["children"] if stack else root).append(token)
        stack.append(token)
    return root


def _entry(item: NavigationItem) -> dict[str, Any]:
    if item.address is None:
        return {item.title: [_entry(child) for child in item.children]}
    return {item.title: f"{item.address}index.md"}


def _folder_title(site: Site, folder: str) -> str:
    return site.folder_titles.get(folder, folder.replace("-", " ").capitalize())
