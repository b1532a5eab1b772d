"""A plan diff for the terminal: consequences as a table, changes field by field."""

from milepost.analysis.plan_diff.plan_diff import PlanDiff
from milepost.exports.plan_diff.words import DiffWords
from milepost.exports.text_table import table
from milepost.i18n.catalogue import Catalogue


def render(diff: PlanDiff, words: Catalogue) -> str:
    """Plain text."""
    say = DiffWords(diff=diff, words=words)
    if not diff:
        return say.t("nothing") + "\n"
    parts = [say.headline(), say.counts()]
    if diff.consequences:
        header = [say.t(name) for name in ("what", "record", "before", "after", "delta")]
        rows = [
            [say.kind(one), say.title(one.subject), say.value(one.before), say.value(one.after), say.delta(one)]
            for one in diff.consequences
        ]
        parts += ["", table([header, *rows]).rstrip("\n")]
    if diff.changes:
        parts += ["", say.t("changes")]
    for change in diff.changes:
        parts.append(f"  {say.change(change)} [{change.record}]")
        kind = change.record.collection
        if change.kind == "changed":
            parts += [
                f"    {say.field(kind, name)}{say.t('colon')}{say.step(before, after)}"
                for name, (before, after) in change.fields.items()
            ]
    for title, findings in ((say.t("introduced"), diff.introduced), (say.t("fixed"), diff.fixed)):
        if findings:
            parts += ["", title, *(f"  {say.finding(one)}" for one in findings)]
    return "\n".join(parts) + "\n"
