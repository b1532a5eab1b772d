"""`milepost why`: the chain of reasons that puts a task where it is."""

import json
from pathlib import Path
from typing import Any

import click

from milepost.analysis.schedule.result import ScheduledActivity
from milepost.build import check
from milepost.cli.options import as_of, directory, language, portal_root, words_for
from milepost.cli.project_plan import found_task, stop_unless_computable
from milepost.model.portal import found_project
from milepost.views.context import ViewContext
from milepost.views.why import ChainStep, Why, plain


@click.command("why")
@click.argument("task", metavar="PROJECT/TASK")
@directory
@language
@as_of
@click.option("--format", "format_name", type=click.Choice(["text", "json"]), default="text", help="How it is printed.")
def command(task: str, directory: Path, lang: str | None, as_of: str | None, format_name: str) -> None:
    """Say why a task is where it is: the chain that leads to it from a fixed date, each step with its reason.

    It explains the planned schedule, or with --as-of the statused one.
    """
    checked = check(portal_root(directory), as_of=as_of)
    portal = checked.loaded.portal
    project_id, _, name = task.partition("/")
    project = found_project(portal, project_id)
    words = words_for(lang, portal.settings)
    analysis = checked.analysis
    plan = (analysis.statused if as_of else analysis.plans)[project.id]
    stop_unless_computable(plan, words)
    record = found_task(project, name, set(plan.schedule.activities))
    context = ViewContext(
        analysis=analysis, loaded=checked.loaded, diagnostics=checked.diagnostics, language=words.language
    )
    steps = Why(context=context, project=project, plan=plan).steps(record.id)
    placed = plan.schedule.activities[record.id]
    if format_name == "json":
        chain = zip(Why(context=context, project=project, plan=plan).chain(record.id), steps, strict=True)
        document = {"version": 1, "project": project.id, **_facts(placed), "chain": [_step(*one) for one in chain]}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    click.echo(f"{context.title(record)} ({record.id}), {placed.start} – {placed.finish}")
    click.echo(_floats(context, placed))
    for number, step in enumerate(steps, 1):
        click.echo(f"\n{number}. {step.task.text}, {step.start} – {step.finish}")
        for sentence in step.why:
            click.echo(f"   {plain(sentence)}")


def _facts(placed: ScheduledActivity) -> dict[str, Any]:
    return {
        "task": placed.id,
        "start": placed.start.isoformat(),
        "finish": placed.finish.isoformat(),
        "total_float": None if placed.finished else placed.total_float,
        "free_float": None if placed.finished else placed.free_float,
        "due": placed.due.isoformat() if placed.due else None,
        "due_float": None if placed.finished else placed.due_float,
        "critical": placed.critical,
    }


def _floats(context: ViewContext, placed: ScheduledActivity) -> str:
    if placed.finished:
        return context.t("cli.why.finished")
    said = context.t("cli.why.floats", total=placed.total_float, free=placed.free_float)
    if placed.due is None or placed.due_float is None:
        return said
    return said + context.t("cli.why.due", due=placed.due.isoformat(), days=placed.due_float)


def _step(name: str, step: ChainStep) -> dict[str, Any]:
    return {
        "id": name,
        "start": step.start.isoformat(),
        "finish": step.finish.isoformat(),
        "why": [plain(sentence) for sentence in step.why],
    }
