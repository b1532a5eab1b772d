"""A real release plan of 380 tasks: as a project, as a schedule, as a portal."""

import csv
import io
import subprocess
import sys

import pytest
from conftest import build

PORTAL = """\
portal:
  title: Release plan
  languages: [en]
  timezone: UTC
  currency: USD
  calendar: {weekend: [sat, sun]}
  as_of: 2013-05-01
  rules:
    missing-field: off
    orphan-record: off
"""
HOST = """\
site_name: Release plan
docs_dir: content
theme: {name: material, font: false}
plugins: [search, milepost]
"""


@pytest.fixture(scope="module")
def portal(cases, tmp_path_factory):
    root = tmp_path_factory.mktemp("fedora")
    project = root / "content" / "projects" / "fedora-20"
    project.mkdir(parents=True)
    (root / "mkdocs.yml").write_text(HOST)
    (root / "content" / "portal.yml").write_text(PORTAL)
    (project / "plan.yml").write_bytes((cases / "fedora-20" / "plan.yml").read_bytes())
    return root


def milepost(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "milepost", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def test_the_plan_agrees_with_the_reference(portal, cases):
    done = milepost("plan", "fedora-20", "-C", portal, "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "id,start,finish,total_float,free_float,critical"
    computed = {row["id"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    expected, known = rows(cases / "fedora-20" / "expected.csv"), rows(cases / "fedora-20" / "known_differences.csv")
    assert len(known) == 13
    assert computed.keys() == expected.keys()
    for name, row in expected.items():
        dates = (
            (known[name]["milepost_start"], known[name]["milepost_finish"])
            if name in known
            else (row["start"], row["finish"])
        )
        assert tuple(computed[name].values()) == (
            name,
            *dates,
            row["ref_total_float"],
            row["ref_free_float"],
            row["ref_critical"],
        )


def test_it_checks_without_errors(portal):
    done = milepost("check", "-C", portal, "--format", "concise")
    assert done.returncode == 0, done.stdout
    assert "error[" not in done.stdout


def test_its_portal_builds_in_strict_mode(portal, tmp_path):
    done = build(portal, tmp_path / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    plan = (tmp_path / "site" / "projects" / "fedora-20" / "plan" / "index.html").read_text(encoding="utf-8")
    assert plan.count('id="task-') == 380
