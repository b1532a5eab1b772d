"""What holds for any project with costs, whatever its dates, states and amounts."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.analysis.calendar import WorkCalendar
from milepost.analysis.earned_schedule import earned_schedule
from milepost.analysis.performance import Performance
from milepost.analysis.performance_curve import performance_curve
from milepost.analysis.work_packages import Payment, WorkPackage, begun_and_ended
from milepost.model.records.task import Task

FEW = settings(max_examples=150, derandomize=True)
CALENDAR = WorkCalendar(holidays={date(2026, 3, day): None for day in range(16, 21)})
NOW = date(2026, 3, 25)
DAYS = st.integers(0, 80).map(lambda number: date(2026, 2, 20) + timedelta(days=number))
MONEY = st.decimals(0, 10**6, places=2)


@st.composite
def packages(draw):
    start, length = draw(DAYS), draw(st.integers(0, 40))
    place = (start, start + timedelta(days=length))
    begun = draw(st.none() | DAYS)
    fields = {"actual_start": begun} if begun else {}
    status = draw(st.sampled_from(["todo", "in_progress", "blocked", "done", "cancelled"]))
    if status == "done" and draw(st.booleans()):
        fields["actual_finish"] = draw(DAYS)
    progress = draw(st.none() | st.integers(0, 100))
    task = Task.model_construct(status=status, progress=progress, **fields)
    begun, ended = begun_and_ended(task, place, NOW)
    return WorkPackage(
        task=task,
        method=draw(st.sampled_from(["0-100", "50-50", "percent"])),
        planned=Decimal(0) if status == "cancelled" else draw(MONEY),
        place=place,
        begun=begun,
        ended=ended,
        reached=Decimal(1) if ended else Decimal(progress or 0) / 100,
        now=NOW,
        payments=tuple(
            Payment(day, amount) for day, amount in draw(st.lists(st.tuples(DAYS, MONEY), max_size=3)) if day <= NOW
        ),
        lump=draw(MONEY),
    )


@st.composite
def projects(draw):
    return Performance(
        currency="CNY",
        day=NOW,
        calendar=CALENDAR,
        method="percent",
        method_given=True,
        packages=tuple(draw(st.lists(packages(), min_size=1, max_size=6))),
        category={},
        left_out={},
        unpriced=(),
        undated=0,
    )


@FEW
@given(projects())
def test_earned_and_planned_value_stay_within_the_total(project):
    figures = project.total
    assert 0 <= figures.ev <= figures.bac
    assert 0 <= figures.pv <= figures.bac
    assert project.planned_value(date(2026, 12, 31)) == figures.bac
    assert project.planned_value(date(2026, 1, 1)) == 0


@FEW
@given(projects())
def test_the_curve_never_falls_and_ends_where_the_figures_are(project):
    points = performance_curve(project)
    for name in ("pv", "ev", "ac"):
        values = [value for one in points if (value := getattr(one, name)) is not None]
        assert values == sorted(values)
    by_day = {one.day: one for one in points}
    if NOW in by_day:
        assert (by_day[NOW].pv, by_day[NOW].ev, by_day[NOW].ac) == (
            project.total.pv,
            project.total.ev,
            project.total.ac,
        )
    if points and any(one.planned for one in project.packages):
        assert points[-1].pv == project.total.bac


@FEW
@given(projects())
def test_earned_schedule_lies_within_the_plan(project):
    found = earned_schedule(project)
    if found is None:
        return
    assert 0 <= found.earned <= found.planned
    assert found.passed >= 0
    if found.due_on is not None:
        assert CALENDAR.is_working(found.due_on)


@FEW
@given(projects())
def test_groups_add_up(project):
    parts = project.by(lambda one: one.task.status).values()
    for name in ("bac", "pv", "ev", "ac"):
        difference = sum(getattr(one, name) for one in parts) - getattr(project.total, name)
        assert abs(difference) < Decimal("1e-15")
