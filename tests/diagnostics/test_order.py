"""The same files give the same bytes, whatever the order in which sets and folders are walked."""

import os
import subprocess
import sys

import pytest
from diagnostics.samples import finding
from portal_files import portal

from milepost.source import Span

PROGRAM = """
import sys
from pathlib import Path
from milepost.build import check
from milepost.diagnostics.formats.json import render
from milepost.diagnostics.report import Report
from milepost.i18n.catalogue import Catalogue
found = check(Path(sys.argv[1]))
print(render(Report(diagnostics=found.diagnostics, sources=found.sources, words=Catalogue("en"))))
"""
MISTAKES = "tasks:\n" + "".join(
    f"  t{n}: {{titel: T, owner: li{n}, duration: {n}, phas: x, after: [t{(n + 1) % 9}, tt], status: do}}\n"
    for n in range(9)
)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    files = {f"content/projects/demo/{name}.yml": MISTAKES.replace("  t", f"  {name}") for name in "bca"}
    return portal(tmp_path_factory.mktemp("order"), files)


def test_the_same_bytes_for_every_hash_seed(root):
    command = [sys.executable, "-c", PROGRAM, str(root)]
    texts = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("0", "1", "2")
    }
    assert len(texts) == 1
    assert texts.pop().count(b'"rule"') > 100


def test_findings_are_ordered_by_path_line_column_and_rule():
    spans = [Span(2, 1, 2, 2), Span(10, 1, 10, 2), Span(10, 2, 10, 3)]
    ordered = [finding(span, path=path) for path in ("a.yml", "b.yml") for span in spans]
    shuffled = [ordered[number] for number in (3, 1, 5, 0, 2, 4)]
    assert sorted(shuffled, key=lambda one: one.sort_key) == ordered
