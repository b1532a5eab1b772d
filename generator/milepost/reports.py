"""The status report as a use-case: the state of today against the one when a day began."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from milepost.analysis.audience.audience_view import AudienceView
from milepost.analysis.audience.withheld import Withheld
from milepost.analysis.plans import compute_statused
from milepost.analysis.status_report import Former
from milepost.build import Checked, check, seen_by, view_context
from milepost.errors import MilepostError
from milepost.exports.outline.outline import Outline
from milepost.i18n.message import Message, message
from milepost.loading.host_settings import host_settings_of, site_url_of
from milepost.model.portal import Project, found_project
from milepost.views.context import ViewContext
from milepost.views.status_report import status_outline

_SPAN = re.compile(r"(?P<count>[1-9][0-9]{0,3})(?P<unit>[dw])")
_DAYS = {"d": 1, "w": 7}


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report, and what must not be found in it."""

    outline: Outline
    withheld: Withheld
    context: ViewContext
    projects: tuple[Project, ...]
    portal_url: str
    """Where mkdocs.yml says that the portal is published, with a slash at its end; empty where it does not."""

    def single_file(self) -> str:
        """The status of its one project as a page of its own.

        Raises:
            MilepostError: it is about several projects, or none.
        """
        from milepost.site.single_file import single_file  # noqa: PLC0415 - lists need no templates

        if len(self.projects) != 1:
            raise MilepostError(message("report.one-project", projects=[f"`{one.id}`" for one in self.projects]))
        return single_file(self.context, self.projects[0], self.outline, self.portal_url)


def report(  # noqa: PLR0913 - what a report is about, and for whom
    root: Path,
    projects: Sequence[str],
    since: str,
    *,
    as_of: str | None = None,
    language: str = "",
    audience: str = "",
) -> Report:
    """The report of some projects, or of all that are not closed, for an audience (see `seen_by`).

    `since` is the first day: a date, or so many days or weeks before the as-of day (`7d`, `2w`).

    Raises:
        MilepostError: `since` is none of these or not before the as-of day; a project is not there; see `check`.
    """
    checked = check(root, as_of=as_of)
    context, seen = view_context(checked, language, audience=audience), seen_by(checked, audience)
    portal = context.portal
    first = _first_day(since, checked.as_of)
    chosen = [found_project(portal, name) for name in projects]
    chosen = chosen or [one for one in portal.projects.values() if one.record.status != "closed"]
    former, unknown = _state_before(checked, first, seen)
    outline = status_outline(context, chosen, first, former, context.message(unknown))
    url = site_url_of(host_settings_of(root))
    return Report(outline=outline, withheld=seen.withheld, context=context, projects=tuple(chosen), portal_url=url)


def _first_day(since: str, as_of: date) -> date:
    span = _SPAN.fullmatch(since)
    try:
        day = as_of - timedelta(days=int(span["count"]) * _DAYS[span["unit"]]) if span else date.fromisoformat(since)
    except (ValueError, OverflowError):
        raise MilepostError(message("report.bad-since", since=since)) from None
    if day >= as_of:
        raise MilepostError(message("report.since-later", since=since, day=as_of.isoformat()))
    return day


def _state_before(checked: Checked, day: date, seen: AudienceView) -> tuple[Former | None, Message | None]:
    """The portal when a day began, with its schedules of then; else why that cannot be told."""
    history, past = checked.analysis.history, checked.context.past
    commit = past.newest_before(day) if past and not history.lacks else ""
    then = checked.context.earlier_states(commit) if commit else None
    if then is None:
        said = message(f"report.{history.lacks or 'young'}", day=day.isoformat())
        return None, message("report.no-past", reason=said)
    whole = then.snapshot.loaded.portal
    portal, statused = seen.former(whole, compute_statused(whole, then.plans, day))
    return Former(day=day, portal=portal, statused=statused), None
