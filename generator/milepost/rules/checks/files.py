"""Files and references: what the loader finds out while it reads."""

from milepost.diagnostics.diagnostic import Severity
from milepost.rules.rule import while_loading

while_loading(
    "files",
    Severity.ERROR,
    "duplicate-id",
    "duplicate-key",
    "invalid-date",
    "invalid-duration",
    "invalid-id",
    "missing-field",
    "not-utf8",
    "oversized-file",
    "unreadable-file",
    "unresolved-reference",
    "wrong-reference-kind",
    "yaml-alias-bomb",
    "yaml-syntax",
)
while_loading("files", Severity.WARNING, "stale-suppression")
