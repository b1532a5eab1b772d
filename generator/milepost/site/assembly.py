"""Every page of a portal with its address, title and place in the navigation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module
from typing import Any, TypeVar

from milepost.exports.atom import render as render_atom
from milepost.exports.calendar_feed import CalendarEvent
from milepost.exports.calendar_feed import render as render_calendar
from milepost.i18n.catalogue import language_of
from milepost.loading.text_files import split_markdown
from milepost.model.portal import Portal, Project
from milepost.model.record import NamedRecord
from milepost.model.records.person import Person
from milepost.rules.rule import all_rules
from milepost.site.embedding import Embedder
from milepost.site.prose import address_of_place, written_pages
from milepost.site.render import Renderer
from milepost.site.reuse import Digests, RenderedPages
from milepost.site.site import Content, NavigationItem, Page, Site
from milepost.views.addresses import ABOUT, ACROSS, HOME, PAGE_OF, PROJECT_TAILS, page_of, project_page
from milepost.views.calendar_feeds import CALENDAR, person_events, project_events
from milepost.views.changes_feed import FEED, changes_feed
from milepost.views.context import ViewContext
from milepost.views.search_text import search_entry

T = TypeVar("T")

MOST_TABS = 7
"""So many projects have a tab each; more share one."""
_NO_TOC, _ALONE = ("toc",), ("toc", "navigation")


def assemble(context: ViewContext, rendered: RenderedPages | None = None) -> Site:
    """The site of a portal in the language of `context`; pages that did not change are taken from `rendered`."""
    renderer = Renderer()
    return _Assembly(
        context=context,
        renderer=renderer,
        embedder=Embedder(renderer, context),
        written=written_pages(context.loaded, context.language),
        records=_records_by_page(context.portal),
        rendered=rendered,
        digests=Digests(context),
    ).site()


def _records_by_page(portal: Portal) -> Mapping[str, tuple[NamedRecord, ...]]:
    found: dict[str, list[NamedRecord]] = {}
    for record in portal.everything():
        found.setdefault(page_of(record.key), []).append(record)
    return {address: tuple(records) for address, records in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Assembly:
    context: ViewContext
    renderer: Renderer
    embedder: Embedder
    written: Mapping[str, str]
    records: Mapping[str, tuple[NamedRecord, ...]]
    """By the address of the page that shows them."""
    rendered: RenderedPages | None
    digests: Digests

    def site(self) -> Site:
        context = self.context
        pages = {page.address: page for page in self._pages()}
        prose = {place: path for place, path in self.written.items() if address_of_place(place) not in pages}
        codes = [language_of(str(code)) for code in context.portal.settings.languages]
        return Site(
            language=context.language,
            languages=tuple(dict.fromkeys(codes or [context.language])),
            pages=pages,
            navigation=tuple(self._navigation()),
            prose=prose,
            folder_titles={"handbook": context.t("ui.page.handbook")},
            prefix=context.analysis.history.prefix,
            files=dict((*self._feeds(), *self._calendars())),
            embed=lambda markdown, place, address: self.embedder.in_markdown(markdown, prose[place], address),
        )

    def _feeds(self) -> Iterator[tuple[str, str]]:
        for project in self.context.portal.projects.values():
            address = project_page(project.id, "changes/")
            feed = changes_feed(self.context.at(address), project)
            if feed:
                yield f"{address}{FEED}", render_atom(feed)

    def _calendars(self) -> Iterator[tuple[str, str]]:
        for project in self.context.portal.projects.values():
            title = self.context.title(project.record)
            yield self._calendar(project_page(project.id), title, project, project_events)
        for person in self.context.portal.all(Person).values():
            yield self._calendar(page_of(person.key), self.context.title(person), person, person_events)

    def _calendar(
        self, beside: str, title: str, subject: T, events_of: Callable[[ViewContext, T], tuple[CalendarEvent, ...]]
    ) -> tuple[str, str]:
        def made() -> str:
            return render_calendar(title, events_of(self.context, subject), self.context.as_of)

        address = f"{beside}{CALENDAR}"
        return address, self._kept(address, "calendar", (subject,), made)

    def _pages(self) -> Iterator[Page]:
        context, portal, title = self.context, self.context.portal, self._title
        yield self._page(HOME, "home", "", hide=_ALONE, source=self._source_of(portal.settings))
        for project in portal.projects.values():
            for tail in PROJECT_TAILS:
                yield self._project_page(project, tail)
        for person in portal.all(Person).values():
            address = page_of(person.key)
            yield self._page(
                address, "person", context.title(person), person, source=self._source_of(person), listed=False
            )
        for collection in ACROSS:
            yield self._page(f"{collection}/", f"all_{collection}", title(f"all-{collection}"))
        if not self._has_handbook:
            yield self._page("handbook/", "handbook", title("handbook"))
        yield self._page("dictionary/", "dictionary", title("dictionary"))
        yield self._page("rules/", "rules", title("rules"))
        for rule in all_rules():
            yield self._page(f"rules/{rule}/", "rule", rule, rule, listed=False)
        yield self._page(ABOUT, "about", title("about"), source=self._source_of(portal.settings))

    def _project_page(self, project: Project, tail: str) -> Page:
        name, own = tail.strip("/") or "overview", self.context.title(project.record)
        title = f"{self._title(name)} · {own}" if tail else own
        return self._page(
            project_page(project.id, tail), name, title, project, source=self._project_source(project, tail)
        )

    def _page(  # noqa: PLR0913 - each says one thing of the page
        self,
        address: str,
        template: str,
        title: str,
        *subject: Any,
        hide: tuple[str, ...] = (),
        source: str = "",
        listed: bool = True,
    ) -> Page:
        return Page(
            address=address,
            title=title,
            hide=hide or (_NO_TOC if listed else _ALONE),
            in_navigation=listed,
            source=source,
            render=partial(self._render, address, template, subject),
        )

    def _render(self, address: str, template: str, subject: tuple[Any, ...]) -> Content:
        return self._kept(address, template, subject, partial(self._made, address, template, subject))

    def _kept(self, address: str, template: str, subject: tuple[Any, ...], make: Callable[[], T]) -> T:
        if self.rendered is None:
            return make()
        return self.rendered.get(address, self.digests.of(template, subject), make)

    def _made(self, address: str, template: str, subject: tuple[Any, ...]) -> Content:
        context = self.context.at(address)
        make: Callable[..., Any] = import_module(f"milepost.views.{template}").view
        view = make(context, *subject)
        entries = [search_entry(context, record) for record in self.records.get(address, ())]
        return self.renderer.page(template, context, entries=entries, view=view, narrative=self._narrative(address))

    def _narrative(self, address: str) -> str:
        """What was written for a generated page stands on it."""
        path = self.written.get(f"{address}index.md")
        if path is None:
            return ""
        body = split_markdown(self.context.loaded.sources[path]).body
        return self.embedder.narrative(body, path, address)

    def _navigation(self) -> Iterator[NavigationItem]:
        title = self._title
        yield NavigationItem(title=self.context.t("ui.home"), address=HOME)
        projects = tuple(self._project_section(project) for project in self._projects())
        if len(projects) > MOST_TABS:
            yield NavigationItem(title=title("projects"), children=projects)
        else:
            yield from projects
        lists = tuple(NavigationItem(title=title(f"all-{name}"), address=f"{name}/") for name in ACROSS)
        yield NavigationItem(title=title("across"), children=lists)
        generated = (*(() if self._has_handbook else ("handbook",)), "dictionary", "rules", "about")
        facts = tuple(NavigationItem(title=title(name), address=f"{name}/") for name in generated)
        yield NavigationItem(title=title("reference"), children=facts)

    def _projects(self) -> list[Project]:
        """In the order in which they begin."""
        projects = self.context.portal.projects.values()
        return sorted(projects, key=lambda one: (one.record.start or date.max, one.id))

    def _project_section(self, project: Project) -> NavigationItem:
        pages = tuple(
            NavigationItem(title=self._title(tail.strip("/") or "overview"), address=project_page(project.id, tail))
            for tail in PROJECT_TAILS
        )
        return NavigationItem(title=self.context.title(project.record), children=pages)

    @property
    def _has_handbook(self) -> bool:
        return "handbook/index.md" in self.written

    def _title(self, name: str) -> str:
        return self.context.t(f"ui.page.{name}")

    def _source_of(self, record: NamedRecord) -> str:
        return self.context.loaded.positions[record.key].path

    def _project_source(self, project: Project, tail: str) -> str:
        """The file of the first record that the page shows; else the project's own."""
        shown = [collection for collection, page in PAGE_OF.items() if page == tail and collection != "project"]
        for collection in shown:
            for record in project.collections.get(collection, {}).values():
                return self._source_of(record)
        return self._source_of(project.record)
