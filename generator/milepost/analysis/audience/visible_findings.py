"""Findings that an audience may read: about what it sees, and quoting nothing else."""

from collections.abc import Callable, Iterable

from milepost.analysis.audience.summed import MONEY
from milepost.analysis.audience.visible_files import VisibleFiles
from milepost.analysis.audience.visible_portal import VisiblePortal
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.i18n.catalogue import Catalogue
from milepost.model.reference import Ref, parse_key

_ABOUT_SUMS = ("budget-mismatch", "over-budget", "cost-performance", "mixed-currency", "coupons-over-budget")
_PORTAL = Ref("", "portal", "")


def visible_findings(
    findings: Iterable[Diagnostic],
    visible: VisiblePortal,
    files: VisibleFiles,
    is_safe: Callable[[str], bool],
    languages: Iterable[Catalogue],
) -> tuple[Diagnostic, ...]:
    """Those of a visible file and record, about a field that is seen, whose sentences are all safe."""
    words = tuple(languages)
    return tuple(
        one
        for one in findings
        if one.location.path in files.seen
        and all(label.location.path in files.seen for label in one.labels)
        and _is_seen(one, visible)
        and all(is_safe(said) for said in _sentences(one, words))
    )


def _is_seen(one: Diagnostic, visible: VisiblePortal) -> bool:
    if not one.record:
        return True
    try:
        key = parse_key(one.record)
    except ValueError:
        return False
    if key != _PORTAL and visible.portal.get(key) is None:
        return False
    if one.rule in _ABOUT_SUMS and MONEY in visible.sums.get(key.project, ()):
        return False
    hidden = {name.partition(".")[0] for name in visible.hidden.get(key) or ()}
    return one.field.partition(".")[0] not in hidden if one.field else not hidden or one.rule not in _ABOUT_SUMS


def _sentences(one: Diagnostic, languages: Iterable[Catalogue]) -> Iterable[str]:
    messages = (one.message, one.help, *one.notes, *(label.text for label in one.labels))
    for words in languages:
        for said in messages:
            if said is not None:
                yield words.render(said)
