"""What the portal's settings mean for MkDocs and its theme."""

from html import escape
from typing import Any

from milepost.build import Checked
from milepost.loading.files import CONTENT
from milepost.model.settings import PortalSettings
from milepost.model.text import text_in
from milepost.resources import themes_dir
from milepost.site.site import Site

SEPARATOR = r"[\s\u200b\u3000\-、。，．？！；]+"
"""Without the zero-width space, which the theme's search puts between Chinese words, it finds nothing."""

STYLES = ("assets/milepost.css", "assets/material.css")
SCRIPT = "assets/milepost.js"
"""Filters and sorting; deferred."""
_FEATURES = ("navigation.prune",)
"""Without it every page repeats the links to all pages of all projects."""
NAMES = {"zh": "中文", "en": "English"}


def apply_settings(
    config: Any, checked: Checked, site: Site, settings: PortalSettings, *, default_language: str
) -> None:
    """Sets what portal.yml owns: title, languages, repository; nothing is asked of another server.

    `settings` are those that the site's readers see; `default_language` is the one at the root of the site, empty when
    this build stands alone.
    """
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(themes_dir() / "overrides"))
    config.watch.append(str(checked.root / CONTENT))
    # Themes print both as they are, into elements and attributes.
    config.site_name = escape(text_in(settings.title, site.language)) or config.site_name
    config.site_description = escape(text_in(settings.description, site.language)) or config.site_description
    config.theme["language"] = site.language
    config.theme["font"] = False
    config.repo_url = config.repo_name = None
    config.edit_uri = None
    config.edit_uri_template = edit_template(settings, site.prefix)
    features = config.theme["features"] if "features" in config.theme else []  # noqa: SIM401 - no dict
    config.theme["features"] = [*features, *(name for name in _FEATURES if name not in features)]
    config.extra_css[:0] = [style for style in STYLES if style not in config.extra_css]
    if default_language and len(site.languages) > 1:
        up = "" if site.language == default_language else "../"
        config.extra["alternate"] = [
            {"name": NAMES[code], "lang": code, "link": up if code == default_language else f"{up}{code}/"}
            for code in site.languages
        ]
    for name in ("search", "material/search"):
        if name in config.plugins:
            search = config.plugins[name].config
            search.lang = list(dict.fromkeys(("zh", "en") if site.language == "zh" else ("en", *site.languages)))
            search.separator = SEPARATOR


def edit_template(settings: PortalSettings, prefix: str) -> str | None:
    repository = settings.repository
    if repository is None or not repository.url:
        return None
    verb = {"gitlab": "-/edit", "gitea": "_edit"}.get(repository.host or "", "edit")
    return f"{repository.url.rstrip('/')}/{verb}/{repository.branch}/{prefix}{{path}}"
