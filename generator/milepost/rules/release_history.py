"""What releases have been through: which are out, in which order, and how their audits went."""

from collections.abc import Iterator, Sequence
from datetime import date

from milepost.analysis.releases import is_out
from milepost.model.portal import Home, Project
from milepost.model.records.release import AuditEntry, GrayStep, Release
from milepost.model.records.task import Task
from milepost.rules.context import RuleContext
from milepost.rules.record_state import is_open

IN_AUDIT = ("in_review", "delayed")
_SUBMITTED = ("audit", "gray", "online")


def open_projects(context: RuleContext) -> Iterator[Project]:
    """The projects that go on."""
    return (project for project in context.portal.projects.values() if is_open(project.record))


def out_on(release: Release) -> date | None:
    """Since when; where only the channel says that it is out, the planned day counts."""
    return release.released_on or release.planned_on


def in_order(project: Project) -> Sequence[Release]:
    """Those that are out in the order of their days, then the others by their planned days; the undated come first."""
    found = project.all(Release).values()
    return sorted(found, key=lambda one: (not is_out(one), out_on(one) or date.min))


def newest(project: Project) -> Release | None:
    """The one that came out last, of those whose day is known."""
    return next((one for one in reversed(in_order(project)) if is_out(one) and out_on(one)), None)


def is_submitted(release: Release) -> bool:
    """Whether it was given to the platform's audit."""
    return bool(release.audit) or release.channel in _SUBMITTED


def audit_of(release: Release) -> Sequence[tuple[int, AuditEntry]]:
    """The steps of its audit in the order of their days, each with its place in the list; none if one is incomplete."""
    if any(one.on is None or one.status is None for one in release.audit):
        return ()
    return sorted(enumerate(release.audit), key=lambda pair: pair[1].on or date.min)


def waiting_in_audit(release: Release) -> tuple[int, AuditEntry] | None:
    """The last step of an audit that is going on."""
    steps = audit_of(release)
    going_on = steps and steps[-1][1].status in IN_AUDIT and not is_out(release) and release.channel != "gray"
    return steps[-1] if going_on else None


def gray_of(release: Release) -> Sequence[tuple[int, GrayStep]]:
    """The steps of its gradual opening in the order of their days, as far as they are complete."""
    known = [pair for pair in enumerate(release.gray) if pair[1].on is not None and pair[1].percent is not None]
    return sorted(known, key=lambda pair: pair[1].on or date.min)


def tasks_of(context: RuleContext, release: Release) -> Iterator[Task]:
    """The tasks that name it, of whichever project."""
    for link in context.back_links.get(release.key, ()):
        task = context.portal.get(link.source)
        if link.field == "release" and isinstance(task, Task):
            yield task


def all_read(context: RuleContext, home: Home, collection: str) -> bool:
    """Whether each record of a collection of the portal or a project could be read."""
    lost = any((ref.project, ref.collection) == (home.id, collection) for ref in context.portal.broken)
    return not lost and not context.loaded.unread & {(home.id, ""), (home.id, collection)}
