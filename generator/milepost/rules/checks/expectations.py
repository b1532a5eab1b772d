"""Effects that were expected and did not come."""

from collections.abc import Iterator

from milepost.analysis.effect import effect
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.records.metric import Metric
from milepost.rules.context import RuleContext
from milepost.rules.expected_effects import effect_window, expecting, in_force_on, is_answered
from milepost.rules.goal_values import series_of
from milepost.rules.release_history import open_projects
from milepost.rules.rule import RuleKind, rule


@rule(
    Severity.WARNING,
    RuleKind.CLOCK,
    thresholds={"days": 28, "weeks": 8, "months": 3, "share": 0.5, "recent": 90},
)
def expectation_missed(context: RuleContext) -> Iterator[Diagnostic]:
    """A decision, release or campaign whose expected effect did not come by its day."""
    window = effect_window(context.portal)
    recent = context.threshold("expectation-missed", "recent")
    due = [
        (record, on, index, one, metric)
        for project in open_projects(context)
        for record, expects in expecting(project)
        if (on := in_force_on(record)) and not is_answered(record)
        for index, one in enumerate(expects)
        if one.by
        and 0 < (context.as_of - one.by).days <= recent
        and (metric := context.portal.find(one.metric, Metric, project.id))
    ]
    series = series_of(context, [metric for *_, metric in due], None) if due else {}
    for record, on, index, one, metric in due:
        seen = effect(one, metric, series.get(metric.key), on, as_of=context.as_of, window=window)
        if seen.verdict == "missed" and one.change and one.by:
            unit = one.change.unit
            yield context.finding(
                "expectation-missed",
                record,
                *("expects", index, "change"),
                notes=(
                    message(
                        "rules.expectation-missed.means",
                        before=f"{seen.before:.4g}",
                        before_count=seen.before_count,
                        since=f"{seen.since:.4g}",
                        since_count=seen.since_count,
                    ),
                ),
                metric=metric.id,
                expected=str(one.change),
                by=one.by.isoformat(),
                observed=f"{seen.difference:+.3g}{unit}",
                low=f"{seen.low:+.3g}{unit}",
                high=f"{seen.high:+.3g}{unit}",
            )
