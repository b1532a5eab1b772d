"""Runs something again whenever a project file is saved."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from milepost.cli.known import DEFAULT_NAME
from milepost.loading.files import CONTENT
from milepost.loading.host_settings import HOST_SETTINGS

_CHANGES = {EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED}
"""To open a file to read it is an event, too, and every check does."""
_SETTLED = 0.05
"""Seconds without a change after which a save, or a checkout of another branch, is over."""


def rerun_on_save(root: Path, run: Callable[[], None]) -> None:
    """Runs once, then after every change of the portal's files, until it is interrupted."""
    changes = _Changes(root)
    observer = Observer()
    observer.schedule(changes, str(root / CONTENT), recursive=True)
    observer.schedule(changes, str(root))
    observer.start()
    try:
        while True:
            changes.seen.clear()  # what changes while it runs is checked afterwards
            run()
            changes.seen.wait()
            while changes.seen.wait(_SETTLED):
                changes.seen.clear()
    except KeyboardInterrupt:
        return
    finally:
        observer.stop()
        observer.join()


class _Changes(FileSystemEventHandler):
    def __init__(self, root: Path) -> None:
        self.seen = Event()
        self.root = root

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory and event.event_type == EVENT_TYPE_MODIFIED:
            return  # what happened in it is an event of its own
        paths = [path for path in (event.src_path, event.dest_path) if path]
        if event.event_type in _CHANGES and any(self._counts(Path(str(path))) for path in paths):
            self.seen.set()

    def _counts(self, path: Path) -> bool:
        parts = path.relative_to(self.root).parts if path.is_relative_to(self.root) else ()
        if parts[:1] == (CONTENT,):
            return not any(part.startswith(".") for part in parts)
        return parts in ((HOST_SETTINGS,), (DEFAULT_NAME,))
