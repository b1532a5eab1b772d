"""A plan diff as a comment on a pull request: the consequences first, details folded, within a host's size."""

from collections.abc import Iterable, Iterator

from milepost.analysis.plan_diff.plan_diff import PlanDiff
from milepost.exports.markdown_text import markdown_text
from milepost.exports.plan_diff.words import DiffWords
from milepost.i18n.catalogue import Catalogue

LONGEST = 60_000
"""Characters; GitHub takes 65,536, GitLab a million."""

_ROWS = 40


def render(diff: PlanDiff, words: Catalogue) -> str:
    """Markdown that a reviewer reads in ten seconds; what does not fit is counted."""
    say = DiffWords(diff=diff, words=words)
    head = [f"### {say.t('title')}", "", f"**{markdown_text(say.headline())}**", ""]
    if diff:
        head += [markdown_text(say.counts()), ""]
    body = [*_consequences(say), *_folded(say.t("changes"), len(diff.changes), _changes(say))]
    for title, findings in ((say.t("introduced"), diff.introduced), (say.t("fixed"), diff.fixed)):
        body += _folded(title, len(findings), (f"- {markdown_text(say.finding(one))}" for one in findings))
    return "\n".join([*head, *_within(body, LONGEST - len("\n".join(head)) - 200, say)]).rstrip() + "\n"


def _consequences(say: DiffWords) -> Iterator[str]:
    found = say.diff.consequences
    if not found:
        return
    yield f"| {say.t('what')} | {say.t('record')} | {say.t('before')} | {say.t('after')} | {say.t('delta')} |"
    yield "| --- | --- | --: | --: | --: |"
    for one in found[:_ROWS]:
        cells = (say.kind(one), say.title(one.subject), say.value(one.before), say.value(one.after), say.delta(one))
        yield f"| {' | '.join(map(markdown_text, cells))} |"
    if len(found) > _ROWS:
        yield f"\n{say.t('more', count=len(found) - _ROWS)}"
    yield ""


def _changes(say: DiffWords) -> Iterator[str]:
    for one in say.diff.changes:
        yield f"- {markdown_text(say.change(one))} `{_code(str(one.record))}`"
        for name, (before, after) in one.fields.items() if one.kind == "changed" else ():
            said = f"{say.field(one.record.collection, name)}{say.t('colon')}{say.step(before, after)}"
            yield f"  - {markdown_text(said)}"


def _folded(title: str, count: int, lines: Iterable[str]) -> Iterator[str]:
    if count:
        yield f"<details><summary>{markdown_text(title)} ({count})</summary>\n"
        yield from lines
        yield "\n</details>\n"


def _within(lines: list[str], longest: int, say: DiffWords) -> Iterator[str]:
    """The lines as far as there is room; a fold that is cut is closed."""
    used, opened, left = 0, False, 0
    for line in lines:
        used += len(line) + 1
        if used > longest:
            left += 1
            continue
        opened = line.startswith("<details>") or (opened and not line.startswith("\n</details>"))
        yield line
    if left:
        if opened:
            yield "\n</details>\n"
        yield say.t("cut", count=left)


def _code(text: str) -> str:
    return text.replace("`", "ʼ")
