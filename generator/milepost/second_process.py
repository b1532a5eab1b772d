"""Work in a second process, which knows all that this one knows when it begins."""

import os
import signal
import sys
from collections.abc import Callable
from typing import IO, NoReturn

Answer = Callable[[], bytes | None]
"""Waits for what the work gives; None if it failed, or if the process was killed."""


def second_process_pays() -> bool:
    """Whether a second process can be split off, and has a processor of its own.

    Windows cannot; on macOS the system's libraries may break in it.
    """
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def in_second_process(work: Callable[[], bytes]) -> Answer:
    """Begins `work` in a second process and goes on at once; only what it gives comes back, to be asked for once."""
    into = os.fdopen(os.memfd_create("milepost"), "w+b")  # a pipe that nobody empties would stop the work
    try:
        process = os.fork()
    except OSError:  # no room for one more
        into.close()
        return lambda: None
    if process == 0:
        _work_and_end(work, into)

    def answer() -> bytes | None:
        with into:
            _, status = os.waitpid(process, 0)
            into.seek(0)
            return None if status else into.read()

    return answer


def _work_and_end(work: Callable[[], bytes], into: IO[bytes]) -> NoReturn:
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        into.write(work())
        into.flush()
        status = 0
    finally:  # what went wrong is not told here: whoever misses the answer does the work, and sees it
        os._exit(status)
