"""The page of each rule, in both languages."""

import re
from pathlib import Path

from milepost.i18n.catalogue import language_of
from milepost.resources import package_dir

_SUMMARY = re.compile(r"^# .*\n\n(?P<text>(?:.+\n)+)")


def rule_document(rule_id: str, language: str) -> str:
    """A rule's page as Markdown.

    Raises:
        FileNotFoundError: there is no such rule.
    """
    return document_path(rule_id, language).read_text(encoding="utf-8")


def summary(rule_id: str, language: str) -> str:
    """What a rule checks, in one sentence: the first paragraph of its page, on one line."""
    found = _SUMMARY.match(rule_document(rule_id, language))
    assert found, f"the page of {rule_id} has no summary"
    lines = found["text"].split("\n")
    return ("" if language_of(language) == "zh" else " ").join(line.strip() for line in lines if line)


def document_path(rule_id: str, language: str) -> Path:
    """Where a rule's page is; a language without pages of its own reads the English ones."""
    suffix = ".zh.md" if language_of(language) == "zh" else ".md"
    return package_dir() / "rules" / "docs" / f"{rule_id}{suffix}"
