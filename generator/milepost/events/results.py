"""The event metrics of a portal: which files they read, what came of it, kept by what it came from."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from milepost import __version__
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.events.answers import Answered, answered
from milepost.events.definition import Definition, definition_of
from milepost.events.flaws import at_field, flaw_finding
from milepost.events.installed import events_readable
from milepost.events.result import EventSeries, from_plain, number_of
from milepost.i18n.message import message
from milepost.loading import sealed_file
from milepost.loading.discovery import Role
from milepost.loading.files import FileTree, files_matching
from milepost.loading.load import Loaded
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref
from milepost.resources import code_fingerprint

Progress = Callable[[float], None]
"""Told from time to time how much is done, from 0 to 1."""
_KEPT = 40
"""So many groups of files are remembered, those of other commits and days among them."""


@dataclass(frozen=True, kw_only=True)
class EventData:
    """The series of the metrics that are computed from events, the files that each reads, and what is wrong."""

    series: Mapping[Ref, EventSeries]
    files: Mapping[Ref, tuple[str, ...]]
    diagnostics: tuple[Diagnostic, ...] = ()


NO_EVENTS = EventData(series={}, files={})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Metrics that read the same files in the same way."""

    paths: tuple[str, ...]
    renamed: Mapping[str, str]
    metrics: Mapping[Ref, Definition]


def event_metrics(loaded: Loaded) -> list[Metric]:
    """The metrics of a portal that name files of events."""
    return [
        record
        for record in loaded.portal.everything()
        if isinstance(record, Metric) and record.series and record.series.events
    ]


def event_data(loaded: Loaded, tree: FileTree, as_of: date, cache: Path, progress: Progress | None = None) -> EventData:
    """What the event metrics of a portal say at the start of the day `as_of`.

    What was computed from the same bytes, by the same definition, code and engine is taken from `cache`, which may be
    deleted at any time. Where the engine is not installed, a finding says so, and there are no values.
    """
    metrics = event_metrics(loaded)
    groups = _groups(loaded, metrics)
    if not groups:
        return NO_EVENTS
    files = {key: group.paths for group in groups for key in group.metrics}
    if not events_readable():
        return EventData(series={}, files=files, diagnostics=(_not_installed(loaded, metrics),))
    series: dict[Ref, EventSeries] = {}
    diagnostics: list[Diagnostic] = []
    for index, group in enumerate(groups):
        part = _part_of(progress, index, len(groups))
        entry = _entry(group, tree, _facts(loaded, as_of), cache, part)
        first = next(iter(group.metrics))
        diagnostics += [flaw_finding(flaw, first) for flaw in entry.flaws]
        for key, definition in group.metrics.items():
            answer = entry.answers.get(definition.key)
            diagnostics += at_field(loaded, key, definition, entry)
            if answer and "error" not in answer:
                series[key] = from_plain(definition, answer)
    return EventData(series=series, files=files, diagnostics=tuple(diagnostics))


def _groups(loaded: Loaded, metrics: Iterable[Metric]) -> list[_Group]:
    data = {place.path for place in loaded.places if place.role is Role.DATA}
    found: dict[str, _Group] = {}
    for metric in metrics:
        definition, series = definition_of(metric), metric.series
        paths = files_matching(metric.project_id, series.events, data) if series and series.events else ()
        if definition is None or not paths:
            continue
        renamed = dict(series.columns or {}) if series else {}
        name = json.dumps([paths, sorted(renamed.items())])
        before = found[name].metrics if name in found else {}
        found[name] = _Group(paths=paths, renamed=renamed, metrics={**before, metric.key: definition})
    return list(found.values())


def _facts(loaded: Loaded, as_of: date) -> dict[str, Any]:
    """What every answer depends on beside the files and the definition."""
    from importlib.metadata import version  # noqa: PLC0415 - nobody without event metrics waits for it

    return {
        "timezone": loaded.portal.settings.timezone or "UTC",
        "as_of": number_of(as_of),
        "code": [__version__, code_fingerprint(), version("duckdb"), version("ibis-framework")],
    }


def _entry(group: _Group, tree: FileTree, facts: Mapping[str, Any], cache: Path, progress: Progress | None) -> Answered:
    """The answers to a group's definitions: those that are kept, with the others added to them."""
    digests = [(path, tree.digest(path)) for path in group.paths]
    key = json.dumps([digests, sorted(group.renamed.items()), facts])
    file = cache / "events" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"
    kept = sealed_file.read(file, key)
    entry = Answered.of(kept) if kept else None
    definitions = list({one.key: one for one in group.metrics.values()}.values())
    wanted = [one for one in definitions if entry is None or one.key not in entry.answers]
    if entry is None or wanted:
        fresh = answered(
            wanted,
            tree,
            group.paths,
            group.renamed,
            timezone=facts["timezone"],
            as_of=facts["as_of"],
            progress=progress,
        )
        if progress:
            progress(1.0)
        entry = fresh.beside(entry)
        sealed_file.write(file, key, entry.plain())
        _forget(file.parent)
    return entry


def _forget(folder: Path) -> None:
    """Deletes the oldest of what is kept, beyond what is worth keeping."""
    with suppress(OSError):
        files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for file in files[_KEPT:]:
            file.unlink()


def _part_of(progress: Progress | None, index: int, count: int) -> Progress | None:
    return (lambda done: progress((index + done) / count)) if progress else None


def _not_installed(loaded: Loaded, metrics: Sequence[Metric]) -> Diagnostic:
    metric = metrics[0]
    return Diagnostic(
        rule="unreadable-file",
        message=message("rules.unreadable-file.events-extra.message", count=len(metrics)),
        location=loaded.positions[metric.key].of("series", "events"),
        level=Severity.WARNING,
        help=message("rules.unreadable-file.events-extra.help"),
        record=str(metric.key),
        field="series.events",
    )
