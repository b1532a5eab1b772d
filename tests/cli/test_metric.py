"""`milepost metric` as its users run it."""

import json
import subprocess
import sys

import pytest
from portal_files import portal

from milepost.exports.text_table import csv_text

METRIC = "  %s: {title: T, owner: lin, unit: %s, kind: %s, formula: f, source: s, cadence: day, aggregation: sum, direction: increase, %s}\n"
METRICS = (
    "metrics:\n"
    + METRIC % ("visits", "{en: visits, zh: 次}", "count", "was: [hits], series: {file: daily.csv}")
    + METRIC % ("orders", "orders", "count", "series: {file: daily.csv}")
    + METRIC % ("rate", "'%'", "ratio", "numerator: orders, denominator: visits")
)
CSV = "date,visits,orders\n2026-02-27,1000,200\n2026-02-26,800,\n2026-03-01,1200.5,240\n2026-03-02,9,0\n"


def run(root, *arguments):
    command = [sys.executable, "-m", "milepost", "metric", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def root(tmp_path):
    broken = "tasks:\n  a: {title: A, owner: nobody}\n"
    files = {"metrics.yml": METRICS, "daily.csv": CSV, "plan.yml": broken}
    written = {f"content/projects/demo/{name}": text for name, text in files.items()}
    top = "metrics:\n" + METRIC % (
        "footfall",
        "visits",
        "count",
        "series: {file: projects/demo/daily.csv, column: visits}",
    )
    return portal(tmp_path, {**written, "content/company.yml": top})


def test_json(root):
    done = run(root, "demo/rate", "--format", "json", "--lang", "zh")
    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert {name: document[name] for name in ("version", "metric", "unit")} == {
        "version": 1,
        "metric": "demo/rate",
        "unit": "%",
    }
    assert document["series"] == [
        {"period": "2026-02-26", "value": None, "numerator": None, "denominator": 800, "complete": True},
        {"period": "2026-02-27", "value": 0.2, "numerator": 200, "denominator": 1000, "complete": True},
        {"period": "2026-03-01", "value": 240 / 1200.5, "numerator": 240, "denominator": 1200.5, "complete": True},
        {"period": "2026-03-02", "value": 0, "numerator": 0, "denominator": 9, "complete": False},
    ]
    assert "尚未结束" in done.stderr


def test_csv_and_table(root):
    assert run(root, "demo/visits", "--format", "csv", "--as-of", "2026-03-03").stdout == (
        "period,value,numerator,denominator,complete\n"
        "2026-02-26,800,,,true\n2026-02-27,1000,,,true\n2026-03-01,1200.5,,,true\n2026-03-02,9,,,true\n"
    )
    lines = run(root, "demo/hits").stdout.splitlines()
    assert [line.split() for line in lines] == [
        ["Period", "Value", "(visits)"],
        ["2026-02-26", "800"],
        ["2026-02-27", "1,000"],
        ["2026-03-01", "1,200.5"],
        ["2026-03-02", "9", "*"],
    ]
    assert run(root, "demo/rate").stdout.splitlines()[2].split() == ["2026-02-27", "20.00%", "200", "1,000"]


def test_metrics_of_the_portal_and_names_that_are_none(root):
    assert json.loads(run(root, "footfall", "--format", "json").stdout)["metric"] == "footfall"
    for name, said in (
        ("visits", "there is no metric `visits`; did you mean `demo/visits`?"),
        ("demo/visit", "there is no metric `demo/visit`; did you mean `demo/visits`?"),
        ("demo/zzzzzz", "there is no metric `demo/zzzzzz`; there are: demo/visits, demo/orders, demo/rate"),
        ("dem/visits", "there is no project `dem`; there are: demo"),
    ):
        done = run(root, name)
        assert (done.returncode, done.stdout, done.stderr.strip()) == (2, "", f"milepost: {said}")


def test_bad_input_is_said_on_the_standard_error(root):
    portal(
        root,
        {
            "content/projects/demo/daily.csv": '\ufeffdate;visits\r\n2026-03-01;NaN\r\n\r\n2026-02-28;"3"\r\n2026-02-28;4\r\n2026-02-27;inf\r\n'
        },
    )
    done = run(root, "demo/visits", "--format", "csv")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == ["2026-02-27,,,,true", "2026-02-28,4,,,true", "2026-03-01,,,,true"]


def test_an_empty_metric(root):
    (root / "content/projects/demo/daily.csv").unlink()
    done = run(root, "demo/visits", "--format", "json")
    assert json.loads(done.stdout)["series"] == []
    assert "no values yet" in done.stderr


def test_no_spreadsheet_takes_a_text_for_a_formula():
    rows = [["=1+1", "@a", "-x", "+1", "\tb", "a=b", -1, 2.5, None, True]]
    assert csv_text(["=a", "b"], rows) == "'=a,b\n'=1+1,'@a,'-x,'+1,'\tb,a=b,-1,2.5,,true\n"
