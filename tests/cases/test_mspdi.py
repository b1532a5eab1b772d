"""A Chinese launch plan with all link types, lags and make-up days, entered as YAML."""

import csv
import io
import json
import subprocess
import sys

PORTAL = """\
portal:
  title: 上线计划
  languages: [zh-CN]
  timezone: Asia/Shanghai
  currency: CNY
  calendar:
    holidays: {{{holidays}}}
    workdays: {{{workdays}}}
"""


def days(exceptions, *, worked):
    """The exceptions of an MSPDI calendar as days with their names."""
    from datetime import date, timedelta

    found = []
    for name, first, last, works in exceptions:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        if works is worked:
            found += [f"{start + timedelta(days=number)}: {name}" for number in range((end - start).days + 1)]
    return ", ".join(found)


def task(row):
    number, unit = float(row["duration"][:-1]), row["duration"][-1]
    assert number.is_integer()
    assert unit == "d"
    links = [
        f"t{uid} {kind}{int(lag):+d}{unit}" if lag else f"t{uid} {kind}" for uid, kind, lag, unit in row["predecessors"]
    ]
    length = "milestone: true" if row["milestone"] else f"duration: {int(number)}d"
    return f"  t{row['uid']}:\n    title: {json.dumps(row['name'], ensure_ascii=False)}\n    {length}\n    after: {json.dumps(links)}\n"


def test_the_launch_plan_agrees_in_every_date(cases, tmp_path):
    document = json.loads((cases / "mspdi" / "expected.json").read_text(encoding="utf-8"))["files"]["launch-zh.xml"]
    (exceptions,) = (one["exceptions"] for one in document["calendars"].values())
    rows = [row for row in document["tasks"] if not row["summary"]]
    project = tmp_path / "content" / "projects" / "launch"
    project.mkdir(parents=True)
    portal = PORTAL.format(holidays=days(exceptions, worked=False), workdays=days(exceptions, worked=True))
    (tmp_path / "content" / "portal.yml").write_text(portal, encoding="utf-8")
    start = min(row["start"] for row in rows)[:10]
    plan = f"project: {{title: Launch, start: {start}}}\ntasks:\n" + "".join(map(task, rows))
    (project / "plan.yml").write_text(plan, encoding="utf-8")
    command = [sys.executable, "-m", "milepost", "plan", "launch", "-C", str(tmp_path), "--format", "csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    computed = {row["id"]: (row["start"], row["finish"]) for row in csv.DictReader(io.StringIO(done.stdout))}
    assert computed == {f"t{row['uid']}": (row["start"][:10], row["finish"][:10]) for row in rows}
    assert len(computed) == 13
