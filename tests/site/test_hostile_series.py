"""Whatever a data file holds, the pages are made."""

import pytest
from portal_files import PORTAL, portal

from milepost.build import check, portal_site

METRIC = "  %s: {title: T, owner: lin, unit: u, kind: count, formula: f, source: s, cadence: %s, aggregation: sum, direction: increase, target: 5, series: {file: d.csv}}\n"
DECISION = "decisions:\n  %s: {title: D, on: %s, context: c, choice: c, decided_by: lin, based_on: metrics:a, status: accepted, expects: [{metric: a, change: +5%%, by: 0001-01-03}, {metric: b, change: -5, by: 9999-12-31}]}\n"
EXTREME = "  thresholds: {expectation-missed: {recent: 1e300, days: -5, share: 1e9}, series-jump: {k: -1, periods: 1e300, share: -4}, low-sample: {periods: 1e300}}\n"


@pytest.mark.parametrize(
    "csv",
    [
        "date,a\n0001-01-01,1\n0001-01-02,2\n9999-12-31,5\n",
        "date,a\n0001-W01,1\n9999-W52,3\n9999-W51,1\n",
        "date,a\n0001-01,1\n9999-12,3\n2026-01-01,2\n",
        "date,a\n2026-02-28,1e308\n2026-03-01,-1e308\n2026-02-27,1e-320\n",
        "date\n",
        "",
        "date,a,a\n2026-03-01,1,2\n",
        'date,a\n2026-03-01,"1\n2026-03-02,2\n',
        'date,"a"\n"x\ny",3\n',
        "\x00,date,a\n\x00,2026-03-01,\x00\n",
    ],
)
@pytest.mark.parametrize("on", ["0001-01-01", "2026-02-28", "9999-12-31"])
def test_pages_are_made(csv, on, tmp_path):
    files = {
        "content/portal.yml": PORTAL + EXTREME,
        "content/projects/demo/m.yml": "metrics:\n"
        + METRIC % ("a", "day")
        + METRIC % ("b", "month")
        + DECISION % ("d", on),
        "content/projects/demo/d.csv": csv,
    }
    pages = portal_site(check(portal(tmp_path, files)), "zh").pages
    for tail in ("", "projects/demo/", "projects/demo/metrics/", "projects/demo/meetings/", "projects/demo/delivery/"):
        assert pages[tail].render().html
