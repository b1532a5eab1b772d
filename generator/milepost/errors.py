"""Failures of the environment: all that Milepost raises; what is wrong in the files is a diagnostic."""

from milepost.i18n.message import Message


class MilepostError(Exception):
    """Something outside of the project files prevents the work; `message` says what and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message
