"""A large portal is checked by two processes, with the findings of one."""

import os
import sys

import pytest
from portal_files import portal
from splitting import run_on

from milepost.loading import read_ahead
from milepost.rules import lanes


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    tasks = "".join(
        f"  t-{number}:\n    title: Task {number}\n    owner: lin\n    status: {'done' if number % 3 else 'todo'}\n"
        f"    duration: {number % 9 + 1}d\n    description: {'Words of a plan. ' * 10}\n"
        f"    after:\n      - t-{number * 2 // 3 if number % 7 else number + 1}\n"
        for number in range(lanes._WORTH_IT)
    )
    files = {"content/projects/demo/tasks.yml": f"tasks:\n{tasks}"}
    return portal(tmp_path_factory.mktemp("large"), files)


def check(root, processors):
    """The findings, and how many processes were split off."""
    return run_on(processors, "milepost", "check", "--no-cache", "--format", "json", "-C", str(root))


def test_two_processors_find_what_one_finds(root):
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        pytest.skip("no second processor here")
    assert (root / "content/projects/demo/tasks.yml").stat().st_size > read_ahead._WORTH_IT
    one, none = check(root, 1)
    two, some = check(root, 2)
    assert (none, some) == (0, 2)  # one reads ahead, one looks at the plans
    assert one == two
    assert one.count('"rule"') > 10_000
