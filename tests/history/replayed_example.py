"""The example portal with a past: some sixty dated commits that lead to what `content/` holds today.

    python tests/history/replayed_example.py FOLDER

makes a repository in FOLDER to look at: `mkdocs serve` there shows trends, slips and who changed what. What was not yet
so on a day is taken out by the dates that the records carry; some lengths and scores were other ones before.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).parent.parent.parent
FIRST, LAST = date(2026, 7, 27), date(2026, 10, 13)
"""The first commit, and the day before the example's as-of day."""
DAY = timedelta(days=1)
Record = dict[str, Any]

FORMER: tuple[tuple[str, str, str, str, Any], ...] = (
    ("2026-09-03", "phases", "operate", "start", "2026-11-09"),
    ("2026-09-03", "phases", "launch", "start", "2026-10-19"),
    ("2026-09-22", "phases", "operate", "start", "2026-11-16"),
    ("2026-09-22", "phases", "launch", "start", "2026-10-26"),
    ("2026-09-03", "risks", "pos-vendor-late", "probability", "2"),
    ("2026-08-20", "tasks", "visual-spec", "duration", "4d"),
    ("2026-08-27", "tasks", "design-fixes", "duration", "2d"),
    ("2026-09-04", "tasks", "cart-options", "duration", "5d"),
    ("2026-09-11", "tasks", "pos-stock-sync", "duration", "6d"),
    ("2026-09-15", "tasks", "pay-refund", "duration", "6d"),
    ("2026-09-18", "tasks", "load-test", "duration", "2d"),
    ("2026-09-24", "tasks", "pay-refund", "duration", "8d"),
    ("2026-09-25", "tasks", "shop-pilot", "duration", "5d"),
    ("2026-09-29", "tasks", "package-trim", "duration", "3d"),
    ("2026-09-30", "tasks", "pos-stock-sync", "duration", "8d"),
    ("2026-10-08", "tasks", "reorder", "duration", "5d"),
    ("2026-10-12", "tasks", "regression-2", "duration", "6d"),
)
"""Before a day a field of a record had another value."""
ADDED = {
    "push-frequency": "2026-09-08",
    "cup-label": "2026-09-03",
    "device-limit": "2026-09-10",
    "group-order": "2026-08-28",
    "manual-stock": "2026-10-09",
    "print-posters": "2026-09-22",
    "queue-limit": "2026-09-16",
    "dashboard": "2026-08-25",
}
"""Tasks that were thought of later."""
NEW_BY = {"risks": "identified_on", "decisions": "on", "feedback": "collected_on", "issues": "raised_on"}
"""The field that says since when a record has been there."""


def replay(target: Path) -> int:
    """Makes the repository; how many commits it has."""
    target.mkdir(parents=True, exist_ok=True)
    _git(target, "init", "-q", "-b", "main")
    shutil.copy(CHECKOUT / "mkdocs.yml", target)
    (target / ".gitignore").write_text("/.cache/\n/site/\n", encoding="utf-8")
    content = _content()
    people = [str(one["title"]["en"] if isinstance(one["title"], dict) else one["title"]) for one in _people(content)]
    days = sorted({FIRST, *_event_days(content)})
    for number, day in enumerate(days):
        _write(target, {path: _as_of(path, text, day) for path, text in content.items()})
        _commit(target, _subject(content, day), people[number % len(people)], f"{day}T18:00:00+08:00")
    _write(target, content)
    _commit(target, "Notes for the steering meeting", people[0], f"{LAST}T20:00:00+08:00")
    return len(days) + 1


def _content() -> dict[str, bytes]:
    root = CHECKOUT / "content"
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(CHECKOUT).as_posix(): path.read_bytes() for path in paths}


def _write(target: Path, files: dict[str, bytes | None]) -> None:
    for name, data in files.items():
        path = target / name
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _git(target: Path, *arguments: str, **variables: str) -> None:
    environment = {**os.environ, **variables}
    subprocess.run(["git", *arguments], cwd=target, check=True, capture_output=True, env=environment)


def _commit(target: Path, subject: str, author: str, moment: str) -> None:
    name = {"GIT_AUTHOR_NAME": author, "GIT_COMMITTER_NAME": author}
    mail = {"GIT_AUTHOR_EMAIL": "team@example.com", "GIT_COMMITTER_EMAIL": "team@example.com"}
    _git(target, "add", "-A")
    _git(target, "-c", "commit.gpgsign=false", "commit", "-q", "--allow-empty", "-m", subject, GIT_AUTHOR_DATE=moment, GIT_COMMITTER_DATE=moment, **name, **mail)  # fmt: skip


# What was so on a day


def _as_of(path: str, data: bytes, day: date) -> bytes | None:
    """A file as it was at the end of a day; None where it was not there."""
    if not path.startswith("content/projects/"):
        return data
    collection, stem = path.split("/")[-2], path.rsplit("/", maxsplit=1)[-1].partition(".")[0]
    if path.endswith(".md"):
        if stem in UNKNOWN[day]:
            return None
        _, fields, body = data.decode().split("---\n", 2) if data.startswith(b"---\n") else ("", "", data.decode())
        return f"---\n{_dump(_without(_load(fields.encode()), day)).decode()}---\n{body}".encode() if fields else data
    if not path.endswith(".yml"):
        return data
    document = _without(_load(data), day)
    if collection in NEW_BY or collection == "meetings":
        return None if stem in UNKNOWN[day] else _dump(_record(collection, document, day))
    for name, records in document.items():
        if isinstance(records, dict) and name != "project":
            document[name] = dict(_records(name, records, day))
    return _dump(document)


class _Unknown(dict[date, frozenset[str]]):
    """By day the ids of tasks, decisions and the like that were not there yet."""

    def __missing__(self, day: date) -> frozenset[str]:
        found = {name for name, since in ADDED.items() if since > day.isoformat()}
        for path, data in _content().items():
            parts = path.split("/")
            if not path.startswith("content/projects/"):
                continue
            if parts[-2] in NEW_BY:
                record = _front_matter(data) if path.endswith(".md") else _load(data)
                found |= {parts[-1].partition(".")[0]} if _since(record, parts[-2]) > day.isoformat() else set()
            elif path.endswith(".yml"):
                for name, records in _load(data).items():
                    if name in NEW_BY and isinstance(records, dict):
                        found |= {one for one, record in records.items() if _since(record, name) > day.isoformat()}
        self[day] = frozenset(found)
        return self[day]


UNKNOWN = _Unknown()


def _without(value: Any, day: date) -> Any:
    """A value without references to what was not there yet."""
    if isinstance(value, dict):
        kept = {name: _without(one, day) for name, one in value.items() if not _is_unknown(one, day)}
        return {name: one for name, one in kept.items() if one not in ([], {}) or value[name] in ([], {})}
    if isinstance(value, list):
        return [_without(one, day) for one in value if not _is_unknown(one, day)]
    return value


def _is_unknown(value: Any, day: date) -> bool:
    return isinstance(value, str) and value.partition(" ")[0].rpartition("/")[2].rpartition(":")[2] in UNKNOWN[day]


def _records(collection: str, records: Record, day: date) -> Iterator[tuple[str, Record]]:
    for name, record in records.items():
        added = ADDED.get(name, "") if collection == "tasks" else _since(record, collection)
        if added <= day.isoformat():
            yield name, _record(collection, _former(collection, name, dict(record), day), day)


def _since(record: Record, collection: str) -> str:
    return str(record.get(NEW_BY.get(collection, ""), ""))


def _former(collection: str, name: str, record: Record, day: date) -> Record:
    for until, where, whose, field, value in reversed(FORMER):
        if (where, whose) == (collection, name) and day.isoformat() < until:
            record[field] = value
    return record


def _record(collection: str, record: Record, day: date) -> Record:
    change: Callable[[Record, str], None] | None = CHANGES.get(collection)
    if change:
        change(record, day.isoformat())
    return record


def _task(task: Record, day: str) -> None:
    if task.get("actual_start", "") > day or (task.get("status") == "blocked" and task.get("blocked_since", "") > day):
        for field in (
            "actual_start",
            "actual_finish",
            "progress",
            "remaining",
            "evidence",
            "blocked_by",
            "blocked_since",
        ):
            task.pop(field, None)
        task["status"] = "todo"
    elif task.get("actual_finish", "") > day:
        for field in ("actual_finish", "evidence"):
            task.pop(field, None)
        task["status"], task["progress"] = "in_progress", "50"
    if task.get("status") in ("todo", "in_progress"):
        task["acceptance"] = [one["text"] if isinstance(one, dict) and "text" in one else one for one in task.get("acceptance", [])]  # fmt: skip


def _risk(risk: Record, day: str) -> None:
    if risk.get("closed_on", "") > day:
        for field in ("closed_on", "closed_reason"):
            risk.pop(field, None)
        risk["status"] = "treating"
    if risk.get("reviewed_on", "") > day:
        risk.pop("reviewed_on")


def _budget(line: Record, day: str) -> None:
    if isinstance(line.get("actual"), list):
        line["actual"] = [one for one in line["actual"] if one.get("on", "") <= day]


def _release(release: Record, day: str) -> None:
    for field in ("audit", "gray"):
        if isinstance(release.get(field), list):
            release[field] = [one for one in release[field] if one.get("on", "") <= day]
    if release.get("released_on", "") > day:
        release.pop("released_on")
        release["channel"] = "audit" if release.get("audit") else "dev"


def _meeting(meeting: Record, day: str) -> None:
    if meeting.get("on", "") > day:
        meeting["status"] = "scheduled"


def _gate(gate: Record, day: str) -> None:
    if gate.get("decided_on", "") > day:
        gate.pop("decided_on")
        gate["decision"] = "pending"


CHANGES: dict[str, Callable[[Record, str], None]] = {
    "tasks": _task,
    "risks": _risk,
    "budget": _budget,
    "releases": _release,
    "meetings": _meeting,
    "gates": _gate,
}


# What happened when


def _event_days(content: dict[str, bytes]) -> Iterator[date]:
    for day, _ in _events(content):
        if FIRST < day <= LAST:
            yield day


def _events(content: dict[str, bytes]) -> Iterator[tuple[date, str]]:
    for until, _, whose, field, _ in FORMER:
        yield date.fromisoformat(until), f"{whose}: another {field}"
    for name, since in ADDED.items():
        yield date.fromisoformat(since), f"Add {name}"
    for path, data in content.items():
        if path.startswith("content/projects/") and path.endswith(".yml"):
            for name, task in (_load(data).get("tasks") or {}).items():
                for field, verb in (("actual_start", "begun"), ("actual_finish", "done")):
                    if field in task:
                        yield date.fromisoformat(task[field]), f"{name} {verb}"


def _subject(content: dict[str, bytes], day: date) -> str:
    said = [text for when, text in _events(content) if when == day]
    return ", ".join(said[:3]) + (" and more" if len(said) > 3 else "") if said else "The plan so far"


def _people(content: dict[str, bytes]) -> list[Record]:
    return list(_load(content["content/people.yml"])["people"].values())


def _front_matter(data: bytes) -> Record:
    parts = data.decode().split("---\n", 2)
    return _load(parts[1].encode()) if len(parts) > 2 else {}


def _load(data: bytes) -> Record:
    found = yaml.load(data, yaml.CBaseLoader)  # noqa: S506 - texts only
    return found if isinstance(found, dict) else {}


def _dump(document: Record) -> bytes:
    return yaml.dump(document, allow_unicode=True, sort_keys=False, width=1000, encoding="utf-8")


if __name__ == "__main__":
    print(replay(Path(sys.argv[1])), "commits")
