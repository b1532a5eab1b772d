"""The use-cases: what commands and hosts ask for, whatever carries the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from milepost.analysis.analysis import History, analyse
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.errors import MilepostError
from milepost.history.git import Git
from milepost.i18n.catalogue import language_of
from milepost.i18n.message import message
from milepost.loading.files import CONTENT, FolderTree
from milepost.loading.load import Loaded, load
from milepost.loading.tables import read_tables
from milepost.model.settings import PortalSettings
from milepost.rules.context import RuleContext
from milepost.rules.engine import run
from milepost.site.assembly import assemble
from milepost.site.site import Site
from milepost.source import Source
from milepost.views.context import ViewContext

HOST_SETTINGS = "mkdocs.yml"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A loaded portal with all findings about it, on a day."""

    root: Path
    loaded: Loaded
    as_of: date
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    """The texts that findings may quote, mkdocs.yml included."""


def find_root(folder: Path) -> Path:
    """The nearest folder, from `folder` upwards, that holds a portal.

    Raises:
        MilepostError: there is none.
    """
    for candidate in (folder, *folder.parents):
        if (candidate / CONTENT / "portal.yml").is_file():
            return candidate
    raise MilepostError(message("errors.no-portal", folder=str(folder)))


def check(root: Path, *, as_of: str | None = None) -> Checked:
    """Loads the portal at `root` and runs all rules on it."""
    loaded = load(FolderTree(root))
    day = resolve_as_of(root, loaded.portal.settings, as_of)
    host_settings = _host_settings(root)
    diagnostics = run(RuleContext(loaded=loaded, as_of=day, host_settings=host_settings))
    extra = {HOST_SETTINGS: host_settings} if host_settings else {}
    return Checked(root=root, loaded=loaded, as_of=day, diagnostics=diagnostics, sources={**loaded.sources, **extra})


def portal_site(checked: Checked, language: str = "") -> Site:
    """The site of a checked portal in one language (the portal's first if none is named)."""
    settings = checked.loaded.portal.settings
    chosen = language_of(language or (settings.languages[0] if settings.languages else "en"))
    analysis = analyse(checked.loaded.portal, checked.as_of, read_tables(checked.loaded), _history(checked.root))
    return assemble(
        ViewContext(analysis=analysis, loaded=checked.loaded, diagnostics=checked.diagnostics, language=chosen)
    )


def resolve_as_of(root: Path, settings: PortalSettings, asked: str | None) -> date:
    """The day that counts: the one asked for, the portal's, that of the last commit, else today.

    Raises:
        MilepostError: `asked` is neither a date nor `today`.
    """
    zone = _zone(settings)
    if asked == "today":
        return datetime.now(zone).date()
    if asked:
        try:
            return date.fromisoformat(asked)
        except ValueError:
            raise MilepostError(message("errors.bad-date", value=asked)) from None
    if settings.as_of:
        return settings.as_of
    git = Git(root)
    return (git.head().on.astimezone(zone) if git.available() else datetime.now(zone)).date()


def _history(root: Path) -> History:
    git = Git(root)
    if not git.available():
        return History()
    return History(head=git.head(), commits=git.log(), shallow=git.is_shallow(), prefix=git.prefix())


def _zone(settings: PortalSettings) -> ZoneInfo:
    try:
        return ZoneInfo(settings.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _host_settings(root: Path) -> Source | None:
    try:
        return Source(HOST_SETTINGS, (root / HOST_SETTINGS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
