"""Each rule has a page in both languages, whose example shows what it says."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from portal_files import PROJECT, commit, portal

from milepost.build import check
from milepost.diagnostics.diagnostic import Severity
from milepost.history.git import Git
from milepost.loading.files import MAX_BYTES
from milepost.rules.documentation import document_path, rule_document, summary
from milepost.rules.rule import all_rules

RULES = sorted(all_rules())
HEADINGS = {
    "en": ["What it does", "Why it matters", "Example", "How to fix"],
    "zh": ["检查什么", "为什么", "示例", "如何修复"],
}
FENCE = re.compile(
    r"^```\w+ path=(?P<path>\S+) (?P<kind>bad|good|baseline|before)(?: generated=(?P<name>[\w-]+))?\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
TASK = "tasks:\n  cafe: {title: Caf\u00e9 corner, owner: lin, duration: 5d, acceptance: [Guests sit]}\n"


def write_latin1(path: Path) -> None:
    path.write_bytes(TASK.encode("latin-1"))


def write_oversized(path: Path) -> None:
    path.write_text(TASK + "# padding\n" * (MAX_BYTES // 9))


def make_folder(path: Path) -> None:
    path.mkdir()


def in_a_shallow_clone(path: Path) -> None:
    path.write_text(PROJECT + "  baseline: plan-v1\n")
    root = commit(path.parents[3])
    (root / ".git" / "shallow").write_text(f"{Git(root).head().sha}\n")


GENERATED: dict[str, Callable[[Path], None]] = {
    "latin1": write_latin1,
    "oversized": write_oversized,
    "folder": make_folder,
    "shallow": in_a_shallow_clone,
}


def examples(rule: str, language: str) -> list[tuple[str, ...]]:
    return [tuple(found.groupdict(default="").values()) for found in FENCE.finditer(rule_document(rule, language))]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("rule", RULES)
def test_pages_have_the_agreed_form(rule: str, language: str) -> None:
    text = rule_document(rule, language)
    assert text.startswith(f"# {rule}\n\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS[language]
    assert summary(rule, language)
    assert "\n" not in summary(rule, language)
    assert summary(rule, language).endswith("." if language == "en" else "。")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("rule", [rule for rule in RULES if all_rules()[rule].thresholds])
def test_pages_state_each_threshold_with_its_default(rule: str, language: str) -> None:
    text = rule_document(rule, language)
    for name, default in all_rules()[rule].thresholds.items():
        assert f"`{name}` ({default:g})" in text or f"`{name}`（{default:g}）" in text


def test_there_are_no_pages_of_rules_that_are_gone() -> None:
    written = {path.name.removesuffix(".md").removesuffix(".zh") for path in document_path("x", "en").parent.iterdir()}
    assert written == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_have_the_same_examples(rule: str) -> None:
    assert examples(rule, "en") == examples(rule, "zh")


@pytest.mark.parametrize("kind", ["bad", "good"])
@pytest.mark.parametrize("rule", RULES)
def test_the_example_shows_the_rule_and_nothing_else(rule: str, kind: str, tmp_path: Path) -> None:
    wanted = [one for one in examples(rule, "en") if one[1] == kind]
    assert wanted, f"the page of {rule} has no {kind} example"
    baseline = {path: text for path, which, _, text in examples(rule, "en") if which == "baseline"}
    files = {path: text for path, _, name, text in wanted if not name}
    if baseline:
        files["content/projects/demo/project.yml"] = PROJECT + "  baseline: plan-v1\n"
        commit(portal(tmp_path, baseline), tag="plan-v1")
    before = {path: text for path, which, _, text in examples(rule, "en") if which == "before"}
    base = None
    if before:
        base = Git(commit(portal(tmp_path, before), on="2026-02-02T12:00:00+08:00")).head()
    root = portal(tmp_path, files)
    for path, _, name, _ in wanted:
        if name:
            GENERATED[name](root / path)
    found = check(root, base=base).diagnostics
    spoken = {one.rule for one in found}
    assert (rule in spoken) is (kind == "bad"), [one.rule for one in found]
    assert {one.rule for one in found if one.severity is Severity.ERROR} <= {rule}


def test_the_summary_is_the_first_paragraph() -> None:
    assert summary("self-dependency", "en") == "A task or phase that is after or before itself."
    assert summary("self-dependency", "zh-CN") == "以自身为前置或后续的任务或阶段。"
    assert summary("self-dependency", "fr") == summary("self-dependency", "en")


def test_an_unknown_rule_has_no_page() -> None:
    with pytest.raises(FileNotFoundError):
        rule_document("no-such-rule", "en")
