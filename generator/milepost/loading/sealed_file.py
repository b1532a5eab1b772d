"""What was computed once, kept in a file and believed only as it was written."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any


def read(path: Path, key: str) -> dict[str, Any] | None:
    """The entry that was stored for `key`; None for any other key, and for a file that is not as it was written."""
    try:
        seal, _, body = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    if seal != _seal(key, body):
        return None
    entry: dict[str, Any] = json.loads(body)
    return entry


def write(path: Path, key: str, entry: dict[str, Any]) -> None:
    """Stores an entry, written beside and swapped in; a folder that cannot be written costs only time."""
    body = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(f"{_seal(key, body)}\n{body}", encoding="utf-8")
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _seal(key: str, body: str) -> str:
    """What only this body under this key has: a file that was damaged, or edited, is not believed."""
    return hashlib.sha256(f"{key}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()
