"""People."""

from typing import ClassVar

from milepost.model.field_types import Boolean, Date, Many, Number, String
from milepost.model.record import Item, NamedRecord, Scope, expected
from milepost.model.reference import PersonRef
from milepost.model.text import Text


class Leave(Item):
    """Days off, both ends included."""

    from_: Date | None = expected(alias="from")
    """The first day off."""
    to: Date | None = expected()
    """The last day off."""
    note: Text | None = None
    """Why, if it is to be known."""


class Handle(Item):
    """Account names elsewhere; no mail, phone or openid."""

    github: String | None = None
    """Account on GitHub."""
    gitlab: String | None = None
    """Account on GitLab."""
    gitee: String | None = None
    """Account on Gitee."""
    wecom: String | None = None
    """User name in WeCom."""
    feishu: String | None = None
    """User name in Feishu."""
    dingtalk: String | None = None
    """User name in DingTalk."""


class Person(NamedRecord):
    """A member of the team, a sponsor or a partner's contact."""

    collection: ClassVar[str] = "people"
    singular: ClassVar[str] = "person"
    scope: ClassVar[Scope] = "portal"

    title: Text | None = expected()
    """The name to show."""
    active: Boolean = True
    """Whether work can be given to this person."""
    team: Text | None = None
    """The group that the person belongs to."""
    backup: PersonRef | None = None
    """Who steps in."""
    capacity: Number = 8.0
    """Working hours a day."""
    leave: Many[Leave] = ()
    """Days off."""
    handle: Handle | None = None
    """Account names elsewhere."""
