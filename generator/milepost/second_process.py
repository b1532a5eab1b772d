"""Work in a second process, which knows all that this one knows when it begins.

What goes wrong there is not told: whoever misses the answer does the work here, and sees it.
"""

import os
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import IO, NoReturn

Answer = Callable[[], bytes | None]
"""Waits for what the work gives; None if it failed, or if the process was killed."""
_SIZE = 8
"""Bytes that tell the length of a piece."""


def second_process_pays() -> bool:
    """Whether a second process can be split off, and has a processor of its own.

    Windows cannot; on macOS the system's libraries may break in it, and anywhere what other threads hold.
    """
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def in_second_process(work: Callable[[], bytes]) -> Answer:
    """Begins `work` in a second process and goes on at once; only what it gives comes back, to be asked for once."""
    pieces = pieces_from_second_process(lambda: (work(),))
    return lambda: next(pieces, None)


def pieces_from_second_process(work: Callable[[], Iterable[bytes]]) -> Iterator[bytes]:
    """What `work` gives piece by piece, begun at once; where it failed a piece is missing, and all that follow."""
    try:
        kept = tempfile.TemporaryFile()  # noqa: SIM115 - not a pipe, which stops the work while nobody takes a piece
    except OSError:
        return iter(())
    sizes, tell = os.pipe()

    def write() -> None:
        os.close(sizes)
        for piece in work():
            kept.write(piece)
            kept.flush()
            os.write(tell, len(piece).to_bytes(_SIZE))  # fails, and ends the process, when nobody listens any more

    process = _begin(write)
    os.close(tell)
    pieces = _pieces(kept, sizes, process)
    next(pieces)
    return pieces


def _pieces(kept: IO[bytes], sizes: int, process: int) -> Iterator[bytes]:
    """Nothing at first, so that from then on whoever drops the rest closes everything."""
    place = 0
    with kept, os.fdopen(sizes, "rb") as told:
        try:
            yield b""
            while size := int.from_bytes(told.read(_SIZE)):
                yield os.pread(kept.fileno(), size, place)
                place += size
        finally:
            if process:
                os.kill(process, signal.SIGKILL)  # it has ended, or nobody wants the rest
                os.waitpid(process, 0)


def _begin(work: Callable[[], object]) -> int:
    """The number of a new process that does the work and ends; 0 where there is no room for one more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads of libraries, which these bring back
        try:
            process = os.fork()
        except OSError:
            return 0
    if process == 0:
        _work_and_end(work)
    return process


def _work_and_end(work: Callable[[], object]) -> NoReturn:
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        work()
    finally:
        os._exit(0)
