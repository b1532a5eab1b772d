"""Reads the release plan of the shared cases into a network."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.schedule.network import Activity, Days, Link, LinkType, Network, PhaseNode

_LINK = re.compile(r"(?P<target>\S+)(?: (?P<type>[FS]{2})(?:(?P<amount>[+-]\d+)(?P<unit>e?d))?)?")


def read_network(path: Path) -> Network:
    plan = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Network(
        activities=tuple(
            Activity(
                id=key,
                length=_days(fields.get("duration", "1d")),
                milestone=fields.get("milestone", False),
                phase=fields.get("phase"),
                **_shared(fields),
            )
            for key, fields in plan["tasks"].items()
        ),
        phases=tuple(
            PhaseNode(id=key, parent=fields.get("parent"), **_shared(fields)) for key, fields in plan["phases"].items()
        ),
        start=plan["project"]["start"],
        calendar=WorkCalendar(),
    )


def _shared(fields: dict[str, Any]) -> dict[str, Any]:
    start: date | None = fields.get("start")
    links = {side: tuple(_link(text) for text in fields.get(side, ())) for side in ("after", "before")}
    return {"start": start, **links}


def _link(text: str) -> Link:
    found = _LINK.fullmatch(text)
    assert found, text
    lag = Days(amount=int(found["amount"] or 0), elapsed=found["unit"] == "ed")
    return Link(target=found["target"], type=LinkType(found["type"] or "FS"), lag=lag)


def _days(text: str) -> Days:
    return Days(amount=int(text.rstrip("ed")), elapsed=text.endswith("ed"))
