"""The findings of a check for those who only show them: the stored ones of the last time where they still hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.analysis.zones import zone_named
from milepost.build import CACHE, Checked, check, resolve_as_of
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.identity import Comparison, compare
from milepost.events.installed import events_readable
from milepost.history.git import CommitTree, Git
from milepost.loading.files import MAX_BYTES, OTHER_DATA, TEXT_SUFFIXES, FileTree, FolderTree, ReadOnce
from milepost.loading.host_settings import HOST_SETTINGS, host_settings_of, site_url_of
from milepost.loading.parquet_file import parquet_readable
from milepost.rules import result_cache
from milepost.source import Source

if TYPE_CHECKING:
    from milepost.events.results import Progress


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The findings about a portal, and what is needed to show them."""

    root: Path
    diagnostics: tuple[Diagnostic, ...]
    languages: tuple[str, ...]
    docs_url: str
    tree: FileTree = field(repr=False, compare=False)
    """Where the files are read from."""
    comparison: Comparison | None = None
    """What came and went since the base of a change."""
    read: Mapping[str, Source] = field(default_factory=dict, repr=False, compare=False)
    """The texts that were read anyway."""

    def quoted(self) -> Mapping[str, Source]:
        """The texts of the files that findings point to."""
        paths = {one.location.path for one in self.diagnostics}
        paths |= {label.location.path for one in self.diagnostics for label in one.labels}
        found = {path: self.read[path] for path in paths if path in self.read}
        for path, data in self.tree.read(sorted(paths - found.keys())):
            if data is not None and path.endswith(TEXT_SUFFIXES):
                found[path] = Source(path, data.decode("utf-8-sig", "replace"))
        return found


def check_cached(  # noqa: PLR0913 - what a check may be asked for
    root: Path,
    *,
    as_of: str | None = None,
    base: str = "",
    tree: FileTree | None = None,
    store: Path | None = None,
    use_cache: bool = True,
    timings: dict[str, float] | None = None,
    progress: "Progress | None" = None,
    in_two: bool = False,
) -> CheckResult:
    """As `check`, but while neither the files nor the day have changed the findings of the last time.

    Where `timings` are wanted, or a ref is named as the `base` of a change, the rules run. The result for another
    `tree` than the folder is kept in a `store` of its own.

    Raises:
        MilepostError: see `resolve_as_of`, and for a `base` `history.revisions`.
    """
    from milepost.history.revisions import base_of  # noqa: PLC0415

    start = base_of(Git(root), base) if base else None
    use_cache = use_cache and timings is None and start is None
    path = store or root / CACHE / "check.json"
    tree = tree or ReadOnce(FolderTree(root))
    key = _key(root, tree, as_of) if use_cache else ""
    entry = result_cache.read(path, key) if use_cache else None
    if entry:
        day = resolve_as_of(
            root, as_of, date.fromisoformat(entry["portal_day"]) if entry["portal_day"] else None, entry["timezone"]
        )
        if day.isoformat() == entry["as_of"] and _git_is_as_it_was(root, entry):
            return CheckResult(
                root=root,
                diagnostics=entry["diagnostics"],
                languages=tuple(entry["languages"]),
                docs_url=entry["docs_url"],
                tree=tree,
            )
    checked = check(root, as_of=as_of, tree=tree, base=start, timings=timings, progress=progress, in_two=in_two)
    settings = checked.loaded.portal.settings
    docs_url = _docs_url(checked.sources.get(HOST_SETTINGS))
    if use_cache:
        from milepost.analysis.baselines import baseline_refs  # noqa: PLC0415 - here it is imported already

        facts = {
            "as_of": checked.as_of.isoformat(),
            "portal_day": settings.as_of.isoformat() if settings.as_of else "",
            "timezone": settings.timezone or "",
            "languages": list(settings.languages),
            "docs_url": docs_url,
            "baselines": _commits(root, set(baseline_refs(checked.loaded.portal).values())),
            "newest": checked.context.past.asked if checked.context.past else {},
        }
        result_cache.write(path, key, checked.diagnostics, facts)
    return CheckResult(
        root=root,
        diagnostics=checked.diagnostics,
        languages=settings.languages,
        docs_url=docs_url,
        tree=tree,
        comparison=_comparison(checked),
        read=checked.sources,
    )


def _comparison(checked: Checked) -> Comparison | None:
    if checked.before is None:
        return None
    renamed = {str(one.was): str(one.record) for one in checked.context.changes.values() if one.was}
    return compare(checked.before.diagnostics, checked.diagnostics, renamed)


def _git_is_as_it_was(root: Path, entry: Mapping[str, Any]) -> bool:
    """Whether the refs and days that the rules asked git about still name the same commits."""
    git, zone = Git(root), zone_named(entry["timezone"])
    newest = {day: git.newest_before(date.fromisoformat(day), zone) for day in entry["newest"]}
    return (newest, _commits(root, entry["baselines"])) == (entry["newest"], entry["baselines"])


def _commits(root: Path, refs: Iterable[str]) -> dict[str, str]:
    """The commits that refs name today, empty for a ref that is not known: a tag may be moved."""
    git = Git(root)
    known = {ref: git.commit(ref) for ref in refs}
    return {ref: commit.sha if commit else "" for ref, commit in known.items()}


def _key(root: Path, tree: FileTree, as_of: str | None) -> str:
    host = host_settings_of(root)
    facts = (as_of or "", host.text if host else "", f"{events_readable()} {parquet_readable()}")
    if isinstance(tree, CommitTree):
        return result_cache.digest((), tree.rev, *facts)  # says all of its files
    listing = tree.list()
    read = [path for path in listing.files if path.endswith(TEXT_SUFFIXES)]
    names = "\n".join((*listing.files, *map(str, listing.refused)))
    large = [path for path, data in tree.read(read) if data is not None and len(data) > MAX_BYTES]
    other = [path for path in listing.files if path.endswith(OTHER_DATA)]
    digests = "\n".join(f"{path} {tree.digest(path)}" for path in (*large, *other))
    return result_cache.digest(tree.read(read), names, digests, *facts)


def _docs_url(host_settings: Source | None) -> str:
    """The address of a rule's page on the published portal."""
    url = site_url_of(host_settings)
    return f"{url}rules/{{rule}}/" if url else ""
