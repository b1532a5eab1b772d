"""Words that the dictionary of Chinese does not have: names, short titles and the terms of the portal itself."""

import logging
import re
from collections.abc import Iterable, Iterator
from typing import Any

from milepost.i18n.catalogue import catalogue
from milepost.model.portal import Portal
from milepost.model.records.person import Person
from milepost.model.text import text_in

_WORD = re.compile("[\u4e00-\u9fff]{2,4}")


def own_words(portal: Portal) -> Iterator[str]:
    """People's names, titles and tags of two to four characters, and what fields, types and values are called."""
    for record in portal.everything():
        yield from _words((text_in(record.title, "zh"), *record.tags))
    yield from _words(_leaves(catalogue("zh").find("model")))
    yield from _words(_leaves(catalogue("zh").find("vocabulary")))


def teach(portal: Portal) -> None:
    """Adds them to the dictionary of the process, if it would take them apart into single characters."""
    jieba = _segmenter()
    names = {text_in(person.title, "zh") for person in portal.all(Person).values()}
    for word in dict.fromkeys(own_words(portal)):
        if word in names or any(len(part) == 1 for part in jieba.cut(word)):
            jieba.add_word(word)


def inner_words(word: str) -> tuple[str, ...]:
    """The words of the dictionary inside of a longer one, but for those that it begins with, which are found anyway."""
    jieba = _segmenter()
    jieba.initialize()
    parts = (word[start:end] for start in range(1, len(word) - 1) for end in range(start + 2, len(word) + 1))
    return tuple(dict.fromkeys(part for part in parts if jieba.dt.FREQ.get(part)))


def _segmenter() -> Any:
    import jieba  # noqa: PLC0415 - loads its dictionary in half a second, which sites without search do without

    jieba.setLogLevel(logging.WARNING)  # it tells of every dictionary that it loads
    return jieba


def _words(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if _WORD.fullmatch(text))


def _leaves(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for value in found.values():
            yield from _leaves(value)
