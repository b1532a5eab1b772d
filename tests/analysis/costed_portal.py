"""Small portals whose tasks cost something, for the tests of earned value."""

from datetime import date
from pathlib import Path

from portal_files import PORTAL, PROJECT, portal

from milepost.analysis.performance import Performance, performances
from milepost.build import Checked, check

PLAN = """\
tasks:
  base: {title: Base, owner: lin, status: done, duration: 5d, acceptance: [a], evidence: [e], actual_start: 2026-03-02, actual_finish: 2026-03-06, cost: {planned: 1000, actual: 1100}}
  shop: {title: Shop, owner: lin, status: in_progress, duration: 10d, after: [base], acceptance: [a], actual_start: 2026-03-09, progress: 40, cost: {planned: 2000, actual: 600}}
  poster: {title: Poster, owner: mei, status: todo, duration: 5d, after: [shop], acceptance: [a], cost: {planned: 500}}
"""
"""Planned 2 to 6, 9 to 20 and 23 to 27 March 2026, on plain weeks."""


def costed(root: Path, plan: str = PLAN, *, as_of: str = "2026-03-14", project: str = "", money: str = "") -> Checked:
    """The portal, looked at on a day; `project` are more fields of the project, `money` its budget."""
    return check(
        portal(
            root,
            {
                "content/portal.yml": PORTAL.replace("as_of: 2026-03-02", f"as_of: {as_of}"),
                "content/projects/demo/project.yml": PROJECT + project,
                "content/projects/demo/plan.yml": plan,
                "content/projects/demo/money.yml": money or "budget: {}\n",
            },
        )
    )


def performance(root: Path, plan: str = PLAN, **options: str) -> Performance:
    """The earned value of that portal's project."""
    found = costed(root, plan, **options)
    return performances(found.loaded.portal, found.context.plans, found.as_of)["demo"]


def day(text: str) -> date:
    return date.fromisoformat(text)
