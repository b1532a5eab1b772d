"""`milepost diff` between any two commits of a scripted repository, against its script and two runs of `milepost plan`."""

import json
import random
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from history.scripted_repository import Moment, Tasks, scripted_repository

from milepost.cli.main import cli

PAIRS = 40
AS_OF = "2026-12-31"
Fields = dict[str, list[Any]]


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, Moment]]]:
    """The repository, and its readable commits with what they mean, the oldest first."""
    root = tmp_path_factory.mktemp("scripted")
    moments = {one.subject: one for one in scripted_repository(root, commits=300, seed=20260105)}
    out = subprocess.run(
        ["git", "log", "--reverse", "--format=%H %s"], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    commits = [line.split(" ", 1) for line in out.splitlines()]
    known = [(sha, moments[said]) for sha, said in commits if said in moments]
    return root, [(sha, one) for sha, one in known if one.readable]


@pytest.fixture(scope="module")
def pairs(scripted) -> list[tuple[tuple[str, Moment], tuple[str, Moment]]]:
    """Neighbours, and commits far apart."""
    draw, (_, commits) = random.Random(7), scripted  # noqa: S311 - which ones is no secret
    near = [(index, index + 1) for index in draw.sample(range(len(commits) - 1), PAIRS // 2)]
    far = [sorted(draw.sample(range(len(commits)), 2)) for _ in range(PAIRS // 2)]
    return [(commits[one], commits[other]) for one, other in (*near, *far)]


def milepost(root: Path, *arguments: str) -> Any:
    done = CliRunner().invoke(cli, [*arguments, "-C", str(root), "--format", "json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def diff(root: Path, one: str, other: str) -> dict[str, Any]:
    document: dict[str, Any] = milepost(root, "diff", f"{one}..{other}", "--as-of", AS_OF)
    return document


def value(name: str, text: str) -> Any:
    """What a field of the script says."""
    return text.strip("[]").split(", ") if name in ("was", "after") else text


def read(tasks: Tasks) -> dict[str, dict[str, Any]]:
    return {name: {key: value(key, text) for key, text in fields.items()} for name, fields in tasks.items()}


def expected(before: Tasks, after: Tasks) -> list[tuple[str, str, str | None, Fields]]:
    """Reference, kind, former reference and fields of what is different, from the script alone."""
    old, new = read(before), read(after)
    former = {
        name: was
        for name, fields in new.items()
        for was in fields.get("was", ())
        if was in old and was not in new and name not in old
    }
    today = {was: name for name, was in former.items()}
    found: list[tuple[str, str, str | None, Fields]] = []
    for name, fields in new.items():
        was = former.get(name, name)
        if was not in old:
            found.append((name, "added", None, {key: [None, one] for key, one in fields.items()}))
        elif was != name or changes(old[was], fields, today):
            found.append((name, "changed", was if was != name else None, changes(old[was], fields, today)))
    found += [
        (name, "removed", None, {key: [one, None] for key, one in fields.items()})
        for name, fields in old.items()
        if name not in new and name not in today
    ]
    return sorted(found)


def changes(old: Mapping[str, Any], new: Mapping[str, Any], today: Mapping[str, str]) -> Fields:
    return {key: [old.get(key), new.get(key)] for key in {**old, **new} if old.get(key) != new.get(key)}


def told(document: Mapping[str, Any]) -> list[tuple[str, str, str | None, Fields]]:
    prefix = "demo/tasks:"
    assert all(one["record"].startswith(prefix) for one in document["changes"])
    return sorted(
        (
            one["record"].removeprefix(prefix),
            one["kind"],
            one["was"].removeprefix(prefix) if "was" in one else None,
            one["fields"],
        )
        for one in document["changes"]
    )


def test_changes_are_those_of_the_script(scripted, pairs):
    root, _ = scripted
    kinds: list[str] = []
    for (one, before), (other, after) in pairs:
        document = diff(root, one, other)
        assert told(document) == expected(before.tasks, after.tasks), (before.subject, after.subject)
        kinds += [kind if was is None else "renamed" for _, kind, was, _ in told(document)]
    assert set(kinds) == {"added", "removed", "changed", "renamed"}


def test_a_state_is_not_different_from_itself(scripted, pairs):
    root, _ = scripted
    for (one, _), _ in pairs[::8]:
        document = diff(root, one, one)
        assert (document["changes"], document["consequences"]) == ([], [])
        assert document["diagnostics"] == {"introduced": [], "fixed": []}


def test_the_listed_changes_make_one_state_of_the_other(scripted, pairs):
    root, _ = scripted
    for (one, before), (other, after) in pairs:
        tasks = read(before.tasks)
        for name, kind, was, fields in told(diff(root, one, other)):
            record = tasks.pop(was or name, {})
            if kind != "removed":
                given = {key: pair[1] for key, pair in fields.items()}
                tasks[name] = {key: one for key, one in {**record, **given}.items() if one is not None}
        assert tasks == read(after.tasks)


def test_the_other_way_round_is_the_mirror(scripted, pairs):
    root, _ = scripted
    for (one, _), (other, _) in pairs[::2]:
        there, back = diff(root, one, other), diff(root, other, one)
        finishes = [
            {
                each["subject"]: (each["before"], each["after"])
                for each in side["consequences"]
                if each["kind"] == "project-finish"
            }
            for side in (there, back)
        ]
        assert finishes[0] == {subject: pair[::-1] for subject, pair in finishes[1].items()}
        renamed = any("was" in each for each in there["changes"])  # former ids are written at one end only
        if not renamed:
            turned = [
                (
                    name,
                    {"added": "removed", "removed": "added"}.get(kind, kind),
                    was,
                    {key: pair[::-1] for key, pair in fields.items()},
                )
                for name, kind, was, fields in told(back)
            ]
            assert told(there) == sorted(turned)


def test_consequences_are_those_of_two_plans(scripted, pairs, tmp_path):
    root, _ = scripted
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(root), str(clone)], check=True)

    def plan(sha: str) -> dict[str, Any]:
        subprocess.run(["git", "checkout", "-q", sha], cwd=clone, check=True)
        found: dict[str, Any] = milepost(clone, "plan", "demo")
        return found

    moved = 0
    for (one, _), (other, moment) in pairs[::2]:
        before, after = plan(one), plan(other)
        document = diff(root, one, other)
        said = {(each["kind"], each["subject"]): (each["before"], each["after"]) for each in document["consequences"]}
        finishes = (before["finish"], after["finish"])
        assert said.get(("project-finish", "demo/project:demo")) == (finishes if finishes[0] != finishes[1] else None)
        moved += finishes[0] != finishes[1]
        names = {each["was"]: each["record"] for each in document["changes"] if "was" in each}
        old = {names.get(key, key): task for task in before["tasks"] if (key := f"demo/tasks:{task['id']}")}
        new = {f"demo/tasks:{task['id']}": task for task in after["tasks"]}
        is_open = {f"demo/tasks:{name}" for name, task in moment.tasks.items() if task.get("status") != "done"}
        both = old.keys() & new.keys() & is_open
        critical = {name for name in both if new[name]["critical"] and not old[name]["critical"]}
        assert {name for kind, name in said if kind == "newly-critical"} == critical
        no_longer = {name for name in both if old[name]["critical"] and not new[name]["critical"]}
        assert {name for kind, name in said if kind == "no-longer-critical"} == no_longer
        floats = {name: (old[name]["total_float"], new[name]["total_float"]) for name in both - critical - no_longer}
        lost = {name: pair for name, pair in floats.items() if None not in pair and pair[1] < pair[0]}
        assert {name: pair for (kind, name), pair in said.items() if kind == "float-lost"} == lost
    assert moved > 3
