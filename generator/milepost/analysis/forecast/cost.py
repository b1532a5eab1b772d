"""What a project may cost, with the risks that occur."""

from decimal import Decimal

import numpy as np

from milepost.analysis.budget import Totals, line_totals, spending_lines, total
from milepost.analysis.forecast.draws import BATCH, Floats, beta_pert, occurrences, risk_stream
from milepost.analysis.forecast.inputs import chance_of
from milepost.analysis.forecast.result import PERCENTILES, CostForecast
from milepost.analysis.forecast.three_point import ThreePoint, in_order
from milepost.analysis.risk import is_open
from milepost.model.portal import Portal, Project
from milepost.model.records.risk import Risk

_CENT = Decimal("0.01")


def cost_forecast(portal: Portal, project: Project, currency: str, *, samples: int, seed: int) -> CostForecast | None:
    """The cost in the project's currency; None without a budget line in it. An opportunity that occurs saves its cost.

    Risks occur in the same samples as in the forecast of the finish.
    """
    planned = total(line_totals(line, currency) for line in spending_lines(project)).get(currency, Totals()).planned
    if not planned:
        return None
    priced = [
        (risk, amounts, float(chance))
        for risk in project.all(Risk).values()
        if is_open(risk) and (amounts := _amounts(risk, currency)) and (chance := chance_of(portal, risk)) is not None
    ]
    extra = np.concatenate(
        [
            _batch(priced, seed, number, min(BATCH, samples - first))
            for number, first in enumerate(range(0, samples, BATCH))
        ]
    )
    found = np.quantile(extra, [one / 100 for one in PERCENTILES], method="inverted_cdf")
    return CostForecast(
        currency=currency,
        planned=planned,
        percentiles={
            percent: planned + Decimal(str(float(value))).quantize(_CENT)
            for percent, value in zip(PERCENTILES, found, strict=True)
        },
        risks=len(priced),
    )


def _batch(priced: list[tuple[Risk, ThreePoint, float]], seed: int, number: int, size: int) -> Floats:
    extra = np.zeros(size)
    for risk, amounts, chance in priced:
        numbers = risk_stream(seed, risk.key, number)
        occurs = occurrences(numbers, chance, size)
        extra += np.where(occurs, beta_pert(numbers, amounts, size), 0) * (-1 if risk.opportunity else 1)
    return extra


def _amounts(risk: Risk, currency: str) -> ThreePoint | None:
    """The three amounts of a risk's cost, if all are given in the currency."""
    cost = risk.cost
    parts = (cost.optimistic, cost.likely, cost.pessimistic) if cost else ()
    known = [float(part.amount) for part in parts if part is not None and (part.currency or currency) == currency]
    return in_order(*known) if len(known) == 3 else None
