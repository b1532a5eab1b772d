"""Built sites on a server of their own."""

import functools
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder, with the headers that it was made with."""

    def __init__(self, *arguments, headers: Mapping[str, str], **options):
        self.added = headers
        super().__init__(*arguments, **options)

    def end_headers(self):
        for name, value in self.added.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *arguments):
        """Nothing: the request log is the browser's."""


@contextmanager
def served(site: Path, headers: Mapping[str, str] | None = None, *, at_root: bool = False) -> Iterator[str]:
    """The address of a site: below the root of a server, as on a project's page host, or at it."""
    handler = functools.partial(QuietHandler, directory=str(site if at_root else site.parent), headers=headers or {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{'' if at_root else f'{site.name}/'}"
    server.shutdown()
    server.server_close()
