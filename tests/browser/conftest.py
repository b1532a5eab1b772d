"""Built sites on a server of their own."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Nothing: the request log is the browser's."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site below the root of a server, as on a project's page host."""
    handler = functools.partial(QuietHandler, directory=str(site.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(example_site):
    """The example portal."""
    with served(example_site) as address:
        yield address
