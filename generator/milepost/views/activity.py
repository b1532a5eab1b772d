"""What changed, in words: events by the dates of records, and commits by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from milepost.analysis.activity import Week, by_day, last_day, zone_of
from milepost.history.git import Commit
from milepost.views.context import Anchor, SourceLine, ViewContext
from milepost.views.filters import Facet, Filter, filters
from milepost.views.record_changes import NOTHING_DONE, RecordLines, record_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """An event or commit: its day, what happened to which record, and who."""

    iso: str
    day: str
    verb: str
    what: Anchor
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitLine:
    """A commit with the files that it changed and what it did to records; `link` is its page at the code host."""

    anchor: str
    sha: str
    link: Anchor
    time: str
    author: str
    subject: str
    files: tuple[SourceLine, ...]
    did: RecordLines
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitDay:
    """The commits of a day."""

    iso: str
    day: str
    commits: tuple[CommitLine, ...]


def history_note(context: ViewContext) -> str:
    """What the reader has to know about the history; empty when it is complete."""
    history = context.analysis.history
    if history.head is None:
        return context.t("changes.no-git")
    if history.shallow:
        oldest = history.commits[-1] if history.commits else history.head
        return context.t(
            "changes.shallow",
            count=len(history.commits),
            day=context.formats.iso(oldest.on.astimezone(zone_of(context.portal)).date()),
        )
    return ""


def event_lines(context: ViewContext, week: Week) -> tuple[FeedLine, ...]:
    """The week's events, the newest first."""
    lines = []
    for day, what, record in week.events():
        owner = getattr(record, "owner", None)
        lines.append(
            FeedLine(
                iso=context.formats.iso(day),
                day=context.formats.short(day),
                verb=context.t(f"changes.event.{what}"),
                what=context.link(record),
                who=context.person(owner).text if owner else "",
            )
        )
    return tuple(lines)


def commit_days(
    context: ViewContext, commits: Iterable[Commit], projects: Iterable[str], limit: int = 0
) -> tuple[CommitDay, ...]:
    """The commits by day, with what they did to the records of `projects`; at most `limit` of them unless it is 0."""
    chosen, lines = list(commits), record_lines(context, projects)
    return tuple(
        CommitDay(
            iso=context.formats.iso(day),
            day=context.formats.with_weekday(day) if day.year == context.as_of.year else context.formats.iso(day),
            commits=tuple(_commit(context, commit, lines.get(commit.sha, NOTHING_DONE)) for commit in several),
        )
        for day, several in by_day(chosen[:limit] if limit else chosen, zone_of(context.portal)).items()
    )


def window_text(context: ViewContext, days: int) -> str:
    """The days that recent commits are of: `11-15–11-22`."""
    last = last_day(context.analysis.history, context.as_of, zone_of(context.portal))
    return context.formats.span(date.fromordinal(last.toordinal() - days), last)


def _commit(context: ViewContext, commit: Commit, did: RecordLines) -> CommitLine:
    return CommitLine(
        anchor=f"commit-{commit.sha[:10]}",
        sha=commit.sha[:7],
        link=Anchor(text=commit.subject or commit.sha[:7], href=commit_address(context, commit.sha)),
        time=f"{commit.on.astimezone(zone_of(context.portal)):%H:%M}",
        author=commit.author,
        subject=commit.subject,
        files=tuple(_file(context, path) for path in commit.paths),
        did=did,
        facets=(
            Facet("who", commit.author, commit.author),
            *dict.fromkeys(Facet("did", one.kind, one.verb) for one in did.records),
            *dict.fromkeys(Facet("type", one.collection, one.type) for one in did.records),
        ),
    )


def commit_filters(context: ViewContext, days: Iterable[CommitDay]) -> tuple[Filter, ...]:
    """By author, by what was done, and to which types of records."""
    labels = {name: context.t(f"changes.filter.{name}") for name in ("who", "did", "type")}
    return filters(labels, (one.facets for day in days for one in day.commits))


def commit_address(context: ViewContext, sha: str) -> str:
    """A commit's page at the code host; empty where that is not known."""
    repository = context.portal.settings.repository
    if repository is None or not repository.url:
        return ""
    return f"{repository.url.rstrip('/')}{'/-' if repository.host == 'gitlab' else ''}/commit/{sha}"


def _file(context: ViewContext, path: str) -> SourceLine:
    """The file as it is now; without an address where it is gone."""
    line = context.source_line(path, 1)
    known = path in context.loaded.sources or any(place.path == path for place in context.loaded.places)
    return line if known else SourceLine(path=path, line=0)
