"""One command prints the agreement with all cases, and no disagreement is without a reason."""

import re
import subprocess
import sys

import pytest


def test_the_command_prints_the_agreement(cases, checkout):
    pytest.importorskip("ortools", reason="OR-tools is not installed")
    done = subprocess.run(
        [sys.executable, str(checkout / "tests" / "cases" / "agreement.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = dict(re.findall(r"^(\S.*?)\s+(\d+ of\s+\d+) agree$", done.stdout, re.MULTILINE))
    found = {name: re.sub(r"\s+", " ", said) for name, said in lines.items()}
    assert found.pop("rcpsp improved") in ("5 of 6", "6 of 6")  # one best known schedule is not proved to be the best
    assert found == {
        "fedora-20 dates": "367 of 380",
        "fedora-20 floats": "380 of 380",
        "rcpsp networks": "307 of 307",
        "rcpsp by rules": "6 of 6",
        "mspdi launch-zh": "13 of 13",
        "earned value": "6 of 6",
        "three-point": "2 of 2",
    }
    assert "NO REASON" not in done.stdout
    assert done.stdout.count("same instant, other day shown") == 10
