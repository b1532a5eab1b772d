"""Whether a record is still being worked on."""

from milepost.i18n.message import Message, message
from milepost.model.portal import Portal
from milepost.model.record import NamedRecord
from milepost.model.states import CLOSED, state_field


def state_of(record: NamedRecord) -> str:
    """A record's state; empty for a type without one, or where none is given."""
    field = state_field(record.collection)
    return (getattr(record, field) or "") if field else ""


def is_open(record: NamedRecord) -> bool:
    """Whether it is not in one of the closed states; a type without states never closes."""
    return state_of(record) not in CLOSED.get(record.collection, ())


def in_open_project(portal: Portal, record: NamedRecord) -> bool:
    """Whether its project goes on; for a portal-wide record always."""
    project = portal.projects.get(record.project_id)
    return project is None or is_open(project.record)


def state_name(record: NamedRecord, state: str = "") -> Message:
    """The label of a record's state, or of another one that its type knows, for use inside of messages."""
    field = state_field(record.collection)
    return message(f"model.values.{record.collection}.{field}.{state or state_of(record)}")
