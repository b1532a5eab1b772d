"""Releases as cards: how far they got, the audit, the gradual opening, package sizes, what they ship."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from markupsafe import Markup

from milepost.analysis.forecast.result import Finish
from milepost.analysis.packages import MIB, PackageLimits, package_limits, total_bytes
from milepost.analysis.releases import tasks_of
from milepost.charts.bars import Pace, share_bar
from milepost.model.portal import Project
from milepost.model.records.release import AuditEntry, Release
from milepost.views.context import Anchor, ViewContext
from milepost.views.expectations import expectation_table
from milepost.views.forecast_figures import chance_text, day_or_range
from milepost.views.frame import State, Status
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Table, day_text, due_cell

CHANNELS = ("dev", "trial", "audit", "gray", "online")
_AUDIT_STATES: dict[str, State] = {"passed": "good", "rejected": "bad", "in_review": "info", "delayed": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the way to the users."""

    name: str
    state: Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dated line: audit or gray step."""

    day: str
    status: Status | None
    text: str = ""
    bar: Markup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A package against its limit."""

    name: str
    text: str
    bar: Markup
    state: State
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCard:
    """One release."""

    title: Anchor
    version: str
    status: Status
    planned: Cell
    released: str
    work: Status | None
    steps: tuple[Step, ...]
    notes: str
    audit: tuple[Entry, ...]
    gray: tuple[Entry, ...]
    sizes: tuple[Size, ...]
    tasks: tuple[Anchor, ...]
    tasks_done: int
    rollback: Anchor | None
    expects: Table | None


def releases_in_order(project: Project) -> tuple[Release, ...]:
    """Those that are not out first, the next to come at the top; then the newest first."""
    found = list(project.all(Release).values())
    ahead = sorted(
        (one for one in found if one.released_on is None), key=lambda one: (one.planned_on is None, str(one.planned_on))
    )
    out = sorted((one for one in found if one.released_on), key=lambda one: str(one.released_on), reverse=True)
    return (*ahead, *out)


def release_card(release: Release, project: Project, context: ViewContext) -> ReleaseCard:
    """The card of a release."""
    tasks = tasks_of(context.portal, project, release)
    forecast = context.analysis.forecast(project.id)
    calendar = context.analysis.plans[project.id].calendar
    return ReleaseCard(
        title=context.link(release),
        version=release.version or "",
        status=record_status(release, context, "channel"),
        planned=due_cell(release.planned_on, context, calendar, pending=release.released_on is None),
        released=day_text(release.released_on, context),
        work=_work(forecast.releases.get(release.id) if forecast else None, context),
        steps=_steps(release, context),
        notes=context.text(release.notes),
        audit=tuple(_audit(entry, context) for entry in sorted(release.audit, key=lambda one: str(one.on or ""))),
        gray=_gray(release, context),
        sizes=_sizes(release, package_limits(context.portal.settings.thresholds), context),
        tasks=tuple(context.link(task) for task in tasks),
        tasks_done=sum(task.status == "done" for task in tasks),
        rollback=context.link_to(release.rollback_to, ("releases",), project.id) if release.rollback_to else None,
        expects=expectation_table(release, context),
    )


def _steps(release: Release, context: ViewContext) -> tuple[Step, ...]:
    """The gradual opening is left out where a release went online without it."""
    reached = CHANNELS.index(release.channel)
    names = [name for name in CHANNELS if name != "gray" or release.gray or release.channel != "online"]

    def state(name: str) -> Literal["done", "now", "next"]:
        at = CHANNELS.index(name)
        if release.channel == "online":
            return "done"
        return "done" if at < reached else "now" if at == reached else "next"

    return tuple(Step(name=context.labels.value("releases", "channel", name), state=state(name)) for name in names)


def outlook(finish: Finish) -> State:
    """How likely all work of a release is done by its planned day: the colours of every forecast."""
    if finish.due is None:
        return "none"
    return "good" if finish.p80 <= finish.due else "warn" if finish.p50 <= finish.due else "bad"


def _work(finish: Finish | None, context: ViewContext) -> Status | None:
    """When the open work is done."""
    if finish is None:
        return None
    days = day_or_range(context, finish.p50, finish.p80)
    if finish.due is None:
        return Status(state="none", word=days)
    chance = chance_text(context, finish)
    return Status(state=outlook(finish), word=context.t("delivery.work-chance", days=days, chance=chance))


def _audit(entry: AuditEntry, context: ViewContext) -> Entry:
    word = (
        context.labels.item_value("AuditEntry", "status", entry.status)
        if entry.status
        else context.t("tables.not-known")
    )
    status = Status(state=_AUDIT_STATES.get(entry.status or "", "none"), word=word)
    return Entry(day=day_text(entry.on, context), status=status, text=context.text(entry.reason))


def _gray(release: Release, context: ViewContext) -> tuple[Entry, ...]:
    """Each step's share; one that falls below the step before is marked."""
    found, before = [], 0.0
    for step in sorted(release.gray, key=lambda one: str(one.on or "")):
        share = step.percent
        fell = share is not None and share < before
        status = Status(state="bad", word=context.t("delivery.gray-fell")) if fell else None
        bar = share_bar(share / 100, height=8, fill="fill-b" if fell else "fill") if share is not None else None
        text = f"{context.formats.plain(share)}%" if share is not None else ""
        found.append(Entry(day=day_text(step.on, context), status=status, text=text, bar=bar))
        before = share if share is not None else before
    return tuple(found)


def _sizes(release: Release, limits: PackageLimits, context: ViewContext) -> tuple[Size, ...]:
    known = [(_package(one.name, context), one.bytes) for one in release.packages if one.bytes is not None]
    if not known:
        return ()
    sizes = [_size(name, count, limits.package, limits.near, context) for name, count in known]
    return (*sizes, _size(context.t("delivery.all-packages"), total_bytes(release), limits.total, limits.near, context))


def _package(name: str | None, context: ViewContext) -> str:
    """The name that the platform's tool gives; that of the main package in words."""
    return context.t("delivery.main-package") if name == "__APP__" else name or context.t("delivery.unnamed")


def _size(name: str, count: int, limit: float, near: float, context: ViewContext) -> Size:
    share = count / limit if limit else 0.0
    state: State = "bad" if count > limit else "warn" if share >= near else "good"
    fill: Pace = "fill-b" if state == "bad" else "fill-w" if state == "warn" else "fill"
    words = {"bad": "delivery.too-large", "warn": "delivery.near-limit"}
    return Size(
        name=name,
        text=context.t("delivery.size-of", size=mib(count, context), limit=mib(limit, context)),
        bar=share_bar(share, fill=fill, height=8),
        state=state,
        word=context.t(words[state]) if state in words else "",
    )


def mib(count: float, context: ViewContext) -> str:
    """Bytes in MB of 1024 × 1024, two decimals unless whole."""
    value = Decimal(str(count)) / MIB
    return context.formats.number(value, 0 if value == value.to_integral_value() else 2)
