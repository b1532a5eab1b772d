"""What a command costs, in a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Seconds of one run; processor seconds and peak memory are 0 where they are not known."""

    seconds: float
    processor: float = 0.0
    megabytes: float = 0.0


def run_timed(command: Sequence[str], *, own_clock: bool = False) -> Sample:
    """Runs a command; with `own_clock` the seconds are those that it prints itself.

    Raises:
        RuntimeError: the command failed.
    """
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    started = time.perf_counter()
    with TemporaryFile() as out:  # a pipe that nobody empties would stop a talkative command
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read().decode("utf-8", "replace")
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:8])} failed:\n{printed[-2000:]}")
    if own_clock:
        return Sample(seconds=float(printed))
    per_megabyte = 2**20 if sys.platform == "darwin" else 2**10
    return Sample(seconds=seconds, processor=usage.ru_utime + usage.ru_stime, megabytes=usage.ru_maxrss / per_megabyte)
