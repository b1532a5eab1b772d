"""What is looked at on a page, whatever its type: accessibility, width, requests, errors."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe


class Watched:
    """A browser's page whose requests and errors are written down; only `home` and what is below may be asked."""

    def __init__(self, page: Any, home: str) -> None:
        self.page, self.problems = page, []
        page.on("request", lambda request: self._asked(request.url, home))
        page.on("requestfailed", self._failed)
        page.on("response", lambda answer: None if answer.status < 400 else self._add(f"{answer.status} {answer.url}"))
        page.on("console", lambda entry: self._add(entry.text) if entry.type == "error" else None)
        page.on("pageerror", lambda error: self._add(str(error)))

    def _add(self, problem: str) -> None:
        self.problems.append(problem)

    def _asked(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:")):
            self._add(f"asks for {url}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # left too early
            self._add(f"failed {request.url}")


def overflow(page: Any) -> list[str]:
    """How much wider the page is than its window, if it is."""
    wide, width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{page.url} is {wide} px wide"] if wide > width else []


def axe_violations(page: Any) -> list[str]:
    """What axe finds on the whole page, the theme's part included: the rule, the element and what would help."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url} {one['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]
