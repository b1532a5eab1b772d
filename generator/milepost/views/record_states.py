"""Which mark a record's state gets: shape and colour by type and value."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from milepost.model.record import NamedRecord
from milepost.views.context import ViewContext
from milepost.views.frame import State, Status

_STATES: Mapping[str, Mapping[str, State]] = MappingProxyType(
    {
        "tasks": {
            "in_progress": "info",
            "in_review": "info",
            "blocked": "bad",
            "done": "good",
        },
        "risks": {"treating": "info", "escalated": "bad", "occurred": "bad", "closed": "good"},
        "issues": {"in_progress": "info", "resolved": "good", "closed": "good"},
        "campaigns": {"approved": "info", "running": "info", "reviewed": "good"},
        "meetings": {"scheduled": "info", "held": "good"},
        "decisions": {"proposed": "info", "accepted": "good"},
        "releases": {"trial": "info", "audit": "info", "gray": "info", "online": "good"},
        "requirements": {"agreed": "info", "delivered": "good"},
        "goals": {"active": "info", "at_risk": "warn", "achieved": "good", "missed": "bad"},
        "gates": {"passed": "good", "conditional": "warn", "failed": "bad"},
        "themes": {"planned": "info", "in_progress": "info", "shipped": "info", "verified": "good"},
        "changes": {"submitted": "info", "approved": "good", "applied": "good"},
    }
)
"""By collection and state; what is not listed waits for somebody or is given up, and gets the neutral mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many records are in a state."""

    status: Status
    count: int


def state_counts(context: ViewContext, records: Iterable[NamedRecord]) -> tuple[StateCount, ...]:
    """By state, those that are over last."""
    counts = Counter(record_status(one, context) for one in records)
    order = ("bad", "warn", "info", "none", "good")
    return tuple(
        StateCount(status=status, count=count)
        for status, count in sorted(counts.items(), key=lambda one: order.index(one[0].state))
    )


def record_status(record: NamedRecord, context: ViewContext, field: str = "status") -> Status:
    """A record's state as mark and word."""
    value = getattr(record, field, None)
    state = _STATES.get(record.collection, {}).get(str(value), "none")
    word = context.labels.value(record.collection, field, value) if value else context.t("tables.not-known")
    return Status(state=state, word=word)
