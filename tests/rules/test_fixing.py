"""Fixing a whole portal: rounds until nothing is left to fix, and never a change that nobody asked for."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loading.findings import DEMO
from portal_files import portal

from milepost.build import check
from milepost.loading.files import FolderTree
from milepost.loading.rewriting import write
from milepost.rules.fixing import fix_all

PLAN = f"{DEMO}plan.yml"


def fixes(root):
    def find(tree):
        return check(root, tree=tree).diagnostics

    return fix_all(FolderTree(root), find)


def task(lines, end):
    return (
        end.join(["# The plan", "tasks:", "  menu:", *(f"    {name}: {value}{rest}" for name, value, rest in lines)])
        + end
    )


def fixed_text(root):
    """What a second run makes of what the first one wrote is the same."""
    first = fixes(root)
    write(root, first.files)
    text = (root / PLAN).read_bytes().decode("utf-8-sig")
    assert fixes(root).files == ()
    return first, text


def test_each_slip_becomes_what_it_stands_for_and_everything_else_stays(tmp_path):
    right = [("title", "Menu", "  # why"), ("owner", "lin", ""), ("duration", "5d", ""), ("start", "2026-03-02", ""), ("status", "in_progress", " # so far"), ("actual_start", "2026-03-02", ""), ("acceptance", "[Loads]", "")]  # fmt: skip
    cases = [("title", "titel", None), ("owner", "ownr", None), ("duration", "duraton", None), ("start", None, "2026-3-2"), ("start", None, "2026/3/2"), ("status", None, "in-progress"), ("status", None, "'In Progress'"), ("duration", None, "5")]  # fmt: skip
    for number, ((field, key, value), end) in enumerate(product(cases, ("\n", "\r\n"))):
        lines = [(key or name, value or old, rest) if name == field else (name, old, rest) for name, old, rest in right]
        wanted = [(name, "'in_progress'" if value and value[0] == "'" and name == field else old, rest) for name, old, rest in right]  # fmt: skip
        root = portal(tmp_path / str(number), {PLAN: task(lines, end)})
        first, text = fixed_text(root)
        assert len(first.fixed) == 1
        assert text == task(wanted, end)
        assert first.left == ()


def test_a_fix_that_lets_a_file_load_is_followed_by_those_that_show_then(tmp_path):
    text = "tasks:\n  menu:\n    title: Phase 1: menu\n    owner: @mei\n    duration: 5\n    acceptance: [Loads]\n"
    first, text = fixed_text(portal(tmp_path, {PLAN: text}))
    rules = [one.diagnostic.rule for one in first.fixed]
    assert rules == ["yaml-syntax", "yaml-syntax", "unresolved-reference", "invalid-duration"]
    assert text == (
        'tasks:\n  menu:\n    title: "Phase 1: menu"\n    owner: "mei"\n    duration: 5d\n    acceptance: [Loads]\n'
    )


def test_what_is_not_certain_is_left_alone(tmp_path):
    texts = {
        "a colon that may begin a mapping": "tasks:\n  menu:\n    title: a: {b: c}\n",
        "a colon before a comment": "tasks:\n  menu:\n    title: a: b # c\n",
        "a short name": "tasks:\n  menu: {title: Menu, owner: lim, duration: 5d, acceptance: [Loads]}\n",
        "an id that others may refer to": "tasks:\n  Menu_Page: {title: Menu, owner: lin, duration: 5d, acceptance: [Loads]}\n",
        "a file that is no utf-8": b"tasks:\n  menu: {titel: \xff, owner: lin}\n",
        "an exception that somebody wrote": "tasks:\n  menu:\n    titel: Menu # milepost: ignore[unknown-field] it stays\n    title: x\n    owner: lin\n    duration: 5d\n    acceptance: [Loads]\n",
    }  # fmt: skip
    for number, text in enumerate(texts.values()):
        root = portal(tmp_path / str(number), {PLAN: text})
        assert fixes(root).files == ()


def test_the_body_of_a_page_is_never_touched(tmp_path):
    text = "---\ntitel: Menu\nowner: lin\nduration: 5d\nacceptance: [Loads]\n---\ntitel: stays\n"
    root = portal(tmp_path, {f"{DEMO}tasks/menu.md": text})
    first = fixes(root)
    assert [one.after.decode() for one in first.files] == [text.replace("titel", "title", 1)]


broken = st.lists(
    st.tuples(
        st.sampled_from(["title", "titel", "owner", "ownr", "duration", "start", "status", "x", "due", "after"]),
        st.sampled_from(["Menu", "a: b", "@mei", "mei", "5", "5d", "2026-3-2", "in-progress", "[menuu]", "'done'", '"x', "{", "", "`a`", "*b", "3%"]),
        st.sampled_from(["", " # note", "  "]),
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(lines=broken, end=st.sampled_from(["\n", "\r\n"]), mark=st.sampled_from(["", "\ufeff"]))
def test_whatever_the_file_holds_only_lines_with_findings_change_and_a_second_run_changes_nothing(
    tmp_path_factory, lines, end, mark
):
    text = mark + task(lines, end)
    root = portal(tmp_path_factory.mktemp("portal"), {PLAN: text})
    first = fixes(root)
    write(root, first.files)
    after = (root / PLAN).read_bytes().decode()
    touched = {edit.location.span.line for one in first.fixed for edit in one.diagnostic.fix.edits}
    before_lines, after_lines = text.split("\n"), after.split("\n")
    assert len(before_lines) == len(after_lines)
    assert {n for n, (a, b) in enumerate(zip(before_lines, after_lines, strict=True), 1) if a != b} <= touched
    assert after.startswith("\ufeff") == bool(mark)
    assert after.count("\r\n") == text.count("\r\n")
    assert len(first.left) <= len(check(root).diagnostics)
    assert fixes(root).files == ()
