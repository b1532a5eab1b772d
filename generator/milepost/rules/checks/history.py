"""What is asked of git that this clone cannot answer."""

from collections.abc import Iterator

from milepost.analysis.earlier_states import short_ref
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.rules.context import RuleContext
from milepost.rules.rule import rule


@rule(Severity.ERROR)
def shallow_history(context: RuleContext) -> Iterator[Diagnostic]:
    """An earlier state that the portal wants to be compared with, in a clone that lacks it because it is shallow."""
    settings, projects = context.portal.settings, context.portal.projects.values()
    asked = [(one.record, ("baseline",), one.record.baseline) for one in projects if one.record.baseline]
    asked += [(settings, ("snapshots", index), ref) for index, ref in enumerate(settings.snapshots)]  # type: ignore[misc]
    if not asked or context.past is None or not context.past.is_shallow:
        return
    for record, path, ref in asked:
        if ref and context.earlier_states(ref) is None:
            yield context.finding("shallow-history", record, *path, ref=short_ref(ref))
