"""Tables about the portal as a whole: records by type, freshness of series, people."""

from milepost.analysis.metric_standing import freshness
from milepost.model.records.metric import Metric
from milepost.model.records.person import Person
from milepost.model.records.task import Task
from milepost.model.states import OPEN_TASK_STATES
from milepost.views.context import ViewContext
from milepost.views.frame import Status
from milepost.views.plurals import counted
from milepost.views.tables import Cell, Column, Row, Table, link_cell


def count_table(context: ViewContext) -> Table:
    """How many records of each type there are: portal-wide, in projects, and all."""
    t = context.t
    wide: dict[str, int] = {}
    inside: dict[str, int] = {}
    for record in context.portal.everything():
        counts = inside if record.project_id else wide
        counts[record.collection] = counts.get(record.collection, 0) + 1
    names = sorted({*wide, *inside})
    rows = tuple(
        Row(
            head=Cell(text=context.labels.type(name, plural=True), sub=name),
            cells=(
                _count(wide.get(name, 0)),
                _count(inside.get(name, 0)),
                _count(wide.get(name, 0) + inside.get(name, 0)),
            ),
        )
        for name in names
    )
    total = (sum(wide.values()), sum(inside.values()))
    foot = Row(head=Cell(text=t("about.total")), cells=(_count(total[0]), _count(total[1]), _count(sum(total))))
    columns = (
        Column(label=t("about.col.type")),
        Column(label=t("about.col.wide"), number=True),
        Column(label=t("about.col.inside"), number=True),
        Column(label=t("about.col.all"), number=True),
    )
    return Table(label=t("about.counts"), columns=columns, rows=rows, foot=(foot,))


def freshness_table(context: ViewContext) -> tuple[Table | None, int]:
    """The newest value of each metric against its freshness, stale ones first; and how many are stale."""
    t = context.t
    found: list[tuple[int, Row]] = []
    stale = 0
    for metric in (one for one in context.portal.everything() if isinstance(one, Metric)):
        series = context.analysis.series.get(metric.key)
        age = freshness(metric, series, context.as_of)
        latest = series.latest(context.as_of) if series else None
        stale += age.stale
        if age.age is None:
            status = Status(state="none", word=t("about.no-value"))
        elif age.stale:
            status = Status(state="warn", word=counted(context, "attention.stale", age.age - age.allowed))
        else:
            status = Status(state="good", word=t("about.fresh"))
        project = context.project_of(metric)
        cells = (
            link_cell(context.link(project.record)) if project else Cell(text=t("about.portal-wide")),
            Cell(text=latest.period.label if latest else "–"),
            Cell(text=context.formats.number(age.age)),
            Cell(text=str(age.allowed)),
            Cell(status=status),
            Cell(text=metric.series.file or metric.series.events or "" if metric.series else ""),
        )
        rank = 0 if age.stale else 1 if age.age is None else 2
        found.append((rank, Row(head=link_cell(context.link(metric)), cells=cells)))
    if not found:
        return None, 0
    columns = (
        Column(label=context.labels.type("metrics"), full=True),
        Column(label=t("about.col.home")),
        Column(label=t("about.col.newest")),
        Column(label=t("about.col.age"), number=True, tip=t("about.age-tip")),
        Column(label=t("about.col.allowed"), number=True, tip=t("about.allowed-tip")),
        Column(label=t("about.col.state"), bare=True),
        Column(label=t("about.col.file")),
    )
    found.sort(key=lambda pair: pair[0])
    return Table(label=t("about.freshness"), columns=columns, rows=tuple(row for _, row in found)), stale


def people_table(context: ViewContext) -> Table:
    """Everybody, with the team, the backup and the number of open tasks that they own or work on."""
    t, label = context.t, context.labels.field
    rows = tuple(
        Row(
            head=link_cell(context.link(person)),
            cells=(
                Cell(text=context.text(person.team)),
                link_cell(context.person(person.backup)),
                Cell(text=context.formats.plain(person.capacity)),
                Cell(text=str(_open_tasks(context, person))),
            ),
            muted=not person.active,
        )
        for person in context.portal.all(Person).values()
    )
    columns = (
        Column(label=context.labels.type("people")),
        Column(label=label("people", "team")),
        Column(label=label("people", "backup")),
        Column(label=label("people", "capacity"), number=True),
        Column(label=t("about.col.open-tasks"), number=True),
    )
    return Table(label=context.labels.type("people", plural=True), columns=columns, rows=rows)


def _open_tasks(context: ViewContext, person: Person) -> int:
    links = {link.source for link in context.analysis.back_links.get(person.key, ())}
    records = (context.portal.get(source) for source in links)
    return sum(isinstance(record, Task) and record.status in OPEN_TASK_STATES for record in records)


def _count(number: int) -> Cell:
    return Cell(text=str(number) if number else "–")
