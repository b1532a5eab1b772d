"""`milepost plan`: the computed schedule of a project, and what would move if something in it were different."""

import json
from pathlib import Path
from typing import Any

import click

from milepost.analysis.plans import Plan
from milepost.build import load_portal
from milepost.cli.moved_tasks import print_moves
from milepost.cli.options import as_of, directory, language, portal_root, words_for
from milepost.cli.project_plan import scheduled, stop_unless_computable, with_settings
from milepost.exports.text_table import csv_text, table
from milepost.i18n.catalogue import Catalogue
from milepost.model.portal import Project, found_project
from milepost.model.records.task import Task
from milepost.model.text import text_in

COLUMNS = ("id", "start", "finish", "total_float", "free_float", "critical")


@click.command("plan")
@click.argument("project")
@directory
@language
@as_of
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="TASK.FIELD=VALUE",
    help="What if? Shows what would move; writes nothing. May be given several times.",
)
@click.option(
    "--format", "format_name", type=click.Choice(["table", "csv", "json"]), default="table", help="How it is printed."
)
def command(
    project: str, directory: Path, lang: str | None, as_of: str | None, settings: tuple[str, ...], format_name: str
) -> None:
    """Print the schedule of PROJECT: dates, floats in working days, critical tasks.

    It is the planned schedule, or with --as-of the statused one: finished work keeps its dates, what is left is done
    from that day on. Exits with 0 whatever else is wrong in the portal, with 1 when the plan cannot be computed.
    """
    root = portal_root(directory)
    portal = load_portal(root).portal
    found = found_project(portal, project)
    words = words_for(lang, portal.settings)
    plan = scheduled(portal, found.id, root, as_of)
    stop_unless_computable(plan, words)
    if settings:
        changed = with_settings(portal, found, settings)
        after = scheduled(changed, found.id, root, as_of)
        stop_unless_computable(after, words)
        print_moves(changed.projects[found.id], (plan, after), words, format_name)
        return
    rows = [_row(plan, task, words.language) for task in found.all(Task).values() if plan.of(task)]
    if format_name == "json":
        click.echo(_as_json(found, plan, rows))
    elif format_name == "csv":
        click.echo(csv_text(COLUMNS, [[row[name] for name in COLUMNS] for row in rows]), nl=False)
    else:
        click.echo(_as_table(rows, words), nl=False)


def _row(plan: Plan, task: Task, language: str) -> dict[str, Any]:
    placed = plan.schedule.activities[task.id]
    return {
        "id": task.id,
        "title": text_in(task.title, language),
        "start": placed.start.isoformat(),
        "finish": placed.finish.isoformat(),
        "total_float": None if placed.finished else placed.total_float,
        "free_float": None if placed.finished else placed.free_float,
        "critical": placed.critical,
    }


def _as_json(project: Project, plan: Plan, rows: list[dict[str, Any]]) -> str:
    start, finish, as_of = plan.schedule.start, plan.schedule.finish, plan.network.as_of
    document = {
        "version": 1,
        "project": project.id,
        "schedule": "statused" if as_of else "planned",
        "as_of": as_of.isoformat() if as_of else None,
        "start": start.isoformat() if start else None,
        "finish": finish.isoformat() if finish else None,
        "tasks": rows,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _as_table(rows: list[dict[str, Any]], words: Catalogue) -> str:
    names = ("task", "start", "finish", "total-float", "free-float", "critical")
    header = [words.text(f"cli.plan.{name}") for name in names]
    ordered = sorted(rows, key=lambda row: (row["start"], row["finish"], row["id"]))
    body = [
        [
            row["title"] or row["id"],
            row["start"],
            row["finish"],
            _days(row["total_float"]),
            _days(row["free_float"]),
            "●" if row["critical"] else "",
        ]
        for row in ordered
    ]
    return table([header, *body], right=(3, 4))


def _days(count: int | None) -> str:
    return "–" if count is None else str(count)
