"""The tree of goals: a goal hangs below the one that it is a part of or serves."""

from collections.abc import Iterable

from milepost.model.portal import Portal, Project
from milepost.model.records.goal import Goal
from milepost.model.reference import Ref


def goal_above(portal: Portal, goal: Goal) -> Goal | None:
    """The goal that it is a part of, else the one that it serves."""
    for ref in (goal.parent, goal.aligns_to):
        found = portal.find(ref, Goal, goal.project_id)
        if found is not None and found is not goal:
            return found
    return None


def goal_tree(portal: Portal, project: Project) -> tuple[tuple[int, Goal], ...]:
    """A project's goals and those above them anywhere, with their depth; goals in a circle start a new tree."""
    wanted: dict[Ref, Goal] = {}
    for goal in project.all(Goal).values():
        above: Goal | None = goal
        while above is not None and above.key not in wanted:
            wanted[above.key] = above
            above = goal_above(portal, above)
    below: dict[Ref | None, list[Goal]] = {}
    for goal in wanted.values():
        upper = goal_above(portal, goal)
        below.setdefault(upper.key if upper else None, []).append(goal)
    found: dict[Ref, tuple[int, Goal]] = {}
    for start in (*_longest_first(below.get(None, ())), *wanted.values()):
        waiting = [(0, start)]
        while waiting:
            depth, goal = waiting.pop()
            if goal.key not in found:
                found[goal.key] = (depth, goal)
                children = _longest_first(below.get(goal.key, ()))
                waiting += [(depth + 1, child) for child in reversed(children)]
    return tuple(found.values())


def _longest_first(goals: Iterable[Goal]) -> list[Goal]:
    """Portal-wide before the project's, long before short; else as in the files."""
    return sorted(goals, key=lambda goal: (goal.project_id != "", goal.horizon == "short"))
