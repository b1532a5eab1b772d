"""What defines a metric: that it says what it measures and from what, and goes on to measure the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, Label, Severity
from milepost.diagnostics.suggestion import did_you_mean
from milepost.i18n.message import message
from milepost.model.records.metric import Metric
from milepost.model.text import Translations
from milepost.rules.attempts import attempted
from milepost.rules.context import RuleContext
from milepost.rules.dated_files import DATE
from milepost.rules.metric_columns import (
    Key,
    MetricData,
    Observed,
    column_name,
    metric_data,
    more,
    observations,
    texts_of,
    where_defined,
)
from milepost.rules.release_history import all_read, open_projects
from milepost.rules.rule import RuleKind, for_several_rules, rule

_CORE = ("visits", "retention", "conversion")
_SHOWN = 8
_DEFINING = ("unit", "kind", "formula", "source", "cadence", "aggregation", "numerator", "denominator")


@rule(Severity.ERROR)
def metric_undefined(context: RuleContext) -> Iterator[Diagnostic]:
    """A metric that does not say what is counted, how, from what and how often."""
    for metric, told in context.told("missing-field", Metric, "unit", "formula", "source", "cadence"):
        yield context.finding("metric-undefined", metric, variant=told.field, instead_of=told)


@rule(Severity.ERROR)
def ratio_without_parts(context: RuleContext) -> Iterator[Diagnostic]:
    """A ratio without numerator and denominator: rates of several periods cannot be pooled."""
    told = {metric.key: one for metric, one in context.told("missing-field", Metric, "series")}
    for metric in context.all(Metric):
        has_query = metric.series is not None and (metric.series.events or metric.series.query)
        missing = [name for name in ("numerator", "denominator") if getattr(metric, name) is None]
        if metric.kind != "ratio" or has_query or not missing or attempted(metric, *missing, "series"):
            continue
        field = "kind" if len(missing) == 2 else "denominator" if "numerator" in missing else "numerator"
        general = told.get(metric.key)
        yield context.finding(
            "ratio-without-parts",
            metric,
            field,
            instead_of=general,
            variant="" if len(missing) == 2 else "one",
            missing=missing[0],
        )


@rule(Severity.INFO)
def core_metric_missing(context: RuleContext) -> Iterator[Diagnostic]:
    """A project for a platform that measures something, but not visits, retention and conversion."""
    shared = {metric.role for metric in context.portal.all(Metric).values()}
    if not all_read(context, context.portal, Metric.collection):
        return
    for project in open_projects(context):
        own = project.all(Metric).values()
        missing = [role for role in _CORE if role not in shared | {metric.role for metric in own}]
        if own and missing and project.record.platform and all_read(context, project, Metric.collection):
            roles = [message(f"rules.core-metric-missing.{role}") for role in missing]
            yield context.finding("core-metric-missing", project.record, roles=roles)


@rule(Severity.WARNING, RuleKind.DIFF)
def definition_changed(context: RuleContext) -> Iterator[Diagnostic]:
    """A metric that has values and from this change on means something else."""
    for was, now in _changed(context):
        fields = [field for field in _DEFINING if _differs(getattr(was, field), getattr(now, field))]
        if _query(was) and _query(now) and _query(was) != _query(now):
            fields.append("series")
        if fields and (was.numerator or _query(was) or was.key in base_metric_data(context).columns):
            yield context.finding(
                "definition-changed",
                now,
                *((fields[0],) if now.given(fields[0]) else ()),
                field=fields[0],
                notes=(message("rules.definition-changed.note", fields=fields),) if len(fields) > 1 else (),
            )


@rule(Severity.ERROR, RuleKind.DIFF)
def observation_rewritten(context: RuleContext) -> Iterator[Diagnostic]:
    """A value that was recorded before the change and is another one now, or gone, without a revision note."""
    if context.base is None:
        return
    then, now = base_metric_data(context), metric_data(context)
    for key, columns in then.columns.items():
        metric = context.portal.get(context.portal.renamed.get(key, key))
        if isinstance(metric, Metric) and texts_of(columns) != texts_of(now.columns.get(metric.key, ())):
            yield from _rewritten(context, metric, observations(columns), observations(now.columns.get(metric.key, ())))


@for_several_rules
def columns_that_are_not_there(context: RuleContext) -> Iterator[Diagnostic]:
    """`unresolved-reference`: metrics whose column, or whose dates, the files that they name do not hold."""
    data = metric_data(context)
    for metric in context.all(Metric):
        files = data.files(metric) if metric.key not in data.columns else ()
        for name in (DATE, column_name(metric)) if files else ():
            names = dict.fromkeys(column for file in files for column in file.csv.columns)
            if name not in names:
                yield context.finding(
                    "unresolved-reference",
                    metric,
                    *(where_defined(metric) if name != DATE else ("series", "file")),
                    variant="column",
                    help_=did_you_mean(name, [column for column in names if column != DATE]),
                    column=name,
                    files=[file.path for file in files][:_SHOWN],
                )
                break


def base_metric_data(context: RuleContext) -> MetricData:
    """What the metrics read in the state that the change begins from."""
    assert context.base
    loaded = context.base
    return context.once("base-metric-data", lambda: MetricData(loaded))


def _rewritten(
    context: RuleContext, metric: Metric, before: Mapping[Key, Observed], after: Mapping[Key, Observed]
) -> Iterator[Diagnostic]:
    assert context.base
    day = context.base.portal.settings.as_of
    over = {key: one for key, one in before.items() if day is None or key[0].complete(day)}
    edited = [
        (key, after[key])
        for key, one in over.items()
        if key in after and after[key].value != one.value and after[key].note in ("", one.note)
    ]
    gone = [key for key in over if key not in after]
    if edited:
        (period, _), one = edited[0]
        yield context.finding(
            "observation-rewritten",
            metric,
            location=one.column.location(one.row),
            labels=tuple(
                Label(
                    location=other.column.location(other.row),
                    text=message("rules.observation-rewritten.label", before=f"{over[key].value:.10g}"),
                )
                for key, other in edited[1:_SHOWN]
            ),
            notes=more(len(edited) - 1),
            period=period.label,
            before=f"{over[edited[0][0]].value:.10g}",
            after=f"{one.value:.10g}",
        )
    if gone:
        yield context.finding(
            "observation-rewritten",
            metric,
            *where_defined(metric),
            variant="gone",
            notes=more(len(gone) - 1),
            period=gone[0][0].label,
            before=f"{over[gone[0]].value:.10g}",
        )


def _changed(context: RuleContext) -> Iterator[tuple[Metric, Metric]]:
    """The metrics that the change touches, before and after."""
    for change in context.changes.values() if context.base else ():
        was = context.base.portal.get(change.was or change.record) if context.base else None
        now = context.portal.get(change.record)
        if isinstance(was, Metric) and isinstance(now, Metric):
            yield was, now


def _query(metric: Metric) -> Any:
    """What a metric asks of raw events."""
    return metric.series.query if metric.series and metric.series.events else None


def _differs(before: Any, after: Any) -> bool:
    """Whether something that was said is said otherwise; a translation that is added changes nothing."""
    if isinstance(before, Translations) and isinstance(after, Translations):
        return any(before[language] != after[language] for language in before.keys() & after.keys())
    if isinstance(before, Translations) or isinstance(after, Translations):
        several, one = (before, after) if isinstance(before, Translations) else (after, before)
        return one not in (None, *several.values())
    return before is not None and before != after
