"""`mkdocs serve` follows the files: changed data show up, a broken file shows a banner and the rest stays."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from portal_files import portal

PLAN = "tasks:\n  menu-page:\n    title: {title}\n    owner: lin\n    duration: 5d\n    acceptance: [Guests find tea]\n"
HOST = "site_name: Demo portal\ndocs_dir: content\ntheme: {name: material}\nplugins: [search, milepost]\n"
LONGEST_WAIT = 60


@pytest.fixture
def served(tmp_path):
    """The root of a portal that is being served, and the address of its project."""
    root = portal(tmp_path, {"mkdocs.yml": HOST, "content/projects/demo/plan.yml": PLAN.format(title="Menu page")})
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"]
    log = (tmp_path / "serve.log").open("wb")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(command, cwd=root, stdout=log, stderr=log, env=environment)
    yield root, f"http://127.0.0.1:{port}/projects/demo/"
    process.terminate()
    process.wait(timeout=30)
    log.close()


def wait_for(address: str, text: str, *, gone: str = "") -> None:
    until, page = time.monotonic() + LONGEST_WAIT, ""
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=LONGEST_WAIT) as answer:  # noqa: S310 - our own server
                page = answer.read().decode()
        except (URLError, ConnectionError):
            page = ""
        if text in page and not (gone and gone in page):
            return
        time.sleep(0.1)
    raise AssertionError(f"{text!r} did not come to {address}: {page[-500:]}")


def test_the_pages_follow_the_files(served):
    root, project = served
    plan: Path = root / "content" / "projects" / "demo" / "plan.yml"
    wait_for(project + "plan/", "Menu page")

    plan.write_text(PLAN.format(title="Order page"))
    wait_for(project + "plan/", "Order page", gone="Menu page")

    broken = root / "content" / "projects" / "demo" / "risks.yml"
    broken.write_text("risks:\n  late: {title: [Late\n")
    wait_for(project + "plan/", "content/projects/demo/risks.yml:")
    wait_for(project + "plan/", "Order page")

    broken.write_text("risks:\n  late: {title: The vendor is late}\n")
    wait_for(project + "risks/", "The vendor is late")
