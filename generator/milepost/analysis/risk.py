"""Scores, bands, expected monetary value and reserve of a project's risks."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from milepost.model.field_types import Money
from milepost.model.parts import ThreePointAmount
from milepost.model.portal import Portal, Project
from milepost.model.records.budget_line import BudgetLine
from milepost.model.records.risk import Risk
from milepost.model.records.task import Task
from milepost.model.settings import RiskBands, RiskMatrix
from milepost.model.states import OPEN_RISK_STATES

Band = Literal["low", "medium", "elevated", "high"]
_ZERO = Decimal(0)


def is_open(risk: Risk) -> bool:
    """Whether the risk may still happen: neither occurred nor closed."""
    return risk.status in OPEN_RISK_STATES


def threats(project: Project) -> tuple[Risk, ...]:
    """Risks whose effect is unwelcome, as the register lists them.

    Open ones come first, the highest current score before the others, then the highest inherent score, then the order
    of the files; unscored ones follow the scored.
    """
    found = [risk for risk in project.all(Risk).values() if not risk.opportunity]
    return tuple(sorted(found, key=lambda risk: (not is_open(risk), -(current_score(risk) or 0), -(risk.score or 0))))


def opportunities(project: Project) -> tuple[Risk, ...]:
    """Risks whose effect is welcome, in the same order."""
    found = [risk for risk in project.all(Risk).values() if risk.opportunity]
    return tuple(sorted(found, key=lambda risk: (not is_open(risk), -(current_score(risk) or 0), -(risk.score or 0))))


def current_score(risk: Risk) -> int | None:
    """The residual score; the inherent one while none was assessed. 1 to 25."""
    return risk.residual_score or risk.score


def band_of(score: int | None, bands: RiskBands) -> Band | None:
    """The first band whose upper end is not below the score; a score above all ends is high."""
    if score is None:
        return None
    ends: tuple[tuple[Band, int], ...] = (("low", bands.low), ("medium", bands.medium), ("elevated", bands.elevated))
    return next((name for name, end in ends if score <= end), "high")


def over_appetite(project: Project, matrix: RiskMatrix) -> tuple[Risk, ...]:
    """Open threats whose current score is above the portal's appetite; none where no appetite is set."""
    if matrix.appetite is None:
        return ()
    return tuple(r for r in threats(project) if is_open(r) and (current_score(r) or 0) > matrix.appetite)


def empty_categories(project: Project, matrix: RiskMatrix) -> tuple[str, ...]:
    """The portal's risk categories in which the project has no open risk, opportunities included."""
    used = {risk.category for risk in project.all(Risk).values() if is_open(risk)}
    return tuple(name for name in matrix.categories if name not in used)


def actions_done(portal: Portal, risk: Risk) -> tuple[int, int]:
    """How many tasks of the response are done, and how many it has; cancelled ones do not count."""
    tasks = [portal.find(ref, Task, risk.project_id) for ref in risk.actions]
    known = [task for task in tasks if task and task.status != "cancelled"]
    return sum(task.status == "done" for task in known), len(known)


def pert_mean(amounts: ThreePointAmount | None, currency: str) -> Money | None:
    """(O + 4M + P) / 6 in the currency of the amounts, `currency` where they name none.

    None unless all three are given in one currency.
    """
    parts = (amounts.optimistic, amounts.likely, amounts.pessimistic) if amounts else ()
    known = [part for part in parts if part is not None]
    currencies = {part.currency or currency for part in known}
    if len(known) < 3 or len(currencies) != 1:
        return None
    low, likely, high = (part.amount for part in known)
    return Money((low + 4 * likely + high) / 6, currencies.pop())


def probability_share(level: int | None, matrix: RiskMatrix) -> Decimal | None:
    """What a probability of 1 to 5 stands for in the portal's settings, 0 to 1."""
    if level is None or not 1 <= level <= len(matrix.probabilities):
        return None
    return Decimal(str(matrix.probabilities[level - 1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskValue:
    """Expected monetary value of a risk: probability × PERT mean of its cost, before and after the response.

    The cost is the same in both; a response that lowers the impact has to say so in `cost`.
    """

    risk: Risk
    cost: Money
    inherent: Decimal
    residual: Decimal


def risk_value(risk: Risk, matrix: RiskMatrix, currency: str) -> RiskValue | None:
    """None while the cost or the probability is not given."""
    cost = pert_mean(risk.cost, currency)
    before = probability_share(risk.probability, matrix)
    after = probability_share(risk.residual.probability if risk.residual else None, matrix)
    if cost is None or (before is None and after is None):
        return None
    first = before if before is not None else after
    then = after if after is not None else before
    assert first is not None
    assert then is not None
    return RiskValue(risk=risk, cost=cost, inherent=first * cost.amount, residual=then * cost.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What open risks are expected to cost in one currency, against the reserve for them.

    Attributes:
        inherent: Σ p × cost of threats before the response.
        residual: the same after it.
        opportunity: Σ p × gain of opportunities, after the response; not deducted.
        reserve: contingency lines, planned less spent; None without such a line in this currency.
    """

    currency: str
    inherent: Decimal
    residual: Decimal
    opportunity: Decimal
    reserve: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """Reserve less residual exposure; negative when it does not suffice."""
        return None if self.reserve is None else self.reserve - self.residual


def exposures(project: Project, matrix: RiskMatrix, currency: str) -> tuple[Exposure, ...]:
    """One exposure a currency, the project's own first; amounts of different currencies are never added up."""
    against = _values((r for r in threats(project) if is_open(r)), matrix, currency)
    welcome = _values((r for r in opportunities(project) if is_open(r)), matrix, currency)
    reserve = reserves(project, currency)
    names = dict.fromkeys([currency, *(value.cost.currency for value in (*against, *welcome)), *reserve])
    return tuple(
        Exposure(
            currency=name,
            inherent=sum((v.inherent for v in against if v.cost.currency == name), _ZERO),
            residual=sum((v.residual for v in against if v.cost.currency == name), _ZERO),
            opportunity=sum((v.residual for v in welcome if v.cost.currency == name), _ZERO),
            reserve=reserve.get(name),
        )
        for name in names
    )


def reserves(project: Project, currency: str) -> dict[str, Decimal]:
    """By currency: what the contingency lines plan, less what was spent of them."""
    found: dict[str, Decimal] = {}
    for line in project.all(BudgetLine).values():
        if line.contingency and line.planned is not None:
            spent = ((one.amount, -1) for one in line.actual if one.amount is not None)
            for money, sign in ((line.planned, 1), *spent):
                name = money.currency or currency
                found[name] = found.get(name, _ZERO) + sign * money.amount
    return found


def unpriced(project: Project, matrix: RiskMatrix, currency: str) -> tuple[Risk, ...]:
    """Open threats that have no expected monetary value."""
    return tuple(r for r in threats(project) if is_open(r) and risk_value(r, matrix, currency) is None)


def _values(risks: Iterable[Risk], matrix: RiskMatrix, currency: str) -> tuple[RiskValue, ...]:
    return tuple(value for risk in risks if (value := risk_value(risk, matrix, currency)))
