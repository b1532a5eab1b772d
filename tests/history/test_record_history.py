"""The history of records, against what is known of every commit and against the loader."""

import subprocess
from pathlib import Path

import pytest
from history.scripted_repository import Moment, scripted_repository
from portal_files import MINIMAL, commit, portal

from milepost.analysis.plan_diff.record_changes import record_changes
from milepost.history.file_versions import file_versions
from milepost.history.git import CommitTree, Git
from milepost.history.record_history import RecordHistory, Step
from milepost.loading.files import FolderTree
from milepost.loading.load import load
from milepost.model.portal import Portal
from milepost.model.records.task import Task
from milepost.model.registry import Registry, built_in_types

PLAN = "content/projects/demo/plan.yml"


def read(root: Path, cache: Path | None = None, types: Registry | None = None) -> RecordHistory:
    git, types = Git(root), types or built_in_types()
    commits = git.log()
    return RecordHistory(commits, file_versions(git, commits, types, cache or root / "none" / "x.json"), types)


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Moment]]:
    root = tmp_path_factory.mktemp("scripted")
    return root, scripted_repository(root, commits=300, seed=20260105)


def tasks(found: Portal) -> dict[str, dict[str, str]]:
    def shown(task: Task) -> dict[str, str]:
        given = {"title": str(task.title), "duration": str(task.duration)}
        given |= {"status": task.status} if task.given("status") else {}
        given |= {"after": f"[{', '.join(map(str, task.after))}]"} if task.after else {}
        return given | ({"was": f"[{', '.join(task.was)}]"} if task.was else {})

    return {name: shown(task) for name, task in found.projects["demo"].all(Task).items()}


def test_every_state_is_what_the_script_says(scripted):
    root, moments = scripted
    history = read(root)
    kinds = {one.what for one in moments}
    assert {"rename", "move", "break", "merge", "squash", "revert", "reformat", "elsewhere"} <= kinds
    wanted = {one.subject: one for one in moments}
    steps = 0
    for step, state in history.walk():
        steps += 1
        moment = wanted[step.commit.subject]
        assert bool(step.unreadable) is not moment.readable
        if moment.readable:
            assert tasks(state.portal()) == moment.tasks
    assert steps > 200


def test_every_step_is_the_difference_of_two_states(scripted):
    root, _ = scripted
    before: Portal | None = None
    for step, state in read(root).walk():
        after = state.portal()
        if before is not None and not step.unreadable:
            wanted = {(str(one.record), one.kind, str(one.was or "")) for one in record_changes(before, after)}
            assert {(str(one.key), kind(one), str(one.was or "")) for one in step.records} >= wanted
            names = {name for name, *_ in wanted}
            for one in step.records:  # what is more than that says the same in another way
                assert str(one.key) in names or one.before == one.after
        before = after


def kind(step) -> str:
    return "added" if step.before is None else "removed" if step.after is None else "changed"


def test_states_are_what_the_loader_makes_of_the_commits(scripted):
    root, _ = scripted
    for number, (step, state) in enumerate(read(root).walk()):
        if number % 20 == 0 and not step.unreadable:
            loaded = load(CommitTree(Git(root), step.commit.sha)).portal
            assert list(state.portal().everything()) == list(loaded.everything())
            assert state.portal().settings == loaded.settings
            assert state.portal().renamed == loaded.renamed


def test_the_example_is_what_the_loader_makes_of_it(tmp_path, checkout):
    import shutil

    shutil.copytree(checkout / "content", tmp_path / "content")
    commit(tmp_path)
    loaded = load(FolderTree(tmp_path))
    *_, (_, state) = read(tmp_path, types=loaded.types).walk()
    found = {record.key: record for record in state.portal().everything()}
    translated = {place.id for place in loaded.places if place.role.name == "TRANSLATION"}
    wanted = {record.key: record for record in loaded.portal.everything()}
    assert found.keys() == wanted.keys()
    assert [key for key in wanted if found[key] != wanted[key] and key.id not in translated] == []


def test_what_is_kept_gives_the_same_and_is_not_believed_when_damaged(scripted, tmp_path):
    root, _ = scripted
    cache = tmp_path / "deep" / "versions.json"

    def steps() -> list[Step]:
        return [step for step, _ in read(root, cache).walk()]

    first = steps()
    kept = cache.read_bytes()
    assert steps() == first
    assert cache.read_bytes() == kept
    cache.write_bytes(kept[:-20] + b"9" + kept[-19:])
    assert steps() == first
    assert cache.read_bytes() == kept
    cache.unlink()
    assert steps() == first
    assert cache.read_bytes() == kept


def last_steps(root: Path) -> tuple[Step, Portal]:
    *_, (step, state) = read(root).walk()
    return step, state.portal()


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=T", "-c", "user.email=t@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def test_a_project_that_is_renamed_keeps_its_records(tmp_path):
    root = commit(portal(tmp_path, {PLAN: "tasks:\n  a: {title: A}\n"}))
    (root / "content/projects/demo").rename(root / "content/projects/shop")
    file = root / "content/projects/shop/project.yml"
    file.write_text(file.read_text() + "  was: [demo]\n")
    commit(root)
    step, found = last_steps(root)
    assert {(str(one.was), str(one.key)) for one in step.records} == {
        ("demo/project:demo", "shop/project:shop"),
        ("demo/tasks:a", "shop/tasks:a"),
    }
    assert list(found.projects) == ["shop"]


def test_a_record_that_moves_to_another_file_or_stands_in_two_did_not_change(tmp_path):
    root = commit(portal(tmp_path, {PLAN: "tasks:\n  a: {title: A}\n  b: {title: B}\n"}))
    portal(root, {PLAN: "tasks:\n  a: {title: A}\n", "content/projects/demo/more.yml": "tasks:\n  b: {title: B}\n"})
    commit(root)
    assert last_steps(root)[0].records == ()
    portal(root, {"content/projects/demo/also.yml": "tasks:\n  a: {title: A}\n"})
    commit(root)
    (root / "content/projects/demo/also.yml").unlink()
    commit(root)
    step, found = last_steps(root)
    assert step.records == ()
    assert list(found.projects["demo"].all(Task)) == ["b", "a"]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"tasks:\n  a: {title: 'open\n", b"#" * (6 * 2**20)])
def test_a_version_that_cannot_be_read_leaves_what_was_there(tmp_path, data):
    root = commit(portal(tmp_path, {PLAN: "tasks:\n  a: {title: A}\n"}))
    (root / PLAN).write_bytes(data)
    commit(root)
    step, found = last_steps(root)
    assert (step.records, step.unreadable) == ((), {PLAN})
    assert list(found.projects["demo"].all(Task)) == ["a"]
    (root / PLAN).unlink()
    commit(root)
    step, found = last_steps(root)
    assert (step.unreadable, [str(one.key) for one in step.records]) == (set(), ["demo/tasks:a"])
    assert not found.projects["demo"].all(Task)


def test_odd_clones(tmp_path):
    """A bare clone, a worktree, a portal below the top, a detached head, a path that is no UTF-8, a large binary."""
    top = tmp_path / "top"
    root = portal(top / "plans", {PLAN: "tasks:\n  a: {title: A}\n"})
    (root / "content" / "assets").mkdir()
    (root / "content" / "assets" / "film.bin").write_bytes(bytes(20 * 2**20))
    (root / "content" / "projects" / "demo" / "b\udcff.yml".encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")).write_text("tasks:\n  z: {title: Z}\n")  # fmt: skip
    commit(top)
    git(top, "commit", "--allow-empty", "-m", "nothing\x1e\x1f in it")
    git(top, "checkout", "-q", "--detach")
    git(top, "worktree", "add", "-q", str(tmp_path / "tree"))
    wanted = [str(one.key) for one in last_steps(root)[0].records]
    assert "demo/tasks:a" in wanted
    assert [str(one.key) for one in last_steps(tmp_path / "tree" / "plans")[0].records] == wanted
    git(tmp_path, "clone", "-q", "--bare", str(top), "bare.git")
    assert len(Git(tmp_path / "bare.git").log()) in (0, 1)  # without a folder to be in, paths begin at the top


def test_a_blob_that_a_partial_clone_lacks_is_a_version_that_cannot_be_read(tmp_path):
    root = commit(portal(tmp_path, {PLAN: "tasks:\n  a: {title: A}\n"}))
    assert list(Git(root).contents(["0" * 39 + "1"])) == [None]
    history = RecordHistory(Git(root).log(), {}, built_in_types())
    ((step, _),) = history.walk()
    assert PLAN in step.unreadable


def test_the_minimal_portal_is_known(tmp_path):
    root = commit(portal(tmp_path, {}))
    step, _ = last_steps(root)
    assert len(step.records) == len(MINIMAL) + 1  # two people in one file
