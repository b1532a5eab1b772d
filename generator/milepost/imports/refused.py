"""Why something that was to be imported is not taken."""

from typing import Any

from milepost.i18n.message import message


class RefusedError(Exception):
    """One file or row is not taken; `message` says why, without quoting what may be personal. Others go on."""

    def __init__(self, reason: str, /, **facts: Any) -> None:
        super().__init__(reason)
        self.message = message(f"importing.{reason}", **facts)
