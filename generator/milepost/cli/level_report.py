"""A levelling proposal as text: the table, the JSON, the notes."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from milepost.analysis.level_proposal import Proposal
from milepost.analysis.levelling.solve import SolverUse
from milepost.analysis.moves import Move
from milepost.analysis.overload import Overload
from milepost.analysis.plan_levelling import Reason
from milepost.analysis.workload import WeekLoad, workers
from milepost.exports.text_table import table
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.message import message
from milepost.model.portal import Portal, Project
from milepost.model.records.task import Task
from milepost.model.text import text_in


def as_table(
    portal: Portal, project: Project, proposal: Proposal, day: date, files: tuple[str, ...] | None, words: Catalogue
) -> str:
    """The moves, the finish and the person-weeks before and after, and what is still too much."""
    say = _Words(words)
    if not proposal.before:
        return f"{say('nothing', day=day.isoformat())}\n"
    lines = [_moves(portal, project, proposal, say) if proposal.moves else f"{say('stuck')}\n"]
    lines += [f"{line}\n" for line in _summary(proposal, files, say)]
    lines += [f"  {_still(one, week, say)}\n" for one in proposal.after for week in one.weeks]
    return "".join(lines)


def as_json(portal: Portal, project: Project, proposal: Proposal, day: date, files: tuple[str, ...] | None) -> str:
    """The same for programs; `written` lists files only with `--write`."""
    solution = proposal.solution
    document = {
        "version": 1,
        "project": project.id,
        "as_of": day.isoformat(),
        "method": {
            "rule": solution.rule,
            "scheme": solution.scheme,
            "solver": solution.solver.value,
            "proved": solution.proved and proposal.as_solved,
        }
        if solution
        else None,
        "finish": dict(zip(("before", "after"), map(_iso, proposal.finish), strict=True)),
        "overallocated_weeks": {"before": _count(proposal.before), "after": _count(proposal.after)},
        "moves": [_move(portal, project, move) for move in proposal.moves],
        "starts": {name: start.isoformat() for name, start in proposal.starts.items()},
        "still_overallocated": [
            {
                "person": one.person.id,
                "week": week.monday.isoformat(),
                "hours": round(week.hours, 2),
                "capacity": round(week.capacity, 2),
                "tasks": [str(task.key) for task, _ in week.tasks],
            }
            for one in proposal.after
            for week in one.weeks
        ],
        "unsolved": [
            {"reason": one.reason.value, "person": one.person or None, "tasks": list(one.tasks)}
            for one in proposal.unsolved
        ],
        "written": None if files is None else list(files),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def notes(proposal: Proposal, day: date, words: Catalogue) -> Iterator[str]:
    """What was not moved and why, as far as it takes part in an overload, and that the solver is not there."""
    say = _Words(words)
    involved = {task.id for one in proposal.before for task, _ in one.hours_by_task()}
    for one in proposal.unsolved:
        tasks = [name for name in one.tasks if name in involved or one.reason is Reason.NOBODY]
        if tasks:
            yield say(f"reason.{one.reason}", person=one.person, day=day.isoformat(), tasks=say("list").join(tasks))
    if proposal.solution and proposal.solution.solver is SolverUse.NOT_INSTALLED:
        yield say("no-solver")


class _Words:
    def __init__(self, words: Catalogue) -> None:
        self._words = words
        self.language = words.language

    def __call__(self, key: str, **facts: Any) -> str:
        return self._words.render(message(f"level.{key}", **facts))

    def title(self, task: Task) -> str:
        return text_in(task.title, self.language) or task.id


def _moves(portal: Portal, project: Project, proposal: Proposal, say: _Words) -> str:
    header = [say(name) for name in ("task", "who", "start", "finish", "moved", "written")]
    tasks = project.all(Task)
    rows = [
        [
            say.title(tasks[move.task]),
            say("list").join(
                text_in(one.title, say.language) or one.id for one, _ in workers(portal, tasks[move.task]) if one
            ),
            say("arrow", before=move.start[0].isoformat(), after=move.start[1].isoformat()),
            say("arrow", before=move.finish[0].isoformat(), after=move.finish[1].isoformat()),
            f"{move.days:+d}",
            "●" if move.task in proposal.starts else "",
        ]
        for move in proposal.moves
    ]
    return table([header, *rows], right=(4,))


def _summary(proposal: Proposal, files: tuple[str, ...] | None, say: _Words) -> Iterator[str]:
    before, after = (_iso(day) or "–" for day in proposal.finish)
    yield say("project-finish", before=before, after=after)
    yield say("weeks", before=_count(proposal.before), after=_count(proposal.after))
    solution = proposal.solution
    if solution:
        quality = (
            say("quality.delayed")
            if not proposal.as_solved
            else say("quality.proved")
            if solution.proved
            else say("quality.open", days=solution.finish - solution.bound)
        )
        yield say(
            "method",
            rule=say(f"rule.{solution.rule}"),
            scheme=say(f"scheme.{solution.scheme}"),
            solver=say(f"solver.{solution.solver}"),
            quality=quality,
        )
    if proposal.starts and files is None:
        yield say("would-write", count=len(proposal.starts))
    elif proposal.starts and files:
        yield say("has-written", count=len(proposal.starts), files=say("list").join(files))


def _still(one: Overload, week: WeekLoad, say: _Words) -> str:
    return say(
        "still-away" if week.load is None else "still",
        person=text_in(one.person.title, say.language) or one.person.id,
        week=week.monday.isoformat(),
        load=round(100 * (week.load or 0)),
        tasks=say("list").join(say.title(task) for task, _ in week.tasks),
    )


def _move(portal: Portal, project: Project, move: Move) -> dict[str, Any]:
    return {
        "id": move.task,
        "people": [one.id for one, _ in workers(portal, project.all(Task)[move.task]) if one],
        "start": dict(zip(("before", "after"), map(_iso, move.start), strict=True)),
        "finish": dict(zip(("before", "after"), map(_iso, move.finish), strict=True)),
        "working_days": move.days,
    }


def _count(overloads: tuple[Overload, ...]) -> int:
    return sum(len(one.weeks) for one in overloads)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
