"""The one place where what an audience does not see is taken away: between the analysis of the whole and the views."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from milepost.analysis.analysis import Analysis
from milepost.analysis.audience.sight import Sight, SightNow, seen
from milepost.analysis.audience.visible_analysis import (
    VisibleAnalysis,
    visible_analysis,
    visible_feedback,
    visible_series,
)
from milepost.analysis.audience.visible_files import VisibleFiles, visible_files, visible_loaded
from milepost.analysis.audience.visible_findings import visible_findings
from milepost.analysis.audience.visible_history import VisibleHistory
from milepost.analysis.audience.visible_plan import visible_plan
from milepost.analysis.audience.visible_portal import VisiblePortal, visible_portal
from milepost.analysis.audience.withheld import Collector, Withheld
from milepost.analysis.calendars import calendar_of
from milepost.analysis.plans import Plan
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.suggestion import closest
from milepost.errors import MilepostError
from milepost.i18n.catalogue import catalogue
from milepost.i18n.message import message
from milepost.loading.discovery import Role
from milepost.loading.load import Loaded
from milepost.loading.text_files import split_markdown
from milepost.memory import Memory
from milepost.model.audience import Audiences
from milepost.model.portal import Portal

_YEARS = 5
"""Years of holidays whose names are no secrets, from two years before the as-of day on."""


class AudienceView(Protocol):
    """What views of a portal may use for an audience, and what they must not say."""

    @property
    def audience(self) -> str:
        """The name of the audience; empty where the portal has none."""

    @property
    def analysis(self) -> Analysis: ...

    @property
    def loaded(self) -> Loaded: ...

    @property
    def findings(self) -> tuple[Diagnostic, ...]: ...

    @property
    def withheld(self) -> Withheld:
        """What must not be found in what is built."""

    def former(self, portal: Portal, plans: Mapping[str, Plan]) -> tuple[Portal, Mapping[str, Plan]]:
        """What is seen of a portal of the past and its schedules."""


@dataclass(frozen=True, kw_only=True)
class ViewOfAll:
    """The narrowest audience sees everything."""

    audience: str
    analysis: Analysis
    loaded: Loaded
    findings: tuple[Diagnostic, ...]
    withheld: Withheld = field(default_factory=Withheld)

    def former(self, portal: Portal, plans: Mapping[str, Plan]) -> tuple[Portal, Mapping[str, Plan]]:
        return portal, plans


def audience_view(  # noqa: PLR0913 - the whole, and for whom a part of it is taken
    analysis: Analysis,
    loaded: Loaded,
    findings: tuple[Diagnostic, ...],
    name: str,
    quotable: Callable[[], Iterable[str]],
    *,
    today: Loaded | None = None,
) -> AudienceView:
    """What an audience sees of a portal. `quotable` gives texts that every portal shows: the program's own.

    Of a portal of the past nothing is seen that is not to be seen `today`, too.

    Without a name it is the portal's default audience, without one of these the narrowest.

    Raises:
        MilepostError: the portal has no such audience.
    """
    settings = (today or loaded).portal.settings
    audiences = Audiences(settings)
    if name and name not in audiences.names:
        known = ", ".join(audiences.names) or "–"
        raise MilepostError(message("errors.no-audience", audience=name, known=closest(name, audiences.names) or known))
    default = settings.default_audience or ""
    asked = name or (default if default in audiences.names else "")
    level = audiences.level(asked) if asked else audiences.narrowest
    if level == audiences.narrowest:
        return ViewOfAll(
            audience=audiences.names[-1] if audiences.names else "", analysis=analysis, loaded=loaded, findings=findings
        )
    return analysis.once(
        ("audience", level),
        lambda: ViewOfSome(
            audience=audiences.names[level],
            whole=analysis,
            loaded_whole=loaded,
            today=today or loaded,
            all_findings=findings,
            quotable=quotable,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class ViewOfSome(Memory):
    """An audience that does not see all. Everything is worked out when it is asked for."""

    audience: str
    whole: Analysis
    loaded_whole: Loaded
    today: Loaded
    all_findings: tuple[Diagnostic, ...]
    quotable: Callable[[], Iterable[str]]

    @property
    def visible(self) -> VisiblePortal:
        return self.once("visible", lambda: visible_portal(self.whole.portal, self._sight))

    @property
    def _now(self) -> SightNow:
        return self.once("now", lambda: SightNow(portal=self.today.portal, audience=self.audience))

    @property
    def _sight(self) -> Sight:
        is_past = self.today is not self.loaded_whole
        return self.once("sight", lambda: self._past.sight_of(self.whole.portal) if is_past else self._now)

    @property
    def _files(self) -> VisibleFiles:
        return self.once("files", lambda: visible_files(self.loaded_whole, self.visible, self._now, self.today))

    @property
    def _past(self) -> VisibleHistory:
        return self.once(
            "past",
            lambda: VisibleHistory(
                whole=self.whole,
                now=self._now,
                files=lambda: self._files,
                is_secret=lambda text: self._secrets.said_in(text),  # noqa: PLW0108 - collected when it is asked for
                sums=lambda: self.visible.sums,
            ),
        )

    @property
    def analysis(self) -> VisibleAnalysis:
        """The analysis as the audience sees it."""
        return self.once("analysis", lambda: visible_analysis(self.whole, self.visible, self._past))

    @property
    def loaded(self) -> Loaded:
        """What is known of the files that the audience sees."""
        return self.once(
            "loaded",
            lambda: visible_loaded(self.loaded_whole, self.visible, self._files, self.analysis.back_links),
        )

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The findings about what is seen that say nothing of what is not."""

        def is_safe(text: str) -> bool:
            return not self._secrets.said_in(text)

        words = tuple(map(catalogue, ("zh", "en")))
        return self.once(
            "findings", lambda: visible_findings(self.all_findings, self.visible, self._files, is_safe, words)
        )

    @property
    def withheld(self) -> Withheld:
        """The subjects of commits that are not told are part of it."""
        return self.once("withheld", lambda: self._collected(subjects=True))

    def former(self, portal: Portal, plans: Mapping[str, Plan]) -> tuple[Portal, Mapping[str, Plan]]:
        left = visible_portal(portal, self._past.sight_of(portal)).portal
        return left, {name: visible_plan(one, left) for name, one in plans.items() if name in left.projects}

    @property
    def _secrets(self) -> Withheld:
        return self.once("secrets", lambda: self._collected(subjects=False))

    def _collected(self, *, subjects: bool) -> Withheld:
        collector = Collector()
        for text in self.quotable():
            collector.show_value(text)
        for name in _holidays(self.visible.portal, self.whole.as_of):
            collector.show_value(name)
        self._records(collector)
        self._data(collector)
        self._pages(collector)
        if subjects:
            shown = {one.sha for one in self._past.history.commits if one.subject}
            for commit in self.whole.history.commits:
                if commit.sha in shown:
                    collector.show_value(commit.subject)
                else:
                    collector.withhold_value(commit.subject, f"{commit.sha[:10]} subject")
        return collector.withheld()

    def _records(self, collector: Collector) -> None:
        portal = self.visible.portal
        for record in (self.whole.portal.settings, *self.whole.portal.everything()):
            left = portal.settings if record.collection == "portal" else portal.get(record.key)
            collector.withhold(record, seen(record, self._sight))
            if left is not None:
                collector.show(left)
        for record, shown in self._past.versions():
            collector.withhold(record, shown)
            if shown is not None:
                collector.show(shown)

    def _data(self, collector: Collector) -> None:
        feedback = visible_feedback(self.whole, self.visible)
        measured = visible_series(self.whole, self.visible)
        for key, items in self.whole.feedback.items():
            left = feedback.get(key, ())
            for item in left:
                collector.show_item(item)
            for item in items[len(left) :]:
                collector.withhold_item(item, str(key))
        for key, series in self.whole.series.items():
            for one in (*series.total, *(one for several in series.segments.values() for one in several)):
                if one.value is not None:
                    value = Decimal(str(one.value))
                    if key in measured:
                        collector.show_value(value)
                    else:
                        collector.withhold_value(value, f"{key} series")

    def _pages(self, collector: Collector) -> None:
        for place in self.loaded_whole.places:
            source = self.loaded_whole.sources.get(place.path) if place.role is Role.PAGE else None
            if source is None:
                continue
            if place.path in self._files.seen:
                collector.show_value(split_markdown(source).body)
            else:
                for line in split_markdown(source).body.splitlines():
                    collector.withhold_value(line, place.path)


def _holidays(portal: Portal, as_of: date) -> Iterator[str]:
    """The names of the holidays that the calendars of a portal bring along."""
    first = date(max(as_of.year - 2, date.min.year), 1, 1).toordinal()
    days = [date.fromordinal(min(first + number, date.max.toordinal())) for number in range(_YEARS * 366)]
    for project in (None, *portal.projects.values()):
        calendar = calendar_of(portal, project)
        for name in dict.fromkeys(calendar.name_of(day) for day in days):
            if name:
                yield from (name.zh, name.en)
