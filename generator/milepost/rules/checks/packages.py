"""Packages of releases that are above the platform's limits, or near them."""

from collections.abc import Iterator
from math import ceil, floor
from typing import Any, NamedTuple

from milepost.analysis.packages import DEFAULT_LIMITS, DEFAULT_NEAR, LIMITS_AS_OF, MIB, RULE, package_limits
from milepost.analysis.releases import is_out
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.records.release import Release
from milepost.rules.context import RuleContext
from milepost.rules.release_history import open_projects
from milepost.rules.rule import rule


class _Weighed(NamedTuple):
    """A package by its place in the list, or all of a release's packages together (`at` is None), in bytes.

    `own` is the size without what the packages have above their own limits: that is said of them.
    """

    release: Release
    at: int | None
    size: int
    own: float
    limit: float


@rule(Severity.ERROR, thresholds=DEFAULT_LIMITS)
def package_too_large(context: RuleContext) -> Iterator[Diagnostic]:
    """A package, or all together, above the limit."""
    settings = context.portal.settings
    for one in _weighed(context):
        if one.own <= one.limit:
            continue
        name = "total_mb" if one.at is None else "package_mb"
        is_set = name in (settings.thresholds or {}).get(RULE, {})
        text = message("rules.package-too-large.label")
        labels = (context.label(settings, "thresholds", RULE, name, text=text),) if is_set else ()
        default = message("rules.package-too-large.default", day=LIMITS_AS_OF.isoformat())
        size = ceil(one.size / MIB * 100) / 100
        yield _finding(context, "package-too-large", one, size, labels=labels, notes=() if is_set else (default,))


@rule(Severity.WARNING, thresholds=DEFAULT_NEAR)
def package_near_limit(context: RuleContext) -> Iterator[Diagnostic]:
    """A package, or all together, that may hardly grow."""
    near = package_limits(context.portal.settings.thresholds).near
    for one in _weighed(context):
        if one.limit * near <= one.size <= one.limit:
            yield _finding(context, "package-near-limit", one, floor(one.size / MIB * 100) / 100)


def _weighed(context: RuleContext) -> Iterator[_Weighed]:
    """What is known of the sizes of releases that are not out."""
    limits = package_limits(context.portal.settings.thresholds)
    for project in open_projects(context):
        for release in project.all(Release).values():
            if is_out(release) or not release.packages:
                continue
            sizes = {index: one.bytes for index, one in enumerate(release.packages) if one.bytes is not None}
            for index, size in sizes.items():
                yield _Weighed(release, index, size, size, limits.package)
            own = sum(min(size, limits.package) for size in sizes.values())
            yield _Weighed(release, None, sum(sizes.values()), own, limits.total)


def _finding(context: RuleContext, name: str, one: _Weighed, size: float, **more: Any) -> Diagnostic:
    """It points to the size of a package; of all together to the name of the list."""
    path = ("packages",) if one.at is None else ("packages", one.at, "bytes")
    package = one.release.packages[one.at].name or str(one.at + 1) if one.at is not None else ""
    return context.finding(
        name,
        one.release,
        *path,
        variant="total" if one.at is None else "",
        location=context.at(one.release, *path, key=one.at is None),
        package=package,
        size=f"{size:g}",
        limit=f"{one.limit / MIB:g}",
        **more,
    )
