"""Pages as Markdown with blocks of HTML, in a folder of their own: for Zensical, and whatever else reads such files."""

import logging
import re
import shutil
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from milepost.build import Checked, check, portal_site, seen_by
from milepost.errors import MilepostError
from milepost.finding_trend import finding_points
from milepost.hosts.export_settings import MARK, OVERRIDES, export_settings
from milepost.hosts.navigation import meta_of
from milepost.hosts.reporting import log_findings, log_leaks
from milepost.hosts.settings import SCRIPT, STYLES, edit_template
from milepost.i18n.catalogue import Catalogue, catalogue
from milepost.i18n.message import message
from milepost.loading.files import CONTENT
from milepost.loading.host_settings import HOST_SETTINGS, host_settings_of
from milepost.loading.text_files import split_markdown
from milepost.model.settings import PortalSettings
from milepost.model.text import text_in
from milepost.resources import themes_dir
from milepost.site.leaks import leaks_in
from milepost.site.prose import address_of_place
from milepost.site.site import Page, Site

DOCS = "docs"
_ASSETS = "assets"
_REPLACED = (DOCS, OVERRIDES, HOST_SETTINGS)
_HEADING = re.compile(r"<h[1-6]\b")
log = logging.getLogger("milepost.export")


def export(  # noqa: PLR0913 - what a site is made for
    root: Path,
    target: Path,
    *,
    as_of: str | None = None,
    language: str = "",
    audience: str = "",
    tolerant: bool = False,
) -> None:
    """Writes `docs/`, `overrides/` and `mkdocs.yml` into `target`, beside what it has and swapped in when all is well.

    The portal's first language is at the top of `docs/`, each other one in a folder of its own; `language` alone if
    one is named. `tolerant` exports what could be read of files with errors.

    Raises:
        MilepostError: `target` holds such files from elsewhere; the project files have errors; there would be leaks.
    """
    _refuse_foreign(target)
    checked = check(root, as_of=as_of)
    codes = checked.loaded.portal.settings.languages
    words = catalogue(language or (codes[0] if codes else "en"))
    errors = log_findings(log, checked, words, severe=logging.WARNING if tolerant else logging.ERROR)
    if errors and not tolerant:
        raise MilepostError(message("errors.build-stopped", errors=errors))
    beside = target / ".milepost-export"
    try:
        shutil.rmtree(beside, ignore_errors=True)
        for place, data in _files(checked, language, audience):
            (beside / place).parent.mkdir(parents=True, exist_ok=True)
            (beside / place).write_bytes(data)
        _search_for_leaks(beside, checked, audience, words)
        for name in _REPLACED:
            old = target / name
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
            (beside / name).rename(old)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MilepostError(message("errors.cannot-write", path=str(target), reason=reason)) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _refuse_foreign(target: Path) -> None:
    settings = target / HOST_SETTINGS
    ours = settings.is_file() and settings.read_text(encoding="utf-8", errors="replace").startswith(MARK)
    found = [name for name in _REPLACED if (target / name).exists()]
    if found and not ours:
        raise MilepostError(message("errors.export-foreign", folder=str(target), names=found))


def _search_for_leaks(folder: Path, checked: Checked, audience: str, words: Catalogue) -> None:
    shipped = [themes_dir() / OVERRIDES]
    leaks = leaks_in(folder, seen_by(checked, audience).withheld, shipped)
    if leaks:
        log_leaks(log, leaks, words)
        raise MilepostError(message("errors.leaks", leaks=len(leaks)))


def _files(checked: Checked, language: str, audience: str) -> Iterator[tuple[str, bytes]]:
    """Every file by its place."""
    make = partial(portal_site, checked, audience=audience, past_findings=partial(finding_points, checked))
    first = make(language)
    others = () if language else first.languages[1:]
    sites = {"": first, **{f"{code}/": make(code) for code in others}}
    settings = seen_by(checked, audience).loaded.portal.settings
    titles = {folder: escape(text_in(settings.title, site.language)) for folder, site in sites.items()}
    own, description = host_settings_of(checked.root), escape(text_in(settings.description, first.language))
    yield HOST_SETTINGS, export_settings(sites, titles, description, own.text if own else "").encode()
    overrides = themes_dir() / "export"
    for path in sorted(overrides.rglob("*.html")):
        yield f"{OVERRIDES}/{path.relative_to(overrides).as_posix()}", path.read_bytes()
    for name in (*STYLES, SCRIPT):
        yield f"{DOCS}/{name}", (themes_dir() / OVERRIDES / name).read_bytes()
    for folder, site in sites.items():
        for place, data in _site_files(checked, site, settings, titles[folder]):
            yield f"{DOCS}/{folder}{place}", data


def _site_files(checked: Checked, site: Site, settings: PortalSettings, title: str) -> Iterator[tuple[str, bytes]]:
    for page in site.pages.values():
        meta = {"title": title, **meta_of(page), **_of_every_page(site, settings, page.address, page.source)}
        yield f"{page.address}index.md", _markdown(meta, _html(page))
    for place, path in site.prose.items():
        written = split_markdown(checked.loaded.sources[path])
        folder = place[: place.rfind("/") + 1]  # links are from the file's place, also those in blocks of HTML
        meta = {**_front_matter(written.fields.text), **_of_every_page(site, settings, address_of_place(place), path)}
        yield place, _markdown(meta, site.embed(written.body, place, folder))
    for place, text in site.files.items():
        yield place, text.encode()
    assets = checked.root / CONTENT / _ASSETS
    for file in sorted(assets.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield f"{_ASSETS}/{file.relative_to(assets).as_posix()}", file.read_bytes()


def _front_matter(text: str) -> dict[str, Any]:
    """What the author says to the host; `audience` is said to Milepost. What is no YAML the check has told of."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        found = None
    return {name: value for name, value in found.items() if name != "audience"} if isinstance(found, dict) else {}


def _of_every_page(site: Site, settings: PortalSettings, address: str, source: str) -> dict[str, Any]:
    """What the overrides read: the page's language, its address within that, where to edit it."""
    template = edit_template(settings, site.prefix)
    edit = {"edit_url": template.format(path=quote(source))} if template and source else {}
    return {"language": site.language, "address": address, **edit}


def _html(page: Page) -> str:
    """The page, and the short text that search gets in its place: browsers leave out what is in a `template`."""
    content = page.render()
    html = _HEADING.sub(r"\g<0> data-search-exclude", content.html)  # else each makes an empty entry
    return f"<div data-search-exclude>\n{html}\n</div>\n<template>\n{content.search}\n</template>"


def _markdown(meta: dict[str, Any], body: str) -> bytes:
    front = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n{body.strip()}\n".encode()
