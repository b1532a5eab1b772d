"""Roles, the RACI matrix, people without whom something stops, communications; each rule with its near misses."""

import pytest
from loading.findings import checked, english, marked, place, places, the_one
from portal_files import PEOPLE, PORTAL, PROJECT

ROLES = "roles:\n  dev: {title: Dev, people: %s}\n"
RACI = "raci:\n  menu: {title: Menu, deliverable: Menu in use, responsible: dev, accountable: mei}\n"
ALONE = "people:\n  lin: {title: Lin}\n  mei: {title: Mei, backup: lin}\n  zoe: {title: Zoe, active: false}\n"
CLOSED = PROJECT.replace("status: active", "status: closed")


def raci(**fields):
    given = {"title": "Menu", "deliverable": "Menu in use", "responsible": "lin", "accountable": "mei", **fields}
    lines = "".join(f"    {name}: {value}\n" for name, value in given.items() if value is not None)
    return f"raci:\n  menu:\n{lines}"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"accountable": None}, ["raci-accountable r.yml:2:3"]),
        ({"accountable": ""}, ["raci-accountable r.yml:6:5"]),
        ({"accountable": "[]"}, ["raci-accountable r.yml:6:5"]),
        ({"accountable": None, "accountabel": "mei"}, ["unknown-field r.yml:6:5"]),
        ({"accountable": "[mei]"}, []),
        ({"accountable": "[mei, lin]"}, ["raci-accountable r.yml:6:24"]),
        ({"accountable": "[mei, mei]"}, []),
        ({"accountable": "[mei, mei, lin]"}, ["raci-accountable r.yml:6:29"]),
        ({"accountable": "[mei, lim]"}, ["unresolved-reference r.yml:6:24"]),
        ({"accountable": "nobody"}, ["unresolved-reference r.yml:6:18"]),
        ({"responsible": None}, ["raci-without-responsible r.yml:2:3"]),
        ({"responsible": "[]"}, ["raci-without-responsible r.yml:5:5"]),
        ({"responsible": "nobody"}, ["unresolved-reference r.yml:5:18"]),
        ({"responsible": None, "accountable": None}, ["raci-accountable r.yml:2:3", "raci-without-responsible r.yml:2:3"]),
    ],
)  # fmt: skip
def test_one_answers_and_somebody_works(fields, expected, tmp_path):
    assert places(checked(tmp_path, {"r.yml": raci(**fields)})) == expected


def test_the_second_who_answers_is_marked_and_the_first_named(tmp_path):
    found = checked(tmp_path, {"r.yml": raci(accountable="[mei, lin]")})
    one = the_one(found)
    assert marked(found, one) == "lin"
    assert [label.location.span[:2] for label in one.labels] == [(6, 19)]
    assert english(one)[0] == "several answer for deliverable `menu`: `mei`, `lin`"


@pytest.mark.parametrize(
    ("people", "expected"), [("[lin, mei]", ["raci-accountable r.yml:4:80 warning"]), ("[lin]", []), ("[lin, lin]", [])]
)
def test_a_role_of_several_is_nobody_in_particular(people, expected, tmp_path):
    text = ROLES % people + RACI.replace("accountable: mei", "accountable: dev")
    found = checked(tmp_path, {"r.yml": text})
    assert [f"{place(one)} {one.severity.value}" for one in found.diagnostics] == expected


def test_levels_of_the_general_rule_hold(tmp_path):
    rules = PORTAL + "  rules: {missing-field: {raci.accountable: off}}\n"
    assert places(checked(tmp_path, {"r.yml": raci(accountable=None), "content/portal.yml": rules})) == []


def deliverables(*bearers, responsible="[lin, mei]"):
    lines = [
        f"  d{number}: {{title: D, deliverable: d, accountable: {one}, responsible: {responsible}}}\n"
        for number, one in enumerate(bearers)
    ]
    return "raci:\n" + "".join(lines)


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        (deliverables("lin", "lin", "mei", "lin"), "", ["raci-concentration r.yml:2:47"]),
        (deliverables("mei", "lin", "lin", "mei", "lin"), "", []),  # 60 %
        (deliverables("lin", "lin", "lin"), "", []),
        (deliverables("lin", "lin", "lin"), "{raci-concentration: {deliverables: 3}}", ["raci-concentration r.yml:2:47"]),
        (deliverables("lin", "lin", "mei", "mei"), "{raci-concentration: {share: 0.4}}", ["raci-concentration r.yml:2:47", "raci-concentration r.yml:4:47"]),
        (deliverables("lin", "mei", "lin", "mei", responsible="[mei]"), "", ["raci-concentration r.yml:2:66"]),
        (deliverables("mei", "mei", "mei", "lin", responsible="[mei]"), "", ["raci-concentration r.yml:2:47"]),
        (deliverables("dev", "dev", "dev", "mei") + ROLES % "[lin]", "", ["raci-concentration r.yml:2:47"]),
        (deliverables("lin", "lin", "lin", "lim"), "", ["raci-concentration r.yml:2:47", "unresolved-reference r.yml:5:47"]),
    ],
)  # fmt: skip
def test_most_of_it_rests_on_one(text, settings, expected, tmp_path):
    portal = PORTAL + (f"  thresholds: {settings}\n" if settings else "")
    assert places(checked(tmp_path, {"r.yml": text, "content/portal.yml": portal})) == expected


def test_all_that_rests_on_one_is_shown(tmp_path):
    one = the_one(checked(tmp_path, {"r.yml": deliverables("lin", "lin", "mei", "lin")}))
    assert [label.location.span[:2] for label in one.labels] == [(3, 47), (5, 47)]
    assert english(one)[0] == "3 of the 4 deliverables of project `demo` rest on `lin`"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ROLES % "[lin, mei]", ["role-unused r.yml:2:3"]),
        (ROLES % "[lin, mei]" + RACI, []),
        (ROLES % "[lin, mei]" + RACI.replace("dev", "dve"), ["unresolved-reference r.yml:4:62"]),
        (ROLES % "[lin, mei]" + RACI + "  cart: {\n", ["yaml-syntax r.yml:5:9"]),
        (ROLES % "[]" + RACI, ["role-empty r.yml:2:3"]),
        ("roles:\n  dev: {title: Dev}\n" + RACI, ["role-empty r.yml:2:3"]),
        ("roles:\n  dev: {title: Dev, poeple: lin}\n" + RACI, ["unknown-field r.yml:2:21"]),
        (ROLES % "[zoe]" + RACI, ["role-empty r.yml:2:29"]),
        (ROLES % "[zoe, nobody]" + RACI, ["unresolved-reference r.yml:2:35"]),
        (ROLES % "[zoe, lin, mei]" + RACI, []),
    ],
)
def test_roles_are_used_and_held(text, expected, tmp_path):
    people = PEOPLE + "  zoe: {title: Zoe, active: false}\n"
    assert places(checked(tmp_path, {"r.yml": text, "content/people.yml": people})) == expected


def test_who_has_left_is_named(tmp_path):
    people = PEOPLE + "  zoe: {title: Zoe, active: false}\n"
    one = the_one(checked(tmp_path, {"r.yml": ROLES % "[zoe]" + RACI, "content/people.yml": people}))
    assert [(label.location.path, label.location.span[:2]) for label in one.labels] == [("content/people.yml", (4, 29))]


TOOL = "tools:\n  board: {title: Board, purpose: p, url: https://example.com/b, trained: %s}\n"


@pytest.mark.parametrize(
    ("text", "backup", "expected"),
    [
        (ROLES % "[lin]" + RACI, "", ["bus-factor r.yml:2:29"]),
        (ROLES % "[lin, lin]" + RACI, "", ["bus-factor r.yml:2:29"]),
        (ROLES % "[lin, zoe]" + RACI, "", ["bus-factor r.yml:2:29"]),
        (ROLES % "[lin, mei]" + RACI, "", []),
        (ROLES % "[lin, nobody]" + RACI, "", ["unresolved-reference r.yml:2:35"]),
        (ROLES % "[mei]" + RACI, "", []),
        (ROLES % "[lin]" + RACI, ", backup: mei", []),
        (ROLES % "[lin]" + RACI, ", backup: zoe", ["bus-factor r.yml:2:29"]),
        (ROLES % "[lin]" + RACI, ", backup: lin", ["bus-factor r.yml:2:29"]),
        (ROLES % "[lin]" + RACI, ", backup: nobody", ["unresolved-reference content/people.yml:2:29"]),
        (TOOL % "[lin]", ", backup: mei", ["bus-factor r.yml:2:74"]),
        (TOOL % "[lin, zoe]", "", ["bus-factor r.yml:2:74"]),
        (TOOL % "[lin, mei]", "", []),
        (TOOL % "[]", "", []),
        (TOOL % "[lin, nobody]", "", ["unresolved-reference r.yml:2:80"]),
    ],
)
def test_what_stops_without_one_person(text, backup, expected, tmp_path):
    people = ALONE.replace("lin: {title: Lin", f"lin: {{title: Lin{backup}")
    assert places(checked(tmp_path, {"r.yml": text, "content/people.yml": people})) == expected


def test_roles_of_one_person_are_one_finding(tmp_path):
    text = "roles:\n  dev: {title: Dev, people: lin}\n  ops: {title: Ops, people: lin}\n"
    text += RACI.replace("responsible: dev", "responsible: [dev, ops]")
    one = the_one(checked(tmp_path, {"r.yml": text, "content/people.yml": ALONE}))
    assert [label.location.span[:2] for label in one.labels] == [(3, 29)]
    assert english(one)[0] == "only `lin` holds `dev`, `ops` in project `demo`, and nobody steps in"


def test_the_critical_path_says_it_more_specially(tmp_path):
    task = "tasks:\n  t: {title: T, owner: lin, duration: 200d, acceptance: [It works], start: 2026-03-02}\n"
    found = checked(tmp_path, {"r.yml": ROLES % "[lin]" + RACI, "t.yml": task, "content/people.yml": ALONE})
    spoken = {one.rule for one in found.diagnostics}
    assert "critical-without-backup" in spoken
    assert "bus-factor" not in spoken


def test_a_closed_project_is_left_in_peace(tmp_path):
    text = ROLES % "[lin]" + "  ops: {title: Ops}\n" + deliverables("lin", "lin", "lin", "lin") + TOOL % "[lin]"
    files = {"r.yml": text, "content/people.yml": ALONE}
    assert len(checked(tmp_path, files).diagnostics) == 6
    assert places(checked(tmp_path, {**files, "project.yml": CLOSED})) == []


def communication(channel):
    return (
        "channels:\n  chat: {title: Chat}\ncommunications:\n"
        f"  note: {{title: Note, recipients: mei, sender: lin, purpose: p, cadence: daily{channel}}}\n"
    )


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("", ["audience-without-channel c.yml:4:3"]),
        (", channel: ", ["audience-without-channel c.yml:4:81"]),
        (", channel: chat", []),
        (", channel: chaat", ["unresolved-reference c.yml:4:90"]),
        (", chanel: chat", ["unknown-field c.yml:4:81"]),
    ],
)
def test_recipients_hear_of_it_somewhere(channel, expected, tmp_path):
    assert places(checked(tmp_path, {"c.yml": communication(channel)})) == expected
