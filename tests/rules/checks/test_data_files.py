"""Tables that are too large to be read."""

import pytest
from portal_files import portal

from milepost.build import check
from milepost.loading.files import MAX_BYTES

METRICS = """\
metrics:
  visits:
    title: Visits
    owner: lin
    unit: visits
    kind: count
    formula: Visits of the day
    source: Tracking
    cadence: day
    aggregation: sum
    direction: increase
    series: {file: "metrics/*.csv", column: visits}
"""


@pytest.mark.parametrize(("name", "found"), [("metrics/daily.csv", 1), ("events/raw.csv", 0)])
def test_a_table_that_a_metric_reads_must_not_be_too_large(tmp_path, name, found):
    large = "date,visits\n" + "2026-03-01,1\n" * (MAX_BYTES // 12)
    root = portal(tmp_path, {"content/projects/demo/metrics.yml": METRICS, f"content/projects/demo/{name}": large})
    told = [(one.rule, one.location.path) for one in check(root).diagnostics if one.rule == "oversized-file"]
    assert told == [("oversized-file", f"content/projects/demo/{name}")] * found
