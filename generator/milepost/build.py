"""The use-cases: what commands and hosts ask for, whatever carries the answer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.errors import MilepostError
from milepost.history.git import CommitTree, Git
from milepost.i18n.catalogue import language_of
from milepost.i18n.message import message
from milepost.loading.collector import collector_paused
from milepost.loading.files import CONTENT, TEXT_SUFFIXES, FolderTree, ReadOnce, Tree
from milepost.rules import result_cache
from milepost.source import Source

# The loader, the rules and the templates are imported where they are used: showing the result of the last check
# takes none of them, and checking no templates.
if TYPE_CHECKING:
    from milepost.analysis.analysis import Analysis, History
    from milepost.analysis.plan_diff.plan_diff import PlanDiff
    from milepost.loading.load import Loaded
    from milepost.rules.context import RuleContext
    from milepost.site.reuse import RenderedPages
    from milepost.site.site import Site

HOST_SETTINGS = "mkdocs.yml"
CACHE = ".cache/milepost"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A loaded portal with all findings about it, on a day."""

    root: Path
    loaded: "Loaded"
    as_of: date
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    """The texts that findings may quote, mkdocs.yml included."""
    context: "RuleContext"
    """What the rules have worked out, for others to go on with."""

    @cached_property
    @collector_paused()
    def analysis(self) -> "Analysis":
        """Everything that pages are computed from, once for all languages."""
        from milepost.analysis.analysis import analyse  # noqa: PLC0415
        from milepost.loading.tables import read_tables  # noqa: PLC0415

        return analyse(
            self.loaded.portal,
            self.as_of,
            plans=self.context.plans,
            back_links=self.loaded.references.back_links,
            tables=read_tables(self.loaded),
            history=_history(self.root),
            baselines=self.context.baselines,
            earlier_states=self.context.earlier_states,
        )


def find_root(folder: Path) -> Path:
    """The nearest folder, from `folder` upwards, that holds a portal.

    Raises:
        MilepostError: there is none.
    """
    for candidate in (folder, *folder.parents):
        if (candidate / CONTENT / "portal.yml").is_file():
            return candidate
    raise MilepostError(message("errors.no-portal", folder=str(folder)))


def load_portal(root: Path) -> "Loaded":
    """Loads the portal at `root`."""
    from milepost.loading.load import load  # noqa: PLC0415

    return load(FolderTree(root))


@collector_paused()
def check(
    root: Path, *, as_of: str | None = None, tree: Tree | None = None, timings: dict[str, float] | None = None
) -> Checked:
    """Loads the portal at `root`, or `tree` in its place, and runs all rules on it.

    `timings` takes the seconds that each rule took by its id, and those of loading under the empty name.
    """
    from milepost.analysis.earlier_states import earlier_state  # noqa: PLC0415
    from milepost.loading.load import load  # noqa: PLC0415
    from milepost.rules.context import RuleContext  # noqa: PLC0415
    from milepost.rules.engine import run, unmeasured  # noqa: PLC0415

    measure = unmeasured if timings is None else partial(_measured, timings)
    with measure(""):
        loaded = load(tree or FolderTree(root))
    settings = loaded.portal.settings
    day = resolve_as_of(root, as_of, settings.as_of, settings.timezone or "")
    host_settings = _host_settings(root)
    context = RuleContext(
        loaded=loaded,
        as_of=day,
        host_settings=host_settings,
        earlier_states=cache(partial(earlier_state, Git(root))),
    )
    extra = {HOST_SETTINGS: host_settings} if host_settings else {}
    return Checked(
        root=root,
        loaded=loaded,
        as_of=day,
        diagnostics=run(context, measure),
        sources={**loaded.sources, **extra},
        context=context,
    )


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The findings about a portal, and what is needed to show them."""

    root: Path
    diagnostics: tuple[Diagnostic, ...]
    languages: tuple[str, ...]
    docs_url: str

    def quoted(self) -> Mapping[str, Source]:
        """The texts of the files that findings point to."""
        paths = {one.location.path for one in self.diagnostics}
        paths |= {label.location.path for one in self.diagnostics for label in one.labels}
        found: dict[str, Source] = {}
        for path, data in FolderTree(self.root).read(sorted(paths)):
            if data is not None:
                found[path] = Source(path, data.decode("utf-8-sig", "replace"))
        return found


def check_cached(
    root: Path, *, as_of: str | None = None, use_cache: bool = True, timings: dict[str, float] | None = None
) -> CheckResult:
    """As `check`, but while neither the files nor the day have changed the findings of the last time.

    Where `timings` are wanted the rules run.
    """
    use_cache = use_cache and timings is None
    path = root / CACHE / "check.json"
    tree = ReadOnce(FolderTree(root))
    key = _key(root, tree, as_of) if use_cache else ""
    entry = result_cache.read(path, key) if use_cache else None
    if entry:
        day = resolve_as_of(
            root, as_of, date.fromisoformat(entry["portal_day"]) if entry["portal_day"] else None, entry["timezone"]
        )
        if day.isoformat() == entry["as_of"] and entry["baselines"] == _commits(root, entry["baselines"]):
            return CheckResult(
                root=root,
                diagnostics=entry["diagnostics"],
                languages=tuple(entry["languages"]),
                docs_url=entry["docs_url"],
            )
    checked = check(root, as_of=as_of, tree=tree, timings=timings)
    settings = checked.loaded.portal.settings
    docs_url = _docs_url(checked.sources.get(HOST_SETTINGS))
    if use_cache:
        facts = {
            "as_of": checked.as_of.isoformat(),
            "portal_day": settings.as_of.isoformat() if settings.as_of else "",
            "timezone": settings.timezone or "",
            "languages": list(settings.languages),
            "docs_url": docs_url,
            "baselines": _commits(root, {one.ref for one in checked.context.baselines.values()}),
        }
        result_cache.write(path, key, checked.diagnostics, facts)
    return CheckResult(root=root, diagnostics=checked.diagnostics, languages=settings.languages, docs_url=docs_url)


@contextmanager
def _measured(timings: dict[str, float], name: str) -> Iterator[None]:
    start = perf_counter()
    yield
    timings[name] = timings.get(name, 0.0) + perf_counter() - start


def _commits(root: Path, refs: Iterable[str]) -> dict[str, str]:
    """The commits that refs name today, empty for a ref that is not known: a tag may be moved."""
    git = Git(root)
    known = {ref: git.commit(ref) for ref in refs}
    return {ref: commit.sha if commit else "" for ref, commit in known.items()}


def _key(root: Path, tree: Tree, as_of: str | None) -> str:
    listing = tree.list()
    read = [path for path in listing.files if path.endswith(TEXT_SUFFIXES)]
    host = _host_settings(root)
    names = "\n".join((*listing.files, *map(str, listing.refused)))
    return result_cache.digest(tree.read(read), names, as_of or "", host.text if host else "")


def _docs_url(host_settings: Source | None) -> str:
    """The address of a rule's page on the published portal, from `site_url` in mkdocs.yml."""
    found = (
        re.search(r"^site_url:\s*[\"']?(https?://[^\s\"'#]+)", host_settings.text, re.MULTILINE)
        if host_settings
        else None
    )
    return f"{found[1].rstrip('/')}/rules/{{rule}}/" if found else ""


def diff(root: Path, asked: str, *, as_of: str | None = None) -> "PlanDiff":
    """What is different between two states of the portal, and what follows from it, both looked at on the same day.

    Raises:
        MilepostError: see `history.revisions`; or `as_of` is no date.
    """
    from milepost.analysis.plan_diff.plan_diff import plan_diff  # noqa: PLC0415
    from milepost.history.revisions import revisions  # noqa: PLC0415

    git = Git(root)
    wanted = revisions(git, asked)
    after = check(root, as_of=as_of, tree=CommitTree(git, wanted.head.sha) if wanted.head else None)
    before = check(root, as_of=after.as_of.isoformat(), tree=CommitTree(git, wanted.base.sha))
    return plan_diff(before.analysis, after.analysis, (before.diagnostics, after.diagnostics))


def portal_site(checked: Checked, language: str = "", rendered: "RenderedPages | None" = None) -> "Site":
    """The site of a portal in one language (the portal's first if none is named).

    A server hands in the pages that it has `rendered`, to render only what changed.
    """
    from milepost.site.assembly import assemble  # noqa: PLC0415
    from milepost.views.context import ViewContext  # noqa: PLC0415

    languages = checked.loaded.portal.settings.languages
    chosen = language_of(language or (languages[0] if languages else "en"))
    return assemble(
        ViewContext(analysis=checked.analysis, loaded=checked.loaded, diagnostics=checked.diagnostics, language=chosen),
        rendered,
    )


def resolve_as_of(root: Path, asked: str | None, portal_day: date | None, timezone: str) -> date:
    """The day that counts: the one asked for, the portal's, that of the last commit, else today.

    Raises:
        MilepostError: `asked` is neither a date nor `today`.
    """
    zone = _zone(timezone)
    if asked == "today":
        return datetime.now(zone).date()
    if asked:
        try:
            return date.fromisoformat(asked)
        except ValueError:
            raise MilepostError(message("errors.bad-date", value=asked)) from None
    if portal_day:
        return portal_day
    git = Git(root)
    return (git.head().on.astimezone(zone) if git.available() else datetime.now(zone)).date()


def _history(root: Path) -> "History":
    from milepost.analysis.analysis import History  # noqa: PLC0415

    git = Git(root)
    if not git.available():
        return History()
    return History(head=git.head(), commits=git.log(), shallow=git.is_shallow(), prefix=git.prefix())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _host_settings(root: Path) -> Source | None:
    try:
        return Source(HOST_SETTINGS, (root / HOST_SETTINGS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
