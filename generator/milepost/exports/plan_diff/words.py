"""A plan diff in words: what is common to all formats that people read."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from milepost.analysis.plan_diff.consequences import Consequence, ConsequenceKind
from milepost.analysis.plan_diff.plan_diff import PlanDiff
from milepost.analysis.plan_diff.record_changes import RecordChange
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.labels import Labels
from milepost.model.reference import Ref
from milepost.model.text import text_in

_LONGEST = 120
_CRITERION = {"text", "done"}
_LANGUAGES = {"zh", "en", "zh-CN"}
_HEADLINE = 3
_HEADLINED = ("project-finish", "milestone", "budget")
_COUNTED: tuple[ConsequenceKind, ...] = ("newly-critical", "float-lost", "risk-over-appetite")
_SUMMED = ("risk-exposure", "forecast-p80")


def apart(before: Any, after: Any) -> tuple[Any, Any]:
    """Both sides of a changed field; of lists the entries that only one of them has, None for none."""
    if isinstance(before, list) and isinstance(after, list):
        return [one for one in before if one not in after] or None, [one for one in after if one not in before] or None
    return before, after


@dataclass(frozen=True, kw_only=True)
class ChangeWords:
    """Says what changed in records, in one language."""

    words: Catalogue

    @property
    def labels(self) -> Labels:
        return Labels(self.words)

    def t(self, key: str, /, **params: Any) -> str:
        return self.words.text(f"diff.{key}", **params)

    def counted(self, key: str, count: int) -> str:
        singular = f"{key}-one"
        one = count in (1, -1) and self.words.find(f"diff.{singular}")
        return self.t(singular if one else key, count=f"{count:+d}" if key in ("days", "weeks") else count)

    def value(self, value: Any) -> str:
        """One side of a consequence or of a changed field, on one line."""
        if value is None:
            return "–"
        if isinstance(value, bool):
            return self.t("yes" if value else "no")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, float):
            return f"{value:g}"
        if isinstance(value, Decimal):
            return f"{value:,.2f}".removesuffix(".00")
        if isinstance(value, dict) and value.keys() <= _LANGUAGES:
            said = str(value.get(self.words.language) or next(iter(value.values()), ""))
        elif isinstance(value, dict) and value.keys() <= _CRITERION:
            said = self.value(value.get("text")) + (" ✓" if value.get("done") else "")
        elif isinstance(value, dict):
            said = ", ".join(f"{name}: {self.value(one)}" for name, one in value.items())
        elif isinstance(value, list):
            said = "; ".join(self.value(one) for one in value)
        else:
            said = " ".join(str(value).split())
        return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"

    def step(self, before: Any, after: Any) -> str:
        """`8d → 10d`."""
        return " → ".join(map(self.value, apart(before, after)))

    def field(self, collection: str, name: str) -> str:
        return self.labels.field(collection, name)


@dataclass(frozen=True, kw_only=True)
class DiffWords(ChangeWords):
    """Says the parts of one diff."""

    diff: PlanDiff

    def title(self, key: Ref) -> str:
        """A record's title; its id while it has none."""
        record = self.diff.record(key)
        return (text_in(record.title, self.words.language) if record else "") or key.id or key.collection

    def kind(self, consequence: Consequence) -> str:
        return self.t(f"kind.{consequence.kind}")

    def delta(self, consequence: Consequence) -> str:
        """`+5 working days`, `+12,000 CNY`; the weeks of an over-allocation; empty where nothing is to be counted."""
        if consequence.days is not None:
            return self.counted("days", consequence.days)
        if consequence.amount is not None:
            return f"{consequence.amount:+,.2f}".removesuffix(".00") + f" {consequence.currency}".rstrip()
        if consequence.kind == "over-allocated":
            before, after = consequence.before, consequence.after
            change = after - before if isinstance(after, int) and isinstance(before, int) else 0
            weeks = ", ".join(week.isoformat() for week in consequence.weeks)
            return f"{self.counted('weeks', change)} ({weeks})" if change else weeks
        return ""

    def headline(self) -> str:
        """The weightiest consequences in a sentence; that nothing follows, or that nothing changed."""
        if not self.diff:
            return self.t("nothing")
        first = [one for one in self.diff.consequences if one.kind in _HEADLINED]
        parts = [f"{self._subject(one)} {self._both(one)} ({self.delta(one)})" for one in first]
        counts = Counter(one.kind for one in self.diff.consequences)
        parts = parts[:_HEADLINE]
        parts += [self.counted(kind, counts[kind]) for kind in _COUNTED if counts[kind]]
        if not parts:
            parts = [f"{self.kind(one)} {self.delta(one)}" for one in self.diff.consequences if one.kind in _SUMMED]
        if not parts and self.diff.consequences:
            parts = [self.counted("consequences", len(self.diff.consequences))]
        return self.t("semicolon").join(parts) or self.t("no-consequence")

    def _both(self, one: Consequence) -> str:
        return f"{self.value(one.before)} → {self.value(one.after)}"

    def _subject(self, one: Consequence) -> str:
        return self.kind(one) if one.kind in ("project-finish", "budget") else self.title(one.subject)

    def counts(self) -> str:
        """How many records and findings came, went and changed."""
        changes = self.diff.changes
        found = [(kind, sum(one.kind == kind for one in changes)) for kind in ("added", "removed", "changed")]
        found += [("introduced", len(self.diff.introduced)), ("fixed", len(self.diff.fixed))]
        return self.t("comma").join(self.t(f"count.{kind}", count=count) for kind, count in found if count)

    def change(self, one: RecordChange) -> str:
        """The head of a changed record."""
        kind = self.t(f"change.{one.kind}")
        renamed = f" ({self.t('was', id=one.was.id)})" if one.was else ""
        return f"{kind}{self.t('colon')}{self.labels.type(one.record.collection)} {self.title(one.record)}{renamed}"

    def finding(self, one: Diagnostic) -> str:
        """`content/projects/demo/plan.yml:3: message [rule]`."""
        place = f"{one.location.path}:{one.location.span.line}"
        return f"{place}: {one.severity.value}[{one.rule}] {self.words.render(one.message)}"
