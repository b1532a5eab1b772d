"""Prints how far Milepost agrees with every case whose right answers are known: `python tests/cases/agreement.py`.

Each disagreement is listed with its reason; one without a reason makes the exit code 1.
"""

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from analysis.levelling.instances import INSTANCES, faults
from analysis.levelling.instances import read as read_instance
from analysis.schedule.release_plan import read_network
from analysis.schedule.test_golden import NETWORKS
from analysis.schedule.test_golden import read as read_golden
from cases.launch_plan import computed_launch, known_launch

from milepost.analysis.earned_value import EarnedValue
from milepost.analysis.forecast.three_point import ThreePoint, pert, triangular
from milepost.analysis.levelling.generation import parallel, serial
from milepost.analysis.levelling.priority import RULES, keys_of
from milepost.analysis.levelling.solve import solve
from milepost.analysis.schedule.planned import plan_schedule

CASES = Path(os.environ.get("MILEPOST_CASES", Path(__file__).parents[3] / "shared" / "cases"))
NEAR_BEST = 1.18
"""How much longer than the best known schedule the best rule's may be."""


class Compared(NamedTuple):
    """One value that was compared, and why it may differ."""

    case: str
    what: str
    expected: object
    found: object
    reason: str = ""

    @property
    def agrees(self) -> bool:
        return self.expected == self.found


def fedora() -> Iterator[Compared]:
    """Dates against TaskJuggler's, floats and criticality against the reference scheduler."""
    folder = CASES / "fedora-20"
    expected, known = _rows(folder / "expected.csv"), _rows(folder / "known_differences.csv")
    schedule = plan_schedule(read_network(folder / "plan.yml"))
    for name, row in expected.items():
        one = schedule.activities[name]
        reason = known[name]["reason"] if name in known else ""
        yield Compared(
            "fedora-20 dates", name, (row["start"], row["finish"]), (str(one.start), str(one.finish)), reason
        )
    for name, row in expected.items():
        one = schedule.activities[name]
        figures = (str(one.total_float), str(one.free_float), str(one.critical).lower())
        yield Compared(
            "fedora-20 floats", name, (row["ref_total_float"], row["ref_free_float"], row["ref_critical"]), figures
        )


def networks() -> Iterator[Compared]:
    """Networks of all link types and lags: start, finish, latest start and finish, floats of every task."""
    for name in NETWORKS:
        plan, golden = read_golden(name)
        origin = 2 * plan.start.toordinal()
        for key, one in plan_schedule(plan).activities.items():
            start, finish, total = (one.start_at - origin + 1) // 2, (one.finish_at - origin + 1) // 2, one.total_float
            found = [start, finish, start + total, finish + total, total, one.free_float]
            yield Compared("rcpsp networks", f"{name} {key}", golden["tasks"][key], found)


def makespans() -> Iterator[Compared]:
    """Levelled schedules against the best known: within 18 % by rules, the best or within 5 % after improvement."""
    golden = json.loads((CASES / "rcpsp" / "golden.json").read_text(encoding="utf-8"))["files"]
    for name in INSTANCES:
        problem, known = read_instance(CASES / "rcpsp" / f"{name}.sm"), golden[f"{name}.sm"]
        best = known["best_makespan"]
        by_rules = min(
            problem.finish(scheme(problem, keys_of(problem, rule))) for rule in RULES for scheme in (serial, parallel)
        )
        within = f"≤ {NEAR_BEST:.2f} × {best}"
        yield Compared("rcpsp by rules", name, within, within if by_rules <= NEAR_BEST * best else by_rules)
        improved = solve(problem)
        assert not faults(problem, improved.starts)
        near = "" if known["proved_optimal"] or improved.finish > 1.05 * best else _near(improved.finish, best)
        yield Compared("rcpsp improved", name, best, improved.finish, near)


def launch() -> Iterator[Compared]:
    """The Chinese launch plan of the case mspdi, entered as YAML."""
    known, found = known_launch(CASES), computed_launch(CASES)
    for name, dates in known.items():
        yield Compared("mspdi launch-zh", name, dates, found.get(name))


def formulae() -> Iterator[Compared]:
    """The golden numbers of earned value and of three-point estimates."""
    from decimal import Decimal

    figures = EarnedValue(bac=Decimal(100000), pv=Decimal(50000), ev=Decimal(42000), ac=Decimal(48000))
    cents, four = Decimal("0.01"), Decimal("0.0001")
    golden = {
        "CV": (Decimal(-6000), figures.cv),
        "SV": (Decimal(-8000), figures.sv),
        "CPI": (Decimal("0.875"), figures.cpi),
        "SPI": (Decimal("0.84"), figures.spi),
        "EAC": (Decimal("114285.71"), figures.eac and figures.eac.quantize(cents)),
        "TCPI": (Decimal("1.1154"), figures.tcpi and figures.tcpi.quantize(four)),
    }
    for name, (expected, found) in golden.items():
        yield Compared("earned value", name, expected, found)
    for name, moments, expected in (("PERT", pert, (7, 2.7778)), ("triangular", triangular, (8, 4.6667))):
        mean, variance = moments(ThreePoint(4, 6, 14))
        yield Compared("three-point", name, expected, (mean, round(variance, 4)))


COMPARISONS: tuple[Callable[[], Iterator[Compared]], ...] = (fedora, networks, makespans, launch, formulae)


def main() -> int:
    """Prints a line a case, then the disagreements; 1 if one of them has no reason, 2 without the cases."""
    if not CASES.is_dir():
        sys.stderr.write(f"the cases are not there: {CASES}; set MILEPOST_CASES\n")
        return 2
    every = [one for compare in COMPARISONS for one in compare()]
    for case in dict.fromkeys(one.case for one in every):
        own = [one for one in every if one.case == case]
        sys.stdout.write(f"{case:18} {sum(one.agrees for one in own):4} of {len(own):4} agree\n")
    differ = [one for one in every if not one.agrees]
    for one in differ:
        sys.stdout.write(
            f"\n{one.case}: {one.what}: expected {one.expected}, found {one.found}\n  {one.reason or 'NO REASON'}\n"
        )
    return 1 if any(not one.reason for one in differ) else 0


def _near(finish: int, best: int) -> str:
    return f"{finish / best - 1:.1%} longer than the best known schedule, which is not proved to be the shortest; 5 % are allowed"


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


if __name__ == "__main__":
    sys.exit(main())
