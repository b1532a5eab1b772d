"""Plans with links that hang together, and the days that follow from them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

START = date(2026, 3, 2)
TRACKS = 4
"""People in a project, each with a chain of tasks of their own in every phase: nobody is overallocated."""
STAGES = ("requirements", "planning", "team", "build", "launch", "operate")
TASKS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task with its place on the time axis; `start` and `finish` are working days from 0, `finish` exclusive."""

    id: str
    phase: str
    track: int
    start: int
    finish: int
    after: tuple[str, ...]


def plan(draw: random.Random) -> list[Job]:
    """100 tasks, about 1.4 links each; the last of each phase is a milestone that the next phase waits for."""
    jobs: list[Job] = []
    gate: Job | None = None
    for number, phase in enumerate(STAGES):
        count = TASKS // len(STAGES) + (number < TASKS % len(STAGES))
        tracks: list[list[Job]] = [[] for _ in range(TRACKS)]
        for position in range(count - 1):
            track = position % TRACKS
            before = tracks[track][-1] if tracks[track] else gate
            others = [chain[-1] for chain in tracks if chain and chain is not tracks[track]]
            extra = [draw.choice(others)] if others and draw.random() < 0.35 else []
            waits = [one for one in (before, *extra) if one]
            start = max((one.finish for one in waits), default=0)
            job = Job(
                id=f"{phase[:4]}-{position:02}",
                phase=phase,
                track=track,
                start=start,
                finish=start + draw.randint(1, 8),
                after=tuple(one.id for one in waits),
            )
            tracks[track].append(job)
            jobs.append(job)
        last = [chain[-1] for chain in tracks]
        finish = max(one.finish for one in last)
        gate = Job(
            id=f"{phase[:4]}-done",
            phase=phase,
            track=0,
            start=finish,
            finish=finish,
            after=tuple(one.id for one in last),
        )
        jobs.append(gate)
    return jobs


def day(number: int) -> date:
    """The date of a working day, counted from 0 at the project's start, a Monday."""
    weeks, rest = divmod(number, 5)
    return START + timedelta(days=7 * weeks + rest)
