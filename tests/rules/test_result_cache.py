"""A cache that cannot lie: whatever changes, the findings are those of a check without it."""

import os

import pytest
from loading.findings import BESIDE, DEMO, TASK
from portal_files import PORTAL, portal

from milepost import build
from milepost.build import CACHE
from milepost.errors import MilepostError
from milepost.stored_check import check_cached

BAD = "tasks:\n" + TASK.replace("lin", "lim")


@pytest.fixture
def root(tmp_path):
    return portal(
        tmp_path,
        {
            f"{DEMO}plan.yml": BAD,
            f"{DEMO}beside.yml": BESIDE,
            f"{DEMO}daily.csv": "date,uv\n",
            "mkdocs.yml": "site_name: Demo portal\n",
        },
    )


def findings(root, **options):
    """What the cached check says, after comparing it with a check without a cache, twice."""
    plain = check_cached(root, use_cache=False, **options)
    for _ in range(2):
        cached = check_cached(root, **options)
        assert cached == plain
    return [f"{one.rule} {one.location.path.removeprefix(DEMO)}" for one in cached.diagnostics]


CHANGES = {
    "a file is changed": (lambda root: (root / DEMO / "plan.yml").write_text(BAD.replace("lim", "lin")), []),
    "a change keeps size and time": (lambda root: rewrite(root / DEMO / "plan.yml", BAD.replace("lim", "lin")), []),
    "a file is added": (lambda root: (root / DEMO / "more.yml").write_text("taks: {}\n"), ["unknown-collection more.yml", "unresolved-reference plan.yml"]),
    "a file is removed": (lambda root: (root / DEMO / "plan.yml").unlink(), []),
    "a file is renamed": (lambda root: (root / DEMO / "plan.yml").rename(root / DEMO / "zz.yml"), ["unresolved-reference zz.yml"]),
    "a file becomes a folder": (lambda root: to_folder(root / DEMO / "plan.yml"), ["unreadable-file plan.yml"]),
    "a link appears": (lambda root: (root / DEMO / "out.yml").symlink_to("/etc/hostname"), ["unreadable-file out.yml"]),
    "a page is changed": (lambda root: (root / "content" / "page.md").write_text("```milepost gant\n```\n"), ["invalid-value content/page.md", "unresolved-reference plan.yml"]),
    "data are changed": (lambda root: (root / DEMO / "daily.csv").write_text("date,uv\n13912345678,1\n"), ["personal-data daily.csv", "unresolved-reference plan.yml"]),
    "the settings are changed": (lambda root: (root / "content" / "portal.yml").write_text(PORTAL + "  rules: {unresolved-reference: off}\n"), []),
    "the host's settings are changed": (lambda root: (root / "mkdocs.yml").write_text("site_name: Other\n"), ["unresolved-reference plan.yml", "conflicting-setting mkdocs.yml"]),
    "the host's settings are gone": (lambda root: (root / "mkdocs.yml").unlink(), ["unresolved-reference plan.yml"]),
}  # fmt: skip


def rewrite(path, text):
    stat = path.stat()
    path.write_text(text)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)


def to_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("change", CHANGES)
def test_after_each_kind_of_change(change, root):
    make, expected = CHANGES[change]
    assert findings(root) == ["unresolved-reference plan.yml"]
    make(root)
    assert sorted(findings(root)) == sorted(expected)


def test_a_change_that_is_undone(root):
    before = findings(root)
    (root / DEMO / "plan.yml").write_text("tasks: {}\n")
    assert findings(root) == []
    (root / DEMO / "plan.yml").write_text(BAD)
    assert findings(root) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: "{}",
        lambda text: text[: len(text) // 2],
        lambda text: text[:-1],
        lambda text: text + " ",
        lambda text: text.partition("\n")[2],
        lambda text: text.partition("\n")[0],
        lambda text: text.replace("lim", "lin"),
        lambda text: text.replace("error", "info"),
        lambda text: text.replace('"diagnostics": [', '"diagnostics": [], "x": ['),
        lambda text: text.replace("2026", "yesterday"),
        lambda text: "0" + text[1:] if text[0] != "0" else "1" + text[1:],
        lambda text: "[" * 100_000,
    ],
)
def test_a_damaged_cache_costs_only_time(damage, root):
    before = findings(root)
    path = root / CACHE / "check.json"
    path.write_text(damage(path.read_text()))
    assert findings(root) == before


def test_bytes_that_are_no_text_and_a_folder_in_its_place(root):
    before = findings(root)
    path = root / CACHE / "check.json"
    path.write_bytes(b"\xff\xfe\0")
    assert findings(root) == before
    to_folder(path)
    assert findings(root) == before


def test_the_entry_of_another_portal_is_not_used(root, tmp_path_factory):
    other = portal(tmp_path_factory.mktemp("other"), {})
    assert findings(other) == []
    before = findings(root)
    (root / CACHE / "check.json").write_bytes((other / CACHE / "check.json").read_bytes())
    assert findings(root) == before


def test_the_second_time_nothing_is_loaded(root, monkeypatch):
    before = findings(root)
    monkeypatch.setattr(build, "check", lambda *_, **__: pytest.fail("the portal was loaded"))
    assert [one.location.path.removeprefix(DEMO) for one in check_cached(root).diagnostics] == [
        one.split()[1] for one in before
    ]


def test_a_day_that_is_none_is_refused_with_a_result_at_hand(root):
    findings(root)
    findings(root, as_of="2026-03-02")
    with pytest.raises(MilepostError):
        check_cached(root, as_of="2026-3-2")


def test_the_cached_findings_can_be_quoted_and_told_in_both_languages(root):
    check_cached(root)
    result = check_cached(root)
    (one,) = result.diagnostics
    assert result.quoted()[one.location.path].line(one.location.span.line).strip().startswith("menu:")
    assert one.fix.edits[0].replacement == "lin"


def test_a_folder_that_cannot_be_written_costs_only_time(root):
    (root / ".cache").write_text("a file")
    assert findings(root) == ["unresolved-reference plan.yml"]
