"""Lets one process at a time read, change and write the files of a portal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from milepost.errors import MilepostError
from milepost.i18n.message import message

_LOCK = ".cache/milepost/writing.lock"


@contextmanager
def one_writer(root: Path) -> Iterator[None]:
    """Waits until no other process is between reading and writing; a process that ends lets go by itself.

    Raises:
        MilepostError: the lock's file cannot be made.
    """
    file = root / _LOCK
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise MilepostError(message("errors.cannot-write", path=_LOCK, reason=error.strerror or str(error))) from None
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        import msvcrt  # noqa: PLC0415

        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
            except OSError:  # ten seconds are over
                continue
            return
    fcntl.flock(handle, fcntl.LOCK_EX)
