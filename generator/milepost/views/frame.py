"""What every page has around its own content: head, answer line, findings banner, provenance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.model.portal import Home, Project
from milepost.model.record import NamedRecord
from milepost.views.addresses import project_page
from milepost.views.context import Anchor, SourceLine, ViewContext
from milepost.views.record_fields import Field, record_fields

State = Literal["good", "warn", "bad", "info", "none"]
STATE_OF_HEALTH: dict[str, State] = {"green": "good", "amber": "warn", "red": "bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A state with its word; shape, colour and word always go together. `tip` says what decided it."""

    state: State
    word: str
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of an answer part: what, and how much or by when."""

    name: Anchor
    value: str
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The second or third part of the answer line."""

    title: str
    say: str
    facts: tuple[Fact, ...] = ()
    more: Anchor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The line of three: are we all right, what changed, what needs me."""

    status: Status
    why: str
    rule: Anchor | None
    dimensions: tuple[Status, ...] = ()
    changed: Part
    needs: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A page's title and the facts under it, as (label, value) pairs."""

    title: str
    meta: tuple[tuple[str, Anchor], ...] = ()
    answer: Answer | None = None
    banner: "Banner | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """Files could not be read in full: how many errors, and the first."""

    errors: int
    first: str
    first_message: str
    all: Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """A record in full: its anchor, title, every field, who refers to it, where it is written."""

    anchor: str
    title: str
    id: str
    fields: tuple[Field, ...]
    used_by: tuple[Anchor, ...]
    source: SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGroup:
    """The records of one type in full."""

    collection: str
    title: str
    records: tuple[Details, ...]


def head(context: ViewContext, title: str, project: Project | None = None, answer: Answer | None = None) -> Head:
    """The head of a page."""
    meta: list[tuple[str, Anchor]] = []
    if project:
        meta.append(("", Anchor(text=context.title(project.record), href=context.href(project_page(project.id)))))
    meta.append((context.t("ui.as-of"), Anchor(text=f"{context.formats.iso(context.as_of)} {_weekday(context)}")))
    if context.analysis.is_part:
        meta.append((context.t("audience.for"), Anchor(text=context.audience, href=context.href("about/#audience"))))
    commit = context.analysis.history.head
    if commit:
        meta.append((context.t("ui.commit"), Anchor(text=commit.sha[:7], title=commit.subject)))
    else:
        meta.append(("", Anchor(text=context.t("ui.built-without-git"))))
    return Head(title=title, meta=tuple(meta), answer=answer, banner=_banner(context))


def details(
    record: NamedRecord, context: ViewContext, *, skip: tuple[str, ...] = (), beside: tuple[tuple[str, str], ...] = ()
) -> Details:
    """The full record but for the fields to `skip`; who refers to it in a field of `beside` stands there already."""
    fields: dict[Anchor, list[str]] = {}
    for link in context.analysis.back_links.get(record.key, ()):
        source = context.portal.get(link.source)
        if source is not None and (source.collection, link.field) not in beside:
            anchor = replace(context.link(source), title=context.labels.type(source.collection))
            fields.setdefault(anchor, []).append(context.labels.field(source.collection, link.field))
    found = [
        replace(anchor, title=f"{anchor.title} · {context.formats.join(list(dict.fromkeys(names)))}")
        for anchor, names in fields.items()
    ]
    return Details(
        anchor=record.anchor,
        title=context.title(record),
        id=record.id,
        fields=record_fields(record, context, skip=skip),
        used_by=tuple(found),
        source=context.source(record),
    )


def record_groups(context: ViewContext, home: Home, collections: Iterable[str]) -> tuple[RecordGroup, ...]:
    """The records of a home by collection; collections without any are left out."""
    return tuple(
        RecordGroup(
            collection=name,
            title=context.labels.type(name, plural=True),
            records=tuple(details(one, context) for one in records.values()),
        )
        for name in collections
        if (records := home.collections.get(name))
    )


def _weekday(context: ViewContext) -> str:
    text = context.formats.with_weekday(context.as_of)
    return text.split(" ")[1] if context.formats.zh else text.split(" ")[0]


def _banner(context: ViewContext) -> Banner | None:
    errors: list[Diagnostic] = [one for one in context.diagnostics if one.severity is Severity.ERROR]
    if not errors:
        return None
    first = errors[0]
    return Banner(
        errors=len(errors),
        first=f"{first.location.path}:{first.location.span.line}",
        first_message=context.message(first.message),
        all=Anchor(text=context.t("ui.findings-all"), href=context.href("about/#findings")),
    )
