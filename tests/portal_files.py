"""Writes small portals for tests."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

PORTAL = """\
portal:
  title: Demo portal
  languages: [en]
  timezone: Asia/Shanghai
  currency: CNY
  calendar: {base: none}
  as_of: 2026-03-02
"""
PEOPLE = """\
people:
  lin: {title: Lin, backup: mei}
  mei: {title: Mei, backup: lin}
"""
PROJECT = """\
project:
  title: Demo
  summary: A project to try things on
  sponsor: mei
  owner: lin
  start: 2026-03-02
  due: 2026-06-30
  status: active
"""
MINIMAL: Mapping[str, str] = {
    "content/portal.yml": PORTAL,
    "content/people.yml": PEOPLE,
    "content/projects/demo/project.yml": PROJECT,
}


def portal(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes `files` (by path relative to the root) over a valid portal with one project, `demo`; the root."""
    for name, text in {**MINIMAL, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def commit(root: Path, *, tag: str = "", on: str = "") -> Path:
    """Commits all that is in the folder, in a repository of its own, `on` a moment; the root."""
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    dates = {"GIT_AUTHOR_DATE": on, "GIT_COMMITTER_DATE": on} if on else {}
    steps = [("init", "-q"), ("add", "-A"), (*identity, "commit", "-q", "-m", "a plan")]
    for step in (*steps, *([("tag", tag)] if tag else [])):
        subprocess.run(["git", *step], cwd=root, check=True, capture_output=True, env={**os.environ, **dates})
    return root
