"""The serial and the parallel schedule generation scheme (Kelley 1963; Kolisch, EJOR 90, 1996)."""

from heapq import heapify, heappop, heappush

from milepost.analysis.levelling.priority import Keys
from milepost.analysis.levelling.problem import Problem, Starts
from milepost.analysis.levelling.usage import Usage


def serial(problem: Problem, keys: Keys) -> Starts:
    """One job after the other, the one that comes first of those whose predecessors are placed, as early as it fits."""
    usage, state = Usage(problem), _State(problem)
    ready = [(keys[number], number) for number in state.first]
    heapify(ready)
    while ready:
        number = heappop(ready)[1]
        start = usage.earliest(number, problem.ready_at(number, state.starts))
        for follower in state.place(number, start, usage):
            heappush(ready, (keys[follower], follower))
    return tuple(state.starts)


def parallel(problem: Problem, keys: Keys) -> Starts:
    """One moment after the other: whatever may start and fits does, in order of priority.

    A job with a lead (a negative delay) is seen once its predecessor is placed, so it may come later than it could.
    """
    usage, state = Usage(problem), _State(problem)
    ready = {number: problem.ready_at(number, state.starts) for number in state.first}
    now = min(ready.values(), default=0)
    while ready:
        began = True
        while began:  # what takes no time may free others at once
            began = False
            for number in sorted(ready, key=keys.__getitem__):
                if ready[number] <= now and usage.fits(number, now):
                    del ready[number]
                    for follower in state.place(number, now, usage):
                        ready[follower] = problem.ready_at(follower, state.starts)
                        began = True
        now = min((usage.earliest(number, max(at, now + 1)) for number, at in ready.items()), default=now)
    return tuple(state.starts)


class _State:
    """Which jobs are placed, and how many predecessors the others still wait for."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._open = [len(job.waits) for job in problem.jobs]
        self.starts = [0] * len(problem.jobs)
        self.first = [number for number, count in enumerate(self._open) if not count]

    def place(self, number: int, start: int, usage: Usage) -> list[int]:
        """Place a job; those whose last predecessor it was."""
        usage.book(number, start)
        self.starts[number] = start
        freed = []
        for follower, _ in self._problem.followers[number]:
            self._open[follower] -= 1
            if not self._open[follower]:
                freed.append(follower)
        return freed
