"""Writes a file beside where it goes and swaps it in: nobody ever reads half of it."""

import os
import shutil
from pathlib import Path

from milepost.errors import MilepostError
from milepost.i18n.message import message


def swap_in(file: Path, data: bytes, *, name: str = "") -> None:
    """Writes `data` to `file`; a link stays a link and a file that was there keeps its mode.

    Raises:
        MilepostError: it cannot be written; the message calls it `name`, by default its path.
    """
    target = Path(os.path.realpath(file))
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        try:
            beside.write_bytes(data)
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MilepostError(message("errors.cannot-write", path=name or str(file), reason=reason)) from None
