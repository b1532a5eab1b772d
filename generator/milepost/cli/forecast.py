"""`milepost forecast`: when a project finishes, with which chance, and what that depends on."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from milepost.analysis.analysis import Analysis
from milepost.analysis.forecast.result import Finish, Forecast, RiskInfluence, TaskInfluence
from milepost.build import check
from milepost.cli.options import as_of, directory, language, portal_root, words_for
from milepost.cli.project_plan import stop_unless_computable
from milepost.exports.text_table import table
from milepost.model.portal import Project, found_project
from milepost.model.records.release import Release
from milepost.model.records.task import Task
from milepost.views.context import ViewContext
from milepost.views.forecast_figures import chance_text

_ROWS = 10


@click.command("forecast")
@click.argument("project")
@directory
@language
@as_of
@click.option(
    "--format", "format_name", type=click.Choice(["table", "json"]), default="table", help="How it is printed."
)
def command(project: str, directory: Path, lang: str | None, as_of: str | None, format_name: str) -> None:
    """Forecast when PROJECT finishes: P10 to P90, the chance to meet its due date, what moves the finish.

    Draws the lengths of open tasks and the risks many times, with the settings `forecast:` of content/portal.yml, and
    schedules what is left on the real calendar each time. Exits with 1 when the plan cannot be computed.
    """
    checked = check(portal_root(directory), as_of=as_of)
    analysis, portal = checked.analysis, checked.loaded.portal
    found, words = found_project(portal, project), words_for(lang, portal.settings)
    stop_unless_computable(analysis.plans[found.id], words)
    forecast = analysis.forecast(found.id)
    if format_name == "json":
        click.echo(json.dumps(_document(analysis, found, forecast), ensure_ascii=False, indent=2))
        return
    context = ViewContext(
        analysis=analysis, loaded=checked.loaded, diagnostics=checked.diagnostics, language=words.language
    )
    click.echo(_in_words(context, found, forecast) if forecast else context.t("forecast.nothing-open"))


def _in_words(context: ViewContext, project: Project, forecast: Forecast) -> str:
    t, spread = context.t, f"{forecast.spread:g}"
    parts = [
        _finishes(context, project, forecast),
        _influences(context, project, forecast),
        _criticality(context, project, forecast),
    ]
    notes = [
        t("cli.forecast.drawn", samples=forecast.samples, seed=forecast.seed, risks=forecast.drawn_risks),
        t(
            "cli.forecast.lengths",
            estimated=forecast.estimated,
            assumed=forecast.assumed,
            spread=spread,
        ),
        t("cli.forecast.pert", day=forecast.pert.finish.isoformat(), deviation=f"{forecast.pert.deviation:.1f}"),
        t("cli.forecast.independent"),
    ]
    if forecast.cost:
        p50, p80 = (f"{forecast.cost.percentiles[one]:.2f} {forecast.cost.currency}" for one in (50, 80))
        notes.insert(0, t("cli.forecast.cost", p50=p50, p80=p80))
    return "\n".join([*(part for part in parts if part), *notes])


def _finishes(context: ViewContext, project: Project, forecast: Forecast) -> str:
    t = context.t
    header = [
        t("forecast.what"),
        *(f"P{percent}" for percent in forecast.finish.percentiles),
        context.labels.field("tasks", "due"),
        t("forecast.chance-column"),
    ]
    rows = [_finish_row(context, t("forecast.whole-project"), forecast.finish)]
    tasks, releases = project.all(Task), project.all(Release)
    rows += [_finish_row(context, context.title(tasks[name]), one) for name, one in forecast.milestones.items()]
    rows += [_finish_row(context, context.title(releases[name]), one) for name, one in forecast.releases.items()]
    return table([header, *rows], right=(len(header) - 1,))


def _finish_row(context: ViewContext, what: str, finish: Finish) -> list[str]:
    days = [day.isoformat() for day in finish.percentiles.values()]
    return [what, *days, finish.due.isoformat() if finish.due else "–", chance_text(context, finish)]


def _influences(context: ViewContext, project: Project, forecast: Forecast) -> str:
    every: list[TaskInfluence | RiskInfluence] = sorted(
        [*forecast.tasks, *forecast.risks], key=lambda one: one.best - one.worst
    )
    if not every:
        return ""
    t, signed = context.t, context.formats.signed
    header = [
        t("forecast.influences"),
        t("forecast.best"),
        t("forecast.worst"),
        t("forecast.correlation"),
        t("forecast.risk-days"),
    ]
    rows = [
        [
            _name(context, project, one),
            signed(one.best, 1),
            signed(one.worst, 1),
            context.formats.number(one.correlation, 2),
            signed(one.days, 1) if isinstance(one, RiskInfluence) else "",
        ]
        for one in every[:_ROWS]
    ]
    return table([header, *rows], right=(1, 2, 3, 4))


def _name(context: ViewContext, project: Project, one: TaskInfluence | RiskInfluence) -> str:
    if isinstance(one, TaskInfluence):
        return context.title(project.all(Task)[one.task])
    risk = context.portal.get(one.risk)
    return f"{context.title(risk) if risk else one.risk} ({context.labels.type('risks')})"


def _criticality(context: ViewContext, project: Project, forecast: Forecast) -> str:
    found = sorted(((share, name) for name, share in forecast.criticality.items() if share), reverse=True)[:_ROWS]
    tasks = project.all(Task)
    rows = [[context.title(tasks[name]), context.formats.percent(share)] for share, name in found]
    return table([[context.t("forecast.criticality"), ""], *rows], right=(1,)) if rows else ""


def _document(analysis: Analysis, project: Project, forecast: Forecast | None) -> dict[str, Any]:
    document: dict[str, Any] = {"version": 1, "project": project.id, "as_of": analysis.as_of.isoformat()}
    if forecast is None:
        return {**document, "finish": None}
    return {
        **document,
        "samples": forecast.samples,
        "seed": forecast.seed,
        "spread": forecast.spread,
        "planned": forecast.planned.isoformat(),
        "finish": _finish(forecast.finish),
        "milestones": {name: _finish(one) for name, one in forecast.milestones.items()},
        "releases": {name: _finish(one) for name, one in forecast.releases.items()},
        "criticality": forecast.criticality,
        "tasks": [
            {"id": one.task, "best": one.best, "worst": one.worst, "correlation": one.correlation}
            for one in forecast.tasks
        ],
        "risks": [
            {
                "id": str(one.risk),
                "probability": one.probability,
                "best": one.best,
                "worst": one.worst,
                "days": one.days,
                "correlation": one.correlation,
            }
            for one in forecast.risks
        ],
        "pert": {
            "finish": forecast.pert.finish.isoformat(),
            "deviation": forecast.pert.deviation,
            "tasks": forecast.pert.tasks,
        },
        "cost": _cost(forecast),
        "assumptions": {
            "estimated_tasks": forecast.estimated,
            "assumed_tasks": forecast.assumed,
            "risks": forecast.drawn_risks,
            "risks_not_drawn": [str(one) for one in forecast.silent_risks],
            "independent": True,
        },
    }


def _finish(finish: Finish) -> dict[str, Any]:
    return {
        **{f"p{percent}": day.isoformat() for percent, day in finish.percentiles.items()},
        "due": _iso(finish.due),
        "chance": finish.chance,
    }


def _cost(forecast: Forecast) -> dict[str, Any] | None:
    if forecast.cost is None:
        return None
    amounts = {f"p{percent}": str(amount) for percent, amount in forecast.cost.percentiles.items()}
    return {"currency": forecast.cost.currency, "planned": str(forecast.cost.planned), **amounts}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
