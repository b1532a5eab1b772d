"""Runs a command on some processors and counts the processes that it splits off."""

import os
import subprocess
import sys
from functools import partial

_COUNTED = """
import atexit, os, runpy, sys
fork, end, ours, count = os.fork, os._exit, os.getpid(), [0]

def counted():
    count[0] += 1
    return fork()

def tell():
    if os.getpid() == ours:
        print(count[0], file=sys.stderr, flush=True)

def ended(status):
    tell()
    end(status)

os.fork, os._exit = counted, ended
atexit.register(tell)
module, sys.argv = sys.argv[1], sys.argv[1:]
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


def run_on(processors: int, module: str, *arguments: str) -> tuple[str, int]:
    """The standard output of a module's command, and how many processes it split off."""
    done = subprocess.run(
        [sys.executable, "-c", _COUNTED, module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=partial(os.sched_setaffinity, 0, sorted(os.sched_getaffinity(0))[:processors]),
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout, int(done.stderr.split()[-1])
