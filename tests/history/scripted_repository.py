"""A repository of some hundred commits whose every state is known beforehand: the oracle of the history tests."""

import random
import subprocess
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from portal_files import MINIMAL

STATES = ("backlog", "todo", "in_progress", "in_review", "done")
ZONES = ("+0800", "-0500", "+0000", "+0545")
START = 1_767_600_000
"""Monday 5 January 2026, 16:00 in Shanghai."""
HOUR = 3600

Tasks = dict[str, dict[str, str]]


@dataclass
class Moment:
    """What the portal held after a commit: its tasks by id, and whether the plan could be read."""

    what: str
    subject: str
    tasks: Tasks
    readable: bool = True
    renamed: dict[str, str] = field(default_factory=dict)
    """Today's ids with the former ones, of tasks that this commit renamed."""


class Script:
    """Writes commits by `git fast-import`, and notes what each of them means."""

    def __init__(self, root: Path, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - what happens is no secret
        self.root = root
        self.stream: list[bytes] = []
        self.marks = 0
        self.tip = 0
        self.time = START
        self.path = "content/projects/demo/plan.yml"
        self.tasks: Tasks = {}
        self.names = 0
        self.moments: list[Moment] = []

    def commit(
        self, what: str, files: dict[str, str | None], *, parents: tuple[int, ...] = (), on: str = "main"
    ) -> int:
        """A commit with these files, None for one that goes; its mark. The subject begins with what it is."""
        self.marks += 1
        what = f"{what} {self.marks}"
        self.time += self.random.randint(1, 20) * HOUR
        zone = self.random.choice(ZONES)
        who = "committer Lin \u6797 <lin@example.com>"
        lines = [f"commit refs/heads/{on}", f"mark :{self.marks}", f"{who} {self.time} {zone}"]
        text = what.encode()
        self.stream.append("\n".join(lines).encode() + b"\ndata %d\n%s\n" % (len(text), text))
        start, *others = parents or ((self.tip,) if self.tip else (0,))
        if start:
            self.stream.append(b"from :%d\n" % start)
        self.stream += [b"merge :%d\n" % one for one in others]
        for path, content in files.items():
            if content is None:
                self.stream.append(f"D {path}\n".encode())
            else:
                data = content.encode()
                self.stream.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
        return self.marks

    def note(self, what: str, mark: int, **facts: object) -> None:
        """The main branch is there now."""
        self.tip = mark
        self.moments.append(Moment(what, f"{what} {mark}", deepcopy(self.tasks), **facts))  # type: ignore[arg-type]

    def plan(self, tasks: Tasks | None = None, *, flow: bool = False, reverse: bool = False) -> str:
        """The plan as a file, in one of the ways to write it."""
        rows = list((self.tasks if tasks is None else tasks).items())
        rows = rows[::-1] if reverse else rows
        lines = ["# the plan", "tasks:"]
        for name, fields in rows:
            if flow:
                lines.append(f"  {name}: {{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}")
            else:
                lines += [f"  {name}:", *(f"    {key}: {value}" for key, value in fields.items())]
        return "\n".join(lines) + "\n"

    def finish(self) -> None:
        """Imports the commits and checks the last one out."""
        subprocess.run(["git", "init", "-q", "-b", "main", str(self.root)], check=True)
        subprocess.run(["git", "fast-import", "--quiet"], cwd=self.root, input=b"".join(self.stream), check=True)
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=self.root, check=True)

    # What may happen

    def add(self) -> str:
        self.names += 1
        name = f"task-{self.names}"
        before = self.random.choice(sorted(self.tasks)) if self.tasks else ""
        self.tasks[name] = {"title": f"Task {self.names}", "duration": f"{self.random.randint(1, 9)}d"}
        if before:
            self.tasks[name]["after"] = f"[{before}]"
        return name

    def edit(self) -> None:
        name = self.random.choice(sorted(self.tasks))
        if self.random.random() < 0.5:
            self.tasks[name]["duration"] = f"{self.random.randint(1, 9)}d"
        else:
            self.tasks[name]["status"] = self.random.choice(STATES)

    def act(self) -> None:
        """One thing that teams do."""
        acts = (self._edit, self._edit, self._edit, self._edit, self._add, self._remove, self._rename, self._move, self._reformat, self._break, self._merge, self._squash, self._revert, self._elsewhere)  # fmt: skip
        self.random.choice(acts if len(self.tasks) > 3 else (self._add,))()

    def _write(self, what: str, **facts: object) -> None:
        self.note(what, self.commit(what, {self.path: self.plan()}), **facts)

    def _edit(self) -> None:
        self.edit()
        self._write("edit")

    def _add(self) -> None:
        self.add()
        self._write("add")

    def _remove(self) -> None:
        del self.tasks[self.random.choice(sorted(self.tasks))]
        self._write("remove")

    def _rename(self) -> None:
        old = self.random.choice(sorted(self.tasks))
        self.names += 1
        new = f"renamed-{self.names}"
        fields = self.tasks[old] | {"was": f"[{old}]"}
        self.tasks = {new if name == old else name: fields if name == old else one for name, one in self.tasks.items()}
        self._write("rename", renamed={new: old})

    def _move(self) -> None:
        new = f"content/projects/demo/{self.random.choice(['plan', 'work', 'deep/plan'])}.yml"
        if new != self.path:
            mark = self.commit("move", {self.path: None, new: self.plan()})
            self.path = new
            self.note("move", mark)

    def _reformat(self) -> None:
        text = self.plan(flow=self.random.random() < 0.5, reverse=True)
        self.note("reformat", self.commit("reformat", {self.path: text + "# a comment\n"}))

    def _break(self) -> None:
        text = self.plan() + "<<<<<<< ours\n  x: {title: 'open\n"
        self.note("break", self.commit("break", {self.path: text}), readable=False)
        self.edit()
        self._write("repair")

    def _merge(self) -> None:
        theirs = deepcopy(self.tasks)
        name = self.random.choice(sorted(theirs))
        theirs[name]["title"] = f"Merged {self.marks}"
        branch = self.commit("on a branch", {self.path: self.plan(theirs)}, on="side")
        other = self.commit("still on it", {"README.md": f"{self.marks}\n"}, parents=(branch,), on="side")
        self.tasks = theirs
        self.note("merge", self.commit("merge", {self.path: self.plan()}, parents=(self.tip, other)))

    def _squash(self) -> None:
        for _ in range(4):
            self.edit()
        self.add()
        self._write("squash")

    def _revert(self) -> None:
        if len(self.moments) > 1 and self.moments[-2].readable:
            self.tasks = deepcopy(self.moments[-2].tasks)
            self._write("revert")

    def _elsewhere(self) -> None:
        self.note("elsewhere", self.commit("elsewhere", {"src/code.py": f"x = {self.marks}\n"}))


def scripted_repository(root: Path, *, commits: int, seed: int) -> list[Moment]:
    """A repository of about so many commits on the main branch; what each of them means, the oldest first."""
    script = Script(root, seed)
    for _ in range(3):
        script.add()
    files: dict[str, str | None] = {**MINIMAL, script.path: script.plan()}
    script.note("begin", script.commit("begin", files))
    while len(script.moments) < commits:
        script.act()
    script.finish()
    return script.moments
