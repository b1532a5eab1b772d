"""The best schedule that is found: every rule in both schemes, justified, and then improved where a solver is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from milepost.analysis.levelling.bound import lower_bound
from milepost.analysis.levelling.exact import improve, solver_available
from milepost.analysis.levelling.generation import parallel, serial
from milepost.analysis.levelling.justification import justified, pushed_early
from milepost.analysis.levelling.priority import RULES, keys_of
from milepost.analysis.levelling.problem import Problem, Starts

SCHEMES = {"serial": serial, "parallel": parallel}


class SolverUse(StrEnum):
    """What became of the exact solver."""

    NOT_ASKED = "not-asked"
    NOT_INSTALLED = "not-installed"
    NOT_NEEDED = "not-needed"  # the rules' schedule is as short as any can be
    NO_BETTER = "no-better"
    IMPROVED = "improved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A feasible schedule.

    Attributes:
        starts: the start of each job.
        finish: when the last job is over.
        bound: a finish that no schedule can come before.
        scheme, rule: what gave the schedule, or the one that the solver began with.
        solver: what became of the solver.
    """

    starts: Starts
    finish: int
    bound: int
    scheme: str
    rule: str
    solver: SolverUse

    @property
    def proved(self) -> bool:
        """Whether no schedule is shorter."""
        return self.finish == self.bound


def solve(problem: Problem, *, rules: Sequence[str] = tuple(RULES), exact: bool = True) -> Solution:
    """The shortest of all; of equally short ones that with the earliest starts in sum, then the first one tried."""
    bound = lower_bound(problem)
    starts, scheme, rule = min(
        (
            (justified(problem, SCHEMES[scheme](problem, keys_of(problem, rule))), scheme, rule)
            for rule in rules
            for scheme in SCHEMES
        ),
        key=lambda found: (problem.finish(found[0]), sum(found[0])),
    )
    finish = problem.finish(starts)
    use = SolverUse.NOT_ASKED
    if exact and finish == bound:
        use = SolverUse.NOT_NEEDED
    elif exact and not solver_available():
        use = SolverUse.NOT_INSTALLED
    elif exact:
        improved = improve(problem, starts, bound)
        bound = improved.bound
        use = SolverUse.NO_BETTER
        if problem.finish(improved.starts) < finish:
            starts, use = justified(problem, pushed_early(problem, improved.starts)), SolverUse.IMPROVED
            finish = problem.finish(starts)
    return Solution(starts=starts, finish=finish, bound=bound, scheme=scheme, rule=rule, solver=use)
