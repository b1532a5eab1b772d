"""Series in Parquet: read where pyarrow is installed, named where it is not."""

import sys
from datetime import UTC, date, datetime
from types import ModuleType

import pytest
from portal_files import portal

from milepost.build import check
from milepost.loading import parquet_file
from milepost.loading.files import MAX_BYTES
from milepost.model.reference import Ref
from milepost.rules.checks import data_files

METRIC = "metrics:\n  uv: {title: T, owner: lin, unit: u, kind: count, formula: f, source: s, cadence: day, aggregation: distinct, direction: increase, series: {file: uv.parquet}}\n"
FILES = {"content/projects/demo/m.yml": METRIC, "content/projects/demo/uv.parquet": b"PAR1"}


class Table:
    def __init__(self, data):
        if data.read() != b"PAR1":
            raise ValueError

    def to_pylist(self):
        return [
            {"date": date(2026, 2, 27), "uv": 5, "note": None},
            {"date": datetime(2026, 2, 28, tzinfo=UTC), "uv": 6.5, "note": None},
            {"date": "2026-03-01", "uv": None, "note": "x"},
        ]


@pytest.fixture
def reader(monkeypatch):
    """Stands in for pyarrow."""
    module = ModuleType("pyarrow.parquet")
    module.read_table = Table
    monkeypatch.setitem(sys.modules, "pyarrow", ModuleType("pyarrow"))
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", module)
    monkeypatch.setattr(parquet_file, "parquet_readable", lambda: True)
    monkeypatch.setattr(data_files, "parquet_readable", lambda: True)


@pytest.fixture
def no_reader(monkeypatch):
    monkeypatch.setattr(parquet_file, "parquet_readable", lambda: False)
    monkeypatch.setattr(data_files, "parquet_readable", lambda: False)


def test_values_and_dates_of_any_type(reader, tmp_path):
    found = check(portal(tmp_path, FILES))
    assert found.diagnostics == ()
    total = found.analysis.series[Ref("demo", "metrics", "uv")].total
    assert [(one.period.label, one.value) for one in total] == [
        ("2026-02-27", 5),
        ("2026-02-28", 6.5),
        ("2026-03-01", None),
    ]


def test_what_is_no_parquet_gives_no_rows(reader):
    assert parquet_file.parquet_rows(b"no") == ()


def test_without_a_reader_it_is_said(no_reader, tmp_path):
    found = check(portal(tmp_path, FILES))
    assert [(one.rule, one.location.path) for one in found.diagnostics] == [
        ("unreadable-file", "content/projects/demo/uv.parquet")
    ]
    assert found.analysis.series[Ref("demo", "metrics", "uv")].total == ()


def test_files_that_no_metric_names_are_not_read(no_reader, tmp_path):
    root = portal(tmp_path, {"content/projects/demo/events/raw.parquet": b"PAR1"})
    assert check(root).loaded.binaries == {}
    assert check(root).diagnostics == ()


def test_a_file_that_is_too_large(reader, tmp_path):
    large = {**FILES, "content/projects/demo/uv.parquet": b"P" * (MAX_BYTES + 1)}
    assert [one.rule for one in check(portal(tmp_path, large)).diagnostics] == ["oversized-file"]
