"""Links of a type that a phase cannot have."""

from collections.abc import Iterator

from milepost.analysis.schedule.layout import IgnoredReason, Side
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.i18n.message import message
from milepost.rules.context import RuleContext
from milepost.rules.written_links import written


def phase_link_types(context: RuleContext) -> Iterator[Diagnostic]:
    """After a phase only FS and FF, before one only FS and SS: it ends with its last task, begins with its first."""
    for plan in context.plans.values():
        for ignored in plan.schedule.ignored:
            if ignored.reason is not IgnoredReason.PHASE_LINK_TYPE:
                continue
            link = written(context.portal, plan.project_id, ignored.typed)
            after = ignored.typed.side is Side.AFTER
            yield context.finding(
                "invalid-value",
                link.record,
                *link.path,
                variant="phase-link",
                type=ignored.typed.link.type.value,
                phase=ignored.typed.link.target,
                help_=message(f"rules.invalid-value.phase-link.{'after' if after else 'before'}"),
            )
