"""What the commands about one project's schedule share: scheduling it, saying why that cannot be done."""

import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import click

from milepost.analysis.plans import Plan, compute_plans, compute_statused
from milepost.build import resolve_as_of
from milepost.diagnostics.suggestion import closest
from milepost.errors import MilepostError
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.message import message
from milepost.loading.overrides import override
from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.records.phase import Phase
from milepost.model.records.task import Task


def scheduled(portal: Portal, project: str, root: Path, as_of: str | None) -> Plan:
    """The planned schedule of a project, or the statused one of the day that is asked for."""
    plans = compute_plans(portal)
    if as_of:
        day = resolve_as_of(root, as_of, None, portal.settings.timezone or "")
        plans = compute_statused(portal, plans, day)
    return plans[project]


def stop_unless_computable(plan: Plan, words: Catalogue) -> None:
    """Says why a plan cannot be computed and exits with 1."""
    if not plan.computable:
        reason = message("errors.not-computable", project=plan.project_id, reason=why_not_computable(plan, words))
        click.echo(f"milepost: {words.render(reason)}", err=True)
        sys.exit(1)


def why_not_computable(plan: Plan, words: Catalogue) -> str:
    """The cycles, or that the calendar ends before the plan does."""
    if plan.out_of_range:
        return words.text("cli.plan.out-of-range")
    return "; ".join(" → ".join((*cycle.members, cycle.members[0])) for cycle in plan.cycles)


def with_settings(portal: Portal, project: Project, settings: Sequence[str]) -> Portal:
    """The portal with fields of the project's tasks and phases set anew, each by a text `id.field=value`.

    Raises:
        MilepostError: a text is none, names nothing that exists, or its value does not fit.
    """
    fields: dict[str, dict[str, str]] = {}
    for setting in settings:
        where, equals, value = setting.partition("=")
        name, dot, field = where.strip().partition(".")
        if not (equals and dot and name and field):
            raise MilepostError(message("errors.setting-form", setting=setting))
        fields.setdefault(name, {})[field] = value.strip()
    for name, values in fields.items():
        record = _task_or_phase(project, name)
        portal, wrong = override(portal, record.key, values)
        if wrong:
            said = wrong[0].help or message("errors.setting-help")
            raise MilepostError(message("errors.setting", task=name, reason=wrong[0].message, help=said))
        _find_targets(portal, portal.projects[project.id], name)
    return portal


def found_task(project: Project, name: str, placed: Collection[str]) -> Task:
    """The task of that id, one of those that are `placed`.

    Raises:
        MilepostError: there is none, or the schedule has no place for it because it was cancelled.
    """
    tasks = project.all(Task)
    if name in tasks and name not in placed:
        raise MilepostError(message("errors.cancelled-task", task=name))
    if name not in tasks:
        raise _no_task(project, name, tasks)
    return tasks[name]


def _task_or_phase(project: Project, name: str) -> NamedRecord:
    known: dict[str, NamedRecord] = {**project.all(Phase), **project.all(Task)}
    if name not in known:
        raise _no_task(project, name, known)
    return known[name]


def _no_task(project: Project, name: str, known: Collection[str]) -> MilepostError:
    meant = closest(name, known)
    hint = message("errors.meant", name=meant) if meant else message("errors.see-plan", project=project.id)
    return MilepostError(message("errors.no-task", task=name, project=project.id, hint=hint))


def _find_targets(portal: Portal, project: Project, name: str) -> None:
    record = _task_or_phase(project, name)
    assert isinstance(record, Task | Phase)
    for link in (*record.after, *record.before):
        if portal.locate(link.target, ("tasks", "phases"), project.id) is None:
            _task_or_phase(project, str(link.target))
