"""Double justification: push all jobs late, then all early again (Valls, Ballestín and Quintanilla, EJOR 165, 2005)."""

from milepost.analysis.levelling.problem import Problem, Starts
from milepost.analysis.levelling.usage import Usage

_ROUNDS = 5


def justified(problem: Problem, starts: Starts) -> Starts:
    """A feasible schedule that finishes no later; repeated while it helps."""
    best = starts
    for _ in range(_ROUNDS):
        moved = pushed_early(problem, _pushed_late(problem, best))
        if _worth(problem, moved) >= _worth(problem, best):
            break
        best = moved
    return best


def pushed_early(problem: Problem, starts: Starts) -> Starts:
    """Each job, the first to start first, to the earliest place that is free."""
    usage, found = _booked(problem, starts), list(starts)
    rank = _ranks(problem)
    for number in sorted(range(len(found)), key=lambda job: (found[job], rank[job])):
        usage.release(number, found[number])
        found[number] = usage.earliest(number, problem.ready_at(number, found))
        usage.book(number, found[number])
    return tuple(found)


def _pushed_late(problem: Problem, starts: Starts) -> Starts:
    """Each job, the last to finish first, to the latest place that is free before the finish of all."""
    usage, found = _booked(problem, starts), list(starts)
    jobs, finish, rank = problem.jobs, problem.finish(starts), _ranks(problem)
    for number in sorted(range(len(found)), key=lambda job: (-found[job] - jobs[job].length, -rank[job])):
        limit = min([finish - jobs[number].length, *(found[w.job] - w.delay for w in problem.followers[number])])
        usage.release(number, found[number])
        found[number] = usage.latest(number, found[number], limit)
        usage.book(number, found[number])
    return tuple(found)


def _booked(problem: Problem, starts: Starts) -> Usage:
    usage = Usage(problem)
    for number, start in enumerate(starts):
        usage.book(number, start)
    return usage


def _ranks(problem: Problem) -> dict[int, int]:
    return {number: rank for rank, number in enumerate(problem.order)}


def _worth(problem: Problem, starts: Starts) -> tuple[int, int]:
    return problem.finish(starts), sum(starts)
