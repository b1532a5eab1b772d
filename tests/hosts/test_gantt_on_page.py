"""The bars on the built Plan pages, read back without knowing how they were drawn."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest

LANE = re.compile(r'<a class="mp-gantt__l" href="#task-(?P<id>[a-z0-9-]+)".*?</a>', re.DOTALL)
BAR = re.compile(r'<rect class="(?:b|b k|bp x)" x="(?P<x>[\d.]+)%" width="(?P<width>[\d.]+)%"')
DIAMOND = re.compile(r'<use class="ms[^"]*" href="#mp-ms" x="(?P<x>[\d.]+)%"')
AS_OF = "2026-10-14"
"""The example portal's day."""
PROJECTS = ("tea-order", "member-points")


def computed(checkout, project):
    command = [sys.executable, "-m", "milepost", "plan", project, "-C", str(checkout), "--format", "json"]
    command += ["--as-of", AS_OF]
    tasks = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["tasks"]
    return {one["id"]: (date.fromisoformat(one["start"]), date.fromisoformat(one["finish"])) for one in tasks}


def drawn(site, project):
    """By task: where its bar begins and ends, in percent of the time axis; a milestone has one place."""
    page = (site / "projects" / project / "plan" / "index.html").read_text(encoding="utf-8")
    found = {}
    for lane in LANE.finditer(page):
        bar, diamond = BAR.search(lane[0]), DIAMOND.search(lane[0])
        if bar:
            x = float(bar["x"])
            found[lane["id"]] = (x, x + float(bar["width"]))
        else:
            found[lane["id"]] = (float(diamond["x"]),)
    return found


@pytest.mark.parametrize("project", PROJECTS)
def test_every_bar_stands_at_its_computed_dates(example_site, checkout, project):
    dates, bars = computed(checkout, project), drawn(example_site, project)
    assert bars.keys() == dates.keys()
    edges = {name: (start, finish + timedelta(days=1)) for name, (start, finish) in dates.items()}
    lengthy = [name for name, places in bars.items() if len(places) == 2]
    first = min(lengthy, key=lambda name: edges[name][0])
    last = max(lengthy, key=lambda name: edges[name][1])
    day_zero, zero = edges[first][0], bars[first][0]
    per_day = (bars[last][1] - zero) / (edges[last][1] - day_zero).days

    def day_at(place):
        return day_zero + timedelta(days=round((place - zero) / per_day))

    for name, places in bars.items():
        read = tuple(day_at(place) for place in places)
        if len(places) == 1:  # a milestone stands at the morning or at the evening of its date
            assert read[0] in edges[name], name
        else:
            assert read == edges[name], name
