"""What is different in a project since the states that the portal offers for comparison."""

from dataclasses import dataclass

from milepost.analysis.activity import commit_day, zone_of
from milepost.analysis.earlier_states import short_ref
from milepost.analysis.plan_diff.consequences import Consequence
from milepost.analysis.plan_diff.record_changes import RecordChange
from milepost.analysis.plan_diff.since import since
from milepost.exports.plan_diff.words import DiffWords
from milepost.model.portal import Project
from milepost.views.context import ViewContext
from milepost.views.tables import Cell, Column, Row, Table, link_cell

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Today against an earlier state: its name, what was changed, what follows; `unknown` says why there is none."""

    anchor: str
    title: str
    unknown: str = ""
    headline: str = ""
    consequences: Table | None = None
    changes: Table | None = None
    left_out: int = 0


def comparisons(context: ViewContext, project: Project) -> tuple[Comparison, ...]:
    """One for each of the portal's `snapshots`, the project's baseline first."""
    refs = (project.record.baseline or "", *context.portal.settings.snapshots)
    return tuple(_comparison(context, project, ref) for ref in dict.fromkeys(refs) if ref)


def _comparison(context: ViewContext, project: Project, ref: str) -> Comparison:
    t, anchor = context.t, f"since-{''.join(one if one.isalnum() else '-' for one in ref)[:40]}"
    then, found = context.analysis.earlier_states(ref), since(context.analysis, ref)
    if then is None or found is None:
        return Comparison(anchor=anchor, title=short_ref(ref), unknown=t("changes.since-unknown", ref=short_ref(ref)))
    day = context.formats.iso(commit_day(then.snapshot.commit, zone_of(context.portal)))
    own = [one for one in found.changes if one.record.project == project.id]
    effects = [one for one in found.consequences if one.subject.project == project.id]
    say = DiffWords(diff=found, words=context.words)
    return Comparison(
        anchor=anchor,
        title=t("changes.since", ref=short_ref(ref), day=day),
        headline=t("changes.since-count", count=len(own)) if own else t("changes.since-nothing"),
        consequences=_consequences(context, say, effects),
        changes=_changes(context, say, own[:_MOST]),
        left_out=max(len(own) - _MOST, 0),
    )


def _consequences(context: ViewContext, say: DiffWords, effects: list[Consequence]) -> Table | None:
    if not effects:
        return None
    return Table(
        label=context.t("changes.consequences"),
        columns=(
            Column(label=say.t("what")),
            Column(label=say.t("record")),
            Column(label=say.t("before"), number=True),
            Column(label=say.t("after"), number=True),
            Column(label=say.t("delta"), number=True),
        ),
        rows=tuple(
            Row(
                head=Cell(text=say.kind(one)),
                cells=(
                    link_cell(context.link(context.portal.get(one.subject))),
                    Cell(text=say.value(one.before)),
                    Cell(text=say.value(one.after)),
                    Cell(text=say.delta(one)),
                ),
            )
            for one in effects
        ),
    )


def _changes(context: ViewContext, say: DiffWords, changes: list[RecordChange]) -> Table | None:
    if not changes:
        return None
    return Table(
        label=context.t("changes.changed-records"),
        columns=(
            Column(label=say.t("record")),
            Column(label=context.t("changes.kind"), bare=True),
            Column(label=context.t("changes.fields"), full=True),
        ),
        rows=tuple(_row(context, say, one) for one in changes),
    )


def _row(context: ViewContext, say: DiffWords, one: RecordChange) -> Row:
    record = context.portal.get(one.record)
    fields = one.fields.items() if one.kind == "changed" else ()
    said = say.t("semicolon").join(
        f"{say.field(one.record.collection, name)}{say.t('colon')}{say.step(before, after)}"
        for name, (before, after) in fields
    )
    return Row(
        head=link_cell(context.link(record)) if record else Cell(text=say.title(one.record)),
        cells=(
            Cell(text=f"{context.labels.type(one.record.collection)} · {say.t(f'change.{one.kind}')}"),
            Cell(text=said),
        ),
        muted=one.kind == "removed",
    )
