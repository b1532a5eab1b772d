"""The page of one rule: its document, its level here, and what it found in this portal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.model.reference import parse_key
from milepost.rules.documentation import rule_document
from milepost.rules.rule import Rule, all_rules
from milepost.views.context import Anchor, SourceLine, ViewContext
from milepost.views.frame import Head, Status, head
from milepost.views.rules import family_title, level_status, own_levels

_FENCE = re.compile(r"^(```|~~~)")
_EXAMPLE = re.compile(r"^```(?P<language>\w+) path=(?P<path>\S+).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the document: a heading, empty for the words before the first one, and Markdown."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the rule found: where, about which record, what to do."""

    status: Status
    message: str
    help: str
    record: Anchor | None
    source: SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number that a portal may set; `default` is empty unless this portal has its own."""

    name: str
    value: str
    default: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    level: Status
    own: tuple[tuple[str, Status], ...]
    kind: str
    family: Anchor
    thresholds: tuple[Threshold, ...]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]


def view(context: ViewContext, rule_id: str) -> View:
    """The view model of the page of a rule."""
    rule = all_rules()[rule_id]
    anchor = f"rules/#family-{rule.family.replace('_', '-')}"
    return View(
        head=head(context, rule_id),
        level=level_status(context, rule.level.value),
        own=own_levels(context, rule),
        kind=context.t(f"rule_pages.kind.{rule.kind.value}"),
        family=Anchor(text=family_title(context, rule.family), href=context.href(anchor)),
        thresholds=tuple(_thresholds(context, rule)),
        sections=document_sections(_shown(_document(context, rule_id))),
        findings=tuple(_finding(context, one) for one in context.diagnostics if one.rule == rule_id),
    )


def _thresholds(context: ViewContext, rule: Rule) -> Iterator[Threshold]:
    own = (context.portal.settings.thresholds or {}).get(rule.id, {})
    for name, default in rule.thresholds.items():
        written = context.formats.plain(default)
        said = context.t("rule_pages.default", value=written) if name in own else ""
        yield Threshold(name=name, value=context.formats.plain(own.get(name, default)), default=said)


def document_sections(text: str) -> tuple[Section, ...]:
    """A document cut at its headings of the second level; its own title, which the page shows, is left out."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    in_fence = False
    for line in text.splitlines():
        in_fence ^= bool(_FENCE.match(line))
        if not in_fence and line.startswith("## "):
            sections.append((line[3:].strip(), []))
        elif in_fence or not line.startswith("# ") or sections[-1][1] or len(sections) > 1:
            sections[-1][1].append(line)
    parts = (Section(title=title, text="\n".join(lines).strip()) for title, lines in sections)
    return tuple(part for part in parts if part.title or part.text)


def _shown(text: str) -> str:
    """Examples as Markdown shows them: the file, written beside the fence for the tests, as a comment of the file."""
    return _EXAMPLE.sub(r"```\g<language>\n# \g<path>", text)


def _document(context: ViewContext, rule_id: str) -> str:
    try:
        return rule_document(rule_id, context.language)
    except FileNotFoundError:
        return ""


def _finding(context: ViewContext, one: Diagnostic) -> Finding:
    record = context.portal.get(parse_key(one.record)) if one.record else None
    return Finding(
        status=level_status(context, one.severity.value),
        message=context.message(one.message),
        help=context.message(one.help),
        record=context.link(record) if record else None,
        source=context.source_line(one.location.path, one.location.span.line),
    )
