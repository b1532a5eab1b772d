"""The records of a generated project."""

import random
from datetime import date, timedelta
from typing import Any

from plan import STAGES, START, TRACKS, Job, day, plan

AS_OF = date(2026, 4, 13)
RISKS, GOALS, FEEDBACK = 20, 5, 30
FIRST_TITLE = "Check the sign at the door"
_VERBS = ("Build", "Check", "Measure", "Rework", "Document", "Migrate", "Review", "Prepare", "Release", "Monitor")
_THINGS = ("order page", "menu service", "payment flow", "pick-up notice", "stock interface", "coupon rules", "login")
_PARTNERS = ("the shop staff", "the till vendor", "the legal team", "five target users", "the data team")
_REASONS = ("before the peak", "for the pilots", "in both languages", "on slow phones", "after the audit")


def project(name: str, draw: random.Random) -> dict[str, Any]:
    jobs = plan(draw)
    end = jobs[-1].finish
    people = [f"{name}-{track}" for track in range(TRACKS)]
    return {
        "project": {
            "title": f"Rollout {name[-3:]}",
            "summary": _sentence(draw),
            "sponsor": people[0],
            "owner": people[1],
            "start": str(START),
            "due": str(day(end + 9)),
            "status": "active",
            "platform": "wechat",
        },
        "phases": {stage: {"title": stage.capitalize(), "stage": stage} for stage in STAGES},
        "tasks": {job.id: _task(job, people, draw) for job in jobs},
        "goals": {f"goal-{number}": _goal(number, people, draw) for number in range(GOALS)},
        "risks": {f"risk-{number:02}": _risk(people, jobs, draw) for number in range(RISKS)},
        "themes": {f"theme-{number}": _theme(number, people, jobs, draw) for number in range(3)},
        "feedback": {"survey": _feedback(people, draw)},
        "metrics": _metrics(people),
    }


def _task(job: Job, people: list[str], draw: random.Random) -> dict[str, Any]:
    title = FIRST_TITLE if job.id == "requ-00" else _title(draw)
    fields: dict[str, Any] = {"title": title, "phase": job.phase, "owner": people[job.track]}
    start, finish = day(job.start), day(max(job.finish - 1, 0))
    done = finish < AS_OF - timedelta(days=1)
    running = not done and start < AS_OF and job.finish > job.start
    fields["status"] = "done" if done else "in_progress" if running else "todo"
    fields |= {"milestone": "true"} if job.start == job.finish else {"duration": f"{job.finish - job.start}d"}
    if job.after:
        fields["after"] = list(job.after)
    criteria = [_sentence(draw)]
    fields["acceptance"] = [{"text": text, "done": "true"} for text in criteria] if done else criteria
    if done or running:
        fields["actual_start"] = str(start if job.finish > job.start else finish)
    if done:
        fields |= {"actual_finish": str(finish), "evidence": f"https://example.com/{draw.randint(1000, 9999)}"}
    if draw.random() < 0.3:
        fields["goal"] = f"goal-{draw.randrange(GOALS)}"
    return fields


def _goal(number: int, people: list[str], draw: random.Random) -> dict[str, Any]:
    metric = ("visits", "orders", "conversion")[number % 3]
    baseline = {"visits": 18000, "orders": 900, "conversion": 0.045}[metric]
    long = number == GOALS - 1
    return {
        "title": f"Raise {metric} by {20 + number} % within the {'year' if long else 'half-year'}",
        "owner": people[number % TRACKS],
        "horizon": "long" if long else "short",
        "metric": metric,
        "baseline": baseline,
        "baseline_date": str(START),
        "target": round(baseline * (1.2 + number / 100), 4),
        "direction": "increase",
        "start": str(START),
        "due": "2027-02-26" if long else "2026-08-28",
        "aligns_to": "orders-1m",
        "feasibility": _sentence(draw),
        "status": "active",
    }


def _risk(people: list[str], jobs: list[Job], draw: random.Random) -> dict[str, Any]:
    probability, impact = draw.randint(2, 4), draw.randint(2, 5)
    return {
        "title": _title(draw),
        "cause": _sentence(draw),
        "event": _sentence(draw),
        "effect": _sentence(draw),
        "category": draw.choice(("schedule", "technical", "people")),
        "probability": probability,
        "impact": impact,
        "residual": {"probability": probability - 1, "impact": impact},
        "response": "mitigate",
        "actions": [draw.choice(jobs[-30:]).id],
        "owner": draw.choice(people),
        "identified_on": str(START),
        "reviewed_on": str(AS_OF - timedelta(days=5)),
        "trigger": "Two complaints of the kind in a week",
        "next_review": str(AS_OF + timedelta(days=draw.randint(1, 12))),
        "status": "treating",
    }


def _theme(number: int, people: list[str], jobs: list[Job], draw: random.Random) -> dict[str, Any]:
    return {
        "title": _title(draw),
        "owner": people[number],
        "summary": _sentence(draw),
        "severity": 2,
        "status": "planned",
        "count": FEEDBACK // 3,
        "actions": [draw.choice(jobs[-30:]).id],
    }


def _feedback(people: list[str], draw: random.Random) -> dict[str, Any]:
    items = []
    for number in range(FEEDBACK):
        received = AS_OF - timedelta(days=draw.randint(20, 60))
        items.append(
            {
                "id": f"f{number:02}",
                "received_on": str(received),
                "text": _sentence(draw),
                "rating": draw.randint(1, 5),
                "theme": f"theme-{number % 3}",
                "replied_on": str(received + timedelta(days=1)),
            }
        )
    return {
        "title": "In-page survey",
        "owner": people[2],
        "source": "In-page survey",
        "collected_on": str(AS_OF - timedelta(days=5)),
        "items": items,
    }


def _metrics(people: list[str]) -> dict[str, Any]:
    def counted(name: str, **more: Any) -> dict[str, Any]:
        return {
            "title": name.capitalize(),
            "owner": people[3],
            "unit": name,
            "kind": "count",
            "formula": f"{name} of the day, added up",
            "source": "Tracking",
            "cadence": "day",
            "aggregation": "sum",
            "direction": "increase",
            "series": {"file": "metrics/daily.csv", "column": name},
            **more,
        }

    conversion = counted(
        "conversion", kind="ratio", aggregation="avg", numerator="orders", denominator="visits", role="conversion"
    )
    del conversion["series"]
    return {"visits": counted("visits", role="visits"), "orders": counted("orders"), "conversion": conversion}


def _title(draw: random.Random) -> str:
    return f"{draw.choice(_VERBS)} {draw.choice(_THINGS)} {draw.choice(_REASONS)}"


def _sentence(draw: random.Random) -> str:
    return f"{draw.choice(_THINGS).capitalize()} agreed with {draw.choice(_PARTNERS)}"
