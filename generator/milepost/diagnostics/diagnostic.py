"""One finding about the project's files."""

from dataclasses import dataclass
from enum import StrEnum

from milepost.i18n.message import Message
from milepost.source import Location


class Severity(StrEnum):
    """How much a finding weighs; only errors fail a check by default."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A further place that matters, and why."""

    location: Location
    text: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Replace the text of one span."""

    location: Location
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Edits that remove the finding and keep everything else as it is.

    `is_safe` says that they can only be what was meant: then they are made without asking.
    """

    edits: tuple[Edit, ...]
    is_safe: bool = True


def replacing(location: Location, text: str | None, *, is_safe: bool = True) -> Fix | None:
    """The fix that replaces one span; None without a text."""
    return Fix(edits=(Edit(location=location, replacement=text),), is_safe=is_safe) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """A finding: the rule that speaks, the smallest span it is about, and what to do.

    `severity` is provisional until the portal's levels are applied; `level` is this finding's own, where it weighs
    otherwise than its rule and the portal sets nothing. `record` is the reference of the record
    that the finding is about (`tea-order/tasks:menu-page`), empty when it is about a file. `instead_of` is the finding
    of a more general rule that this one replaces; what the portal sets for that rule holds for this one too.
    """

    rule: str
    message: Message
    location: Location
    severity: Severity = Severity.ERROR
    level: Severity | None = None
    labels: tuple[Label, ...] = ()
    notes: tuple[Message, ...] = ()
    help: Message | None = None
    fix: Fix | None = None
    record: str = ""
    field: str = ""
    instead_of: "Diagnostic | None" = None

    def concerns(self, project_id: str) -> bool:
        """Whether it is about a file or a record of the project."""
        return self.location.path.startswith(f"content/projects/{project_id}/") or self.record.startswith(
            f"{project_id}/"
        )

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Path, line, column, rule; then whatever makes the order total."""
        return (self.location.path, *self.location.span[:2], self.rule, repr(self.message))
