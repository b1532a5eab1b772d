"""Fixtures of the whole suite: the checkout, the cases, one build of the example portal, a browser."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("without-clock", deadline=None)  # how long an example takes says nothing about the code
settings.load_profile("without-clock")

ROOT = Path(__file__).parent.parent
CASES = Path(os.environ.get("MILEPOST_CASES", ROOT.parent / "shared" / "cases"))
REQUIRED = frozenset(filter(None, os.environ.get("MILEPOST_REQUIRE", "").split(",")))
CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), "")
CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def absent(kind: str, reason: str) -> None:
    """Skips a test for want of something; fails where MILEPOST_REQUIRE says that it must be there."""
    if kind in REQUIRED:
        pytest.fail(f"{reason}, but MILEPOST_REQUIRE asks for {kind}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def checkout() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def cases() -> Path:
    if not CASES.is_dir():
        absent("cases", "the folder with the cases is absent")
    return CASES


def build(
    folder: Path, site: Path, *options: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A real `mkdocs build` of a folder in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-f",
        str(folder / "mkdocs.yml"),
        "-d",
        str(site),
        *options,
    ]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **(environment or {})}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example portal, built once in strict mode by MkDocs."""
    site = tmp_path_factory.mktemp("example") / "site"
    done = build(ROOT, site)
    assert done.returncode == 0, done.stdout + done.stderr
    return site


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium under Playwright."""
    if not CHROMIUM:
        absent("browser", "chromium is not installed")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("browser", "playwright is not installed")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield started
        started.close()
