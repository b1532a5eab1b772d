"""How long an edit takes to show up in `mkdocs serve`."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from measure import Sample

START_LIMIT, EDIT_LIMIT = 600.0, 120.0
PAUSE = 0.02


def latency(site: Path, file: Path, text: str, page: str, repeat: int) -> list[Sample]:
    """Seconds from replacing `text` in `file` to the new text in `page`, with the server polling as it does.

    Raises:
        TimeoutError: the page did not come.
    """
    port = _free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "--livereload", "-a", f"127.0.0.1:{port}"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(command, cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        url = f"http://127.0.0.1:{port}/{page}"
        _wait_for(url, text, START_LIMIT)
        samples, shown = [], text
        for number in range(repeat):
            time.sleep(1.5)  # the server looks for changes twice a second: let it see the last one
            wanted = f"{text} edit {number}"
            file.write_text(file.read_text(encoding="utf-8").replace(shown, wanted, 1), encoding="utf-8")
            started = time.perf_counter()
            _wait_for(url, wanted, EDIT_LIMIT)
            samples.append(Sample(seconds=time.perf_counter() - started))
            shown = wanted
        return samples
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, text: str, limit: float) -> None:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            with urlopen(url, timeout=limit) as answer:  # noqa: S310 - our own server
                if text in answer.read().decode("utf-8"):
                    return
        except (URLError, ConnectionError, TimeoutError):
            pass  # not up yet
        time.sleep(PAUSE)
    raise TimeoutError(f"{text!r} did not appear in {url} within {limit:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
