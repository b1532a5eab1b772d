from datetime import date

from charts.chart_reading import HOSTILE, WORDS, having, parse, percent, words_of

from milepost.charts.roadmap import Roadmap, RoadMilestone, RoadPhase, RoadProject, roadmap
from milepost.charts.scales import window


def phase(start: date, finish: date, **fields: object) -> RoadPhase:
    return RoadPhase(**{"name": "Build", "start": start, "finish": finish, "label": "Build"} | fields)


def mark(day: date, name: str = "Done") -> RoadMilestone:
    return RoadMilestone(name=name, day=day, date_text=f"{day:%m-%d}", label=name, href="#m")


def project(*phases: RoadPhase, **fields: object) -> RoadProject:
    return RoadProject(**{"name": "Tea", "href": "/tea/", "phases": phases} | fields)


def chart(*projects: RoadProject, today: date | None = None) -> Roadmap:
    return Roadmap(projects=projects, label="Roadmap", axis=WORDS, today=today)


def test_without_dates_there_is_no_roadmap() -> None:
    assert roadmap(chart()) == ""
    assert roadmap(chart(project())) == ""


def test_phases_stand_at_their_dates() -> None:
    start, finish = date(2026, 3, 2), date(2026, 6, 30)
    root = parse(roadmap(chart(project(phase(start, finish, state="current")), today=date(2026, 4, 1))))
    scale = window([start, finish], before=0.02, after=0.08)
    assert scale is not None
    (bar,) = having(root, "seg", "on")
    assert scale.day_at_left(percent(bar, "x")) == start
    assert scale.day_at_left(percent(having(root, "now")[0], "x1")) == date(2026, 4, 1)


def test_overlapping_phases_take_two_lines() -> None:
    one = phase(date(2026, 1, 1), date(2026, 3, 31))
    two = phase(date(2026, 3, 1), date(2026, 5, 31))
    three = phase(date(2026, 4, 1), date(2026, 6, 30))
    bars = having(parse(roadmap(chart(project(one, two, three)))), "seg")
    assert [b.get("y") for b in bars] == ["30", "48", "30"]


def test_the_date_goes_before_the_name_when_milestones_come_close() -> None:
    span = phase(date(2026, 1, 1), date(2026, 12, 31))
    far = words_of(parse(roadmap(chart(project(span, milestones=(mark(date(2026, 2, 1)),))))))
    assert "Done 02-01" in far
    days = (date(2026, 2, 1), date(2026, 3, 8), date(2026, 3, 10))
    near = parse(roadmap(chart(project(span, milestones=tuple(mark(d, "Name") for d in days)))))
    texts = [words_of(t).strip() for t in near.iter("text")]
    assert "Name" in texts
    assert "Name 03-10" in texts
    assert "Name 03-08" not in texts


def test_due_says_by_dash_as_well_as_colour_whether_it_is_met() -> None:
    span, due = phase(date(2026, 1, 1), date(2026, 3, 1)), date(2026, 4, 1)
    met = parse(roadmap(chart(project(span, due=due, due_label="due, met"))))
    missed = parse(roadmap(chart(project(span, due=due, due_label="due, missed", on_time=False))))
    assert having(met, "dm")
    assert not having(met, "dn")
    assert having(missed, "dn")


def test_outside_text_is_escaped() -> None:
    span = phase(date(2026, 1, 1), date(2026, 3, 1), name=HOSTILE, label=HOSTILE)
    one = project(
        span,
        name=HOSTILE,
        href=HOSTILE,
        milestones=(mark(date(2026, 2, 1), HOSTILE),),
        due=date(2026, 3, 1),
        due_label=HOSTILE,
        forecast=date(2026, 3, 9),
        forecast_label=HOSTILE,
    )
    assert "<script" not in roadmap(chart(one))
    parse(roadmap(chart(one)))


def test_one_day_and_many_projects() -> None:
    parse(roadmap(chart(project(phase(date(2026, 1, 1), date(2026, 1, 1))))))
    root = parse(roadmap(chart(*[project(phase(date(2026, 1, 1), date(2026, 5, 1)))] * 500)))
    assert len(having(root, "seg")) == 500
