"""Who changed what in a project, as a feed for readers of news."""

from datetime import datetime, time

from milepost.analysis.activity import zone_of
from milepost.exports.atom import Entry, Feed
from milepost.model.portal import Project
from milepost.views.activity import commit_address
from milepost.views.context import ViewContext
from milepost.views.record_changes import RecordLine, record_lines

FEED = "feed.xml"
"""Its name beside the page of changes."""
_MOST = 50


def changes_feed(context: ViewContext, project: Project) -> Feed | None:
    """The newest commits that changed records; None where the history cannot be told."""
    trend = (context.analysis.trends or {}).get(project.id)
    if trend is None:
        return None
    lines = record_lines(context, [project.id])
    entries = tuple(
        Entry(
            key=f"milepost:{project.id}:{step.commit.sha}",
            title=step.commit.subject or step.commit.sha[:7],
            author=step.commit.author or "–",
            on=step.commit.on,
            lines=tuple(_line(context, one) for one in lines[step.commit.sha].records),
            href=commit_address(context, step.commit.sha) or f"./#commit-{step.commit.sha[:10]}",
        )
        for step in trend.steps[:_MOST]
    )
    midnight = datetime.combine(context.as_of, time.min, zone_of(context.portal))
    return Feed(
        key=f"milepost:{project.id}:changes:{context.language}",
        title=f"{context.title(project.record)} · {context.t('ui.page.changes')}",
        language=context.language,
        updated=max((one.on for one in entries), default=midnight),
        href="./",
        entries=entries,
    )


def _line(context: ViewContext, one: RecordLine) -> str:
    """`Changed Menu page (Task): Due 12 Oct → 19 Oct (+5 working days)`."""
    fields = []
    for field in one.fields:
        values = " → ".join(filter(None, (field.before, field.after)))
        fields.append(f"{field.name} {values}{f' ({field.delta})' if field.delta else ''}")
    said = context.t("diff.colon") + context.t("diff.semicolon").join(fields) if fields else ""
    return f"{one.verb} {one.what.text} ({one.type}){said}"
