"""A forecast as data: when a project and its milestones finish, with which chance, and what that depends on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.model.reference import Ref

PERCENTILES = (10, 50, 80, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """When something finishes.

    Attributes:
        percentiles: by percent the first day by which that share of the samples has finished.
        due: the day by which it should.
        chance: share of the samples that finish by then, 0 to 1; None without a due date.
    """

    percentiles: Mapping[int, date]
    due: date | None
    chance: float | None

    @property
    def p50(self) -> date:
        return self.percentiles[50]

    @property
    def p80(self) -> date:
        return self.percentiles[80]


@dataclass(frozen=True, slots=True, kw_only=True)
class PertFinish:
    """The same by PERT alone: the chain that drives the finish, without risks and without other chains.

    Attributes:
        finish: the plan's finish moved by what the means of the chain's estimates are longer than its lengths.
        deviation: standard deviation of the chain's length in days.
        tasks: how many open tasks it has.
    """

    finish: date
    deviation: float
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskInfluence:
    """How a task moves the finish, in working days against the mean.

    Attributes:
        best: mean finish in the tenth of the samples in which it is shortest.
        worst: mean finish in the tenth in which it is longest.
        correlation: rank correlation of its length with the finish (Spearman 1904), −1 to 1.
    """

    task: str
    best: float
    worst: float
    correlation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskInfluence:
    """How a risk moves the finish.

    Attributes:
        probability: with which it occurs, 0 to 1.
        best: mean finish without it, in working days against the mean.
        worst: mean finish where it occurs, in working days against the mean.
        days: by how many working days it delays the mean finish, all else being equal.
        correlation: rank correlation of its delay with the finish.
    """

    risk: Ref
    probability: float
    best: float
    worst: float
    days: float
    correlation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CostForecast:
    """What the project costs: the plan of its budget lines without the reserve, and the risks that occur.

    Attributes:
        planned: the lines alone.
        percentiles: by percent the cost that is not exceeded in that share of the samples.
        risks: how many open risks have a cost in this currency.
    """

    currency: str
    planned: Decimal
    percentiles: Mapping[int, Decimal]
    risks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The forecast of a project at the start of a day.

    Attributes:
        samples, seed, spread: as in the settings; `spread` is assumed of tasks without an estimate.
        finish: the project's.
        planned: the finish of the statused schedule, with every task as long as planned and no risk.
        days: share of the samples that finish on a day, 0 to 1, by day.
        milestones: open milestones, by id.
        releases: by id, when all open work of a release that is not out is done, against its planned day.
        criticality: share of the samples in which an open task drives the finish, 0 to 1, by id.
        tasks, risks: how they move the finish, those that do most first.
        estimated, assumed: how many open tasks have an estimate, and how many have not.
        drawn_risks, silent_risks: how many are drawn; which have a delay and lack a probability or a task to hit.
    """

    samples: int
    seed: int
    spread: float
    finish: Finish
    planned: date
    days: Mapping[date, float]
    milestones: Mapping[str, Finish]
    releases: Mapping[str, Finish]
    criticality: Mapping[str, float]
    tasks: tuple[TaskInfluence, ...]
    risks: tuple[RiskInfluence, ...]
    pert: PertFinish
    estimated: int
    assumed: int
    drawn_risks: int
    silent_risks: tuple[Ref, ...]
    cost: CostForecast | None = None
