"""Dependencies between tasks."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from milepost.model.duration import Duration, parse_duration
from milepost.model.problem import problem
from milepost.model.reference import PointsTo, Ref, parse_reference

LINK_SUFFIX = r"\s+[A-Za-z]{2}([+-]\S+)?"
"""What may follow the target: the type and the lag."""
_LINK = re.compile(r"(?P<target>\S+?)(?:\s+(?P<type>[A-Za-z]{2})(?P<lag>[+-]\S+)?)?")


class LinkType(StrEnum):
    """Which end of the predecessor holds which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency on (`after`) or of (`before`) the task or phase `target`."""

    target: Ref
    type: LinkType = LinkType.FS
    lag: Duration = Duration(0)  # noqa: RUF009 - frozen

    def __str__(self) -> str:
        lag = f"{self.lag.days:+d}{'ed' if self.lag.elapsed else 'd'}" if self.lag.days else ""
        return str(self.target) if self.type is LinkType.FS and not lag else f"{self.target} {self.type}{lag}"


def parse_link(value: Any) -> Link:
    """`id`, `"id FS+2d"`, `"project/id SS-1d"`, or `{task: id, type: FS, lag: 2d}`.

    Raises:
        PydanticCustomError: `invalid-value`, or `invalid-duration` for the lag.
    """
    if isinstance(value, dict):
        return _from_mapping(value)
    if not isinstance(value, str):
        raise problem("invalid-value.link")
    return _read(value)


@lru_cache(maxsize=10_000)
def _read(text: str) -> Link:
    match = _LINK.fullmatch(text)
    if match is None:
        raise problem("invalid-value.link")
    lag = parse_duration(match["lag"]) if match["lag"] else Duration(0)
    return Link(parse_reference(match["target"]), _type(match["type"] or "FS"), lag)


def _from_mapping(value: dict[str, Any]) -> Link:
    if "task" not in value or value.keys() - {"task", "type", "lag"}:
        raise problem("invalid-value.link")
    lag = parse_duration(value["lag"]) if value.get("lag", "0") != "0" else Duration(0)
    return Link(parse_reference(value["task"]), _type(value.get("type", "FS")), lag)


def _type(text: Any) -> LinkType:
    try:
        return LinkType(text)
    except ValueError:
        raise problem("invalid-value.link-type", value=str(text)) from None


class _LinkTo(PointsTo):
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(parse_link)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        target = {"type": "string", "x-references": list(self.collections)}
        mapping = {
            "type": "object",
            "required": ["task"],
            "properties": {
                "task": target,
                "type": {"enum": [one.value for one in LinkType]},
                "lag": {"type": "string"},
            },
            "additionalProperties": False,
        }
        return {"anyOf": [target | {"x-suffix": LINK_SUFFIX}, mapping]}


TaskLink = Annotated[Link, _LinkTo("tasks", "phases")]
