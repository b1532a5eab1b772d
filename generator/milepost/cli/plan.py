"""`milepost plan`: the computed schedule of a project."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import click

from milepost.analysis.plans import Plan, compute_plans
from milepost.build import load_portal
from milepost.cli.options import directory, language, portal_root, words_for
from milepost.cli.table import table
from milepost.diagnostics.suggestion import closest
from milepost.errors import MilepostError
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.message import message
from milepost.model.portal import Portal, Project
from milepost.model.records.task import Task
from milepost.model.text import text_in

COLUMNS = ("id", "start", "finish", "total_float", "free_float", "critical")


@click.command("plan")
@click.argument("project")
@directory
@language
@click.option(
    "--format", "format_name", type=click.Choice(["table", "csv", "json"]), default="table", help="How it is printed."
)
def command(project: str, directory: Path, lang: str | None, format_name: str) -> None:
    """Print the planned schedule of PROJECT: dates, floats in working days, critical tasks.

    Exits with 0 whatever else is wrong in the portal, with 1 when the plan itself cannot be computed.
    """
    portal = load_portal(portal_root(directory)).portal
    found = _project(portal, project)
    words = words_for(lang, portal.settings)
    plan = compute_plans(portal)[found.id]
    if not plan.computable:
        click.echo(
            f"milepost: {words.render(message('errors.not-computable', project=project, reason=_reason(plan, words)))}",
            err=True,
        )
        sys.exit(1)
    rows = [_row(plan, task, words.language) for task in found.all(Task).values() if plan.of(task)]
    if format_name == "json":
        click.echo(_as_json(found, plan, rows))
    elif format_name == "csv":
        click.echo(_as_csv(rows), nl=False)
    else:
        click.echo(_as_table(rows, words), nl=False)


def _project(portal: Portal, name: str) -> Project:
    if name not in portal.projects:
        known = ", ".join(portal.projects) or "–"
        meant = closest(name, portal.projects)
        raise MilepostError(message("errors.no-project", project=name, known=meant or known))
    return portal.projects[name]


def _row(plan: Plan, task: Task, language: str) -> dict[str, Any]:
    placed = plan.schedule.activities[task.id]
    return {
        "id": task.id,
        "title": text_in(task.title, language),
        "start": placed.start.isoformat(),
        "finish": placed.finish.isoformat(),
        "total_float": placed.total_float,
        "free_float": placed.free_float,
        "critical": placed.critical,
    }


def _as_json(project: Project, plan: Plan, rows: list[dict[str, Any]]) -> str:
    start, finish = plan.schedule.start, plan.schedule.finish
    document = {
        "version": 1,
        "project": project.id,
        "start": start.isoformat() if start else None,
        "finish": finish.isoformat() if finish else None,
        "tasks": rows,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _as_csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([str(row[name]).lower() if name == "critical" else row[name] for name in COLUMNS] for row in rows)
    return out.getvalue()


def _as_table(rows: list[dict[str, Any]], words: Catalogue) -> str:
    names = ("task", "start", "finish", "total-float", "free-float", "critical")
    header = [words.text(f"cli.plan.{name}") for name in names]
    ordered = sorted(rows, key=lambda row: (row["start"], row["finish"], row["id"]))
    body = [
        [
            row["title"] or row["id"],
            row["start"],
            row["finish"],
            str(row["total_float"]),
            str(row["free_float"]),
            "●" if row["critical"] else "",
        ]
        for row in ordered
    ]
    return table([header, *body], right=(3, 4))


def _reason(plan: Plan, words: Catalogue) -> str:
    if plan.out_of_range:
        return words.text("cli.plan.out-of-range")
    return "; ".join(" → ".join((*cycle.members, cycle.members[0])) for cycle in plan.cycles)
