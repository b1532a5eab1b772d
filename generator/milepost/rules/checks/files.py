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
    "invalid-value",
    "missing-field",
    "not-utf8",
    "oversized-file",
    "unknown-collection",
    "unknown-field",
    "unreadable-file",
    "unresolved-reference",
    "wrong-reference-kind",
    "yaml-alias-bomb",
    "yaml-syntax",
)
while_loading("files", Severity.WARNING, "stale-suppression")
while_loading("files", Severity.INFO, "rounded-value")
