"""Sizes of a release's packages against the platform's limits."""

from collections.abc import Mapping
from dataclasses import dataclass

from milepost.model.records.release import Release

MIB = 1024 * 1024
RULE = "package-too-large"
_DEFAULTS = {"package_mb": 2.0, "total_mb": 30.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLimits:
    """The most that one package, and all together, may weigh, in bytes."""

    package: float
    total: float


def package_limits(thresholds: Mapping[str, Mapping[str, float]] | None) -> PackageLimits:
    """2 MB a package and 30 MB in all (1 MB = 1024 × 1024 bytes) unless the portal's thresholds say otherwise.

    The thresholds are `package_mb` and `total_mb` of the rule package-too-large: platforms change them, and a service
    provider's build has a lower total.
    """
    own = (thresholds or {}).get(RULE, {})
    known = {name: own.get(name, default) * MIB for name, default in _DEFAULTS.items()}
    return PackageLimits(package=known["package_mb"], total=known["total_mb"])


def total_bytes(release: Release) -> int:
    """All packages whose size is given."""
    return sum(one.bytes for one in release.packages if one.bytes is not None)


def too_large(release: Release, limits: PackageLimits) -> bool:
    """Whether a package, or all together, is above its limit."""
    sizes = [one.bytes for one in release.packages if one.bytes is not None]
    return any(size > limits.package for size in sizes) or sum(sizes) > limits.total
