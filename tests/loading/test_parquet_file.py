"""Series in Parquet: read and checked where DuckDB is installed, named where it is not."""

from pathlib import Path

import duckdb
import pytest
from portal_files import portal

from milepost.build import check
from milepost.loading import parquet_file
from milepost.loading.files import MAX_BYTES
from milepost.model.reference import Ref
from milepost.rules.checks import data_files

METRIC = "metrics:\n  uv: {title: T, owner: lin, unit: u, kind: count, formula: f, source: s, cadence: day, aggregation: distinct, direction: increase, series: {file: uv.parquet}}\n"
PLACE = "content/projects/demo/uv.parquet"
UV = Ref("demo", "metrics", "uv")


def parquet(folder: Path, select: str) -> bytes:
    path = folder / "made.parquet"
    duckdb.execute(f"copy ({select}) to '{path}' (format parquet)")
    return path.read_bytes()


def rows(*pairs: str) -> str:
    return f"select * from (values {', '.join(pairs)}) as t(date, uv)"  # noqa: S608 - our own


def files(data: bytes) -> dict[str, str | bytes]:
    return {"content/projects/demo/m.yml": METRIC, PLACE: data}


@pytest.fixture
def no_reader(monkeypatch):
    parquet_file.parquet_rows.cache_clear()
    monkeypatch.setattr(parquet_file, "parquet_readable", lambda: False)
    monkeypatch.setattr(data_files, "parquet_readable", lambda: False)
    yield
    parquet_file.parquet_rows.cache_clear()


@pytest.mark.parametrize(
    "select",
    [
        rows("(date '2026-02-27', 5)", "(date '2026-02-28', 6)", "(date '2026-03-01', null)"),
        rows("('2026-02-27', 5.0)", "('2026-02-28', 6.0)", "('2026-03-01', null)"),
        rows(
            "(timestamp '2026-02-27 08:00', 5)",
            "(timestamp '2026-02-28 08:00', 6)",
            "(timestamp '2026-03-01 08:00', null)",
        ),
    ],
)
def test_values_and_dates_of_any_type(tmp_path, select):
    found = check(portal(tmp_path, files(parquet(tmp_path, select))))
    assert found.diagnostics == ()
    total = found.analysis.series[UV].total
    assert [(one.period.label, one.value) for one in total] == [
        ("2026-02-27", 5),
        ("2026-02-28", 6),
        ("2026-03-01", None),
    ]


@pytest.mark.parametrize(
    ("select", "rule"),
    [
        (rows("(date '2026-02-27', -5)", "(date '2026-02-28', 6)"), "value-out-of-domain"),
        (rows("(date '2026-02-27', 5)", "(date '2026-02-27', 6)"), "duplicate-observation"),
        (rows("('27.02.2026', 5)", "('2026-02-28', 6)"), "invalid-date"),
        (rows("('2026-02-27', 'many')", "('2026-02-28', '6')"), "value-out-of-domain"),
        ("select date '2026-02-28' as date, 6 as visits", "unresolved-reference"),
    ],
)
def test_values_are_checked_as_those_of_csv(tmp_path, select, rule):
    found = check(portal(tmp_path, files(parquet(tmp_path, select))))
    (one,) = found.diagnostics
    assert one.rule == rule
    assert one.location.path == (PLACE if rule != "unresolved-reference" else "content/projects/demo/m.yml")


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", b"date,uv\n2026-02-27,5\n"])
def test_what_is_no_parquet_is_said(tmp_path, data):
    found = check(portal(tmp_path, files(data)))
    assert ("unreadable-file", PLACE) in {(one.rule, one.location.path) for one in found.diagnostics}
    assert found.analysis.series[UV].total == ()


def test_without_a_reader_it_is_said(no_reader, tmp_path):
    found = check(portal(tmp_path, files(b"PAR1")))
    assert [(one.rule, one.location.path) for one in found.diagnostics] == [("unreadable-file", PLACE)]
    assert found.analysis.series[UV].total == ()


def test_files_that_no_metric_names_are_not_read(no_reader, tmp_path):
    root = portal(tmp_path, {"content/projects/demo/events/raw.parquet": b"PAR1"})
    assert check(root).loaded.binaries == {}
    assert check(root).diagnostics == ()


def test_a_file_that_is_too_large(tmp_path):
    assert [one.rule for one in check(portal(tmp_path, files(b"P" * (MAX_BYTES + 1)))).diagnostics] == [
        "oversized-file"
    ]
