import gzip
from datetime import date, timedelta

import pytest
from charts.chart_reading import HOSTILE, WORDS, having, parse, percent, words_of
from charts.gantt_plans import START, chart_of, one, plan

from milepost.charts.gantt import gantt
from milepost.charts.gantt_model import (
    GanttChart,
    GanttLine,
    GanttPhase,
    GanttTask,
    GanttWords,
    NamedDays,
    view_of,
    walk,
)


def lanes(html: str) -> list:
    rows = having(parse(html), "mp-gantt__row")[1:]
    return [svg for row in rows if (svg := row.find("svg")) is not None or (svg := row.find("a/svg")) is not None]


@pytest.mark.parametrize(("count", "span"), [(1, 1), (5, 21), (40, 140), (120, 400), (300, 1100), (500, 2400)])
def test_every_bar_decodes_to_its_dates(count: int, span: int) -> None:
    chart = plan(count, span)
    view = view_of(chart)
    assert view is not None
    rows, drawn = list(walk(chart.rows)), lanes(gantt(chart))
    assert len(rows) == len(drawn)
    for row, lane in zip(rows, drawn, strict=True):
        if isinstance(row, GanttTask) and row.milestone:
            (mark,) = [m for m in having(lane, "ms") if m.get("href") == "#mp-ms"]
            assert view.scale.day_at_right(percent(mark, "x")) == row.finish
            continue
        kind = ("ph",) if isinstance(row, GanttPhase) else ("bp", "x") if row.tone == "done" else ("b",)
        (bar,) = having(lane, *kind)
        x, width = percent(bar, "x"), percent(bar, "width")
        assert (view.scale.day_at_left(x), view.scale.day_at_right(x + width)) == (row.start, row.finish)
        if isinstance(row, GanttTask) and row.baseline:
            (base,) = having(lane, "bl")
            x, width = percent(base, "x"), percent(base, "width")
            assert (view.scale.day_at_left(x), view.scale.day_at_right(x + width)) == row.baseline


def test_size_of_three_hundred_tasks() -> None:
    chart = plan(300, 700)
    html = str(gantt(chart)).encode()
    assert len(html) < 400_000
    assert len(gzip.compress(html, 6)) / 300 < 180


def test_nothing_to_draw_gives_nothing() -> None:
    assert gantt(chart_of()) == ""
    assert gantt(chart_of(one(start=None, finish=None))) == ""


def test_a_row_has_an_id_only_when_it_is_the_place_of_its_record() -> None:
    rows = having(parse(gantt(chart_of(one(anchor="task-a"), one(id="b")))), "mp-gantt__row")
    assert [row.get("id") for row in rows] == [None, "task-a", None]


def test_a_row_without_dates_keeps_its_place() -> None:
    root = parse(gantt(chart_of(one(), one(id="b", name="Unplanned", start=None, finish=None))))
    second = having(root, "mp-gantt__row")[2]
    assert "Unplanned" in words_of(second)
    assert len(list(second.find("a/svg"))) == 0


def test_outside_text_is_escaped() -> None:
    task = one(id=HOSTILE, name=HOSTILE, href=HOSTILE, label=HOSTILE, owner=HOSTILE, note=HOSTILE, float_text=HOSTILE)
    phase = GanttPhase(
        id="p",
        name=HOSTILE,
        label=HOSTILE,
        note=HOSTILE,
        href=HOSTILE,
        start=START,
        finish=START,
        rows=(task,),
    )
    words = GanttWords(label=HOSTILE, task=HOSTILE, owner=HOSTILE, total_float=HOSTILE, today=HOSTILE, axis=WORDS)
    html = gantt(
        GanttChart(
            rows=(phase,),
            words=words,
            today=START,
            due=GanttLine(day=START, text=HOSTILE),
            forecast=GanttLine(day=START, text=HOSTILE),
            day_names=(NamedDays(start=START, finish=START, name=HOSTILE),),
        ),
    )
    assert "<script" not in html
    assert not [e for e in parse(html).iter() if e.tag == "script"]


def test_tone_progress_and_float_are_drawn() -> None:
    lane = lanes(gantt(chart_of(one(tone="critical", progress=0.5))))[0]
    (bar,), (done,) = having(lane, "b", "k"), having(lane, "bp", "k")
    assert percent(done, "width") == pytest.approx(percent(bar, "width") / 2, abs=0.01)
    later = START + timedelta(days=9)
    chart = chart_of(one(float_finish=later, progress=7))
    (line,) = having(lanes(gantt(chart))[0], "fl")
    view = view_of(chart)
    assert view is not None
    assert view.scale.day_at_right(percent(line, "x2")) == later


@pytest.mark.parametrize("progress", [-1, 0, 2, float("nan")])
def test_progress_stays_inside_its_bar(progress: float) -> None:
    lane = lanes(gantt(chart_of(one(progress=progress))))[0]
    widths = [percent(r, "width") for r in lane.iter("rect")]
    assert max(widths) == widths[0]


def test_a_finish_before_its_start_is_one_day() -> None:
    chart = chart_of(one(finish=START - timedelta(days=3)))
    (bar,) = having(lanes(gantt(chart))[0], "b")
    assert percent(bar, "width") > 0


def test_the_calendar_is_merged_named_and_thinned() -> None:
    off = frozenset(START + timedelta(days=i) for i in range(2000) if (START + timedelta(days=i)).weekday() > 4)
    holiday = NamedDays(start=date(2026, 4, 4), finish=date(2026, 4, 6), name="Qingming")
    short = chart_of(one(finish=START + timedelta(days=60)), off_days=off, day_names=(holiday,))
    root = parse(gantt(short))
    assert 8 <= len(having(root, "off")) <= 11
    assert "Qingming" in words_of(root)
    long = chart_of(one(finish=START + timedelta(days=1200)), off_days=off, day_names=(holiday,))
    assert len(having(parse(gantt(long)), "off")) == 1


def test_make_up_days_today_and_due_stand_where_they_belong() -> None:
    makeup, due = date(2026, 3, 8), date(2026, 3, 20)
    chart = chart_of(
        one(),
        makeup_days=frozenset({makeup}),
        today=date(2026, 3, 5),
        due=GanttLine(day=due, text="due 03-20"),
    )
    view, root = view_of(chart), parse(gantt(chart))
    assert view is not None
    assert view.scale.day_at_left(percent(having(root, "mku")[0], "x")) == makeup
    assert view.scale.day_at_left(percent(having(root, "now")[0], "x1")) == date(2026, 3, 5)
    assert view.scale.day_at_right(percent(having(root, "due")[0], "x1")) == due
    assert "due 03-20" in words_of(root)


def test_today_outside_the_window_is_left_out() -> None:
    root = parse(gantt(chart_of(one(), today=date(2030, 1, 1))))
    assert not having(root, "now")
    assert not having(root, "mp-gantt__at")


def test_long_plans_scroll_and_short_ones_do_not() -> None:
    assert not having(parse(gantt(plan(5, 60))), "mp-gantt__scroll--wide")
    assert having(parse(gantt(plan(5, 900))), "mp-gantt__scroll--wide")


def test_phases_fold_and_nest() -> None:
    inner = GanttPhase(id="i", name="Inner", label="Inner", start=START, finish=START, rows=(one(),), opened=False)
    outer = GanttPhase(id="o", name="Outer", label="Outer", start=START, finish=START, rows=(inner, one(id="b")))
    details = list(parse(gantt(chart_of(outer))).iter("details"))
    assert [d.get("open") for d in details] == ["open", None]
    assert details[1] in list(details[0].iter("details"))


def test_every_bar_links_to_its_record_and_says_what_it_is() -> None:
    chart = plan(30, 100)
    root = parse(gantt(chart))
    (frame,) = having(root, "mp-gantt")
    assert (frame.get("role"), frame.get("aria-label")) == ("group", "Gantt")
    tasks = [row for row in walk(chart.rows) if isinstance(row, GanttTask)]
    drawn = [(a.get("href"), a.get("aria-label")) for a in having(root, "mp-gantt__l")]
    assert drawn == [(task.href, task.label) for task in tasks]


def test_every_phase_has_a_title() -> None:
    phases = having(parse(gantt(plan(30, 100))), "mp-gantt__row--ph")
    assert len(phases) == 6
    assert all(phase.find("svg/title").text for phase in phases)


def test_a_milestone_of_the_morning_stands_where_its_day_begins() -> None:
    chart = chart_of(one(milestone=True, morning=True), one(id="b"))
    view = view_of(chart)
    assert view is not None
    (mark,) = having(lanes(gantt(chart))[0], "ms")
    assert view.scale.day_at_left(percent(mark, "x")) == START + timedelta(days=4)


def test_notes_turn_to_the_left_at_the_right_edge() -> None:
    task = one(note="blocked for 5 working days", note_tone="bad")
    tight = chart_of(task, start=START - timedelta(days=90), finish=START + timedelta(days=5))
    (note,) = having(parse(gantt(tight)), "nt", "bad")
    assert "e" in note.get("class", "").split()
