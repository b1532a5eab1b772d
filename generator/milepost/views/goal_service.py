"""What serves a goal: the records that name it, by type, and the decisions about its metric."""

from collections.abc import Iterable
from dataclasses import dataclass

from milepost.analysis.smart import SERVING
from milepost.model.record import NamedRecord
from milepost.model.records.decision import Decision
from milepost.model.records.goal import Goal
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.record_states import record_status

_TYPES = ("goals", "requirements", "tasks", "decisions", "risks", "campaigns", "releases")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A record that serves a goal, with its state where its type has one."""

    link: Anchor
    status: Status | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """All of one type."""

    label: str
    records: tuple[Server, ...]


def work_for(context: ViewContext, goal: Goal) -> tuple[str, ...]:
    """The titles of what a goal is reached by: tasks, requirements, and the goals below it."""
    return tuple(context.title(one) for one in _referring(context, goal.key) if one.collection in SERVING)


def services(context: ViewContext, goal: Goal, metric: Metric | None) -> tuple[Service, ...]:
    """By type: what names the goal; decisions also when they rest on its metric or expect it to move."""
    found = list(_referring(context, goal.key))
    if metric:
        found += [one for one in _referring(context, metric.key) if isinstance(one, Decision)]
    by_type: dict[str, list[NamedRecord]] = {}
    for one in {one.key: one for one in found}.values():
        by_type.setdefault(one.collection, []).append(one)
    order = [*(name for name in _TYPES if name in by_type), *(name for name in by_type if name not in _TYPES)]
    return tuple(
        Service(
            label=context.labels.type(name, plural=True), records=tuple(_server(context, one) for one in by_type[name])
        )
        for name in order
    )


def _referring(context: ViewContext, key: Ref) -> Iterable[NamedRecord]:
    for link in context.analysis.back_links.get(key, ()):
        source = context.portal.get(link.source)
        if source is not None:
            yield source


def _server(context: ViewContext, record: NamedRecord) -> Server:
    return Server(
        link=context.link(record), status=record_status(record, context) if hasattr(record, "status") else None
    )
