"""The real event log of the cases in a store, and what definitions say of it."""

from contextlib import contextmanager
from datetime import date, timedelta

import yaml

from milepost.events.definition import definition_of
from milepost.events.duckdb_store import event_store
from milepost.events.evaluation import Stretch, evaluate, series_of_rows
from milepost.events.result import number_of
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref

AS_OF = date(2024, 6, 30)
HORIZON = number_of(AS_OF) - 1
PROPERTIES = ("platform", "acquisition_channel")


def defined(query, *, kind="count", cadence="day", segment=None):
    """The definition of a query as authors write it in YAML, every scalar a text."""
    series = {"events": "events/*.csv.gz", "query": yaml.load(query, yaml.BaseLoader)}  # noqa: S506 - makes texts of all
    metric = Metric(kind=kind, cadence=cadence, series=series | ({"segment": segment} if segment else {}))
    found = definition_of(metric.located(Ref("demo", "metrics", "m"), {}))
    assert found
    return found


class Log:
    """Events taken in from files, as an engine and as what answers definitions."""

    def __init__(self, store, as_of=AS_OF):
        self.store, self.segment = store, ""
        first, last = store.days()
        self.stretch = Stretch(first=first, horizon=min(last, number_of(as_of) - 1), as_of=number_of(as_of))

    def rows(self, expression):
        return self.store.rows_by(self.segment, expression)

    def series(self, query, **options):
        definition = defined(query, **options)
        if definition.kind == "sql":
            return series_of_rows(definition, *self.store.answer(definition.sql, self.stretch.horizon))
        self.segment = definition.segment
        return evaluate(definition, self, self.stretch)

    def values(self, query, **options):
        """The totals by period."""
        return {one.period: one.value for one in self.series(query, **options).values if not one.segment}

    def answer(self, sql):
        names, rows = self.store.answer(sql, self.stretch.horizon)
        return [dict(zip(names, row, strict=True)) for row in rows]


@contextmanager
def taken_in(*files, as_of=AS_OF, timezone="Asia/Shanghai", renamed=None):
    with event_store(timezone, number_of(as_of)) as store:
        flaws = [flaw for file in files for flaw in store.take(file, renamed or {}).flaws]
        store.seal()
        log = Log(store, as_of)
        log.flaws = flaws
        yield log


def day(number):
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()
