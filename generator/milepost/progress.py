"""A bar on the standard error for what takes long."""

import sys
from collections.abc import Callable

_WIDTH = 24


def progress_bar(label: str) -> Callable[[float], None] | None:
    """Draws a share from 0 to 1 on a terminal, and takes the bar away at the end; None where nobody looks.

    Whoever is quick never calls it, and draws no bar.
    """
    if not sys.stderr.isatty():
        return None
    width = 0

    def draw(share: float) -> None:
        nonlocal width
        if share >= 1:
            bar, width = " " * width, 0
        else:
            done = round(share * _WIDTH)
            bar = f"{label} [{'#' * done}{'-' * (_WIDTH - done)}] {share:4.0%}"
            width = 2 * len(bar)  # as much as characters of double width take
        sys.stderr.write(f"\r{bar}\r" if bar else "")
        sys.stderr.flush()

    return draw
