"""Components that hand-written Markdown embeds: fenced blocks such as ```` ```milepost gantt project=shop ````."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from milepost.source import Span

_FENCE = re.compile(r"(?P<indent> {0,3})(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>.*?)[ \t]*$")
_INFO = re.compile(r"(?P<tag>milepost)(?=\s|$)")
_WORD = re.compile(r'(?:(?P<key>[^\s=]+)=)?(?P<value>"[^"]*"|[^\s]+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What may follow a component's name.

    Attributes:
        options: names of `key=value` options.
        required: those that must be there, unless the page lies in a project and `project` is meant.
        flags: words that stand alone.
        argument: whether a first word names what is shown, and further options are fields of it.
    """

    options: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    argument: bool = False


COMPONENTS: Mapping[str, Spec] = MappingProxyType(
    {
        "gantt": Spec(options=("project", "phase"), required=("project",)),
        "goals": Spec(options=("project",), required=("project",)),
        "health": Spec(options=("project",)),
        "metric": Spec(options=("id",), required=("id",)),
        "milestones": Spec(options=("project",), required=("project",)),
        "risks": Spec(options=("project", "band"), flags=("matrix",)),
        "roadmap": Spec(),
        "table": Spec(options=("project",), argument=True),
    }
)
"""The components by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A word after the name: `key=value`, or a word alone, whose key is empty."""

    key: str
    value: str
    key_span: Span
    value_span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block; its lines go from `first` to `last`, both included, counted from 1."""

    name: str
    name_span: Span
    options: tuple[Option, ...] = field(default=())
    first: int
    last: int

    def get(self, key: str) -> Option | None:
        """An option by its key; the first one counts."""
        return next((one for one in self.options if one.key == key), None)


def blocks_in(text: str, first_line: int = 1) -> Iterator[Block]:
    """The blocks of a Markdown text whose first line is number `first_line` of its file.

    Blocks inside of other fences are examples, not components. A fence that is not closed reaches to the end.
    """
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        opening = _FENCE.fullmatch(lines[number])
        if opening is None or (opening["fence"][0] == "`" and "`" in opening["info"]):
            number += 1
            continue
        last = _closing(lines, number, opening["fence"])
        if _INFO.match(opening["info"]):
            yield _block(opening, first_line + number, first_line + last)
        number = last + 1


def _closing(lines: list[str], opening: int, fence: str) -> int:
    for number in range(opening + 1, len(lines)):
        match = _FENCE.fullmatch(lines[number])
        if match and not match["info"] and match["fence"][0] == fence[0] and len(match["fence"]) >= len(fence):
            return number
    return len(lines) - 1


def _block(opening: re.Match[str], line: int, last: int) -> Block:
    start = opening.start("info") + len("milepost")
    words = list(_WORD.finditer(opening.string, start, opening.end("info")))
    if not words:
        at = Span(line, opening.start("info") + 1, line, start + 1)
        return Block(name="", name_span=at, first=line, last=last)
    head, *rest = words
    return Block(
        name=head[0],
        name_span=Span(line, head.start() + 1, line, head.end() + 1),
        options=tuple(_option(word, line) for word in rest),
        first=line,
        last=last,
    )


def _option(word: re.Match[str], line: int) -> Option:
    group = "key" if word["key"] is not None else "value"
    return Option(
        key=word["key"] or "",
        value=word["value"].strip('"'),
        key_span=Span(line, word.start(group) + 1, line, word.end(group) + 1),
        value_span=Span(line, word.start("value") + 1, line, word.end("value") + 1),
    )
