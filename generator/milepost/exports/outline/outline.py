"""What a report says, whatever it is written in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a list: what it is about, and more about it."""

    text: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of the second level, or the third where `deep`, with a sentence and a list."""

    title: str
    lead: str = ""
    items: tuple[Item, ...] = ()
    deep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The whole: its title, sentences below it, sections."""

    language: str
    title: str
    leads: tuple[str, ...]
    sections: tuple[Section, ...]
