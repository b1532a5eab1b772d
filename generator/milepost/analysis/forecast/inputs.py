"""What a forecast draws: the lengths of open tasks, and the risks that may hit them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from milepost.analysis.forecast.three_point import ThreePoint, in_order
from milepost.analysis.plans import Plan
from milepost.analysis.risk import is_open, probability_share
from milepost.analysis.schedule.layout import NodeKind
from milepost.analysis.schedule.network import Activity
from milepost.model.parts import ThreePointDuration
from milepost.model.portal import Portal, Project
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.reference import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainTask:
    """An open task: what is left of it, in days of its length's unit; `estimated` unless the spread is assumed."""

    task: str
    node: int
    days: ThreePoint
    estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainRisk:
    """An open risk of the portal that delays open tasks of the project; an opportunity has negative days."""

    risk: Ref
    probability: float
    delay: ThreePoint
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """All that varies in a project. `silent_risks` are open risks with a delay that lack a probability or a task."""

    tasks: tuple[UncertainTask, ...]
    risks: tuple[UncertainRisk, ...]
    silent_risks: tuple[Ref, ...]


def uncertainty(portal: Portal, project: Project, plan: Plan, spread: float) -> Uncertainty:
    """What varies in a project from its statused schedule on; `spread` is the share assumed without an estimate."""
    placement = plan.schedule.placement
    assert placement is not None
    layout = placement.layout
    nodes = {one.id: node for node, one in enumerate(plan.network.activities) if layout.kinds[node] != NodeKind.FIXED}
    risks, silent = [], []
    for home in portal.projects.values():
        for risk in home.all(Risk).values():
            drawn = _risk(portal, project, risk, nodes)
            if isinstance(drawn, UncertainRisk):
                risks.append(drawn)
            elif drawn:
                silent.append(risk.key)
    return Uncertainty(
        tasks=tuple(
            _task(project.all(Task)[name], node, (layout.lengths[node], plan.network.activities[node]), spread)
            for name, node in nodes.items()
            if layout.lengths[node]
        ),
        risks=tuple(risks),
        silent_risks=tuple(silent),
    )


def _task(task: Task, node: int, length: tuple[int, Activity], spread: float) -> UncertainTask:
    left, whole = length[0], length[1].length.amount
    estimate = _estimate(task.estimate, whole)
    if estimate is None:
        days = ThreePoint(left * (1 - spread), left, left * (1 + spread))
        return UncertainTask(task=task.id, node=node, days=days, estimated=False)
    # What somebody says is left is the likely end of it, however long the whole was thought to take.
    said = length[1].recorded and task.remaining and estimate.likely
    return UncertainTask(
        task=task.id, node=node, days=estimate.scaled(left / (estimate.likely if said else whole)), estimated=True
    )


def _estimate(typed: ThreePointDuration | None, length: int) -> ThreePoint | None:
    """The estimate in days; what is missing of it is the task's length."""
    if typed is None or not (typed.optimistic or typed.likely or typed.pessimistic):
        return None
    likely = typed.likely.days if typed.likely else length
    low, high = (end.days if end else likely for end in (typed.optimistic, typed.pessimistic))
    return in_order(low, likely, high)


def _risk(portal: Portal, project: Project, risk: Risk, nodes: Mapping[str, int]) -> UncertainRisk | bool:
    """What is drawn of a risk; else whether it is one that should have been."""
    if not is_open(risk) or risk.delay is None:
        return False
    delay = _estimate(risk.delay, 0)
    targets = [portal.locate(ref, ("tasks",), risk.project_id) for ref in risk.hits]
    hit = [one.id for one in targets if one and one.project == project.id]
    own = risk.project_id == project.id
    chance = chance_of(portal, risk)
    if delay is None or chance is None or (own and not any(targets)):
        return own
    found = tuple(nodes[name] for name in hit if name in nodes)
    if not found:
        return False
    signed = ThreePoint(-delay.pessimistic, -delay.likely, -delay.optimistic) if risk.opportunity else delay
    return UncertainRisk(risk=risk.key, probability=float(chance), delay=signed, nodes=found)


def chance_of(portal: Portal, risk: Risk) -> Decimal | None:
    """How probable a risk is as things stand: what the response has left of it, else the inherent probability."""
    matrix = portal.settings.risk_matrix
    residual = probability_share(risk.residual.probability if risk.residual else None, matrix)
    return residual if residual is not None else probability_share(risk.probability, matrix)
