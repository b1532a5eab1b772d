"""The lines of an agenda: when, what, and what kind of thing it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from milepost.analysis.agenda import AgendaEntry
from milepost.views.context import Anchor, ViewContext


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A line; `iso` is the day for machines, `facts` are its time, kind and who."""

    iso: str
    day: str
    what: Anchor
    project: Anchor | None
    facts: str


def agenda_lines(
    context: ViewContext, entries: Iterable[AgendaEntry], *, with_project: bool = False
) -> tuple[AgendaLine, ...]:
    """The lines, in the order of the entries."""
    return tuple(_line(context, entry, with_project) for entry in entries)


def _line(context: ViewContext, entry: AgendaEntry, with_project: bool) -> AgendaLine:
    record = context.portal.get(entry.record)
    project = context.portal.projects.get(entry.record.project) if with_project else None
    return AgendaLine(
        iso=context.formats.iso(entry.on),
        day=context.formats.with_weekday(entry.on),
        what=context.link(record),
        project=context.link(project.record) if project else None,
        facts=" · ".join(_facts(context, entry)),
    )


def _facts(context: ViewContext, entry: AgendaEntry) -> list[str]:
    t = context.t
    facts = [] if entry.kind in ("meeting", "series") and entry.at else [t(f"home.agenda.{entry.kind}")]
    if entry.at:
        facts.append(entry.at)
    if entry.kind in ("meeting", "series") and entry.people:
        facts.append(t("home.agenda.people", count=len(entry.people)))
    elif entry.people:
        facts.append(context.person(entry.people[0]).text)
    if entry.day_off:
        facts.append(t("home.agenda.day-off"))
    return facts
