"""`milepost check --watch` and `--timings`."""

import queue
import re
import signal
import subprocess
import sys
import threading

import pytest
from cli.test_check_output import BAD, check
from loading.findings import DEMO
from portal_files import portal

from milepost.rules.rule import RuleKind, all_rules

GOOD = BAD.replace("lim", "lin")
PATIENCE = 60
"""Seconds until a test gives up; it asserts nothing about the time."""


@pytest.fixture
def root(tmp_path):
    return portal(tmp_path, {f"{DEMO}plan.yml": GOOD})


class Watched:
    """A running `--watch`: what it says on both outputs, line by line."""

    def __init__(self, root, *options):
        command = [sys.executable, "-m", "milepost", "check", "--watch", *options]
        self.process = subprocess.Popen(
            command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
        )
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def run(self):
        """The lines of one more run."""
        found = []
        while not found or not found[-1].startswith("watching "):
            found.append(self.lines.get(timeout=PATIENCE))
        return found[:-1]

    def until(self, start):
        """Waits for a run whose first line begins so: one save may be seen as several, an empty file first."""
        while not (said := self.run())[0].startswith(start):
            pass
        return said

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def watched(root):
    started = []

    def start(*options):
        started.append(Watched(root, *options))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.reader.join()
        one.process.stdout.close()
        one.process.wait()


def swap_in(file, text):
    """As many editors save: a new file takes the place of the old."""
    beside = file.with_name(f".{file.name}.swp")
    beside.write_text(text)
    beside.replace(file)


@pytest.mark.parametrize("save", [lambda file, text: file.write_text(text), swap_in])
def test_a_saved_file_is_checked_again(root, watched, save):
    running = watched("--format", "full")
    assert running.run() == ["no findings"]
    save(root / DEMO / "plan.yml", BAD)
    running.until("error[unresolved-reference]: there is no person `lim`")
    save(root / DEMO / "plan.yml", GOOD)
    running.until("no findings")
    assert running.stop() == 0


def test_new_folders_removed_files_and_settings_count(root, watched):
    running = watched()
    running.run()
    more = root / "content" / "projects" / "more"
    more.mkdir()
    (more / "x.yml").write_text("taks: {}\n")
    said = running.run()
    while not any("taks" in line for line in said):  # the folder alone may have been seen first
        said = running.run()
    (more / "x.yml").unlink()
    more.rmdir()
    said = running.run()
    while any("taks" in line for line in said):
        said = running.run()
    (root / "mkdocs.yml").write_text("site_name: Other\n")
    running.until("warning[conflicting-setting]")


def test_what_cannot_be_checked_for_a_moment_does_not_end_it(root, watched):
    running = watched()
    running.run()
    (root / ".milepost-baseline.json").write_text("{")
    assert "is no file of known findings" in running.until("milepost: ")[0]
    (root / ".milepost-baseline.json").unlink()
    running.until("no findings")


def test_files_beside_the_content_and_its_own_cache_are_not_waited_for(root, watched):
    running = watched()
    running.run()
    (root / "notes.txt").write_text("x")
    (root / "content" / ".hidden.yml").write_text("x")
    with pytest.raises(queue.Empty):
        running.lines.get(timeout=0.5)
    (root / DEMO / "plan.yml").write_text(BAD)
    running.until("error[")


def test_watching_and_fixing_are_not_asked_for_together(root):
    done = check(root, "--watch", "--fix")
    assert (done.returncode, "cannot be asked for together" in done.stderr) == (2, True)


def test_timings_name_every_rule_that_ran_the_slowest_first(root):
    check(root)  # a stored result must not stand in for running the rules
    done = check(root, "--timings", "--format", "json")
    assert done.returncode == 0
    assert done.stdout == check(root, "--format", "json").stdout
    rows = [re.fullmatch(r" *(\d+\.\d) ms  (.+)", line).groups() for line in done.stderr.splitlines()]
    names = [name for _, name in rows]
    ran = {one.id for one in all_rules().values() if one.check and one.kind is not RuleKind.DIFF}
    assert ran | {"reading the files", "all together"} <= set(names)
    assert len(names) == len(set(names))
    times = [float(time) for time, _ in rows]
    assert times[:-1] == sorted(times[:-1], reverse=True)
    assert times[-1] >= times[0]
