"""Settings that say something else in two places."""

from collections.abc import Iterator
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.settings import Repository
from milepost.model.text import Translations
from milepost.rules.context import RuleContext
from milepost.rules.host_settings import HostSetting, HostSettings, read_host_settings
from milepost.rules.rule import rule

_EDIT_PATHS = {"github": "edit", "gitlab": "-/edit", "gitee": "edit", "gitea": "_edit"}
_ZERO_WIDTH_SPACE = "\u200b"
"""Chinese texts are cut into words with it: a search that does not split there finds nothing."""


@rule(Severity.WARNING)
def conflicting_setting(context: RuleContext) -> Iterator[Diagnostic]:
    """What mkdocs.yml says otherwise than content/portal.yml, which wins."""
    host = read_host_settings(context.host_settings) if context.host_settings else None
    if host is None:
        return
    for found, wanted in _differences(context, host):
        yield Diagnostic(
            rule="conflicting-setting",
            message=message("rules.conflicting-setting.message", setting=found.name),
            location=found.location,
            help=message("rules.conflicting-setting.help", value=wanted),
        )


def _differences(context: RuleContext, host: HostSettings) -> Iterator[tuple[HostSetting, str]]:
    settings = context.portal.settings
    titles = _texts(settings.title)
    yield from _differing(host.get("site_name"), titles)
    languages = [code.split("-")[0].lower() for code in settings.languages]
    if languages:
        found = host.get("theme", "language")
        if found and str(found.value).split("-")[0].lower() != languages[0]:
            yield found, languages[0]
        found = host.plugin("search", "lang")
        if found and {str(code).split("-")[0].lower() for code in _listed(found.value)} != set(languages):
            yield found, f"[{', '.join(languages)}]"
        found = host.plugin("search", "separator")
        if found and "zh" in languages and not _splits_at_zero_width(str(found.value)):
            yield found, r"[\s\u200b\u3000\-、。，．？！；]+"
    if settings.repository and settings.repository.url:
        yield from _differing(host.get("repo_url"), [settings.repository.url])
        edit = _edit_path(settings.repository)
        yield from _differing(host.get("edit_uri"), [edit] if edit else [])


def _differing(found: HostSetting | None, wanted: list[str]) -> Iterator[tuple[HostSetting, str]]:
    if found and wanted and _bare(str(found.value)) not in map(_bare, wanted):
        yield found, wanted[0]


def _bare(text: str) -> str:
    return text.strip().removesuffix("/").removesuffix(".git")


def _texts(title: str | Translations | None) -> list[str]:
    return list(title.values()) if isinstance(title, Translations) else [title] if title else []


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _splits_at_zero_width(separator: str) -> bool:
    return _ZERO_WIDTH_SPACE in separator or "\\u200b" in separator.lower()


def _edit_path(repository: Repository) -> str:
    path = _EDIT_PATHS.get(repository.host or "")
    return f"{path}/{repository.branch}/content/" if path else ""
