"""Metrics that are computed from raw events: what is wrong with their queries, and with the files they read."""

from collections.abc import Iterator

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.events.definition import problems
from milepost.i18n.message import message
from milepost.loading.type_names import type_name
from milepost.model.records.metric import Metric
from milepost.rules.context import RuleContext
from milepost.rules.rule import for_several_rules


@for_several_rules
def queries_over_events(context: RuleContext) -> Iterator[Diagnostic]:
    """`invalid-value`, `missing-field`: a query whose parts contradict each other, or that asks nothing."""
    for metric in context.all(Metric):
        for wrong in problems(metric):
            path = wrong.path if wrong.path == ("kind",) else ("series", *wrong.path)
            base = f"rules.{wrong.rule}.{wrong.variant}"
            facts = {"kind": type_name(metric.collection), "id": metric.id, **wrong.facts}
            yield Diagnostic(
                rule=wrong.rule,
                message=message(f"{base}.message", **facts),
                location=context.at(metric, *path, key=wrong.rule == "missing-field" or path[1:2] == ("columns",)),
                help=wrong.help or message(f"{base}.help", **facts),
                record=str(metric.key),
                field=".".join(part for part in path if isinstance(part, str)),
            )


@for_several_rules
def files_of_events(context: RuleContext) -> Iterator[Diagnostic]:
    """What reading the files, and asking them, found."""
    yield from context.events.diagnostics
