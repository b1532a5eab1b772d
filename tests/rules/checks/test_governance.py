"""What a change may do, from the merge base to the files."""

from pathlib import Path

import pytest
from portal_files import PORTAL, PROJECT, commit, portal

from milepost.build import check
from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.history.git import Git
from milepost.i18n.catalogue import catalogue
from milepost.model.states import TRANSITIONS, way

PLAN, MORE = "content/projects/demo/plan.yml", "content/projects/demo/more.yml"
RULES = ("invalid-transition", "reopened-without-reason", "baseline-edited-without-change", "renamed-id")


def changed(root: Path, before: dict[str, str], after: dict[str, str]) -> tuple[Diagnostic, ...]:
    """The findings of a change from some files to others."""
    base = Git(commit(portal(root, before))).head()
    portal(root, after)
    return check(root, base=base).diagnostics


def found(root: Path, before: dict[str, str], after: dict[str, str]) -> list[tuple[str, int, int]]:
    """Those of the rules here: which, at what line and column."""
    spoken = [one for one in changed(root, before, after) if one.rule in RULES]
    return [(one.rule, *one.location.span[:2]) for one in spoken]


def task(more: str) -> dict[str, str]:
    return {PLAN: f"tasks:\n  menu:\n    title: Menu\n    {more}\n"}


def risk(more: str) -> dict[str, str]:
    return {MORE: f"risks:\n  late:\n    title: Late\n    {more}\n"}


@pytest.mark.parametrize("collection", [name for name in TRANSITIONS if name not in ("project", "meetings")])
def test_states_that_no_way_leads_to(tmp_path, collection):
    field, arrows = TRANSITIONS[collection]
    states = sorted({*arrows, *(state for nexts in arrows.values() for state in nexts)})
    pairs = [(one, other) for one in states for other in states]

    def records(index: int) -> dict[str, str]:
        rows = (f"  r{number}: {{title: R, {field}: {pair[index]}}}\n" for number, pair in enumerate(pairs))
        return {MORE: f"{collection}:\n" + "".join(rows)}

    lines = [line for rule, line, _ in found(tmp_path, records(0), records(1)) if rule == "invalid-transition"]
    assert lines == [number + 2 for number, pair in enumerate(pairs) if way(collection, *pair) is None]
    assert lines


def test_the_place_and_the_words_of_an_invalid_transition(tmp_path):
    findings = changed(tmp_path, risk("status: treating"), risk("status: assessed"))
    (one,) = (one for one in findings if one.rule == "invalid-transition")
    words = catalogue("en")
    assert one.location.span[:4] == (4, 13, 4, 21)
    assert one.severity is Severity.ERROR
    assert words.render(one.message) == "risk `late` goes from treating to assessed, to which no way leads"
    assert words.render(one.help).startswith("from treating it goes on to closed, occurred; take the steps in")


def test_an_end_and_a_state_that_is_not_given_any_more(tmp_path):
    assert found(tmp_path, risk("status: closed"), risk("cause: Rain")) == [("invalid-transition", 2, 3)]


def test_several_steps_and_new_records_and_a_new_id_are_right(tmp_path):
    before = {**task("status: backlog"), **risk("status: identified")}
    after = {**task("status: done\n    was: [old]"), **risk("status: closed\n  new: {title: New, status: occurred}")}
    assert found(tmp_path, before, after) == []
    renamed = {PLAN: after[PLAN].replace("menu:", "card:").replace("old", "menu").replace("done", "in_review")}
    assert found(tmp_path / "b", task("status: cancelled"), renamed) == [("invalid-transition", 4, 13)]


def test_a_state_that_is_no_state_is_left_to_its_own_rule(tmp_path):
    findings = changed(tmp_path, risk("status: closed"), risk("status: opne"))
    assert [one.rule for one in findings if one.field == "status"] == ["invalid-value"]


def test_without_a_base_nothing_is_said_of_changes(tmp_path):
    root = commit(portal(tmp_path, risk("status: closed")))
    portal(tmp_path, risk("status: assessed"))
    assert not [one for one in check(root).diagnostics if one.rule in RULES]


@pytest.mark.parametrize(
    ("before", "after", "line", "column"),
    [
        ("status: done", "status: in_progress", 4, 13),
        ("status: done", "status: cancelled", 4, 13),
        ("status: done\n    reopen_reason: Broken", "status: blocked\n    reopen_reason: Broken", 5, 20),
    ],
)
def test_reopened_without_a_reason_of_its_own(tmp_path, before, after, line, column):
    assert found(tmp_path, task(before), task(after)) == [("reopened-without-reason", line, column)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("status: done", "status: in_progress\n    reopen_reason: Broken"),
        ("status: done\n    reopen_reason: Slow", "status: in_review\n    reopen_reason: Broken"),
        ("status: done", "status: done\n    priority: low"),
        ("status: in_progress", "status: blocked"),
    ],
)
def test_reopened_with_a_reason_or_not_at_all(tmp_path, before, after):
    assert found(tmp_path, task(before), task(after)) == []


GOAL = "goals:\n  stay:\n    title: Stay\n    status: {status}\n    baseline: {baseline}\n    baseline_date: {day}\n"
REQUEST = 'changes:\n  shift: {{title: Shift, target: "{target}", decision: {decision}}}\n'


def project(baseline: str) -> dict[str, str]:
    return {"content/projects/demo/project.yml": PROJECT + baseline}


def goal(baseline: str = "20", day: str = "2026-01-05", status: str = "active") -> dict[str, str]:
    return {MORE: GOAL.format(status=status, baseline=baseline, day=day)}


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        (project("  baseline: v1\n"), project("  baseline: v2\n"), (9, 13)),
        (project("  baseline: v1\n"), project(""), (1, 1)),
        (goal(), goal(baseline="30"), (5, 15)),
        (goal(), goal(day="2026-02-02"), (6, 20)),
    ],
)
def test_a_baseline_that_is_different(tmp_path, before, after, place):
    assert found(tmp_path, before, after) == [("baseline-edited-without-change", *place)]
    for decision, silent in (("submitted", False), ("rejected", False), ("approved", True), ("applied", True)):
        for target in ("project:demo", "goals:stay" if MORE in before else "demo/project:demo"):
            request = {"content/projects/demo/changes.yml": REQUEST.format(target=target, decision=decision)}
            spoken = found(tmp_path / f"{decision}-{target.replace('/', '-')}", before, {**after, **request})
            assert (spoken == []) is silent


def test_a_request_that_was_agreed_on_before_allows_nothing_new(tmp_path):
    request = {"content/projects/demo/changes.yml": REQUEST.format(target="project:demo", decision="approved")}
    before, after = {**project("  baseline: v1\n"), **request}, project("  baseline: v2\n")
    assert found(tmp_path, before, {**request, **after}) == [("baseline-edited-without-change", 9, 13)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (project(""), project("  baseline: v1\n")),
        (goal(status="draft"), goal(status="draft", baseline="30")),
        (goal(), goal(baseline='"20"')),
        (goal(), {MORE: GOAL.format(status="active", baseline="20", day="2026-01-05") + "    target: 40\n"}),
    ],
)
def test_a_first_baseline_or_an_equal_one(tmp_path, before, after):
    assert found(tmp_path, before, after) == []


TWO = "tasks:\n  {name}: {{title: Menu, owner: lin, duration: 5d{more}}}\n  live: {{title: Live, owner: lin, after: [{ref}]}}\n"


def two(name: str, ref: str = "menu", more: str = "") -> dict[str, str]:
    return {PLAN: TWO.format(name=name, ref=ref, more=more)}


def test_a_new_id_without_the_old_one(tmp_path):
    findings = changed(tmp_path, two("menu"), two("card"))
    (one,) = (one for one in findings if one.rule in (*RULES, "unresolved-reference"))
    assert (one.rule, one.location.span[:4]) == ("renamed-id", (3, 43, 3, 47))
    assert [label.location.span[:4] for label in one.labels] == [(2, 3, 2, 7)]
    assert "was: [menu]" in catalogue("en").render(one.help)


def test_a_record_that_is_gone_and_one_that_never_was(tmp_path):
    gone = {PLAN: "tasks:\n  live: {title: Live, owner: lin, after: [menu, menus]}\n"}
    findings = changed(tmp_path, two("menu"), gone)
    spoken = [(one.rule, one.location.span[:2]) for one in findings if "reference" in one.rule or "renamed" in one.rule]
    assert spoken == [("renamed-id", (2, 43)), ("unresolved-reference", (2, 49))]
    assert not next(one for one in findings if one.rule == "renamed-id").labels


def test_a_new_id_that_names_the_old_one(tmp_path):
    assert found(tmp_path, two("menu"), two("card", more=", was: [menu]")) == []
    assert found(tmp_path / "b", two("menu"), two("card", ref="card")) == []


def test_what_is_set_for_the_general_rule_holds_for_renamed_ids(tmp_path):
    settings = {"content/portal.yml": PORTAL + "  rules: {unresolved-reference: off}\n"}
    assert found(tmp_path, two("menu"), {**two("card"), **settings}) == []


def test_a_clock_rule_only_warns_unless_the_change_touches_its_record(tmp_path):
    text = "tasks:\n  a: {{title: A, owner: lin, actual_start: 2026-04-01{more}}}\n  b: {{title: B, owner: lin}}\n"
    before, other = ({PLAN: text.format(more=more)} for more in ("", ", priority: low"))
    overnight = {MORE: "issues:\n  slow: {title: Slow}\n"}

    def levels(findings: tuple[Diagnostic, ...]) -> list[Severity]:
        return [one.severity for one in findings if one.rule == "actual-in-future"]

    assert levels(changed(tmp_path / "a", before, overnight)) == [Severity.WARNING]
    assert levels(changed(tmp_path / "b", before, other)) == [Severity.ERROR]
    assert levels(check(tmp_path / "a").diagnostics) == [Severity.ERROR]
