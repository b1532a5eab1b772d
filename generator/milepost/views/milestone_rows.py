"""Milestones as rows: deadline, computed or real day, deviation, state."""

from collections.abc import Iterable
from dataclasses import dataclass

from milepost.analysis.plans import Plan
from milepost.analysis.vitals import PlacedMilestone
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import State, Status
from milepost.views.plurals import counted
from milepost.views.portfolio import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneRow:
    """A milestone's row; `late` is the deviation from its deadline in working days, None without one."""

    what: Anchor
    due: str
    day: str
    late: int | None
    late_text: str
    late_state: State
    status: Status


def milestone_rows(context: ViewContext, found: Iterable[PlacedMilestone], plan: Plan) -> tuple[MilestoneRow, ...]:
    """The rows, in the order given."""
    return tuple(_row(context, one, plan) for one in found)


def _row(context: ViewContext, one: PlacedMilestone, plan: Plan) -> MilestoneRow:
    late = one.late
    days = plan.calendar.working_days_later(context.as_of, one.day)
    if one.reached:
        status = Status(state="good", word=context.t("overview.milestone.reached"))
    elif one.day < context.as_of:
        status = Status(state="bad", word=counted(context, "overview.milestone.past", abs(days)))
    else:
        status = Status(state="none", word=counted(context, "overview.milestone.left", days))
    text = "–" if late is None else "0" if late == 0 else counted(context, "overview.days", abs(late))
    return MilestoneRow(
        what=context.link(one.task),
        due=day_of(context, one.due) if one.due else "–",
        day=day_of(context, one.day),
        late=late,
        late_text=text,
        late_state="none" if not late else "bad" if late > 0 else "good",
        status=status,
    )
