"""Keeps the last result of each project while all that it follows from is the same: a server asks again and again."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class LastResults(Generic[T]):
    """One result a name, with all that it was computed from; equal inputs give the same result again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, tuple[Any, T]] = {}

    def get(self, name: Hashable, inputs: Any, compute: Callable[[], T]) -> T:
        """The result kept under a name if its inputs were equal to these, else a new one."""
        kept = self._kept.pop(name, None)
        result = kept[1] if kept and kept[0] == inputs else compute()
        self._kept[name] = (inputs, result)
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return result
