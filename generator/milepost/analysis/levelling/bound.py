"""A finish that no schedule can come before."""

from milepost.analysis.levelling.problem import Problem, earliest_starts, latest_starts


def lower_bound(problem: Problem) -> int:
    """The greater of the critical path and what each resource needs for all of its work, head and tail included.

    For a resource: from the earliest start of its jobs on, the time until its capacity has summed up to their demand,
    and then the shortest way from one of them to the end.
    """
    earliest = earliest_starts(problem)
    path = problem.finish(earliest)
    latest = latest_starts(problem, path)
    bound = path
    for number, resource in enumerate(problem.resources):
        users = [
            (earliest[index], path - latest[index] - job.length, job.length * amount)
            for index, job in enumerate(problem.jobs)
            for of, amount in job.demands
            if of == number and amount and job.length
        ]
        if users:
            unit, work = min(head for head, _, _ in users), sum(area for _, _, area in users)
            while work > 0:
                work -= resource.reduced.get(unit, resource.capacity)
                unit += 1
            bound = max(bound, unit + min(tail for _, tail, _ in users))
    return bound
