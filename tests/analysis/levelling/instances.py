"""Reads instances in PSPLIB's single-mode layout, and judges schedules without the code under test."""

from pathlib import Path

from milepost.analysis.levelling.problem import Demand, Job, Problem, Resource, Wait

INSTANCES = ["sm_012_1", "sm_030_2", "sm_030_3", "sm_060_4", "sm_060_5", "sm_120_6"]


def read(path: Path) -> Problem:
    lines = path.read_text(encoding="ascii").splitlines()
    at = {
        name: next(i for i, line in enumerate(lines) if line.startswith(name)) for name in ("PREC", "REQ", "RESOURCEAV")
    }
    followers = {}
    for line in lines[at["PREC"] + 2 : at["REQ"] - 1]:
        number, _, _, *after = map(int, line.split())
        followers[number] = after
    rows = {}
    for line in lines[at["REQ"] + 3 : at["RESOURCEAV"] - 1]:
        number, _, length, *amounts = map(int, line.split())
        rows[number] = (length, amounts)
    there = [int(word) for word in lines[at["RESOURCEAV"] + 2].split()]
    waits: dict[int, list[Wait]] = {number: [] for number in rows}
    for number, after in followers.items():
        for follower in after:
            waits[follower].append(Wait(number - 1, rows[number][0]))
    return Problem(
        jobs=tuple(
            Job(
                id=str(number),
                length=length,
                waits=tuple(waits[number]),
                demands=tuple(Demand(resource, amount) for resource, amount in enumerate(amounts) if amount),
            )
            for number, (length, amounts) in rows.items()
        ),
        resources=tuple(Resource(id=f"R{index + 1}", capacity=amount) for index, amount in enumerate(there)),
    )


def faults(problem: Problem, starts: tuple[int, ...]) -> list[str]:
    """What is wrong with a schedule: each start, each wait, each resource in each unit of time."""
    found = []
    used: dict[tuple[int, int], int] = {}
    for number, job in enumerate(problem.jobs):
        if starts[number] < job.release:
            found.append(f"{job.id} starts before its release")
        found += [
            f"{job.id} does not wait for {problem.jobs[wait.job].id}"
            for wait in job.waits
            if starts[number] < starts[wait.job] + wait.delay
        ]
        for resource, amount in job.demands:
            for unit in range(starts[number], starts[number] + job.length):
                used[resource, unit] = used.get((resource, unit), 0) + amount
    for (resource, unit), amount in sorted(used.items()):
        one = problem.resources[resource]
        if amount > one.reduced.get(unit, one.capacity):
            found.append(f"{amount} of {one.id} are taken at {unit}")
    return found
