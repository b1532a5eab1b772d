"""Runs Milepost's definitions through Ibis on ClickHouse, in this process by chdb, and compares them with DuckDB.

Every declarative number of a log's golden ones is computed on both engines from the same file, and must be the same as
it is written there. `pip install chdb` (534 MB) is all that it needs: `second_engine.py FOLDER`, which holds
`events.csv.gz` and `golden.json`.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from milepost.events import expressions
from milepost.events.definition import Definition
from milepost.events.duckdb_store import event_store
from milepost.events.evaluation import Engine, Stretch, evaluate

EPOCH, AS_OF = date(1970, 1, 1), date(2024, 6, 30)
HORIZON = (AS_OF - EPOCH).days - 1
Answer = Callable[[Engine], object]


@dataclass(frozen=True, slots=True)
class Named:
    """An engine by name."""

    name: str
    rows: Callable[[Any], Any]


def clickhouse(file: Path) -> Named:
    """ClickHouse over the file itself: the columns of `expressions.COLUMNS` are made of those of the log."""
    from chdb.session import Session

    session = Session()
    session.query(
        "create view events as select user_id, session_id, event, "
        "toInt64(toUnixTimestamp(timestamp, 'UTC')) as seconds, "
        "toInt32(intDiv(toUnixTimestamp(timestamp, 'UTC'), 86400)) as day, toInt64(rowNumberInAllBlocks()) as row, "
        f"acquisition_channel as segment from file('{file}', 'CSVWithNames', 'user_id String, session_id String, "
        "event String, timestamp String, platform String, acquisition_channel String') "
    )

    def rows(expression: Any) -> list[tuple[Any, ...]]:
        sql = expressions.compiled(expression, "clickhouse")
        return [tuple(json.loads(line)) for line in str(session.query(sql, "JSONCompactEachRow")).splitlines()]

    return Named("ClickHouse", rows)


def numbers(golden: dict[str, Any]) -> Iterator[tuple[str, Answer, object]]:
    """What is asked, how, and what is the answer."""
    yield from _users(golden)
    yield from _retention(golden)
    yield from _funnels(golden)


def _users(golden: dict[str, Any]) -> Iterator[tuple[str, Answer, object]]:
    stretch = Stretch(first=(date(2024, 1, 4) - EPOCH).days, horizon=HORIZON, as_of=HORIZON + 1)

    def values(**asked: Any) -> Callable[[Engine], list[float | None]]:
        definition = Definition(**asked)
        return lambda engine: [one.value for one in evaluate(definition, engine, stretch).values]

    for cadence, name in (("week", "weekly"), ("month", "monthly")):
        for place, kind in enumerate(("active_users", "new_users")):
            wanted = [pair[place] for pair in golden[name].values()]
            yield f"{kind} by {cadence}", values(kind=kind, grain=cadence), wanted
    totals, dau = golden["totals"], values(kind="active_users")
    yield "mean daily users", lambda engine: round(sum(dau(engine)) / totals["span_days"], 9), totals["mean_dau"]
    for days, name in ((7, "wau7_on_last_day"), (30, "mau30_on_last_day")):
        rolling = values(kind="active_users", days=days)
        yield f"users of {days} days", lambda engine, rolling=rolling: rolling(engine)[-1], totals[name]


def _retention(golden: dict[str, Any]) -> Iterator[tuple[str, Answer, object]]:
    kinds = {
        "exact": [(n, n) for n in range(31)],
        "unbounded": [(n, None) for n in range(31)],
        "bracket": [(1, 7), (8, 14), (15, 30)],
    }
    grains = {"all": {"1970-01-01": golden["retention_pooled"]}, "week": golden["retention_weekly_cohorts"]}
    for name, brackets in kinds.items():
        for grain, cohorts in grains.items():
            query = expressions.retention(_events(), grain, brackets, HORIZON)
            wanted = {start: _pairs(one, name) for start, one in cohorts.items()}
            yield f"{name} retention, {grain}", lambda engine, query=query: _by_start(engine.rows(query)), wanted


def _pairs(one: dict[str, Any], name: str) -> list[list[int]]:
    return one[name] if name == "bracket" else [list(pair) for pair in zip(one["eligible"], one[name], strict=True)]


def _by_start(rows: Any) -> object:
    return {_day(row[0]): [list(pair) for pair in zip(row[4::2], row[5::2], strict=True)] for row in rows}


def _funnels(golden: dict[str, Any]) -> Iterator[tuple[str, Answer, object]]:
    events = _events()
    for name, one in golden["funnels"].items():
        for result in one["results"]:
            starts = expressions.starts_by(events, one["steps"][0], "all", by=result["unit"])
            options = {"by": result["unit"], "ties": result["ties"]}
            query = expressions.funnel(events, starts, one["steps"], result["window_s"], **options)
            what = f"funnel {name}, {result['window_s']} s, by {result['unit']}, ties {result['ties']}"
            yield what, lambda engine, query=query: list(engine.rows(query)[0][2:]), result["reached"]
    steps = golden["funnels"]["shop"]["steps"]
    query = expressions.funnel(events, expressions.starts_by(events, steps[0], "all", by_segment=True), steps, 604_800)
    by_channel = golden["funnel_shop_7d_by_channel"]
    yield "by channel", lambda engine, query=query: {row[1]: list(row[2:]) for row in engine.rows(query)}, by_channel
    steps = golden["funnels"]["checkout"]["steps"]
    query = expressions.funnel(events, expressions.starts_by(events, steps[0], "month"), steps, 86_400)
    by_month = golden["funnel_checkout_1d_by_entry_month"]
    yield (
        "by month",
        lambda engine, query=query: {_day(row[0])[:7]: list(row[2:]) for row in engine.rows(query)},
        by_month,
    )


def _events() -> Any:
    events = expressions.events_table()
    return events.filter(events.day <= HORIZON)


def _day(number: int) -> str:
    return (EPOCH + timedelta(days=number)).isoformat()


def main() -> None:
    """Prints what is asked, and whether both engines say what is written; fails where one does not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with events.csv.gz and golden.json")
    folder = parser.parse_args().folder
    golden = json.loads((folder / "golden.json").read_text(encoding="utf-8"))
    file = (folder / "events.csv.gz").resolve()
    with event_store("UTC", HORIZON + 1, {"acquisition_channel"}) as store:
        store.take(file, {})
        store.seal()
        engines = (Named("DuckDB", lambda query: store.rows_by("acquisition_channel", query)), clickhouse(file))
        seconds, wrong, asked = dict.fromkeys((one.name for one in engines), 0.0), 0, 0
        for what, ask, wanted in numbers(golden):
            asked += 1
            for engine in engines:
                began = time.perf_counter()
                found = ask(engine)
                seconds[engine.name] += time.perf_counter() - began
                if found != wanted:
                    wrong += 1
                    sys.stdout.write(f"{engine.name}: {what}: {found} instead of {wanted}\n")
    spent = ", ".join(f"{name} in {value:.1f} s" for name, value in seconds.items())
    sys.stdout.write(f"{asked} answers of each engine, {wrong} wrong: {spent}\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
