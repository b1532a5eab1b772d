"""Packages of releases that are above the platform's limits, or near them."""

from collections.abc import Iterator
from math import ceil, floor

from milepost.analysis.packages import DEFAULT_LIMITS, DEFAULT_NEAR, LIMITS_AS_OF, MIB, RULE, package_limits
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.message import message
from milepost.model.records.release import Release
from milepost.rules.context import RuleContext
from milepost.rules.release_history import is_out, open_projects
from milepost.rules.rule import rule
from milepost.source import Location


@rule(Severity.ERROR, thresholds=DEFAULT_LIMITS)
def package_too_large(context: RuleContext) -> Iterator[Diagnostic]:
    """A package, or all together, above the limit; what is over only because of a package above its own is not said."""
    limits = package_limits(context.portal.settings.thresholds)
    for release, sizes in _ahead(context):
        for index, size in sizes.items():
            if size > limits.package:
                yield _too_large(context, release, size, limits.package, index)
        total = sum(min(size, limits.package) for size in sizes.values())
        if total > limits.total:
            yield _too_large(context, release, sum(sizes.values()), limits.total)


@rule(Severity.WARNING, thresholds=DEFAULT_NEAR)
def package_near_limit(context: RuleContext) -> Iterator[Diagnostic]:
    """A package, or all together, that may hardly grow."""
    limits = package_limits(context.portal.settings.thresholds)
    for release, sizes in _ahead(context):
        for index, size in sizes.items():
            if limits.package * limits.near <= size <= limits.package:
                yield _near(context, release, size, limits.package, index)
        total = sum(sizes.values())
        if limits.total * limits.near <= total <= limits.total:
            yield _near(context, release, total, limits.total)


def _ahead(context: RuleContext) -> Iterator[tuple[Release, dict[int, int]]]:
    """The releases that are not out, with the known sizes by the package's place in the list."""
    for project in open_projects(context):
        for release in project.all(Release).values():
            if release.packages and not is_out(release):
                yield release, {index: one.bytes for index, one in enumerate(release.packages) if one.bytes is not None}


def _too_large(context: RuleContext, release: Release, size: int, limit: float, index: int | None = None) -> Diagnostic:
    name = "total_mb" if index is None else "package_mb"
    settings = context.portal.settings
    text = message("rules.package-too-large.label")
    is_own = name in (settings.thresholds or {}).get(RULE, {})
    return context.finding(
        "package-too-large",
        release,
        *_path(index),
        variant=_variant(index),
        location=_place(context, release, index),
        package=_name(release, index),
        labels=(context.label(settings, "thresholds", RULE, name, text=text),) if is_own else (),
        notes=() if is_own else (message("rules.package-too-large.default", day=LIMITS_AS_OF.isoformat()),),
        size=f"{ceil(size / MIB * 100) / 100:g}",
        limit=f"{limit / MIB:g}",
    )


def _near(context: RuleContext, release: Release, size: int, limit: float, index: int | None = None) -> Diagnostic:
    return context.finding(
        "package-near-limit",
        release,
        *_path(index),
        variant=_variant(index),
        location=_place(context, release, index),
        package=_name(release, index),
        size=f"{floor(size / MIB * 100) / 100:g}",
        limit=f"{limit / MIB:g}",
    )


def _path(index: int | None) -> tuple[str | int, ...]:
    return ("packages",) if index is None else ("packages", index, "bytes")


def _variant(index: int | None) -> str:
    return "total" if index is None else ""


def _place(context: RuleContext, release: Release, index: int | None) -> Location:
    """The size of a package; for all together the name of the list."""
    return context.at(release, *_path(index), key=index is None)


def _name(release: Release, index: int | None) -> str:
    return "" if index is None else release.packages[index].name or str(index + 1)
