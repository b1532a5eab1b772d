"""Texts with a number, in the singular where the language has one."""

from typing import Any

from milepost.views.context import ViewContext


def counted(context: ViewContext, key: str, count: float, /, **params: Any) -> str:
    """The text at `key`, or the one at `key` + `-one` for 1 where the catalogue has it; `count` fills it too."""
    singular = f"{key}-one"
    return context.t(singular if count == 1 and context.words.find(singular) else key, count=count, **params)
