"""How a command shows what is different between two schedules of a project."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from milepost.analysis.moves import Move, finish_days, moves
from milepost.analysis.plans import Plan
from milepost.exports.text_table import csv_text, table
from milepost.i18n.catalogue import Catalogue
from milepost.model.portal import Project
from milepost.model.records.task import Task
from milepost.model.text import text_in

COLUMNS = (
    "id",
    "start_before",
    "start_after",
    "finish_before",
    "finish_after",
    "days",
    "critical_before",
    "critical_after",
)


def print_moves(project: Project, plans: tuple[Plan, Plan], words: Catalogue, format_name: str) -> None:
    """Prints the tasks of a project that are elsewhere in the second of two schedules, and its finish in both."""
    found = moves(*plans)
    if format_name == "json":
        click.echo(json.dumps(_document(project, plans, found), ensure_ascii=False, indent=2))
    elif format_name == "csv":
        click.echo(
            csv_text(COLUMNS, [[one.task, *one.start, *one.finish, one.days, *one.critical] for one in found]), nl=False
        )
    else:
        click.echo(_finish_line(project, plans, words))
        click.echo(_as_table(project, found, words) if found else words.text("cli.moves.none"), nl=not found)


def _document(project: Project, plans: tuple[Plan, Plan], found: Sequence[Move]) -> dict[str, Any]:
    before, after = (plan.schedule.finish for plan in plans)
    return {
        "version": 1,
        "project": project.id,
        "finish": {"before": _iso(before), "after": _iso(after), "days": finish_days(*plans)},
        "tasks": [
            {
                "id": one.task,
                "start": [_iso(day) for day in one.start],
                "finish": [_iso(day) for day in one.finish],
                "days": one.days,
                "critical": list(one.critical),
            }
            for one in found
        ],
    }


def _finish_line(project: Project, plans: tuple[Plan, Plan], words: Catalogue) -> str:
    before, after = (plan.schedule.finish for plan in plans)
    days, due = finish_days(*plans) or 0, project.record.due
    said = words.text(
        "cli.moves.finish" if days else "cli.moves.finish-same",
        before=_iso(before) or "–",
        after=_iso(after) or "–",
        days=f"{days:+d}",
    )
    return f"{said}{words.text('cli.moves.due', due=due.isoformat())}" if due else said


def _as_table(project: Project, found: Sequence[Move], words: Catalogue) -> str:
    header = [
        words.text(f"cli.{name}") for name in ("plan.task", "plan.start", "plan.finish", "moves.days", "plan.critical")
    ]
    tasks = project.all(Task)
    body = [
        [
            text_in(tasks[one.task].title, words.language) or one.task,
            _change(*map(date.isoformat, one.start)),
            _change(*map(date.isoformat, one.finish)),
            f"{one.days:+d}" if one.days else "0",
            _change(*("●" if critical else "○" for critical in one.critical)) if any(one.critical) else "",
        ]
        for one in found
    ]
    return table([header, *body], right=(3,))


def _change(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
