"""What texts without a theme are about: their words ranked, Chinese ones segmented by jieba. No model is asked."""

import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import median
from typing import Any

_LEAST_ITEMS = 2
_MOST_RELATED = 4
_KINDS = frozenset({"n", "nz", "nl", "ns", "vn", "v", "an", "l", "i", "eng"})
"""Parts of speech that name what somebody talks about; judgements and little words do not."""
_SAY_LITTLE = frozenset(
    re.findall(
        r"\S+",
        """
        有点 没有 感觉 知道 还好 还有 实在 应该 东西 问题 觉得 希望 需要 使用 时候 可能 发现 出现 建议 认为 不能 无法
        可以 能够 进行 看到 就是 还要 不会 不用 地方 人员 情况 方面 时间 总体 整体
        the and for not but you are was were with this that have has had can cannot could would should from they them
        our your its too very just does did when what all one out get got there here been will why how
        """,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A word that several items share: how many, words that belong to it, the first of the items."""

    word: str
    count: int
    related: tuple[str, ...]
    example: str


def topics(items: Sequence[tuple[str, str]], most: int = 10) -> tuple[Topic, ...]:
    """The topics of items, each its id and text: words in many of them that are rare elsewhere come first.

    A word counts once an item. Words that contain another or are said together with it are listed beside it.
    """
    words = {name: frozenset(_words(text)) for name, text in items}
    counts = Counter(word for found in words.values() for word in found)
    rarity, middling = _rarity()
    ranked = sorted(
        (word for word, count in counts.items() if count >= _LEAST_ITEMS),
        key=lambda word: (-counts[word] * rarity.get(word, middling), word),
    )
    found: list[Topic] = []
    heads: list[str] = []
    for word in ranked:
        if len(found) == most:
            break
        if any(word in head or head in word for head in heads):
            continue
        heads.append(word)
        inside = [name for name, said in words.items() if word in said]
        found.append(
            Topic(
                word=word,
                count=counts[word],
                related=_related(word, ranked, Counter(one for name in inside for one in words[name])),
                example=inside[0],
            )
        )
    return tuple(found)


def _related(word: str, ranked: Iterable[str], beside: Counter[str]) -> tuple[str, ...]:
    """Words that contain it, then those that are most often said with it."""
    longer = [one for one in ranked if one != word and word in one]
    together = [one for one, count in beside.most_common() if count >= _LEAST_ITEMS and one != word]
    return tuple(dict.fromkeys([*longer, *together]))[:_MOST_RELATED]


def _words(text: str) -> Iterator[str]:
    for one in _segmenter().cut(text):
        word = str(one.word).lower()
        least = 3 if one.flag == "eng" else 2
        if one.flag in _KINDS and len(word) >= least and word not in _SAY_LITTLE:
            yield word


@cache
def _segmenter() -> Any:
    """Jieba's tagger; half a second to import, another for its dictionary, so only where topics are asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of an old package at its own import
        import jieba  # noqa: PLC0415
        import jieba.posseg  # noqa: PLC0415
    jieba.setLogLevel(logging.WARNING)
    return jieba.posseg


@cache
def _rarity() -> tuple[dict[str, float], float]:
    """How rare a word is in general Chinese, and a middling value for one that is not known: jieba's own table."""
    text = (files("jieba") / "analyse" / "idf.txt").read_text(encoding="utf-8")
    found = {word: float(value) for word, value in (line.split(" ") for line in text.splitlines())}
    return found, median(found.values())
