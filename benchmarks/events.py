"""Measures retention and a funnel over raw events beside hand-written DuckDB, and charts of a thousand metrics."""

import argparse
import json
import re
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from event_log import FUNNEL, write_events
from measure import Sample, run_timed

README = Path(__file__).parent / "README.md"
FIGURES = re.compile(r"(?<=<!-- events -->\n).*?(?=<!-- end of events -->)", re.DOTALL)
MOST = 3.0
"""Times the bare query, of a million events."""
HORIZON = date(2026, 6, 29)
DAY = 86_400
_LOG = "read_csv('{file}', header = true, all_varchar = true, delim = ',', quote = '\"')"
RETENTION = """
with log as (select user_id, "timestamp"::timestamp::date as day from {log} where day < date '2026-06-30'),
days as (select distinct user_id, day from log),
first as (select user_id, min(day) as day from days group by user_id)
select first.day, count(*), count(days.day) from first left join days on days.user_id = first.user_id
and days.day = first.day + 7 where first.day + 7 <= date '2026-06-29' group by first.day order by first.day"""
FUNNEL_OF_DAYS = """
with log as (select user_id, event, epoch("timestamp"::timestamp)::bigint as t from {log} where t < 1782777600),
s0 as (select user_id, t as start from log where event = 'catalog'),
s1 as (select user_id, t from log where event = 'product_view'),
s2 as (select user_id, t from log where event = 'add_to_cart'),
s3 as (select user_id, t from log where event = 'purchase'),
one as (select s0.user_id, s0.start, s1.t as t1 from s0 asof left join s1 on s1.user_id = s0.user_id
and s1.t >= s0.start),
two as (select one.*, s2.t as t2 from one asof left join s2 on s2.user_id = one.user_id and s2.t >= one.t1),
three as (select two.*, s3.t as t3 from two asof left join s3 on s3.user_id = two.user_id and s3.t >= two.t2),
users as (select start // 86400 as day, user_id, max(t1 <= start + 86400) as b1, max(t2 <= start + 86400) as b2,
max(t3 <= start + 86400) as b3 from three group by all)
select day, count(*), count(*) filter (where b1), count(*) filter (where b2), count(*) filter (where b3)
from users group by day order by day"""


def bare(file: str) -> dict[str, object]:
    """The numbers by SQL written by hand, straight from the file."""
    import duckdb

    con, log = duckdb.connect(), _LOG.format(file=file)
    retention = con.execute(RETENTION.format(log=log)).fetchall()
    funnel = con.execute(FUNNEL_OF_DAYS.format(log=log)).fetchall()
    epoch = date(1970, 1, 1)
    return {
        "retention": {day.isoformat(): [back, all_] for day, all_, back in retention},
        "funnel": {(epoch + timedelta(days=day)).isoformat(): [end, start] for day, start, *_, end in funnel},
    }


def milepost(file: str, folder: str) -> dict[str, object]:
    """The numbers of two metrics, with all that their figures show, as a check computes them without its cache."""
    from milepost.events.answers import answered
    from milepost.events.definition import Definition
    from milepost.events.result import number_of
    from milepost.loading.files import FolderTree

    asked = {
        "retention": Definition(kind="retention", bracket=(7, 7)),
        "funnel": Definition(kind="funnel", steps=FUNNEL, window=DAY),
    }
    as_of = number_of(HORIZON) + 1
    found = answered(tuple(asked.values()), FolderTree(Path(folder)), [file], {}, timezone="UTC", as_of=as_of)
    return {
        name: {
            period: [upper, lower]
            for period, _, value, upper, lower in found.answers[one.key]["values"]
            if value is not None
        }
        for name, one in asked.items()
    }


def charts(count: int = 1_000, days: int = 365) -> float:
    """Milliseconds of processor time for one chart of a daily metric with its 7-day mean, on the average of many."""
    from milepost.analysis.metric_trend import seven_day_means
    from milepost.analysis.series import MetricSeries, Observation
    from milepost.charts.line import metric_chart
    from milepost.charts.line_model import MetricChart, Point
    from milepost.charts.time_axis import AxisWords
    from milepost.model.periods import Period

    start = date(2025, 10, 1)
    periods = [Period(day, day, day.isoformat()) for day in (start + timedelta(days=n) for n in range(days))]
    words = AxisWords(months=tuple(f"{month}" for month in range(1, 13)))
    drawn = []
    for number in range(count):
        values = [100.0 + (number * 7 + place * 13) % 29 for place in range(days)]
        series = MetricSeries(
            total=tuple(Observation(period=one, value=value) for one, value in zip(periods, values, strict=True)),
            segments={},
        )
        mean = tuple(Point(day=day, value=value) for day, value in seven_day_means(series, date(2027, 1, 1)))
        points = tuple(Point(day=one.period.start, value=one.value) for one in series.total)
        drawn.append(MetricChart(points=points, mean=mean, label="metric", axis=words))
    began = time.process_time()
    for chart in drawn:
        metric_chart(chart)
    return (time.process_time() - began) / count * 1_000


def _best(script: str, *arguments: str, repeat: int) -> Sample:
    code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import events; {script}"
    runs = [run_timed([sys.executable, "-c", code, *arguments]) for _ in range(repeat)]
    return min(runs, key=lambda one: one.seconds)


def _rows(count: int, folder: Path, repeat: int) -> list[str]:
    file = folder / f"log-{count}.csv.gz"
    write_events(file, count)
    ours, theirs = milepost(file.name, str(folder)), bare(str(file))
    # What the window has not passed for yet, a metric does not tell.
    known = {name: {day: value for day, value in theirs[name].items() if day in ours[name]} for name in theirs}
    if json.dumps(ours, sort_keys=True) != json.dumps(known, sort_keys=True):
        raise SystemExit("the two disagree")
    own = _best("events.milepost(sys.argv[1], sys.argv[2])", file.name, str(folder), repeat=repeat)
    floor = _best("events.bare(sys.argv[1])", str(file), repeat=repeat)
    size = file.stat().st_size / 2**20
    what = f"{count:,} events ({size:.0f} MB of gzip): retention and funnel"
    figures = f"{own.seconds:.2f} | {own.megabytes:.0f} | {floor.seconds:.2f} | {floor.megabytes:.0f}"
    return [f"| {what} | {figures} | {own.seconds / floor.seconds:.2f} |"]


def main() -> None:
    """Prints the table, and writes it into the README if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--large", action="store_true", help="10 million events, too")
    parser.add_argument("--update", action="store_true", help="write the table into README.md")
    arguments = parser.parse_args()
    lines = [
        "| What | Milepost, s | Peak, MB | Bare DuckDB, s | Peak, MB | Ratio |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    with TemporaryDirectory() as folder:
        for count in (1_000_000, *((10_000_000,) if arguments.large else ())):
            lines += _rows(count, Path(folder), arguments.repeat if count < 10**7 else 1)
    drawn = min(charts() for _ in range(3))
    table = "\n".join(lines) + f"\n\n1,000 charts of 365 days with their 7-day means: {drawn:.2f} ms a chart.\n"
    sys.stdout.write(table)
    if arguments.update:
        README.write_text(FIGURES.sub(lambda _: table, README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
