"""The status report in words: what was done, what slipped, what is new, what comes next."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from milepost.analysis.risk import current_score
from milepost.analysis.status_report import Former, Moved, StatusReport, status_report
from milepost.exports.outline.outline import Item, Outline, Section
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.records.decision import Decision
from milepost.model.records.risk import Risk
from milepost.views.agenda import agenda_lines
from milepost.views.answer import health_reason, health_status
from milepost.views.context import ViewContext
from milepost.views.plurals import counted

_MOST = 12
"""Entries of a list; more are counted."""


def status_outline(
    context: ViewContext, projects: Iterable[Project], since: date, former: Former | None, withheld: str
) -> Outline:
    """The report of some projects since a day; `withheld` says why nothing is told of the past."""
    t, day = context.t, context.formats.iso
    leads = [t("report.period", since=day(since), until=day(context.as_of))]
    return Outline(
        language=context.language,
        title=t(
            "report.title",
            portal=context.text(context.portal.settings.title) or t("ui.home"),
            day=day(context.as_of),
        ),
        leads=tuple([*leads, withheld] if withheld else leads),
        sections=tuple(section for one in projects for section in _project(context, one, former)),
    )


def _project(context: ViewContext, project: Project, former: Former | None) -> Iterator[Section]:
    report = status_report(context.analysis, project, former)
    yield Section(title=context.title(project.record), lead=_lead(context, report))
    lists: tuple[tuple[str, Iterable[Item]], ...] = (
        ("done", _records(context, report.done, _owner)),
        ("slipped", (_moved(context, one) for one in report.slipped)),
        ("earlier", (_moved(context, one) for one in report.earlier)),
        ("occurred", _records(context, report.occurred, _owner)),
        ("new-risks", _records(context, report.new_risks, _score)),
        ("closed-risks", _records(context, report.closed_risks, _owner)),
        ("decisions", _records(context, report.decisions, _choice)),
        ("added", _records(context, report.added, _owner)),
        ("removed", _records(context, report.removed, _owner)),
        ("next", _next(context, report)),
        ("agenda", _agenda(context, report)),
    )
    for name, items in lists:
        found = tuple(items)
        if found:
            more = (Item(text=context.t("ui.more", count=len(found) - _MOST)),) if len(found) > _MOST else ()
            title = f"{context.t(f'report.{name}')} ({len(found)})"
            yield Section(title=title, items=found[:_MOST] + more, deep=True)


def _lead(context: ViewContext, report: StatusReport) -> str:
    """Health and why, then the promised finish and how it moved."""
    t, day = context.t, context.formats.sentence
    health = context.analysis.health[report.project.id]
    why = health_reason(context, health, report.project).rstrip(".。")
    said = [f"{health_status(context, health).word}{t('diff.colon')}{why}"]
    if report.finish and report.finish_before and report.finish_days:
        key = "report.finish-later" if report.finish_days > 0 else "report.finish-earlier"
        dates = {"finish": day(report.finish), "before": day(report.finish_before)}
        said.append(counted(context, key, abs(report.finish_days), **dates))
    elif report.finish:
        said.append(t("report.finish-same" if report.finish_before else "report.finish", finish=day(report.finish)))
    return t("report.sentence").join(said)


def _records(
    context: ViewContext, records: Iterable[NamedRecord], more: Callable[[ViewContext, NamedRecord], str]
) -> Iterator[Item]:
    for one in records:
        yield Item(text=context.title(one), more=more(context, one))


def _owner(context: ViewContext, record: NamedRecord) -> str:
    owner = getattr(record, "owner", None)
    return context.person(owner).text if owner else ""


def _score(context: ViewContext, record: NamedRecord) -> str:
    score = current_score(record) if isinstance(record, Risk) else None
    return _facts(context.t("report.score", score=score) if score else "", _owner(context, record))


def _choice(context: ViewContext, record: NamedRecord) -> str:
    return context.text(record.choice) if isinstance(record, Decision) else ""


def _moved(context: ViewContext, one: Moved) -> Item:
    day = context.formats.short
    days = counted(context, "report.days", one.days, days=context.formats.signed(one.days))
    title = f"◆ {context.title(one.task)}" if one.task.milestone else context.title(one.task)
    return Item(text=title, more=_facts(f"{day(one.before)} → {day(one.after)}", days, _owner(context, one.task)))


def _next(context: ViewContext, report: StatusReport) -> Iterator[Item]:
    for one in report.next_tasks:
        critical = context.t("report.critical") if one.critical else ""
        more = _facts(context.formats.with_weekday(one.finish), critical, _owner(context, one.task))
        yield Item(text=context.title(one.task), more=more)


def _agenda(context: ViewContext, report: StatusReport) -> Iterator[Item]:
    for line in agenda_lines(context, report.agenda):
        yield Item(text=line.what.text, more=_facts(line.day, line.facts))


def _facts(*parts: str) -> str:
    return " · ".join(filter(None, parts))
