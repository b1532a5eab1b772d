"""The whole difference between two states of a portal."""

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.analysis.analysis import Analysis
from milepost.analysis.plan_diff.consequences import Consequence, consequences
from milepost.analysis.plan_diff.record_changes import RecordChange, record_changes
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.identity import compare
from milepost.model.record import NamedRecord
from milepost.model.reference import Ref


@dataclass(frozen=True, kw_only=True)
class PlanDiff:
    """What changed, what follows from it, and which findings came and went; the two states to name records from."""

    before: Analysis
    after: Analysis
    changes: tuple[RecordChange, ...]
    consequences: tuple[Consequence, ...]
    introduced: tuple[Diagnostic, ...]
    fixed: tuple[Diagnostic, ...]

    def __bool__(self) -> bool:
        return bool(self.changes or self.introduced or self.fixed)

    def record(self, key: Ref) -> NamedRecord | None:
        """A record as it is after, or was before if it is gone."""
        return self.after.portal.get(key) or self.before.portal.get(key)


def plan_diff(
    before: Analysis, after: Analysis, diagnostics: tuple[Sequence[Diagnostic], Sequence[Diagnostic]]
) -> PlanDiff:
    """Compares two states on the same day; `diagnostics` are those before and after, levels applied."""
    changes = record_changes(before.portal, after.portal)
    former = {one.record: one.was for one in changes if one.was}
    findings = compare(*diagnostics, {str(was): str(record) for record, was in former.items()})
    return PlanDiff(
        before=before,
        after=after,
        changes=changes,
        consequences=consequences(before, after, former),
        introduced=findings.introduced,
        fixed=findings.fixed,
    )
