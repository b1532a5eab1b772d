"""Values of a series that are far from those before them, by medians: the jump itself does not move them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpLimits:
    """How far is far: more than `k` median deviations and more than a `share` of the median of the `periods` before."""

    k: float = 8
    periods: int = 28
    share: float = 0.2


def jumps(values: Sequence[float], limits: JumpLimits) -> Iterator[tuple[int, float, float]]:
    """Where a value lies outside of all that those before it were, and far from their median.

    Gives its index, the median before it and the median deviation from that. Medians are looked for where a value
    leaves the range only.
    """
    k, periods, share = limits.k, limits.periods, limits.share
    top = bottom = 0.0
    top_until = bottom_until = -1
    for index, value in enumerate(values[periods:], start=periods):
        start = index - periods
        if top_until < index:
            at = max(range(start, index), key=values.__getitem__)
            top, top_until = values[at], at + periods
        if bottom_until < index:
            at = min(range(start, index), key=values.__getitem__)
            bottom, bottom_until = values[at], at + periods
        if value > top or value < bottom:
            # The median lies between bottom and top: where even that is too near, it need not be looked for.
            widest = max(value - bottom, top - value)
            if bottom * top <= 0 or widest > share * min(abs(bottom), abs(top)):
                window = values[start:index]
                middle = median(window)
                spread = median([abs(one - middle) for one in window])
                distance = abs(value - middle)
                if distance > k * spread and distance > share * abs(middle) and (spread or middle):
                    yield index, middle, spread
        if value >= top:
            top, top_until = value, index + periods
        if value <= bottom:
            bottom, bottom_until = value, index + periods
