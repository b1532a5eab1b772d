"""How sure a share is."""

import math

_NORMAL = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share, 0 to 1, without continuity correction; None of nothing.

    Wilson, Probable inference, the law of succession, and statistical inference (1927). Unlike the usual one it stays
    within 0 and 1, and is right for few users, too.
    """
    if whole <= 0:
        return None
    share, square = part / whole, _NORMAL**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    margin = _NORMAL / (1 + square / whole) * math.sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    return max(middle - margin, 0.0), min(middle + margin, 1.0)
