"""References that make no sense, and records that nobody refers to."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.loading.type_names import type_name
from milepost.model.record import NamedRecord
from milepost.model.records.calendar import Calendar
from milepost.model.records.iteration import Iteration
from milepost.model.records.persona import Persona
from milepost.model.records.phase import Phase
from milepost.model.reference import Ref
from milepost.model.references import Reference, references_in
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project, is_open, state_name, state_of
from milepost.rules.rule import rule
from milepost.rules.unused import is_unused

MEANT_FOR_OTHERS = (Persona, Calendar, Phase, Iteration)
"""Types that say something only where others refer to them.

Everything else stands for itself on some page: goals, releases, decisions, tools, partners, channels and the like.
Roles, themes and metrics without any use have rules of their own.
"""

_ABANDONED = frozenset({"cancelled", "dropped", "declined", "rejected"})
_FINISHED = frozenset({"done", "resolved", "closed", *_ABANDONED})


class _Contradiction(NamedTuple):
    """A field in which an open record must not name a record in one of these states.

    `every` speaks only if that holds for all that the field names, `when` only for records in such a state.
    """

    field: str
    states: frozenset[str]
    every: bool = False
    when: Callable[[NamedRecord], bool] = is_open


def _is_blocked(record: NamedRecord) -> bool:
    return state_of(record) == "blocked"


CONTRADICTIONS: dict[str, tuple[_Contradiction, ...]] = {
    "requirements": (_Contradiction("goal", _ABANDONED), _Contradiction("tasks", _ABANDONED, every=True)),
    "goals": (_Contradiction("parent", _ABANDONED), _Contradiction("aligns_to", _ABANDONED)),
    "tasks": (
        _Contradiction("goal", _ABANDONED),
        _Contradiction("theme", _ABANDONED),
        _Contradiction("after", _ABANDONED),
        _Contradiction("blocked_by", _FINISHED, every=True, when=_is_blocked),
    ),
    "risks": (_Contradiction("actions", _ABANDONED, every=True), _Contradiction("hits", _FINISHED, every=True)),
    "themes": (_Contradiction("actions", _ABANDONED, every=True),),
    "changes": (_Contradiction("target", _ABANDONED),),
}
"""By collection. References that tell history (`based_on`, `supersedes`, a meeting's decisions) are none of these."""


@rule(Severity.WARNING)
def orphan_record(context: RuleContext) -> Iterator[Diagnostic]:
    """Records of the types above that nothing but themselves refers to.

    Silent where some files could not be read, and for records that a misspelled reference probably means.
    """
    used = _used_by_settings(context)
    for kind in MEANT_FOR_OTHERS:
        for record in context.all(kind):
            if record.key not in used and is_unused(context, record):
                yield context.finding("orphan-record", record)


@rule(Severity.WARNING)
def reference_to_closed(context: RuleContext) -> Iterator[Diagnostic]:
    """An open record that builds on something that was given up, or waits for something that is over."""
    for key, contradictions in _suspects(context).items():
        record = context.portal.get(key)
        if record is None or not in_open_project(context.portal, record):
            continue
        for one in contradictions:
            if not one.when(record):
                continue
            found = [
                (reference, target)
                for reference in references_in(record)
                if reference.path[0] == one.field and (target := _target(context, record, reference))
            ]
            closed = [pair for pair in found if state_of(pair[1]) in one.states]
            if one.every and len(closed) < len(found):
                continue
            for reference, target in closed[:1] if one.every else closed:
                yield _to_closed(context, record, reference, target)


def _suspects(context: RuleContext) -> dict[Ref, dict[_Contradiction, None]]:
    """The records that name something in a state of a contradiction, found from the few that are in one."""
    found: dict[Ref, dict[_Contradiction, None]] = {}
    for target in context.portal.everything():
        state = state_of(target)
        for source, field in context.back_links.get(target.key, ()) if state in _FINISHED else ():
            for one in CONTRADICTIONS.get(source.collection, ()):
                if one.field == field and state in one.states:
                    found.setdefault(source, {})[one] = None
    return found


def _to_closed(context: RuleContext, record: NamedRecord, reference: Reference, target: NamedRecord) -> Diagnostic:
    return context.finding(
        "reference-to-closed",
        record,
        *reference.path,
        labels=(context.label(target, text=message("rules.reference-to-closed.label", state=state_name(target))),),
        target_kind=type_name(target.collection),
        target=target.id,
        state=state_name(target),
    )


def _target(context: RuleContext, record: NamedRecord, reference: Reference) -> NamedRecord | None:
    key = context.portal.locate(reference.ref, reference.collections, record.project_id)
    found = context.portal.get(key) if key else None
    return found if found and state_of(found) else None


def _used_by_settings(context: RuleContext) -> set[Ref]:
    settings = context.portal.settings
    found = (context.portal.locate(one.ref, one.collections, "") for one in references_in(settings))
    return {key for key in found if key}
