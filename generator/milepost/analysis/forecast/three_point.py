"""Three-point estimates: their moments by PERT and by the triangular distribution."""

from typing import NamedTuple


class Moments(NamedTuple):
    """Mean and variance, in the unit of the estimate and its square."""

    mean: float
    variance: float


class ThreePoint(NamedTuple):
    """Optimistic, likely and pessimistic value of the same quantity, in that order."""

    optimistic: float
    likely: float
    pessimistic: float

    @property
    def certain(self) -> bool:
        """Whether it leaves no room."""
        return self.optimistic == self.pessimistic

    def scaled(self, factor: float) -> "ThreePoint":
        return ThreePoint(*(value * factor for value in self))


def in_order(optimistic: float, likely: float, pessimistic: float) -> ThreePoint:
    """The three values with the likely one between the others, should they be out of order."""
    return ThreePoint(min(optimistic, likely), likely, max(likely, pessimistic))


def pert(estimate: ThreePoint) -> Moments:
    """Mean (O + 4M + P) / 6 and variance ((P − O) / 6)²; Malcolm et al. 1959."""
    low, likely, high = estimate
    return Moments((low + 4 * likely + high) / 6, ((high - low) / 6) ** 2)


def triangular(estimate: ThreePoint) -> Moments:
    """Mean (O + M + P) / 3 and variance (O² + M² + P² − OM − OP − MP) / 18."""
    low, likely, high = estimate
    spread = low**2 + likely**2 + high**2 - low * likely - low * high - likely * high
    return Moments((low + likely + high) / 3, spread / 18)
