"""About this portal: where the pages come from, what they hold, how fresh it is, what the checks found."""

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.analysis.activity import commit_day, zone_of
from milepost.model.records.person import Person
from milepost.views.activity import history_note
from milepost.views.calendar_facts import CalendarFacts, calendar_facts
from milepost.views.context import Anchor, ViewContext
from milepost.views.filters import Filter
from milepost.views.finding_tables import Grouping, groupings
from milepost.views.findings import FindingGroup, finding_filters, finding_groups
from milepost.views.frame import Answer, Details, Fact, Head, Part, RecordGroup, Status, details, head, record_groups
from milepost.views.plurals import counted
from milepost.views.portal_tables import count_table, freshness_table, people_table
from milepost.views.tables import Table

ELSEWHERE = ("goals", "metrics", "people")
"""Portal-wide records that other pages show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    facts: tuple[tuple[str, Anchor], ...]
    readers: tuple[tuple[str, str], ...]
    settings: Details
    counts: Table
    freshness: Table | None
    stale: int
    calendars: tuple[CalendarFacts, ...]
    people: Table | None
    sections: tuple[RecordGroup, ...]
    glossary: tuple[tuple[str, str], ...]
    findings: tuple[FindingGroup, ...]
    finding_filters: tuple[Filter, ...]
    groupings: tuple[Grouping, ...]
    history_note: str


def view(context: ViewContext) -> View:
    """The view model of the page."""
    portal, settings = context.portal, context.portal.settings
    freshness, stale = freshness_table(context)
    findings = finding_groups(context, context.diagnostics)
    return View(
        head=head(context, context.t("ui.page.about"), answer=_answer(context, findings, stale)),
        facts=tuple(_facts(context)),
        readers=tuple(_readers(context)),
        settings=details(settings, context),
        counts=count_table(context),
        freshness=freshness,
        stale=stale,
        calendars=calendar_facts(context),
        people=people_table(context) if portal.all(Person) else None,
        sections=record_groups(context, portal, sorted(portal.collections.keys() - set(ELSEWHERE))),
        glossary=tuple((term, context.text(meaning)) for term, meaning in (settings.glossary or {}).items()),
        findings=findings,
        finding_filters=finding_filters(context, findings),
        groupings=groupings(context, context.diagnostics),
        history_note=history_note(context),
    )


def _readers(context: ViewContext) -> Iterator[tuple[str, str]]:
    """Who the build is for and how much of the portal they do not see; nothing where they see all."""
    analysis = context.analysis
    if analysis.is_part:
        yield context.t("audience.facts"), context.audience
        yield context.t("audience.records"), str(len(analysis.withheld))
        yield context.t("audience.fields"), str(analysis.shown_in_part)


def _facts(context: ViewContext) -> list[tuple[str, Anchor]]:
    t, settings, history = context.t, context.portal.settings, context.analysis.history
    facts = [
        (
            t("ui.as-of"),
            Anchor(text=context.formats.iso(context.as_of) + ("" if context.formats.zh else " ") + _origin(context)),
        ),
    ]
    if history.head:
        when = history.head.on.astimezone(zone_of(context.portal))
        facts.append((t("ui.commit"), Anchor(text=f"{history.head.sha[:10]} {history.head.subject}")))
        facts.append((t("about.committed"), Anchor(text=f"{when:%Y-%m-%d %H:%M} {history.head.author}")))
        facts.append((t("about.commits"), Anchor(text=str(len(history.commits)))))
    if settings.repository and settings.repository.url:
        facts.append(
            (
                context.labels.field("portal", "repository"),
                Anchor(text=settings.repository.url, href=settings.repository.url),
            )
        )
    languages = [str(code) for code in settings.languages]
    facts.append((context.labels.field("portal", "languages"), Anchor(text=context.formats.join(languages) or "–")))
    audiences = context.formats.join([str(name) for name in settings.audiences]) or t("about.no-audience")
    facts.append((context.labels.field("portal", "audiences"), Anchor(text=audiences)))
    zone = settings.timezone or t("about.utc")
    facts.append((context.labels.field("portal", "timezone"), Anchor(text=zone)))
    files = len(context.loaded.places)
    facts.append((t("about.files"), Anchor(text=str(files))))
    return facts


def _origin(context: ViewContext) -> str:
    """Where the as-of day comes from, as far as it shows."""
    settings, history = context.portal.settings, context.analysis.history
    if settings.as_of == context.as_of:
        return context.t("about.origin.settings")
    if settings.as_of is None and history.head and commit_day(history.head, zone_of(context.portal)) == context.as_of:
        return context.t("about.origin.commit")
    return context.t("about.origin.build" if history.head is None and settings.as_of is None else "about.origin.asked")


def _answer(context: ViewContext, findings: tuple[FindingGroup, ...], stale: int) -> Answer:
    """Whether the portal itself is all right: what the checks found, and how fresh its data are."""
    t = context.t
    counts = {group.status.state: group.count for group in findings}
    errors, warnings = counts.get("bad", 0), counts.get("warn", 0)
    if errors:
        status = Status(state="bad", word=t("about.errors", count=errors))
    elif warnings:
        status = Status(state="warn", word=t("about.warnings", count=warnings))
    elif stale:
        status = Status(state="warn", word=counted(context, "about.stale", stale))
    else:
        status = Status(state="good", word=t("about.clean"))
    head_commit = context.analysis.history.head
    changed = Part(
        title=t("about.built-from"),
        say=context.formats.iso(commit_day(head_commit, zone_of(context.portal)))
        if head_commit
        else t("ui.built-without-git"),
        facts=(Fact(name=Anchor(text=head_commit.subject or t("ui.commit")), value=head_commit.sha[:7]),)
        if head_commit
        else (),
    )
    rows = findings[0].rows[:3] if findings else ()
    say, facts = t("answer.needs-nothing"), tuple[Fact, ...]()
    if errors + warnings:
        say = t("about.to-do", count=errors + warnings)
        facts = tuple(
            Fact(name=Anchor(text=row.message.replace("`", ""), href="#findings"), value=row.rule.text) for row in rows
        )
    elif stale:
        say = counted(context, "about.refresh", stale)
        facts = (Fact(name=Anchor(text=t("about.freshness"), href="#freshness"), value=str(stale)),)
    needs = Part(
        title=t("ui.what-needs-me"),
        say=say,
        facts=facts,
        more=Anchor(text=t("answer.all-needs"), href="#findings") if errors + warnings > len(rows) else None,
    )
    why = t("about.why", errors=errors, warnings=warnings, stale=stale)
    return Answer(status=status, why=why, rule=None, changed=changed, needs=needs)
