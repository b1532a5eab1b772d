"""What is different in a project since the states that the portal offers for comparison."""

from dataclasses import dataclass
from itertools import combinations

from milepost.analysis.activity import commit_day, zone_of
from milepost.analysis.earlier_states import EarlierState, short_ref
from milepost.analysis.plan_diff.consequences import Consequence
from milepost.analysis.plan_diff.plan_diff import PlanDiff
from milepost.analysis.plan_diff.record_changes import RecordChange
from milepost.analysis.plan_diff.since import between, since
from milepost.exports.plan_diff.words import DiffWords
from milepost.model.portal import Project
from milepost.views.context import ViewContext
from milepost.views.tables import Cell, Column, Row, Table, link_cell

_MOST, _MOST_STATES = 200, 5


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
    return tuple(_since(context, project, ref) for ref in _refs(context, project))


def pairs(context: ViewContext, project: Project) -> tuple[Comparison, ...]:
    """Any two of them against each other, the earlier one first."""
    states = [(ref, then) for ref in _refs(context, project) if (then := context.analysis.earlier_states(ref))]
    states = sorted(states, key=lambda one: one[1].snapshot.commit.on)[:_MOST_STATES]
    found = []
    for (one, before), (other, after) in combinations(states, 2):
        diff = between(context.analysis, one, other)
        if diff is not None and before.snapshot.commit.sha != after.snapshot.commit.sha:
            title = f"{short_ref(one)} ({_day(context, before)}) → {short_ref(other)} ({_day(context, after)})"
            found.append(_comparison(context, project, diff, _anchor(f"{one}-{other}"), title))
    return tuple(found)


def _refs(context: ViewContext, project: Project) -> list[str]:
    refs = dict.fromkeys((project.record.baseline or "", *context.portal.settings.snapshots))
    return [ref for ref in refs if ref]


def _since(context: ViewContext, project: Project, ref: str) -> Comparison:
    t = context.t
    then, found = context.analysis.earlier_states(ref), since(context.analysis, ref)
    if then is None or found is None:
        unknown = t("changes.since-unknown", ref=short_ref(ref))
        return Comparison(anchor=_anchor(ref), title=short_ref(ref), unknown=unknown)
    title = t("changes.since", ref=short_ref(ref), day=_day(context, then))
    return _comparison(context, project, found, _anchor(ref), title)


def _comparison(context: ViewContext, project: Project, found: PlanDiff, anchor: str, title: str) -> Comparison:
    t = context.t
    own = [one for one in found.changes if one.record.project == project.id]
    effects = [one for one in found.consequences if one.subject.project == project.id]
    say = DiffWords(diff=found, words=context.words)
    return Comparison(
        anchor=anchor,
        title=title,
        headline=t("changes.since-count", count=len(own)) if own else t("changes.since-nothing"),
        consequences=_consequences(context, say, effects),
        changes=_changes(context, say, own[:_MOST]),
        left_out=max(len(own) - _MOST, 0),
    )


def _anchor(ref: str) -> str:
    return f"since-{''.join(one if one.isalnum() else '-' for one in ref)[:80]}"


def _day(context: ViewContext, then: EarlierState) -> str:
    return context.formats.iso(commit_day(then.snapshot.commit, zone_of(context.portal)))


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
