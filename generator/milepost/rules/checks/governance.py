"""What a change may do: the way from state to state, a baseline, an id that others refer to."""

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.record import NamedRecord
from milepost.model.records.change_request import ChangeRequest
from milepost.model.records.goal import Goal
from milepost.model.records.project import ProjectRecord
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.references import references_in
from milepost.model.states import REOPENING, TRANSITIONS, state_field, way
from milepost.rules.context import RuleContext, key_of
from milepost.rules.record_state import state_name, state_of
from milepost.rules.rule import RuleKind, rule

_AGREED = ("approved", "applied")
_MOSTLY = 0.5
"""Share of equal fields from which a new record looks like one that is gone."""


@rule(Severity.ERROR, RuleKind.DIFF)
def invalid_transition(context: RuleContext) -> Iterator[Diagnostic]:
    """A state that no way leads to from the one before the change."""
    for was, now in _changed(context):
        start, end = state_of(was), state_of(now)
        if start in _states(now) and end in _states(now) and way(now.collection, start, end) is None:
            field = cast("str", state_field(now.collection))
            after = TRANSITIONS[now.collection][1].get(start, ())
            yield context.finding(
                "invalid-transition",
                now,
                *((field,) if now.given(field) else ()),
                variant="" if after else "end",
                start=state_name(was),
                end=state_name(now),
                next=[state_name(now, state) for state in after],
            )


@rule(Severity.ERROR, RuleKind.DIFF)
def reopened_without_reason(context: RuleContext) -> Iterator[Diagnostic]:
    """A task that was done and is being worked on again, and nobody says why."""
    for was, now in _changed(context):
        steps = way(now.collection, state_of(was), state_of(now)) if now.collection in REOPENING else None
        if not (isinstance(was, Task) and isinstance(now, Task) and steps):
            continue
        again = now.reopen_reason and str(now.reopen_reason) == str(was.reopen_reason)
        if REOPENING["tasks"] in pairwise(steps) and (again or not now.reopen_reason):
            yield context.finding(
                "reopened-without-reason",
                now,
                "reopen_reason" if again else "status",
                variant="again" if again else "",
                state=state_name(now),
            )


@rule(Severity.ERROR, RuleKind.DIFF)
def baseline_edited_without_change(context: RuleContext) -> Iterator[Diagnostic]:
    """What a project or a goal is measured against is different, and no change request that was agreed on says so."""
    for was, now in _changed(context):
        fields = ("baseline",) if isinstance(now, ProjectRecord) else ("baseline", "baseline_date")
        if not isinstance(now, ProjectRecord | Goal) or (isinstance(was, Goal) and was.status == "draft"):
            continue
        edited = [name for name in fields if getattr(was, name) not in (None, "", getattr(now, name))]
        if edited and not _agreed_on(context, now):
            yield context.finding(
                "baseline-edited-without-change",
                now,
                *((edited[0],) if now.given(edited[0]) else ()),
                variant="" if now.given(edited[0]) else "gone",
                field=edited[0],
                before=str(getattr(was, edited[0])),
                after=str(getattr(now, edited[0])),
                target=_target(now),
            )


@rule(Severity.ERROR, RuleKind.DIFF)
def renamed_id(context: RuleContext) -> Iterator[Diagnostic]:
    """A reference to a record that was there before the change, and is gone or has another id."""
    for told in context.loaded.diagnostics if context.base else ():
        if told.rule != "unresolved-reference" or told.message.key != "rules.unresolved-reference.message":
            continue
        record = context.portal.get(key_of(told))
        gone = _pointed_to(context, record, told) if record else None
        if record and gone:
            heir = _heir(context, gone)
            help_ = message(f"rules.renamed-id.{'heir' if heir else 'gone'}", old=gone.id, new=heir.id if heir else "")
            yield context.finding(
                "renamed-id",
                record,
                instead_of=told,
                labels=(context.label(heir, text=message("rules.renamed-id.label")),) if heir else (),
                help_=help_,
                ref=str(told.message.params["ref"]),
                gone=told.message.params["kind"],
            )


def _changed(context: RuleContext) -> Iterator[tuple[NamedRecord, NamedRecord]]:
    """The records that the change touches, before and after."""
    for change in context.changes.values():
        was = context.base.portal.get(change.was or change.record) if context.base else None
        now = context.portal.get(change.record)
        if was and now:
            yield was, now


def _states(record: NamedRecord) -> frozenset[str]:
    if record.collection not in TRANSITIONS:
        return frozenset()
    arrows = TRANSITIONS[record.collection][1]
    return frozenset(arrows).union(*arrows.values())


def _agreed_on(context: RuleContext, record: NamedRecord) -> bool:
    """Whether a request to change this record, or its project, is agreed on now and was not before."""
    project = context.portal.projects.get(record.project_id)
    wanted = {record.key, project.record.key} if project else {record.key}
    for request in project.all(ChangeRequest).values() if project else context.all(ChangeRequest):
        target = context.portal.locate(request.target, (), request.project_id) if request.target else None
        was = context.base.portal.get(request.key) if context.base else None
        fresh = not (isinstance(was, ChangeRequest) and was.decision in _AGREED)
        if target in wanted and request.decision in _AGREED and fresh:
            return True
    return False


def _target(record: NamedRecord) -> str:
    return f"{record.collection}:{record.id}"


def _pointed_to(context: RuleContext, record: NamedRecord, told: Diagnostic) -> Ref | None:
    """What a reference that finds nothing stood for before the change."""
    for reference in references_in(record):
        if str(reference.ref) == told.message.params["ref"] and reference.path[0] == told.field and context.base:
            return context.base.portal.locate(reference.ref, reference.collections, record.project_id)
    return None


def _heir(context: RuleContext, gone: Ref) -> NamedRecord | None:
    """The one new record of the type and project that says mostly what the one that is gone said."""
    removed = context.changes.get(gone)
    if removed is None:
        return None
    said = {name: value for name, (value, _) in removed.fields.items()}
    alike = []
    for change in context.changes.values():
        if change.kind == "added" and change.record[:2] == gone[:2]:
            says = {name: value for name, (_, value) in change.fields.items()}
            equal = sum(says.get(name) == value for name, value in said.items())
            alike.append((equal / max(len(said.keys() | says.keys()), 1), str(change.record), change.record))
    alike.sort(reverse=True)
    if not alike or alike[0][0] < _MOSTLY or (len(alike) > 1 and alike[1][0] == alike[0][0]):
        return None
    return context.portal.get(alike[0][2])
