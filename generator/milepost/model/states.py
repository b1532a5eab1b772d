"""Which states may follow which: any path along the arrows is valid between two commits."""

from collections.abc import Mapping

Transitions = Mapping[str, tuple[str, ...]]

OPEN_TASK_STATES = ("backlog", "todo", "in_progress", "blocked", "in_review")
OPEN_RISK_STATES = ("identified", "assessed", "treating", "accepted", "escalated")

TRANSITIONS: Mapping[str, tuple[str, Transitions]] = {
    "project": ("status", {"proposed": ("active",), "active": ("closed", "on_hold"), "on_hold": ("active",)}),
    "requirements": ("status", {"draft": ("agreed", "dropped"), "agreed": ("delivered", "dropped")}),
    "tasks": (
        "status",
        {
            "backlog": ("todo", "cancelled"),
            "todo": ("in_progress", "cancelled"),
            "in_progress": ("in_review", "done", "blocked", "cancelled"),
            "in_review": ("done", "cancelled"),
            "blocked": ("in_progress", "cancelled"),
            "done": ("in_progress",),
        },
    ),
    "goals": (
        "status",
        {"draft": ("active",), "active": ("at_risk", "achieved", "missed", "dropped"), "at_risk": ("active",)},
    ),
    "risks": (
        "status",
        {
            "identified": ("assessed", "occurred"),
            "assessed": ("treating", "accepted", "escalated", "occurred"),
            "treating": ("closed", "occurred"),
            "accepted": ("closed", "occurred"),
            "escalated": ("closed", "occurred"),
            "occurred": ("closed",),
        },
    ),
    "issues": (
        "status",
        {"open": ("in_progress",), "in_progress": ("resolved",), "resolved": ("closed", "in_progress")},
    ),
    "changes": ("decision", {"draft": ("submitted",), "submitted": ("approved", "rejected"), "approved": ("applied",)}),
    "gates": (
        "decision",
        {"pending": ("passed", "conditional", "failed", "waived"), "conditional": ("passed",), "failed": ("pending",)},
    ),
    "themes": (
        "status",
        {
            "open": ("planned", "declined"),
            "planned": ("in_progress",),
            "in_progress": ("shipped",),
            "shipped": ("verified",),
        },
    ),
    "campaigns": (
        "status",
        {
            "draft": ("approved", "cancelled"),
            "approved": ("running", "cancelled"),
            "running": ("ended",),
            "ended": ("reviewed",),
        },
    ),
    "releases": (
        "channel",
        {"dev": ("trial",), "trial": ("audit",), "audit": ("gray", "online", "dev"), "gray": ("online",)},
    ),
    "meetings": ("status", {"scheduled": ("held", "cancelled")}),
    "decisions": ("status", {"proposed": ("accepted", "rejected"), "accepted": ("superseded",)}),
}
"""By collection: the field that holds the state, and for each state those that may come next."""

REOPENING: Mapping[str, tuple[str, str]] = {"tasks": ("done", "in_progress")}
"""By collection: the way back, for which a reason is wanted."""

CLOSED: Mapping[str, frozenset[str]] = {
    "project": frozenset({"closed"}),
    "requirements": frozenset({"delivered", "dropped"}),
    "tasks": frozenset({"done", "cancelled"}),
    "goals": frozenset({"achieved", "missed", "dropped"}),
    "risks": frozenset({"closed"}),
    "issues": frozenset({"closed"}),
    "changes": frozenset({"rejected", "applied"}),
    "themes": frozenset({"verified", "declined"}),
    "campaigns": frozenset({"reviewed", "cancelled"}),
    "meetings": frozenset({"held", "cancelled"}),
    "decisions": frozenset({"rejected", "superseded"}),
}
"""By collection: the states in which nobody works on a record any more."""


def state_field(collection: str) -> str | None:
    """The field that holds a type's state."""
    return TRANSITIONS[collection][0] if collection in TRANSITIONS else None


def way(collection: str, start: str, end: str) -> tuple[str, ...] | None:
    """The states from one to another along the arrows, the shortest way, both included; None where there is none."""
    arrows = TRANSITIONS[collection][1]
    ways: list[tuple[str, ...]] = [(start,)]
    met = {start}
    for path in ways:
        if path[-1] == end:
            return path
        for state in arrows.get(path[-1], ()):
            if state not in met:
                met.add(state)
                ways.append((*path, state))
    return None
