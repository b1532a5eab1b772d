"""Random draws, the same for the same seed whatever else is drawn.

Every task and risk has a stream of its own, so that a further task leaves the draws of all others alone, and two
versions of a plan are compared with the same luck.
"""

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from milepost.analysis.forecast.three_point import ThreePoint
from milepost.model.reference import Ref

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]

BATCH = 2_500
"""Samples that are computed together: large enough for numpy, small enough for the processor's cache."""


def task_stream(seed: int, task: str, batch: int) -> np.random.Generator:
    """The random numbers of one task in one batch of samples."""
    return _stream(seed, f"task {task}", batch)


def risk_stream(seed: int, risk: Ref, batch: int) -> np.random.Generator:
    """The random numbers of one risk in one batch of samples."""
    return _stream(seed, f"risk {risk}", batch)


def occurrences(numbers: np.random.Generator, probability: float, count: int) -> NDArray[np.bool_]:
    """In which samples a risk occurs: the first that is drawn from its stream, so that all who ask agree."""
    return numbers.random(count) < probability


def beta_pert(numbers: np.random.Generator, estimate: ThreePoint, count: int) -> Floats:
    """Draws from the PERT distribution, a beta distribution with the mean (O + 4M + P) / 6; Vose 2000."""
    low, likely, high = estimate
    if low == high:
        return np.full(count, float(low))
    rise, fall = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
    return low + (high - low) * numbers.beta(rise, fall, count)


def whole_days(numbers: np.random.Generator, days: Floats) -> Whole:
    """Days rounded up or down at random, so that the mean stays and whole days stay what they are.

    Rounding to the nearest day would leave a task of one day without any spread.
    """
    return np.floor(days + numbers.random(len(days))).astype(np.int32)


def _stream(seed: int, key: str, batch: int) -> np.random.Generator:
    name = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed & 0xFFFF_FFFF, name, batch))))
