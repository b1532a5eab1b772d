"""A large portal's collections are read in a second process, and are the same."""

import sys

import pytest
from portal_files import PORTAL, portal

from milepost.loading import read_ahead as module
from milepost.loading.files import FolderTree
from milepost.loading.load import load
from milepost.loading.read_ahead import read_ahead

PLAIN = "tasks:\n  menu:\n    title: Menu page\n    after:\n      - design\n  design:\n"
FILES = {
    "content/portal.yml": PORTAL,
    "content/projects/demo/a.yml": PLAIN,
    "content/projects/demo/b.yaml": "risks:\n  wet:\n    title: 'Quoted'\n",
    "content/projects/demo/c.yml": "goals:\n  - title: A list\n",
    "content/projects/demo/d.yml": "goals:\n  a: [\n",
    "content/projects/demo/e.yml": "goals: \xe4\n".encode("latin-1"),
    "content/projects/demo/f.yml": "",
    "content/projects/demo/gates/g.yml": "title: A record\nphase: x\n",
}
"""Of each kind: plain, quoted, with a list for a collection, broken, no UTF-8, empty, a file for a record."""


@pytest.fixture
def worth_it(monkeypatch):
    if sys.platform != "linux":
        pytest.skip("no second process on this system")
    monkeypatch.setattr(module, "_WORTH_IT", 0)
    monkeypatch.setattr(module, "second_process_pays", lambda: True)


def described(loaded):
    places = {key: (one.location, one.node, one.of("title")) for key, one in loaded.positions.items() if one.key}
    return loaded.portal.collections, loaded.portal.projects, places, loaded.diagnostics


def test_what_was_read_ahead_is_what_is_read(tmp_path, worth_it):
    tree = FolderTree(portal(tmp_path, FILES))
    ahead = read_ahead(tree)()
    found = [path.rpartition("/")[2] for path, collections in ahead.items() if collections]
    assert found == ["a.yml", "e.yml", "g.yml", "project.yml"]  # nobody asks for what is no UTF-8
    assert described(load(tree, lambda: ahead)) == described(load(tree))
