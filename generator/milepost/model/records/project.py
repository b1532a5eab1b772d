"""The project's own fields."""

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Tag

from milepost.model.field_types import Amount, Date, String
from milepost.model.record import Record, expected
from milepost.model.records.calendar import Calendar
from milepost.model.reference import CalendarRef, PersonRef
from milepost.model.text import Text


def _form(value: object) -> str:
    return "inline" if isinstance(value, (dict, Calendar)) else "id"


CalendarOrId = Annotated[
    Annotated[CalendarRef, Tag("id")] | Annotated[Calendar, Tag("inline")],
    Discriminator(_form),
]


class ProjectRecord(Record):
    """A project: what it is for, who answers for it, from when to when."""

    collection: ClassVar[str] = "project"
    singular: ClassVar[str] = "project"

    summary: Text | None = expected()
    """What it is about, in one sentence."""
    sponsor: PersonRef | None = expected()
    """Who pays and decides."""
    owner: PersonRef | None = expected()
    """Who manages it."""
    start: Date | None = expected()
    """No task starts before."""
    due: Date | None = expected()
    """When it has to be finished."""
    status: Literal["proposed", "active", "on_hold", "closed"] | None = expected()
    """Where it stands."""
    platform: Literal["wechat", "alipay", "douyin", "web", "other"] | None = None
    """Where the product runs."""
    baseline: String | None = None
    """The git tag or commit that the plan is compared with."""
    budget: Amount | None = None
    """The approved total."""
    currency: String | None = None
    """Its currency, if not the portal's."""
    calendar: CalendarOrId | None = None
    """Its working calendar, an id or written here; else the portal's."""
    ev_method: Literal["0-100", "50-50", "percent"] | None = None
    """How unfinished work counts as earned; `percent` where it is not given."""
