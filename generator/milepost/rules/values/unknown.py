"""The finding for a name that nothing bears, with the one that is probably meant."""

from collections.abc import Iterable
from typing import Any

from milepost.diagnostics.diagnostic import Diagnostic, replacing
from milepost.diagnostics.suggestion import closest, only_meant
from milepost.i18n.message import message
from milepost.model.record import NamedRecord
from milepost.rules.context import RuleContext

Path = tuple[str | int, ...]
_MAX_OPTIONS = 30


def unknown_name(  # noqa: PLR0913 - what is unknown, where, and what would be known
    context: RuleContext,
    record: NamedRecord,
    path: Path,
    name: str,
    known: Iterable[str],
    *,
    rule: str = "invalid-value",
    variant: str = "",
    key: bool = False,
    whole: str = "{}",
    **facts: Any,
) -> Diagnostic:
    """A finding of `rule` at the value, or the `key`, of a field; `whole` is the text around the name in the file."""
    options = sorted(known)
    meant = closest(name, options)
    location = context.at(record, *path, key=key)
    help_ = None
    if meant:
        help_ = message("diagnostics.did-you-mean", name=whole.format(meant))
    elif 0 < len(options) <= _MAX_OPTIONS:
        help_ = message("diagnostics.one-of", options=options)
    fix = replacing(location, whole.format(meant) if meant else None, is_safe=meant == only_meant(name, options))
    return context.finding(rule, record, *path, variant=variant, fix=fix, location=location, help_=help_, **facts)
