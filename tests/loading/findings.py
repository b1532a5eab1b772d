"""Checks small portals and tells what was found, for the tests of the loader and the rules."""

from collections.abc import Mapping
from pathlib import Path

from portal_files import portal

from milepost.build import Checked, check
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.i18n.catalogue import Catalogue

DEMO = "content/projects/demo/"
PLAN = f"{DEMO}plan.yml"
TASK = "  menu: {title: Menu page, owner: lin, duration: 5d, acceptance: [Loads]}\n"
WORDS = (Catalogue("en"), Catalogue("zh"))
BESIDE = "tasks:\n  beside: {title: Beside, owner: mei, start: 2026-06-01, duration: 1d, acceptance: [Loads]}\n"


def checked(root: Path, files: Mapping[str, str | bytes]) -> Checked:
    """The portal with `files`, whose names are relative to the project unless they begin with `content/`.

    A task `beside` in a file of its own must survive whatever the other files hold, and all that is said can be said in
    both languages.
    """
    written = {name if name.startswith("content/") else DEMO + name: text for name, text in files.items()}
    found = check(portal(root, {f"{DEMO}beside.yml": BESIDE, **written}))
    assert "beside" in tasks(found)
    for words in WORDS:
        for one in found.diagnostics:
            said = [one.message, *one.notes, *(label.text for label in one.labels), *([one.help] if one.help else [])]
            assert all(words.render(text) for text in said)
    return found


def tasks(found: Checked) -> dict[str, object]:
    """The tasks of the project by id."""
    return dict(found.loaded.portal.projects["demo"].collections.get("tasks", {}))


def places(found: Checked) -> list[str]:
    """`rule path:line:column` of each finding, the project's folder left out."""
    return [place(one) for one in found.diagnostics]


def place(one: Diagnostic) -> str:
    span = one.location.span
    return f"{one.rule} {one.location.path.removeprefix(DEMO)}:{span.line}:{span.column}"


def spans(found: Checked) -> list[str]:
    """As `places`, with the column where each ends."""
    return [f"{place(one)}-{one.location.span.end_column}" for one in found.diagnostics]


def the_one(found: Checked) -> Diagnostic:
    """The only finding."""
    assert len(found.diagnostics) == 1, places(found)
    return found.diagnostics[0]


def marked(found: Checked, one: Diagnostic) -> str:
    """The text under the carets, as far as the first line goes."""
    span = one.location.span
    line = found.sources[one.location.path].line(span.line)
    return line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else None]


def english(one: Diagnostic) -> tuple[str, str]:
    """Message and help."""
    words = WORDS[0]
    return words.render(one.message), words.render(one.help) if one.help else ""
