"""Rows merged into monthly tables: in any order the same bytes, and nothing is lost."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from milepost.imports.month_rows import Row
from milepost.imports.month_tables import MonthTables

ROWS = st.lists(
    st.builds(
        lambda day, part, value: Row(
            table="t",
            month=f"2026-{day % 3 + 1:02}",
            key=(("date", f"2026-{day % 3 + 1:02}-{day % 28 + 1:02}"), ("part", part)),
            cells={"value": value},
        ),
        st.integers(0, 60),
        st.sampled_from(["1", "2", "10", "a\nb", 'q"', ""]),
        st.sampled_from(["", "1", "2"]),
    ),
    max_size=12,
    unique_by=lambda row: row.key,
)


def write(folder: Path, tables: MonthTables) -> dict[str, bytes]:
    found = dict(tables.written())
    for path, data in found.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
    return found


@given(ROWS, st.data())
def test_the_order_does_not_matter_and_a_second_time_changes_nothing(rows, data):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = MonthTables(Path(one))
        first.put(rows)
        written = write(Path(one), first)
        again = MonthTables(Path(one))
        again.put(rows)
        assert write(Path(one), again) == {}
        assert list(again.changes()) == []
        half = data.draw(st.integers(0, len(rows)))
        for part in (rows[half:], rows[:half]):
            step = MonthTables(Path(other))
            step.put(part)
            write(Path(other), step)
        assert {path.relative_to(other).as_posix(): path.read_bytes() for path in Path(other).rglob("*.csv")} == written
