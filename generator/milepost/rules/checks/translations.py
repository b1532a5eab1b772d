"""Texts and pages that one of the portal's languages lacks."""

from collections.abc import Iterator, Mapping
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.i18n.catalogue import language_of
from milepost.i18n.message import message
from milepost.loading.discovery import Role
from milepost.loading.text_files import split_markdown
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.model.reference import Ref
from milepost.model.text import Translations
from milepost.rules.context import RuleContext
from milepost.rules.rule import rule
from milepost.source import FILE_START, Location

Path = tuple[str | int, ...]


@rule(Severity.WARNING)
def missing_translation(context: RuleContext) -> Iterator[Diagnostic]:
    """A text that is written in some of the portal's languages only; a plain text counts for all of them."""
    languages = tuple(dict.fromkeys(language_of(str(code)) for code in context.portal.settings.languages))
    if len(languages) < 2:
        return
    for record in (context.portal.settings, *context.portal.everything()):
        for path, text in _texts(record):
            lacking = [code for code in languages if code not in _codes(text)]
            if lacking and not _is_body(context, record, path):
                yield context.finding("missing-translation", record, *path, languages=lacking, path=_dotted(path))
    yield from _bodies(context, languages)
    yield from _pages(context, languages)


def _bodies(context: RuleContext, languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Bodies without a translation in a collection where others have one."""
    written: dict[tuple[str, str], dict[str, set[str]]] = {}
    for place in context.loaded.places:
        if place.role is Role.TRANSLATION:
            group = written.setdefault((place.home, place.collection), {})
            group.setdefault(language_of(place.language), set()).add(place.id)
    for place in context.loaded.places:
        group = written.get((place.home, place.collection), {})
        lacking = [code for code in languages[1:] if code in group and place.id not in group[code]]
        source = context.loaded.sources.get(place.path)
        if place.role is not Role.RECORD or not place.path.endswith(".md") or source is None or not lacking:
            continue
        record = context.portal.get(Ref(place.home, place.collection, place.id))
        body = record and getattr(record, record.body_field)
        if record and body and not isinstance(body, Translations) and split_markdown(source).body.strip():
            other = place.path.removesuffix("md") + f"{lacking[0]}.md"
            yield context.finding(
                "missing-translation", record, record.body_field, variant="body", languages=lacking, file=other
            )


def _pages(context: RuleContext, languages: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Pages without a translation in a folder where others have one."""
    paths = {place.path for place in context.loaded.places if place.role is Role.PAGE}
    for code in languages[1:]:
        translated = {path.removesuffix(f".{code}.md") + ".md" for path in paths if path.endswith(f".{code}.md")}
        folders = {path.rpartition("/")[0] for path in translated & paths}
        for path in sorted(paths - translated):
            is_translation = any(path.endswith(f".{one}.md") for one in languages)
            if path.rpartition("/")[0] in folders and not is_translation:
                base = "rules.missing-translation.page"
                yield Diagnostic(
                    rule="missing-translation",
                    message=message(f"{base}.message", languages=[code]),
                    location=Location(path, FILE_START),
                    help=message(f"{base}.help", file=path.removesuffix("md") + f"{code}.md"),
                )


def _is_body(context: RuleContext, record: NamedRecord, path: Path) -> bool:
    """Whether the text is a body whose translations are files of their own."""
    return path == (record.body_field,) and context.loaded.positions[record.key].path.endswith(".md")


def _codes(text: Translations) -> set[str]:
    return {code.split("-")[0] for code, said in text.items() if said}


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))


def _texts(record: NamedRecord) -> Iterator[tuple[Path, Translations]]:
    for spec in fields_of(type(record)):
        if spec.attribute in record.model_fields_set and spec.name != "x":
            yield from _inside(getattr(record, spec.attribute), (spec.name,))


def _inside(value: Any, at: Path) -> Iterator[tuple[Path, Translations]]:
    if isinstance(value, Translations):
        yield at, value
    elif isinstance(value, Item):
        for spec in fields_of(type(value)):
            if spec.attribute in value.model_fields_set:
                yield from _inside(getattr(value, spec.attribute), (*at, spec.name))
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _inside(part, (*at, str(name)))
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _inside(part, (*at, index))
