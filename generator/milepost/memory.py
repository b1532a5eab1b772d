"""What is worked out once for all who ask."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

T = TypeVar("T")


class Memory:
    """Remembers by key what was made, as long as the object lives."""

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made when the key is first asked for."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made
