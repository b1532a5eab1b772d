"""Which texts and numbers an audience must not find anywhere in what is built for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from milepost.analysis.audience.texts import Value, numbers_in, plain_number, values_in
from milepost.model.record import NamedRecord
from milepost.model.records.feedback import FeedbackItem
from milepost.model.text import Translations

LONG, LONG_WIDE, DIGITS = 8, 4, 5
"""Characters that a text has at least to be looked for, a Chinese one, and digits of a number."""
_WIDE = re.compile("[\u3400-\u9fff]")
_MARKS = re.compile(r"[*_`~\[\]()<>|#\n]+|^\s*(?:[-+>]|\d+\.)\s+", re.MULTILINE)
"""What Markdown makes into markup: what stands between is looked for by itself."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Secret:
    """A withheld text or number, and where it stands: a record and its field, or a file."""

    text: str
    where: str

    @property
    def hint(self) -> str:
        """As much of it as may be printed."""
        return f"{self.text[:2]}… ({len(self.text)})"


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """What must not be found: texts as pages could show them, and numbers in the form of `texts.plain_number`."""

    texts: Mapping[str, Secret] = field(default_factory=dict)
    numbers: Mapping[str, Secret] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    """Ids and titles that are shorter: too common to be looked for everywhere, reason enough to withhold a sentence."""

    def __bool__(self) -> bool:
        return bool(self.texts or self.numbers)

    def said_in(self, text: str) -> bool:
        """Whether a sentence says any of it."""
        plain = _SPACE.sub(" ", text)
        if any(one in plain for one in self.texts) or (self.names and self._names.search(plain)):
            return True
        return any(number in self.numbers for number in numbers_in(plain))

    @cached_property
    def _names(self) -> re.Pattern[str]:
        return re.compile("|".join(rf"(?<![A-Za-z0-9_-]){re.escape(one)}(?![A-Za-z0-9_-])" for one in self.names))


class Collector:
    """Takes what is withheld, then what is shown; what both have is no secret."""

    def __init__(self) -> None:
        self._texts: dict[str, Secret] = {}
        self._names: set[str] = set()
        self._numbers: dict[str, Secret] = {}
        self._shown: list[str] = []
        self._shown_numbers: set[str] = set()

    def withhold(self, record: NamedRecord, shown: NamedRecord | None) -> None:
        """What a record says and its visible version does not."""
        left = set(values_in(shown)) if shown else set()
        for name, value in values_in(record):
            if (name, value) not in left:
                self.withhold_value(value, f"{record.key} {name}")
        if shown is None:
            self.withhold_value(record.id, str(record.key))
            titles = record.title.values() if isinstance(record.title, Translations) else (record.title or "",)
            self._names |= {one for one in (record.id, *titles) if one and not is_long(one)}

    def withhold_item(self, item: FeedbackItem, where: str) -> None:
        for name, value in values_in(item):
            self.withhold_value(value, f"{where} {name}")

    def withhold_value(self, value: Value, where: str) -> None:
        if isinstance(value, Decimal):
            self._number(plain_number(value), where)
            return
        for piece in pieces(value):
            if is_long(piece):
                self._texts.setdefault(piece, Secret(piece, where))
        for number in numbers_in(value):
            self._number(number, where)

    def _number(self, number: str, where: str) -> None:
        if sum(map(str.isdigit, number)) >= DIGITS:
            self._numbers.setdefault(number, Secret(number, where))

    def show(self, record: NamedRecord) -> None:
        """What everybody sees."""
        for _, value in values_in(record):
            self.show_value(value)
        self._shown.append(record.id)

    def show_item(self, item: FeedbackItem) -> None:
        for _, value in values_in(item):
            self.show_value(value)

    def show_value(self, value: Value) -> None:
        if isinstance(value, Decimal):
            self._shown_numbers.add(plain_number(value))
        else:
            self._shown.append(value)

    def withheld(self) -> Withheld:
        """What is left of the secrets: what the shown texts say as well is none."""
        shown = _SPACE.sub(" ", "\n".join(self._shown))
        plain = "\n".join((shown, *(" ".join(pieces(text)) for text in self._shown)))
        numbers = self._shown_numbers | set(numbers_in(shown))
        return Withheld(
            texts={text: one for text, one in self._texts.items() if text not in plain},
            numbers={number: one for number, one in self._numbers.items() if number not in numbers},
            names=frozenset(self._names),
        )


def pieces(text: str) -> Iterator[str]:
    """A text as one line, and its parts as Markdown shows them."""
    whole = _SPACE.sub(" ", text).strip()
    parts = [_SPACE.sub(" ", part).strip() for part in _MARKS.split(text)]
    yield from dict.fromkeys(part for part in (whole, *parts) if part)


def is_long(text: str) -> bool:
    """Whether a text is long enough to be somebody's own."""
    return len(text) >= (LONG_WIDE if len(_WIDE.findall(text)) >= LONG_WIDE else LONG)
