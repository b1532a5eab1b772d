"""The goals page of a project: the tree, each goal with its checklist and chart, personas and requirements."""

from dataclasses import dataclass
from datetime import timedelta

from milepost.model.portal import Project
from milepost.model.records.goal import Goal
from milepost.model.records.persona import Persona
from milepost.model.records.requirement import Requirement
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Details, Head, details, head
from milepost.views.goal_answer import goals_answer
from milepost.views.goal_checks import Check, checklist
from milepost.views.goal_facts import GoalFacts, goal_facts
from milepost.views.goal_service import Service, services
from milepost.views.goal_tree import goal_above, goal_tree
from milepost.views.metric_figure import Figure, metric_figure
from milepost.views.requirement_rows import PersonaRow, RequirementRow, persona_rows, requirement_rows

_BEFORE = timedelta(days=42)
"""So much of a metric's course before the goal's start is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A line of the tree; `outside` for goals of the portal or of another project."""

    depth: int
    facts: GoalFacts
    outside: bool
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One goal in full; the figure is empty where its metric has no data."""

    facts: GoalFacts
    above: Anchor | None
    figure: Figure | None
    checks: tuple[Check, ...]
    held: int
    services: tuple[Service, ...]
    record: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    tree: tuple[Branch, ...]
    sections: tuple[Section, ...]
    personas: tuple[PersonaRow, ...]
    requirements: tuple[RequirementRow, ...]
    folder: str


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    tree = tuple(_branch(context, project, depth, goal) for depth, goal in goal_tree(context.portal, project))
    sections = tuple(_section(context, branch.facts) for branch in tree if not branch.outside)
    return View(
        head=head(
            context,
            context.t("ui.page.goals"),
            project,
            goals_answer(context, project, tuple(one.facts for one in sections)),
        ),
        tree=tree,
        sections=sections,
        personas=persona_rows(context, project.all(Persona).values(), project.all(Requirement).values()),
        requirements=requirement_rows(context, project.all(Requirement).values()),
        folder=f"content/projects/{project.id}/",
    )


def _branch(context: ViewContext, project: Project, depth: int, goal: Goal) -> Branch:
    return Branch(
        depth=depth,
        facts=goal_facts(context, goal),
        outside=goal.project_id != project.id,
        weight=context.formats.plain(goal.weight) if goal.weight is not None else "",
    )


def _section(context: ViewContext, facts: GoalFacts) -> Section:
    goal, metric = facts.goal, facts.metric
    above = goal_above(context.portal, goal)
    first = min((day for day in (goal.start, goal.baseline_date) if day), default=None)
    figure = (
        metric_figure(context, metric, goal, since=first - _BEFORE if first else None, height=200, events=False)
        if metric
        else None
    )
    checks = checklist(context, facts)
    return Section(
        facts=facts,
        above=context.link(above) if above else None,
        figure=figure,
        checks=checks,
        held=sum(one.status.state == "good" for one in checks),
        services=services(context, goal, metric),
        record=details(goal, context),
    )
