"""How a team works together: communication plan, channels, tools and documents as tables."""

from collections.abc import Sequence
from typing import TypeVar

from milepost.analysis.calendars import calendar_of
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.records.channel import Channel
from milepost.model.records.communication import Communication
from milepost.model.records.document import Document
from milepost.model.records.tool import Tool
from milepost.views.cadence import cadence_text
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.tables import Cell, Column, Row, Table, day_cell, due_cell, link_cell, record_table

R = TypeVar("R", bound=NamedRecord)
_PARTIES = ("people", "roles")


def communication_table(context: ViewContext, project: Project) -> Table | None:
    """Who tells whom what, where and how often."""
    plans = list(project.all(Communication).values())
    field = context.labels.field
    rows = [
        Row(
            head=link_cell(context.link(one)),
            cells=(
                link_cell(*(context.link_to(ref, _PARTIES, project.id) for ref in one.sender)),
                link_cell(*(context.link_to(ref, _PARTIES, project.id) for ref in one.recipients)),
                Cell(text=context.text(one.purpose)),
                link_cell(context.link_to(one.channel, ("channels",), project.id)),
                Cell(text=cadence_text(one.cadence, context)),
            ),
        )
        for one in plans
    ]
    columns = (
        Column(label=field("communications", "sender")),
        Column(label=field("communications", "recipients")),
        Column(label=field("communications", "purpose"), full=True),
        Column(label=field("communications", "channel")),
        Column(label=field("communications", "cadence")),
    )
    return record_table(context, "communications", columns, rows)


def channel_table(context: ViewContext, project: Project) -> Table | None:
    """The project's channels, then those of the whole portal."""
    channels = _both(context, project, Channel)
    field = context.labels.field
    rows = [
        Row(
            head=link_cell(context.link(one)),
            cells=(
                Cell(text=context.word(one.kind)),
                Cell(text=context.text(one.purpose)),
                _address(one.url),
                _scope(one, context),
            ),
        )
        for one in channels
    ]
    columns = (
        Column(label=field("channels", "kind")),
        Column(label=field("channels", "purpose"), full=True),
        Column(label=field("channels", "url")),
        Column(label=context.t("team.scope")),
    )
    return record_table(context, "channels", columns, rows)


def tool_table(context: ViewContext, project: Project) -> Table | None:
    """Tools with who knows how to use them."""
    tools = _both(context, project, Tool)
    field = context.labels.field
    rows = [
        Row(
            head=link_cell(context.link(one)),
            cells=(
                Cell(text=context.text(one.purpose)),
                link_cell(*(context.person(ref) for ref in one.trained))
                if one.trained
                else Cell(status=Status(state="warn", word=context.t("team.untrained"))),
                _address(one.url),
                _scope(one, context),
            ),
        )
        for one in tools
    ]
    columns = (
        Column(label=field("tools", "purpose"), full=True),
        Column(label=field("tools", "trained")),
        Column(label=field("tools", "url")),
        Column(label=context.t("team.scope")),
    )
    return record_table(context, "tools", columns, rows)


def document_table(context: ViewContext, project: Project) -> Table | None:
    """Documents with version, last review and until when they hold."""
    documents = _both(context, project, Document)
    calendar, field = calendar_of(context.portal, project), context.labels.field
    rows = [
        Row(
            head=link_cell(context.link(one)),
            cells=(
                Cell(text=context.word(one.kind)),
                Cell(text=one.version or ""),
                _address(one.url) if one.url else Cell(text=one.path or ""),
                day_cell(one.reviewed_on, context),
                due_cell(one.expires_on, context, calendar),
                _scope(one, context),
            ),
        )
        for one in documents
    ]
    columns = (
        Column(label=field("documents", "kind")),
        Column(label=field("documents", "version")),
        Column(label=context.t("team.place")),
        Column(label=field("documents", "reviewed_on"), number=True),
        Column(label=field("documents", "expires_on"), number=True),
        Column(label=context.t("team.scope")),
    )
    return record_table(context, "documents", columns, rows)


def _both(context: ViewContext, project: Project, kind: type[R]) -> Sequence[R]:
    return (*project.all(kind).values(), *context.portal.all(kind).values())


def _address(url: str | None) -> Cell:
    return Cell(links=(Anchor(text=url.split("://")[1].split("/")[0], href=url, title=url),)) if url else Cell()


def _scope(record: NamedRecord, context: ViewContext) -> Cell:
    return Cell(text=context.t("team.project-own" if record.project_id else "team.portal-wide"))
