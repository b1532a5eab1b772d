"""Measures the schedule beside a topological sort, and the forecast beside drawing its random numbers alone."""

import argparse
import gc
import random
import re
import sys
import time
from collections.abc import Callable
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path

import numpy as np

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.forecast.inputs import UncertainTask, Uncertainty
from milepost.analysis.forecast.sampled_placement import SampledPlacement
from milepost.analysis.forecast.simulation import Simulation
from milepost.analysis.forecast.three_point import ThreePoint
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.network import Activity, Days, Link, LinkType, Network
from milepost.analysis.schedule.planned import plan_schedule

README = Path(__file__).parent / "README.md"
FIGURES = re.compile(r"(?<=<!-- controls -->\n).*?(?=<!-- end of controls -->)", re.DOTALL)
CHINA = WorkCalendar.from_base("cn", assume_weekdays=True)
SAMPLES = 10_000


def network(tasks: int, links: int, *, seed: int = 1) -> Network:
    """A plan in which each task waits for one or two of the forty before it, some with lags, on China's calendar."""
    draw = random.Random(seed)
    after: list[list[Link]] = [[] for _ in range(tasks)]
    for number in range(links):
        target = number % (tasks - 1) + 1
        source = draw.randrange(max(target - 40, 0), target)
        lag = Days(amount=draw.choice((0, 0, 0, 1, 2)))
        after[target].append(Link(target=f"t{source}", type=draw.choice((LinkType.FS,) * 9 + (LinkType.SS,)), lag=lag))
    return Network(
        activities=tuple(
            Activity(id=f"t{number}", length=Days(amount=draw.randint(1, 9)), after=tuple(own))
            for number, own in enumerate(after)
        ),
        start=date(2026, 1, 5),
        calendar=CHINA,
    )


def schedule_pair() -> tuple[Callable[[], object], Callable[[], object]]:
    """10,000 tasks and 14,000 links: scheduled with calendar and floats; and only sorted."""
    plan = network(10_000, 14_000)
    graph = {one.id: [link.target for link in one.after] for one in plan.activities}
    return lambda: plan_schedule(plan), lambda: list(TopologicalSorter(graph).static_order())


def forecast_pair() -> tuple[Callable[[], object], Callable[[], object]]:
    """10,000 samples of 1,000 tasks: drawn, placed, and told how often each is critical; and only drawn."""
    plan = network(1_000, 1_400)
    estimates = [
        ThreePoint(one.length.amount * 0.8, one.length.amount, one.length.amount * 1.6) for one in plan.activities
    ]
    uncertain = Uncertainty(
        tasks=tuple(
            UncertainTask(task=one.id, node=node, days=estimates[node], estimated=True)
            for node, one in enumerate(plan.activities)
        ),
        risks=(),
        silent_risks=(),
    )
    simulation = Simulation(
        Plan(project_id="p", network=plan, schedule=plan_schedule(plan)), uncertain, samples=SAMPLES, seed=1
    )

    def simulate() -> None:
        for batch in simulation.batches():
            simulation.play(batch, _look)

    def draw() -> None:
        numbers = np.random.default_rng(1)
        for low, likely, high in estimates:
            rise, fall = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
            low + (high - low) * numbers.beta(rise, fall, SAMPLES)

    return simulate, draw


def _look(placed: SampledPlacement) -> None:
    last = placed.last()
    placed.critical(placed.line.done(last), len(last))


def best(run: Callable[[], object], repeat: int) -> float:
    """The least seconds of several runs; the first, which fills caches, does not count."""
    run()
    found = []
    for _ in range(repeat):
        gc.collect()
        started = time.perf_counter()
        run()
        found.append(time.perf_counter() - started)
    return min(found)


def main() -> None:
    """Prints the table, and writes it into the README if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--update", action="store_true", help="write the table into README.md")
    arguments = parser.parse_args()
    pairs = (
        ("schedule, 10,000 tasks, 14,000 links", schedule_pair(), "`graphlib.TopologicalSorter`", 5),
        ("forecast, 10,000 samples × 1,000 tasks", forecast_pair(), "the same draws with numpy", 3),
    )
    lines = ["| What | Best, s | Floor | Floor, s | Ratio | At most |", "| --- | --: | --- | --: | --: | --: |"]
    for what, (run, floor), name, limit in pairs:
        ours, theirs = best(run, arguments.repeat), best(floor, arguments.repeat)
        lines.append(f"| {what} | {ours:.3f} | {name} | {theirs:.3f} | {ours / theirs:.2f} | {limit} |")
    table = "\n".join(lines) + "\n"
    sys.stdout.write(table)
    if arguments.update:
        README.write_text(FIGURES.sub(lambda _: table, README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
