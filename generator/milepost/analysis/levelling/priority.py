"""Priority rules: in which order jobs get what they ask for (Kolisch, EJOR 90, 1996)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from milepost.analysis.levelling.problem import Problem, earliest_starts, latest_starts

Keys = tuple[tuple[int, ...], ...]
"""For each job what it is ordered by, the least first; its position ends every tie."""


def keys_of(problem: Problem, rule: str) -> Keys:
    """The order that a rule of `RULES` gives; ties go to the earlier latest finish, then to the earlier job."""
    first = RULES[rule](problem)
    second = _latest_finish(problem)
    return tuple((first[number], second[number], number) for number in range(len(problem.jobs)))


def _latest_finish(problem: Problem) -> list[int]:
    return [start + job.length for start, job in zip(_latest(problem), problem.jobs, strict=True)]


def _latest_start(problem: Problem) -> list[int]:
    return list(_latest(problem))


def _minimum_slack(problem: Problem) -> list[int]:
    return [late - early for late, early in zip(_latest(problem), earliest_starts(problem), strict=True)]


def _most_successors(problem: Problem) -> list[int]:
    """Successors at any distance, each once; jobs that take no time are no work."""
    reached = [0] * len(problem.jobs)  # a bit for each job
    for number in reversed(problem.order):
        for follower, _ in problem.followers[number]:
            own = 1 << follower if problem.jobs[follower].length else 0
            reached[number] |= reached[follower] | own
    return [-bits.bit_count() for bits in reached]


def _greatest_rank(problem: Problem) -> list[int]:
    """Its own length and those of its direct successors (greatest rank positional weight)."""
    lengths = [job.length for job in problem.jobs]
    return [
        -length - sum(lengths[follower] for follower in {wait.job for wait in problem.followers[number]})
        for number, length in enumerate(lengths)
    ]


def _shortest(problem: Problem) -> list[int]:
    return [job.length for job in problem.jobs]


def _greatest_demand(problem: Problem) -> list[int]:
    """Length times the shares of what there is of each resource, in thousandths (greatest resource demand)."""
    return [
        -sum(1000 * job.length * amount // (problem.resources[of].capacity or 1) for of, amount in job.demands)
        for job in problem.jobs
    ]


def _latest(problem: Problem) -> tuple[int, ...]:
    return latest_starts(problem, problem.finish(earliest_starts(problem)))


RULES: Mapping[str, Callable[[Problem], list[int]]] = MappingProxyType(
    {
        "latest-finish": _latest_finish,
        "latest-start": _latest_start,
        "minimum-slack": _minimum_slack,
        "most-successors": _most_successors,
        "greatest-rank": _greatest_rank,
        "greatest-demand": _greatest_demand,
        "shortest": _shortest,
    }
)
