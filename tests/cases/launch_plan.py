"""The launch plan of the case mspdi as a project of YAML files."""

import csv
import io
import json
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Dates = dict[str, tuple[str, str]]
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


def known_launch(cases: Path) -> Dates:
    """First and last day of every task, as the case has them."""
    return {f"t{row['uid']}": (row["start"][:10], row["finish"][:10]) for row in _rows(_document(cases))}


def computed_launch(cases: Path) -> Dates:
    """The same as `milepost plan` computes them."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write(cases, root)
        command = [sys.executable, "-m", "milepost", "plan", "launch", "-C", str(root), "--format", "csv"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {row["id"]: (row["start"], row["finish"]) for row in csv.DictReader(io.StringIO(done.stdout))}


def _document(cases: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((cases / "mspdi" / "expected.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = document["files"]["launch-zh.xml"]
    return found


def _rows(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in document["tasks"] if not row["summary"]]


def _write(cases: Path, root: Path) -> None:
    document = _document(cases)
    (exceptions,) = (one["exceptions"] for one in document["calendars"].values())
    project = root / "content" / "projects" / "launch"
    project.mkdir(parents=True)
    portal = PORTAL.format(holidays=_days(exceptions, worked=False), workdays=_days(exceptions, worked=True))
    (root / "content" / "portal.yml").write_text(portal, encoding="utf-8")
    rows = _rows(document)
    start = min(row["start"] for row in rows)[:10]
    plan = f"project: {{title: Launch, start: {start}}}\ntasks:\n" + "".join(map(_task, rows))
    (project / "plan.yml").write_text(plan, encoding="utf-8")


def _days(exceptions: list[Any], *, worked: bool) -> str:
    """The exceptions of an MSPDI calendar as days with their names."""
    found = []
    for name, first, last, works in exceptions:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        if works is worked:
            found += [f"{start + timedelta(days=number)}: {name}" for number in range((end - start).days + 1)]
    return ", ".join(found)


def _task(row: dict[str, Any]) -> str:
    number, unit = float(row["duration"][:-1]), row["duration"][-1]
    assert number.is_integer()
    assert unit == "d"
    links = [
        f"t{uid} {kind}{int(lag):+d}{unit}" if lag else f"t{uid} {kind}" for uid, kind, lag, unit in row["predecessors"]
    ]
    length = "milestone: true" if row["milestone"] else f"duration: {int(number)}d"
    title = json.dumps(row["name"], ensure_ascii=False)
    return f"  t{row['uid']}:\n    title: {title}\n    {length}\n    after: {json.dumps(links)}\n"
