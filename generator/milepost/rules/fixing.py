"""Makes the safe fixes of all findings, in rounds: a file that could not be read shows more once it can."""

from collections.abc import Callable
from typing import NamedTuple

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.files import FileTree, Overlaid
from milepost.loading.fixes import repaired
from milepost.loading.rewriting import Rewrite
from milepost.source import Source

_MOST_ROUNDS = 100
"""Far more than fixes that reveal others need; two fixes that undo each other would never end."""
_SUFFIXES = (".yml", ".yaml", ".md")


class Made(NamedTuple):
    """A finding whose fix was made, and what was typed where each of its edits went."""

    diagnostic: Diagnostic
    typed: tuple[str, ...]


class Fixed(NamedTuple):
    """The files as they will be, the findings that were fixed, and what would be found then; nothing is written."""

    files: tuple[Rewrite, ...]
    fixed: tuple[Made, ...]
    left: tuple[Diagnostic, ...]


def fix_all(tree: FileTree, find: Callable[[FileTree], tuple[Diagnostic, ...]]) -> Fixed:
    """Fixes until no safe fix is left; `find` runs all rules on a tree."""
    changed: dict[str, bytes] = {}
    fixed: list[Made] = []
    left = find(tree)
    for _ in range(_MOST_ROUNDS):
        made = _one_round(Overlaid(tree, changed), left, changed)
        if not made:
            break
        fixed += made
        left = find(Overlaid(tree, changed))
    before = dict(tree.read(sorted(changed)))
    files = [Rewrite(path, before[path] or b"", data) for path, data in sorted(changed.items())]
    return Fixed(tuple(one for one in files if one.before != one.after), tuple(fixed), left)


def _one_round(tree: FileTree, found: tuple[Diagnostic, ...], changed: dict[str, bytes]) -> list[Made]:
    by_file: dict[str, list[Diagnostic]] = {}
    for one in found:
        if one.fix and one.fix.is_safe and one.location.path.endswith(_SUFFIXES):
            by_file.setdefault(one.fix.edits[0].location.path, []).append(one)
    made = []
    for path, data in tree.read(sorted(by_file)):
        text = _decoded(data)
        if text is None:
            continue
        after, numbers = repaired(path, text, [one.fix for one in by_file[path] if one.fix])
        if numbers:
            changed[path] = after.encode("utf-8")
            source = Source(path, text.removeprefix("\ufeff"))
            made += [_made(by_file[path][number], source) for number in numbers]
    return made


def _made(one: Diagnostic, source: Source) -> Made:
    spans = [edit.location.span for edit in one.fix.edits] if one.fix else []
    return Made(one, tuple(source.line(span.line)[span.column - 1 : span.end_column - 1] for span in spans))


def _decoded(data: bytes | None) -> str | None:
    try:
        return data.decode("utf-8") if data is not None else None
    except UnicodeDecodeError:
        return None
