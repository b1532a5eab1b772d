"""The newest rows of CSV files, without taking years of older ones apart."""

from datetime import date, timedelta

from milepost.loading.csv_file import rows_of
from milepost.loading.tables import Row
from milepost.source import Source

_DAYS, _PERIODS = timedelta(days=14), timedelta(days=100)


def recent_rows(source: Source, until: date) -> tuple[Row, ...]:
    """Rows of days from two weeks before `until` on, of weeks and months from about a quarter before it on.

    Only where the date comes first in each line; all rows of any other file.
    """
    lines = source.lines
    if not lines or not lines[0].lstrip("\ufeff").startswith("date,") or '"' in source.text:
        return tuple(rows_of(lines))
    until = max(until, date.min + _PERIODS)
    day, period = (until - _DAYS).isoformat(), (until - _PERIODS).isoformat()[:7]
    recent = [line for line in lines[1:] if (line[:10] >= day if line[7:8] == "-" else line[:7] >= period)]
    return tuple(rows_of([lines[0], *recent]))
