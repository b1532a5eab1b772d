"""Measures the history of records beside what git alone takes to give the same log and the same contents."""

import argparse
import gc
import random
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from workload import write_portal

from milepost.history.file_versions import file_versions
from milepost.history.git import Git
from milepost.history.record_history import RecordHistory
from milepost.loading.collector import collector_paused
from milepost.loading.files import FolderTree
from milepost.loading.load import load

README = Path(__file__).parent / "README.md"
FIGURES = re.compile(r"(?<=<!-- history -->\n).*?(?=<!-- end of history -->)", re.DOTALL)
START, HOUR = 1_700_000_000, 3600
DURATION = re.compile(r"(?<=duration: )\d+d")


def repository(root: Path, *, projects: int, commits: int, seed: int = 7) -> Path:
    """A workload whose plans change, one line a commit, now here, now there."""
    write_portal(root, projects)
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], stdin=subprocess.PIPE, cwd=root) as importer:
        assert importer.stdin
        for chunk in _commits(root, commits, random.Random(seed)):
            importer.stdin.write(chunk)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=root, check=True)
    return root


def _commits(root: Path, count: int, draw: random.Random) -> Iterator[bytes]:
    files = {
        path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*.*") if ".git" not in path.parts
    }
    yield _commit(1, {name: text for name, text in files.items() if (root / name).is_file()})
    plans = [name for name, text in files.items() if name.endswith(".yml") and "\ntasks:\n" in f"\n{text}"]
    for number in range(2, count + 1):
        name = draw.choice(plans)
        places = list(DURATION.finditer(files[name]))
        place = draw.choice(places)
        files[name] = f"{files[name][: place.start()]}{draw.randint(1, 9)}d{files[name][place.end() :]}"
        yield _commit(number, {name: files[name]})


def _commit(number: int, files: dict[str, str]) -> bytes:
    who = f"committer T <t@example.com> {START + number * HOUR} +0800"
    chunk = f"commit refs/heads/main\nmark :{number}\n{who}\ndata 1\nx\n"
    chunk += f"from :{number - 1}\n" if number > 1 else ""
    parts = [chunk.encode()]
    for name, text in files.items():
        data = text.encode()
        parts.append(f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n")
    return b"".join(parts)


def read(root: Path, cache: Path) -> int:
    """The whole history with every step; how many records changed."""
    git, types = Git(root), load(FolderTree(root)).types
    with collector_paused():
        commits = git.log()
        history = RecordHistory(commits, file_versions(git, commits, types.keys(), cache), types)
        return sum(len(step.records) for step, _ in history.walk())


def git_alone(root: Path) -> None:
    """`git log --raw`, and `git cat-file --batch` of every version that it names."""
    command = ["git", "log", "--raw", "--no-abbrev", "--no-renames", "--first-parent", "-m", "--", "content"]
    log = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout
    blobs = b"".join(line.split()[3] + b"\n" for line in log.splitlines() if line.startswith(b":"))
    subprocess.run(["git", "cat-file", "--batch"], cwd=root, check=True, capture_output=True, input=blobs)


def best(work: Callable[[], object], repeat: int) -> float:
    """The shortest of several runs, in seconds."""
    found = []
    for _ in range(repeat):
        gc.collect()
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def rows(projects: int, commits: int, repeat: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        root, cache = repository(Path(folder) / "r", projects=projects, commits=commits), Path(folder) / "cache.json"
        name = f"{commits:,} commits, {projects * 100:,} tasks"
        loading = best(lambda: load(FolderTree(root)), repeat)
        floor = best(lambda: git_alone(root), repeat)

        def cold() -> None:
            cache.unlink(missing_ok=True)
            read(root, cache)

        for what, work, limit in (("cold", cold, 3.0), ("warm", lambda: read(root, cache), 1.5)):
            took = best(work, repeat) - loading
            most = limit if projects == 1 else ""
            yield f"| {name}, {what} | {took:.2f} | {floor:.2f} | {took / floor:.2f} | {most} |"
    yield f"Peak memory of the run so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB."


def main() -> None:
    """Prints the table; `--update` writes it into the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--large", action="store_true", help="10,000 commits on 10,000 tasks, too: some minutes")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    lines = ["| What | Best, s | git alone, s | Ratio | At most |", "| --- | --: | --: | --: | --: |"]
    notes = []
    for projects, commits in [(1, 1_000), (1, 2_000), *([(100, 1_000), (100, 10_000)] if options.large else [])]:
        *table, note = rows(projects, commits, options.repeat if projects == 1 else 1)
        lines += table
        notes = [note]
        print("\n".join(table))
    text = "\n".join([*lines, "", *notes]) + "\n"
    print(notes[0])
    if options.update:
        README.write_text(FIGURES.sub(text, README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
