"""References from one record to another."""

import re
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from milepost.model.problem import problem

_KEY = re.compile(r"(?:(?P<project>[^/:]*)/)?(?P<collection>[^:]*):(?P<id>.*)", re.DOTALL)
ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REFERENCE = re.compile(r"(?:(?P<project>[^/:\s]+)/)?(?:(?P<collection>[a-z_]+):)?(?P<id>[^/:\s]+)")


class Ref(NamedTuple):
    """`project/collection:id`; as written, parts that go without saying are empty.

    The absolute reference of a portal-wide record has an empty project.
    """

    project: str
    collection: str
    id: str

    def __str__(self) -> str:
        head = f"{self.project}/" if self.project else ""
        return f"{head}{self.collection}:{self.id}" if self.collection else f"{head}{self.id}"


def parse_reference(value: Any) -> Ref:
    """A reference as an author writes it.

    Raises:
        PydanticCustomError: not of the form `id`, `project/id` or `project/collection:id`.
    """
    if not isinstance(value, str):
        raise problem("invalid-value.reference")
    return _read(value)


def parse_key(text: str) -> Ref:
    """A record's absolute reference as `str` gives it, whose id may be one that no author should have written, or none.

    Raises:
        ValueError: no collection is named.
    """
    match = _KEY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return Ref(match["project"] or "", match["collection"], match["id"])


@lru_cache(maxsize=10_000)
def _read(text: str) -> Ref:
    """Cached: most references are to the same few people, phases and goals."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise problem("invalid-value.reference")
    return Ref(match["project"] or "", match["collection"] or "", match["id"])


class PointsTo:
    """Says in a field's annotation which collections a reference may point into; none named = any record."""

    def __init__(self, *collections: str) -> None:
        self.collections = collections

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(parse_reference)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "x-references": list(self.collections)}


PersonRef = Annotated[Ref, PointsTo("people")]
PersonOrRoleRef = Annotated[Ref, PointsTo("people", "roles")]
TaskRef = Annotated[Ref, PointsTo("tasks")]
BlockerRef = Annotated[Ref, PointsTo("tasks", "issues")]
PhaseRef = Annotated[Ref, PointsTo("phases")]
GoalRef = Annotated[Ref, PointsTo("goals")]
MetricRef = Annotated[Ref, PointsTo("metrics")]
PersonaRef = Annotated[Ref, PointsTo("personas")]
RiskRef = Annotated[Ref, PointsTo("risks")]
IssueRef = Annotated[Ref, PointsTo("issues")]
IterationRef = Annotated[Ref, PointsTo("iterations")]
ReleaseRef = Annotated[Ref, PointsTo("releases")]
ThemeRef = Annotated[Ref, PointsTo("themes")]
CampaignRef = Annotated[Ref, PointsTo("campaigns")]
PartnerRef = Annotated[Ref, PointsTo("partners")]
ChannelRef = Annotated[Ref, PointsTo("channels")]
CalendarRef = Annotated[Ref, PointsTo("calendars")]
MeetingSeriesRef = Annotated[Ref, PointsTo("meeting_series")]
DecisionRef = Annotated[Ref, PointsTo("decisions")]
AnyRef = Annotated[Ref, PointsTo()]
