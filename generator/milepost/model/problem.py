"""How a field's type refuses a value."""

from typing import Any

from pydantic_core import PydanticCustomError


def problem(code: str, **facts: Any) -> PydanticCustomError:
    """The error for a value that does not fit.

    `code` is `<rule>.<variant>`, the key of its texts under `problems` in the catalogue; `fix` among the facts
    is the text that should stand there instead.
    """
    return PydanticCustomError(code, "{code}", {"code": code, **facts})
