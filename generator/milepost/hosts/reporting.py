"""Findings as log records of the host; only a logger of the host's own counts for its strict mode."""

import logging
from collections.abc import Iterable

from milepost.build import Checked
from milepost.diagnostics.diagnostic import Severity
from milepost.diagnostics.formats.concise import line_of
from milepost.i18n.catalogue import Catalogue
from milepost.site.leaks import Leak


def log_leaks(log: logging.Logger, leaks: Iterable[Leak], words: Catalogue) -> None:
    """Logs what was found in a site that must not be there, without repeating it."""
    for one in leaks:
        log.error(words.text("errors.leak", where=one.secret.where, file=one.file, hint=one.secret.hint))


def log_findings(log: logging.Logger, checked: Checked, words: Catalogue, *, severe: int) -> int:
    """Logs every finding, errors at the level `severe` and all others as information; how many errors there are."""
    errors = 0
    for one in checked.diagnostics:
        is_error = one.severity is Severity.ERROR
        log.log(severe if is_error else logging.INFO, line_of(one, words))
        errors += is_error
    return errors
