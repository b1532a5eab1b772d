"""Issues that are not resolved in time."""

from collections.abc import Iterator

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.model.records.issue import Issue
from milepost.rules.context import RuleContext
from milepost.rules.record_state import in_open_project
from milepost.rules.rule import RuleKind, rule


@rule(Severity.WARNING, RuleKind.CLOCK)
def issue_overdue(context: RuleContext) -> Iterator[Diagnostic]:
    """An issue that is open after its day."""
    for issue in context.all(Issue):
        late = issue.status in ("open", "in_progress") and issue.due is not None and issue.due < context.as_of
        if late and issue.due and in_open_project(context.portal, issue):
            yield context.finding("issue-overdue", issue, "due", due=issue.due.isoformat())
