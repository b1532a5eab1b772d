"""The finish by PERT, to be held against the simulation."""

from math import floor, sqrt

from milepost.analysis.forecast.inputs import Uncertainty
from milepost.analysis.forecast.result import PertFinish
from milepost.analysis.forecast.three_point import pert
from milepost.analysis.plans import Plan
from milepost.analysis.schedule.critical_path import driving_chain, last_activity


def pert_finish(plan: Plan, uncertain: Uncertainty) -> PertFinish:
    """Means and variances of the open tasks on the chain that drives the finish, added up; on whole working days.

    Means of paths that run side by side do not show in it: it is early where several are nearly critical.
    """
    placement, finish = plan.schedule.placement, plan.schedule.finish
    assert placement is not None
    assert finish is not None
    last = last_activity(plan.schedule)
    chain = set(driving_chain(plan.schedule, last)) if last else set()
    on_it = [one for one in uncertain.tasks if one.task in chain]
    moments = [pert(one.days) for one in on_it]
    longer = sum(one.mean for one in moments) - sum(placement.layout.lengths[one.node] for one in on_it)
    return PertFinish(
        finish=plan.calendar.add_working_days(finish, floor(longer + 0.5)),
        deviation=sqrt(sum(one.variance for one in moments)),
        tasks=len(on_it),
    )
