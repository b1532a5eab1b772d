"""Every page type × 390 and 1280 px × light and dark × Chinese and English: screenshots, axe, width, requests.

    .venv/bin/python tests/browser/full_matrix.py DIR [PAGE…]

Writes a picture of each (`en-390-dark-projects-tea-order-plan.png`) into DIR, prints what is wrong and exits with 1 if
anything is. With VNU=vnu.jar the Nu HTML checker (Java) reads the pages, too. PAGE limits it to some addresses.
"""

import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from browser.page_audit import Watched, axe_violations, overflow
from browser.page_types import PAGES
from browser.serving import served
from conftest import CHROMIUM, CHROMIUM_OPTIONS, ROOT, build
from playwright.sync_api import sync_playwright

OF_THE_THEME = ("autocomplete", "ID of a non-hidden form control")
"""Its checkboxes that unfold menus."""
ON_PURPOSE = ("“role” attribute must not be used",)
"""Roles that keep a table a table where a phone shows its rows as blocks."""


def main(folder: Path, pages: tuple[str, ...]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as driver:
        site = Path(temporary) / "portal"
        done = build(ROOT, site)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return done.returncode
        problems = markup_problems(site)
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        with served(site) as address:
            for language, width, scheme in product(("", "en/"), (390, 1280), ("light", "dark")):
                context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                watched = Watched(context.new_page(), address)
                for path in pages:
                    watched.page.goto(f"{address}{language}{path}", wait_until="networkidle")
                    name = (
                        f"{language.strip('/') or 'zh'}-{width}-{scheme}-{path.strip('/').replace('/', '-') or 'home'}"
                    )
                    watched.page.screenshot(path=folder / f"{name}.png", full_page=True, animations="disabled")
                    found = [*overflow(watched.page), *axe_violations(watched.page)]
                    problems += [f"{name}: {one}" for one in found]
                    print(name, len(found), flush=True)
                problems += watched.problems
                context.close()
        browser.close()
    print("\n".join([*problems, f"{len(problems)} problems; pictures in {folder}"]))
    return bool(problems)


def markup_problems(site: Path) -> list[str]:
    """What the Nu HTML checker says of the Chinese pages but those of rules, which are alike."""
    checker = os.environ.get("VNU")
    if not checker:
        return []
    pages = [str(site / path / "index.html") for path in PAGES]
    command = ["java", "-Xss4m", "-jar", checker, "--errors-only", "--stdout", "--exit-zero-always", *pages]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [line for line in said if not any(known in line for known in (*OF_THE_THEME, *ON_PURPOSE))]


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), tuple(sys.argv[2:]) or PAGES))
