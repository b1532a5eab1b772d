"""What is left of every resource in every unit of time while a schedule is made."""

from milepost.analysis.levelling.problem import Problem, Resource


class Usage:
    """Books jobs; days ahead are worked out when a job first reaches them."""

    def __init__(self, problem: Problem) -> None:
        self._jobs = problem.jobs
        self._resources = problem.resources
        self._left: list[list[int]] = [[] for _ in problem.resources]

    def earliest(self, job: int, start: int) -> int:
        """The first start from `start` on at which everything that the job takes is there."""
        while True:
            clash = self._last_clash(job, start)
            if clash is None:
                return start
            start = clash + 1

    def latest(self, job: int, start: int, limit: int) -> int:
        """The last start up to `limit` at which it is there; `start`, where it surely is, if there is none later."""
        length = self._jobs[job].length
        while limit > start:
            clash = self._first_clash(job, limit)
            if clash is None:
                return limit
            limit = clash - length
        return start

    def fits(self, job: int, start: int) -> bool:
        """Whether everything that the job takes is there."""
        return self._last_clash(job, start) is None

    def book(self, job: int, start: int) -> None:
        """Take what the job needs from `start` on."""
        self._change(job, start, -1)

    def release(self, job: int, start: int) -> None:
        """Give it back."""
        self._change(job, start, 1)

    def _change(self, job: int, start: int, sign: int) -> None:
        length = self._jobs[job].length
        for resource, amount in self._jobs[job].demands:
            left = self._until(resource, start + length)
            for unit in range(start, start + length):
                left[unit] += sign * amount

    def _last_clash(self, job: int, start: int) -> int | None:
        length = self._jobs[job].length
        found: int | None = None
        for resource, amount in self._jobs[job].demands:
            left = self._until(resource, start + length)
            for unit in range(start + length - 1, start - 1 if found is None else found, -1):
                if left[unit] < amount:
                    found = unit
                    break
        return found

    def _first_clash(self, job: int, start: int) -> int | None:
        length = self._jobs[job].length
        found: int | None = None
        for resource, amount in self._jobs[job].demands:
            left = self._until(resource, start + length)
            for unit in range(start, start + length if found is None else found):
                if left[unit] < amount:
                    found = unit
                    break
        return found

    def _until(self, number: int, end: int) -> list[int]:
        left, resource = self._left[number], self._resources[number]
        while len(left) < end:
            left.append(_there(resource, len(left)))
        return left


def _there(resource: Resource, unit: int) -> int:
    return resource.reduced.get(unit, resource.capacity)
