"""How soon a page can be read on a slow phone, and what Lighthouse says of it; the site is served with gzip.

    .venv/bin/python benchmarks/pages.py [SITE]

Builds the example portal unless SITE is one that is built. Lighthouse is asked where the command is installed
(`npm install -g lighthouse@12.2.3`), or where LIGHTHOUSE says it is.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = {"Overview": "projects/tea-order/", "Plan": "projects/tea-order/plan/"}
CATEGORIES = ("performance", "accessibility", "best-practices")
REPEAT = 5
PAINTS = """new Promise(done => new PerformanceObserver(list => done([
    performance.getEntriesByName('first-contentful-paint')[0].startTime, list.getEntries().at(-1).startTime]))
    .observe({type: 'largest-contentful-paint', buffered: true}))"""


class Compressing(SimpleHTTPRequestHandler):
    """Files of a folder, compressed, with a day to be kept."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path.name))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=86400")
        self.end_headers()
        with suppress(ConnectionError):  # a browser that has left
            self.wfile.write(body)


def paints(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds to the first and to the largest paint, on a phone with a quarter of this machine's speed."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url)
    first, largest = page.evaluate(PAINTS)
    context.close()
    return first, largest


def page_elements(browser: Browser, url: str) -> int:
    page = browser.new_page()
    page.goto(url)
    count: int = page.evaluate("document.querySelectorAll('*').length")
    page.close()
    return count


def styled(browser: Browser, url: str) -> int:
    """How many elements get their styles until the page is at rest, each time counted: no load changes that."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True)
    page = context.new_page()
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(url, wait_until="networkidle")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    return sum(one["args"].get("elementCount", 0) for one in events if one["name"] == "UpdateLayoutTree")


def lighthouse(command: str, url: str) -> dict[str, float]:
    """The scores, from 0 to 100, on Lighthouse's own phone."""
    options = ["--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    run = [command, url, *options, f"--chrome-flags={' '.join(FLAGS)}"]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    report = json.loads(subprocess.run(run, check=True, capture_output=True, text=True, env=environment).stdout)
    for audit in report["audits"].values():
        if audit["score"] == 0 and audit["scoreDisplayMode"] == "binary":
            print(f"  not passed: {audit['id']}: {audit['title']}")
    return {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        site = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary) / "site"
        if len(sys.argv) == 1:
            subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site)], check=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for name, path in PAGES.items():
                url = f"http://127.0.0.1:{server.server_port}/{path}"
                first, largest = map(median, zip(*(paints(browser, url) for _ in range(REPEAT)), strict=True))
                print(f"{name}: first paint {first / 1000:.2f} s, largest {largest / 1000:.2f} s (median of {REPEAT})")
                count = page_elements(browser, url)
                print(f"{count} elements; {styled(browser, url)} styles computed while it loads")
                runs = [lighthouse(command, url) for _ in range(REPEAT)] if command else []
                for one in CATEGORIES if runs else ():
                    scores = sorted(round(run[one]) for run in runs)
                    print(f"{one} {median(scores):.0f} ({scores[0]}–{scores[-1]})")
            browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
