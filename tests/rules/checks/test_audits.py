"""Audits and gradual openings: gates before them, fixes after a rejection, one at a time, shares that only rise."""

import pytest
from loading.findings import checked, english, spans, the_one
from portal_files import PORTAL, PROJECT

from milepost.i18n.catalogue import Catalogue

CLOSED = PROJECT.replace("status: active", "status: closed")
ONE = "  r:\n    title: R\n    version: 1.0.0\n    channel: %s\n    planned_on: 2026-03-20\n    notes: N\n"
AUDIT = "    audit:\n"
FIRST = (
    "  old: {title: O, version: 0.9.0, channel: online, planned_on: 2026-02-20, released_on: 2026-02-20, notes: N}\n"
)


def step(day, status, more=""):
    return f"      - {{on: 2026-{day}, status: {status}{more}}}\n"


def release(*steps, channel="audit"):
    """A file in which the first step is on line 9; its day begins at column 14, its status at column 34."""
    return "releases:\n" + ONE % channel + (AUDIT + "".join(steps) if steps else "")


def task(**fields):
    """A task of the release; `phase`, `status` and others as given."""
    given = {"title": "T", "owner": "lin", "release": "r", "duration": "1d", "acceptance": "[{text: A, done: true}]"}
    return "tasks:\n  t: {" + ", ".join(f"{name}: {value}" for name, value in {**given, **fields}.items()) + "}\n"


def finished(day):
    return task(
        status="done", actual_start=f"2026-{day}", actual_finish=f"2026-{day}", evidence="https://example.com/e"
    )


def of(tmp_path, text, settings="", as_of="2026-03-02", **more):
    files = {"content/portal.yml": PORTAL.replace("2026-03-02", as_of) + settings, "r.yml": text, **more}
    return checked(tmp_path, files)


# submitted-before-gate

GATE = "gates:\n  g: {title: G, phase: build, due: 2026-02-27, approver: mei, decision: %s%s}\n"
PHASES = "phases:\n  build: {title: B, owner: lin%s}\n  inner: {title: I, owner: lin, parent: build%s}\n"
WORK = task(phase="build", status="in_progress", actual_start="2026-02-23", due="2026-03-06")


def gated(tmp_path, text=None, gate=GATE % ("pending", ""), phases=PHASES % ("", ""), work=WORK, **more):
    text = text or release(step("02-26", "in_review"))
    found = of(tmp_path, text, **{"gate.yml": gate, "phases.yml": phases, "work.yml": work, **more})
    return [one for one in spans(found) if one.partition(" ")[0] in ("submitted-before-gate", "gate-skipped")]


FOUND = ["submitted-before-gate r.yml:9:14-24"]


@pytest.mark.parametrize(
    ("decision", "decided", "expected"),
    [
        ("pending", "", FOUND),
        ("failed", ", decided_on: 2026-02-20", FOUND),
        ("passed", ", decided_on: 2026-02-26", []),
        ("passed", ", decided_on: 2026-02-27", FOUND),
        ("conditional", ", decided_on: 2026-02-27", FOUND),
        ("waived", ", decided_on: 2026-02-20", []),
        ("passed", "", []),
    ],
)
def test_a_gate_is_decided_before_a_submission(decision, decided, expected, tmp_path):
    assert gated(tmp_path, gate=GATE % (decision, decided)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (release(channel="trial"), []),
        (release(channel="audit"), ["submitted-before-gate r.yml:5:14-19"]),
        (release(channel="gray"), ["submitted-before-gate r.yml:5:14-18"]),
        (release(step("02-26", "in_review"), channel="trial"), FOUND),
        # the first step counts, wherever it is written
        (release(step("02-27", "rejected"), step("02-26", "in_review")), ["submitted-before-gate r.yml:10:14-24"]),
    ],
)
def test_what_counts_as_submitted(text, expected, tmp_path):
    assert gated(tmp_path, text) == expected


def test_dates_of_a_release_that_is_out_are_history(tmp_path):
    text = release(step("02-20", "in_review"), step("02-23", "passed"), channel="online")
    assert gated(tmp_path / "a", text, GATE % ("passed", ", decided_on: 2026-02-27")) == []
    assert gated(tmp_path / "b", text) == FOUND


@pytest.mark.parametrize(
    ("phases", "work", "expected"),
    [
        (PHASES % ("", ""), WORK.replace("phase: build", "phase: inner"), FOUND),  # a phase inside
        (PHASES % (", stage: launch", ""), WORK, []),
        (PHASES % (", stage: operate", ""), WORK, []),
        (PHASES % (", stage: build", ""), WORK, FOUND),
        (PHASES % ("", ""), WORK.replace("phase: build, ", ""), []),
        (PHASES % ("", ""), WORK.replace("in_progress", "cancelled"), []),
        (PHASES % ("", ""), WORK.replace("release: r, ", ""), []),
    ],
)
def test_the_gates_of_its_phases_count(phases, work, expected, tmp_path):
    assert gated(tmp_path, phases=phases, work=work) == expected


def test_the_stage_of_the_phase_around_counts_where_it_has_none(tmp_path):
    gate = (GATE % ("pending", "")).replace("phase: build", "phase: inner")
    work = WORK.replace("phase: build", "phase: inner")
    assert gated(tmp_path / "a", gate=gate, phases=PHASES % (", stage: launch", ""), work=work) == []
    assert gated(tmp_path / "b", gate=gate, phases=PHASES % (", stage: launch", ", stage: build"), work=work) == FOUND


def test_phases_around_each_other_end(tmp_path):
    circle = "phases:\n  build: {title: B, owner: lin, parent: inner}\n  inner: {title: I, owner: lin, parent: build}\n"
    assert gated(tmp_path, phases=circle) == FOUND


def test_it_speaks_instead_of_gate_skipped(tmp_path):
    phases = PHASES % ("", "") + "  launch: {title: L, owner: lin, after: build}\n"
    work = WORK + WORK.removeprefix("tasks:\n").replace("t:", "u:", 1).replace("phase: build", "phase: launch")
    assert gated(tmp_path / "a", phases=phases, work=work) == FOUND
    assert gated(tmp_path / "b", release(channel="trial"), phases=phases, work=work) == [
        "gate-skipped gate.yml:2:73-80"
    ]
    portal = PORTAL + "  rules: {gate-skipped: off}\n"
    assert gated(tmp_path / "c", phases=phases, work=work, **{"content/portal.yml": portal}) == []


def test_it_points_to_the_gate(tmp_path):
    found = of(
        tmp_path,
        release(channel="audit"),
        **{"g.yml": GATE % ("pending", ""), "p.yml": PHASES % ("", ""), "w.yml": WORK},
    )
    (one,) = [one for one in found.diagnostics if one.rule == "submitted-before-gate"]
    assert [label.location.span for label in one.labels] == [(2, 73, 2, 80)]
    assert english(one)[0] == "release `r` was submitted, but gate `g` of phase `build` is open"


def test_a_closed_project_submits_nothing(tmp_path):
    assert gated(tmp_path, **{"project.yml": CLOSED}) == []


# audit-rejected-without-fix

REJECTED = (step("02-24", "in_review"), step("02-26", "rejected", ", reason: R"))
LATER = step("02-27", "in_review")


def rejections(tmp_path, text, plan="tasks: {}\n", **more):
    found = of(tmp_path, text, **{"plan.yml": plan, **more})
    return [one for one in spans(found) if "audit-rejected" in one]


@pytest.mark.parametrize(
    ("steps", "plan", "expected"),
    [
        (REJECTED, "", ["audit-rejected-without-fix r.yml:10:34-42"]),
        (REJECTED[::-1], "", ["audit-rejected-without-fix r.yml:9:34-42"]),  # by their days, not as written
        (REJECTED, task(status="todo"), []),
        (REJECTED, task(status="todo", release="other"), ["audit-rejected-without-fix r.yml:10:34-42"]),
        (REJECTED, task(status="cancelled"), ["audit-rejected-without-fix r.yml:10:34-42"]),
        (REJECTED, finished("02-25"), ["audit-rejected-without-fix r.yml:10:34-42"]),
        (REJECTED, finished("02-26"), []),
        ((*REJECTED, LATER), "", ["audit-rejected-without-fix r.yml:11:34-43"]),
        ((*REJECTED, step("02-27", "delayed")), "", ["audit-rejected-without-fix r.yml:11:34-41"]),
        ((*REJECTED, LATER), task(status="todo"), ["audit-rejected-without-fix r.yml:11:34-43"]),
        ((*REJECTED, LATER), finished("02-27"), []),
        ((*REJECTED, LATER), finished("02-28"), ["audit-rejected-without-fix r.yml:11:34-43"]),
        ((*REJECTED, step("02-27", "withdrawn")), "", []),
        ((*REJECTED, LATER, step("02-28", "passed")), "", []),
        (
            (*REJECTED, LATER, step("02-28", "rejected")),
            finished("02-27"),
            ["audit-rejected-without-fix r.yml:12:34-42"],
        ),
        ((*REJECTED, "      - {on: 2026-02-27}\n"), "", []),  # nobody knows how it went on
    ],
)
def test_a_rejection_is_dealt_with(steps, plan, expected, tmp_path):
    assert rejections(tmp_path, release(*steps), plan or "tasks: {}\n") == expected


@pytest.mark.parametrize(
    ("decision", "count"), [("draft", 0), ("submitted", 0), ("approved", 0), ("applied", 0), ("rejected", 1)]
)
def test_a_change_deals_with_it_too(decision, count, tmp_path):
    change = f"changes:\n  c: {{title: C, owner: lin, target: releases:r, reason: R, decision: {decision}, approver: mei, decided_on: 2026-02-27}}\n"
    assert len(rejections(tmp_path, release(*REJECTED), **{"c.yml": change})) == count


@pytest.mark.parametrize("channel", ["gray", "online"])
def test_what_users_have_was_let_through(channel, tmp_path):
    assert rejections(tmp_path, release(*REJECTED, channel=channel)) == []


def test_rejections_of_a_closed_project(tmp_path):
    assert rejections(tmp_path / "a", release(*REJECTED, channel="dev")) != []
    assert rejections(tmp_path / "b", release(*REJECTED), **{"project.yml": CLOSED}) == []


# audit-slow: 18 February 2026 is a Wednesday


@pytest.mark.parametrize(
    ("steps", "as_of", "days"),
    [
        ((step("02-18", "in_review"),), "2026-02-26", None),  # the 26th has only begun
        ((step("02-18", "in_review"),), "2026-02-27", 6),
        ((step("02-18", "delayed"),), "2026-02-28", 7),
        ((step("02-18", "delayed"),), "2026-03-02", 7),
        ((step("02-18", "in_review"), step("02-25", "delayed")), "2026-02-27", 6),  # since it was submitted
        ((step("02-11", "in_review"), step("02-17", "withdrawn"), step("02-18", "in_review")), "2026-02-26", None),
        ((step("02-11", "in_review"), step("02-17", "withdrawn"), step("02-18", "in_review")), "2026-02-27", 6),
        ((step("02-18", "in_review"), step("02-19", "passed")), "2026-03-20", None),
        ((step("02-18", "in_review"), step("02-19", "withdrawn")), "2026-03-20", None),
        ((step("02-18", "in_review"), "      - {status: in_review}\n"), "2026-03-20", None),
        ((step("02-18", "in_review"),), "2026-02-18", None),
        ((step("02-18", "in_review"),), "2026-01-05", None),
    ],
)
def test_a_slow_audit(steps, as_of, days, tmp_path):
    found = [one for one in of(tmp_path, release(*steps), as_of=as_of).diagnostics if one.rule == "audit-slow"]
    assert [one.message.params["days"] for one in found] == ([days] if days else [])
    assert [one.location.span.line for one in found] == ([8 + len(steps)] if days else [])


def test_where_it_points_and_what_it_says(tmp_path):
    found = of(tmp_path, release(step("02-18", "in_review")))
    assert spans(found) == ["audit-slow r.yml:9:34-43"]
    assert english(the_one(found))[0] == "release `r` has been in the audit since 2026-02-18; working days: 7"


def test_the_patience_is_a_setting_and_holidays_do_not_count(tmp_path):
    text = release(step("02-18", "in_review"))
    assert spans(of(tmp_path / "a", text, "  thresholds: {audit-slow: {days: 7}}\n")) == []
    calendar = PROJECT + "  calendar: {base: none, holidays: {2026-02-23: H, 2026-02-24: H}}\n"
    assert spans(of(tmp_path / "b", text, **{"project.yml": calendar})) == []
    assert spans(of(tmp_path / "c", text, **{"project.yml": CLOSED})) == []


@pytest.mark.parametrize("channel", ["gray", "online"])
def test_what_users_have_is_not_in_the_audit(channel, tmp_path):
    text = release(step("02-18", "in_review"), channel=channel)
    assert [one for one in spans(of(tmp_path, text)) if "audit-slow" in one] == []


# two-in-audit

OTHER = ONE.replace("  r:", "  s:").replace("1.0.0", "1.1.0")


def two(tmp_path, first, second, **more):
    text = release(*first) + OTHER % "audit" + (AUDIT + "".join(second) if second else "")
    return [one for one in of(tmp_path, text, **more).diagnostics if one.rule == "two-in-audit"]


IN_REVIEW = step("02-26", "in_review")


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ((IN_REVIEW,), (step("02-27", "in_review"),), 17),
        ((step("02-27", "in_review"),), (IN_REVIEW,), 9),  # the one that was submitted last
        ((IN_REVIEW,), (step("02-27", "delayed"),), 17),
        ((IN_REVIEW,), (), 13),
        ((IN_REVIEW, step("02-27", "passed")), (step("02-27", "in_review"),), None),
        ((IN_REVIEW, step("02-27", "rejected")), (step("02-27", "in_review"),), None),
        ((IN_REVIEW, step("02-27", "withdrawn")), (step("02-27", "in_review"),), None),
    ],
)
def test_one_version_at_a_time(first, second, line, tmp_path):
    assert [one.location.span.line for one in two(tmp_path, first, second)] == ([line] if line else [])


def test_three_in_the_audit_are_one_mistake_with_all_places(tmp_path):
    text = release(IN_REVIEW) + OTHER % "audit" + OTHER.replace("  s:", "  t:").replace("1.1.0", "1.2.0") % "audit"
    found = of(tmp_path, text)
    assert spans(found) == ["two-in-audit r.yml:19:14-19"]
    one = the_one(found)
    assert [label.location.span for label in one.labels] == [(9, 34, 9, 43), (13, 14, 13, 19)]
    assert english(one)[0] == "release `t` is in the audit while `r` is, too: the platform takes one at a time"


def test_another_project_has_an_audit_of_its_own(tmp_path):
    other = {
        "content/projects/second/project.yml": PROJECT,
        "content/projects/second/r.yml": release(step("02-27", "in_review")),
    }
    assert [one.rule for one in of(tmp_path / "a", release(IN_REVIEW), **other).diagnostics] == []
    assert two(tmp_path / "b", (IN_REVIEW,), (), **{"project.yml": CLOSED}) == []


# gray-decreases


def gray(*steps, channel="gray", before=FIRST):
    """A file in which the first step is on line 11; its share begins at column 35."""
    lines = "".join(f"      - {{on: 2026-{day}, percent: {share}}}\n" for day, share in steps)
    return "releases:\n" + before + ONE % channel + "    rollback_to: old\n    gray:\n" + lines


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([("02-24", 20), ("02-25", 50), ("02-26", 100)], []),
        ([("02-24", 20), ("02-25", 20)], []),
        ([("02-24", 20), ("02-25", 10)], ["gray-decreases r.yml:12:35-37"]),
        ([("02-24", 20), ("02-25", 0)], ["gray-decreases r.yml:12:35-36"]),
        ([("02-25", 50), ("02-24", 20)], []),  # by their days
        ([("02-24", 50), ("02-25", 20), ("02-26", 30)], ["gray-decreases r.yml:12:35-37"]),  # told once
        ([("02-24", 0.5), ("02-25", 0.25)], ["gray-decreases r.yml:12:35-39"]),
    ],
)
def test_shares_only_rise(steps, expected, tmp_path):
    assert spans(of(tmp_path, gray(*steps))) == expected


def test_a_share_is_compared_with_the_step_before(tmp_path):
    one = the_one(of(tmp_path, gray(("02-24", 20), ("02-25", 12.5))))
    assert [label.location.span for label in one.labels] == [(11, 35, 11, 37)]
    assert Catalogue("zh").render(one.message) == "灰度比例从 20% 降到 12.5%，而比例只升不降"


def test_steps_that_are_not_complete_are_said_by_others(tmp_path):
    text = gray(("02-24", 20)) + "      - {on: 2026-02-25}\n      - {on: 2026-02-26, percent: 101}\n"
    assert spans(of(tmp_path, text)) == ["missing-field r.yml:12:9-25", "invalid-value r.yml:13:35-38"]


# gray-first-release

PLANNED = "  old: {title: O, version: 0.9.0, planned_on: 2026-02-20, notes: N}\n"


@pytest.mark.parametrize(
    ("before", "steps", "channel", "found"),
    [
        (FIRST, [("02-20", 20)], "gray", False),
        (FIRST, [("02-19", 20)], "gray", True),
        (PLANNED, [("02-24", 20)], "gray", True),
        (PLANNED.replace("notes", "channel: online, notes"), [("02-24", 20)], "gray", False),
        (PLANNED.replace("notes", "channel: gray, notes"), [("02-24", 20)], "trial", True),
        (FIRST, [], "gray", False),
        (PLANNED, [], "gray", True),
        (PLANNED, [], "trial", False),
        (PLANNED, [("03-24", 20)], "dev", True),  # planned
    ],
)
def test_the_first_version_goes_to_everybody(before, steps, channel, found, tmp_path):
    text = gray(*steps, channel=channel, before=before)
    text = text if steps else text.replace("    gray:\n", "")
    about = [one for one in spans(of(tmp_path, text)) if "gray-first" in one and ":2:" not in one]
    expected = "gray-first-release r.yml:11:35-37" if steps else "gray-first-release r.yml:6:14-18"
    assert about == ([expected] if found else [])


def test_a_version_that_could_not_be_read_may_be_the_first(tmp_path):
    text = gray(("02-24", 20), before="")
    assert "gray-first-release" in {one.rule for one in of(tmp_path / "a", text).diagnostics}
    found = of(tmp_path / "b", text, **{"old.yml": "releases:\n  old: {title: [\n"})
    assert "gray-first-release" not in {one.rule for one in found.diagnostics}
