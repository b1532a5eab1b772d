"""Work without the garbage collector, for code that makes many objects and no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pauses the search for cycles; as a decorator too.

    Ten thousand tasks are two million objects, all of which the collector looks at again and again while they
    are made: half of the time that loading takes.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def set_aside_what_lives() -> None:
    """Keeps the collector from going through all objects of now again and again while many more are made and dropped.

    For what lives until the end, such as a portal whose pages are written; what was set aside before comes back.
    """
    gc.unfreeze()
    gc.freeze()
