"""Sizes of a release's packages against the platform's limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from milepost.model.records.release import Release

MIB = 1024 * 1024
RULE, NEAR_RULE = "package-too-large", "package-near-limit"
DEFAULT_LIMITS = {"package_mb": 2.0, "total_mb": 30.0}
DEFAULT_NEAR = {"share": 0.9}
LIMITS_AS_OF = date(2025, 1, 1)
"""The day on which the default limits were those of the platform."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLimits:
    """The most that one package, and all together, may weigh, in bytes; from the share `near` on it is close."""

    package: float
    total: float
    near: float


def package_limits(thresholds: Mapping[str, Mapping[str, float]] | None) -> PackageLimits:
    """2 MB a package and 30 MB in all (1 MB = 1024 × 1024 bytes) unless the portal's thresholds say otherwise.

    The thresholds are `package_mb` and `total_mb` of the rule package-too-large: platforms change them, and a service
    provider's build has a lower total.
    """
    own = {**DEFAULT_LIMITS, **(thresholds or {}).get(RULE, {})}
    near = {**DEFAULT_NEAR, **(thresholds or {}).get(NEAR_RULE, {})}
    return PackageLimits(package=own["package_mb"] * MIB, total=own["total_mb"] * MIB, near=near["share"])


def total_bytes(release: Release) -> int:
    """All packages whose size is given."""
    return sum(one.bytes for one in release.packages if one.bytes is not None)


def too_large(release: Release, limits: PackageLimits) -> bool:
    """Whether a package, or all together, is above its limit."""
    sizes = [one.bytes for one in release.packages if one.bytes is not None]
    return any(size > limits.package for size in sizes) or sum(sizes) > limits.total
