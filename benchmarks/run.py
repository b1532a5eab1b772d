"""Measures Milepost beside its floors on generated portals and prints the figures as a Markdown table."""

import argparse
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from measure import Sample, run_timed
from project import FIRST_TITLE
from serving import latency
from workload import PLAN, SIZES, write_portal, yaml_files

README = Path(__file__).parent / "README.md"
FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
PYTHON = sys.executable
_FLOOR = """
import sys, yaml
kept = []
for path in sys.argv[1:]:
    with open(path, "rb") as stream:
        kept.append(yaml.load(stream, yaml.CSafeLoader))
"""
_IN_PROCESS = """
import sys, time, yaml
from pathlib import Path
from milepost.loading.files import FolderTree
from milepost.loading.load import load
texts = [path.read_bytes() for path in sorted(Path(sys.argv[1], "content").rglob("*.yml"))]
started = time.perf_counter()
if sys.argv[2] == "floor":
    kept = [yaml.load(text, yaml.CSafeLoader) for text in texts]
else:
    load(FolderTree(Path(sys.argv[1])))
print(time.perf_counter() - started)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Runs of one thing, and those of the floor that it is compared with."""

    size: str
    what: str
    samples: list[Sample]
    floor: str = ""
    floor_samples: tuple[Sample, ...] = ()

    def cells(self) -> list[str]:
        best = min(one.seconds for one in self.samples)
        floor = min((one.seconds for one in self.floor_samples), default=None)
        memory = max(one.megabytes for one in self.samples)
        processor = min(one.processor for one in self.samples)
        return [
            self.size,
            self.what,
            f"{best:.2f}",
            f"{median(one.seconds for one in self.samples):.2f}",
            f"{processor:.2f}" if processor else "",
            f"{memory:.0f}" if memory else "",
            f"{self.floor} {floor:.2f}" if floor else "",
            f"{best / floor:.2f}" if floor else "",
        ]


def check_rows(size: str, portal: Path, repeat: int) -> Iterator[Row]:
    """`milepost check` without and with its cache, and the loader alone, each beside PyYAML's fastest loader."""
    cache = portal / ".cache"
    check = [PYTHON, "-m", "milepost", "check", "-C", str(portal)]
    paths = [str(path) for path in yaml_files(portal)]
    cold, floor, ours, theirs = [], [], [], []
    for _ in range(repeat):  # in turns, so that a busy moment hits all of them
        shutil.rmtree(cache, ignore_errors=True)
        cold.append(run_timed(check))
        floor.append(run_timed([PYTHON, "-c", _FLOOR, *paths]))
        ours.append(run_timed([PYTHON, "-c", _IN_PROCESS, str(portal), "ours"], own_clock=True))
        theirs.append(run_timed([PYTHON, "-c", _IN_PROCESS, str(portal), "floor"], own_clock=True))
    warm = [run_timed(check) for _ in range(repeat)]
    yield Row(size=size, what="check, cold", samples=cold, floor="CSafeLoader", floor_samples=tuple(floor))
    yield Row(size=size, what="check, warm", samples=warm, floor="cold", floor_samples=tuple(cold))
    yield Row(size=size, what="load, in process", samples=ours, floor="CSafeLoader", floor_samples=tuple(theirs))


def build_rows(size: str, portal: Path, plain: Path, repeat: int) -> Iterator[Row]:
    """The whole site beside a site of as many nearly empty pages."""
    build = [PYTHON, "-m", "mkdocs", "build", "-q", "-f"]
    ours = [run_timed([*build, str(portal / "mkdocs.yml")]) for _ in range(repeat)]
    pages = sum(1 for _ in (portal / "site").rglob("index.html"))
    write_plain(plain, pages)
    floor = tuple(run_timed([*build, str(plain / "mkdocs.yml")]) for _ in range(repeat))
    yield Row(size=size, what=f"build, {pages} pages", samples=ours, floor="as many tiny pages", floor_samples=floor)


def serve_rows(size: str, portal: Path, plain: Path, repeat: int) -> Iterator[Row]:
    """From saving an edit to the changed page in `mkdocs serve`, beside the same on tiny pages."""
    ours = latency(portal, portal / PLAN, FIRST_TITLE, "projects/shop-000/plan/", repeat)
    floor = tuple(latency(plain, plain / "docs/page-0.md", "Page 0", "page-0/", repeat))
    yield Row(size=size, what="edit to page", samples=ours, floor="as many tiny pages", floor_samples=floor)


def write_plain(folder: Path, pages: int) -> None:
    """A site of MkDocs and Material alone: tiny pages, out of the navigation as ours are."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    settings = "site_name: Plain\ntheme:\n  name: material\n  font: false\nplugins:\n  - search\nnav:\n  - index.md\n"
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (folder / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    for number in range(pages - 1):
        (folder / f"docs/page-{number}.md").write_text(f"# Page {number}\n\nA sentence.\n", encoding="utf-8")


def report(rows: list[Row]) -> str:
    """The table with the machine that it was measured on."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, load of the last minute at the end {load}."
    head = ["Size", "What", "Best, s", "Median, s", "CPU, s", "Peak, MB", "Floor, best s", "Ratio"]
    lines = [head, ["---", "---", "--:", "--:", "--:", "--:", "--:", "--:"], *(row.cells() for row in rows)]
    return "\n".join([machine, "", *(f"| {' | '.join(line)} |" for line in lines)]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--only", nargs="+", choices=("check", "build", "serve"), default=["check", "build", "serve"])
    parser.add_argument("--repeat", type=int, default=5, help="runs of each check (builds and edits: at most 3)")
    parser.add_argument("--serve-sizes", nargs="*", choices=SIZES, default=["S", "M"])
    parser.add_argument("--update", action="store_true", help="rewrite the table in benchmarks/README.md")
    arguments = parser.parse_args()
    rows: list[Row] = []
    few = min(arguments.repeat, 3)
    with tempfile.TemporaryDirectory(prefix="milepost-benchmark-") as folder:
        for size in arguments.sizes:
            portal, plain = Path(folder, size), Path(folder, f"{size}-plain")
            write_portal(portal, SIZES[size])
            if "check" in arguments.only:
                rows += check_rows(size, portal, arguments.repeat)
            if "build" in arguments.only:
                rows += build_rows(size, portal, plain, few)
                if "serve" in arguments.only and size in arguments.serve_sizes:
                    rows += serve_rows(size, portal, plain, few)
    figures = report(rows)
    print(figures)
    if arguments.update:
        README.write_text(FIGURES.sub(lambda _: figures, README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
