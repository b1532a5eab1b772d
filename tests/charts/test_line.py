import math
from datetime import date, timedelta

import pytest
from charts.chart_reading import HOSTILE, WORDS, having, parse, percent, words_of

from milepost.charts.line import event_key, metric_chart
from milepost.charts.line_model import Event, Gap, MetricChart, Point, TargetBand, Threshold

START = date(2026, 1, 5)


def series(*values: float | None, every: int = 1) -> tuple[Point, ...]:
    return tuple(Point(day=START + timedelta(days=i * every), value=v) for i, v in enumerate(values))


def chart(points: tuple[Point, ...], **fields: object) -> MetricChart:
    return MetricChart(**{"points": points, "label": "Retention", "axis": WORDS} | fields)


def event(day: date, letter: str = "A", **fields: object) -> Event:
    values = {"kind": "release", "text": "1.0", "date_text": "01-05", "label": "Release 1.0", "href": "#r"}
    return Event(**values | {"day": day, "letter": letter} | fields)


@pytest.mark.parametrize("values", [(), (None, None), (math.nan, math.inf)])
def test_nothing_known_draws_nothing(values: tuple[float | None, ...]) -> None:
    assert metric_chart(chart(series(*values))) == ""


@pytest.mark.parametrize("values", [(5,), (0,), (-3, -3, -3), (1e-12, 2e-12), (-1e12, 1e12), (7,) * 500])
def test_unusual_series_are_drawable(values: tuple[float, ...]) -> None:
    root = parse(metric_chart(chart(series(*values), last_text="last")))
    assert len(having(root, "dot")) == 1


@pytest.mark.parametrize("hole", [(None,), (None, None, None), (math.nan,)])
def test_gaps_stay_gaps_and_are_hatched(hole: tuple[float | None, ...]) -> None:
    root = parse(metric_chart(chart(series(1, 2, *hole, 3, 4), gap_text="no data")))
    assert len(having(root, "l1")) == 2
    (gap,) = having(root, "gap")
    runs = sorted([[float(p.split(",")[0]) / 10 for p in run.get("points", "").split()] for run in having(root, "l1")])
    assert runs[0][-1] < percent(gap, "x") < percent(gap, "x") + percent(gap, "width") < runs[1][0]
    assert "no data" in words_of(gap)


def test_missing_days_are_gaps_as_well() -> None:
    points = (
        *series(1, 2),
        Point(day=START + timedelta(days=9), value=3),
        Point(day=START + timedelta(days=10), value=3),
    )
    named = Gap(start=START + timedelta(days=4), finish=START + timedelta(days=5), name="outage")
    root = parse(metric_chart(chart(points, gaps=(named,), gap_text="no data")))
    assert len(having(root, "l1")) == 2
    assert "outage" in words_of(having(root, "gap")[0])


def test_weekly_points_are_connected() -> None:
    root = parse(metric_chart(chart(series(1, 2, 3, every=7), every=7)))
    assert len(having(root, "l1")) == 1
    assert not having(root, "gap")


def test_a_value_without_neighbours_is_a_dot() -> None:
    root = parse(metric_chart(chart(series(1, None, 5, None, 2))))
    assert not having(root, "l1")
    assert len(having(root, "d1")) == 3


def test_the_mean_is_strong_and_the_days_are_pale() -> None:
    root = parse(metric_chart(chart(series(1, 2, 3), mean=series(None, 1.5, 2.5))))
    assert len(having(root, "l0")) == len(having(root, "l1")) == 1


def test_values_stand_on_the_axis_they_are_labelled_with() -> None:
    root = parse(metric_chart(chart(series(20, 30, 40))))
    labels = {
        float("".join(t.itertext())): float(t.get("y", "")) - 4 for t in root.iter("text") if t.get("class") == "e"
    }
    ys = [float(p.split(",")[1]) for p in having(root, "l1")[0].get("points", "").split()]
    assert ys == pytest.approx([labels[20], labels[30], labels[40]], abs=0.2)


def test_targets_thresholds_and_pace_are_on_the_plot() -> None:
    band = TargetBand(start=START, finish=START + timedelta(days=60), low=32, high=None, text="at least 32")
    low = Threshold(value=10, text="alarm at 10", tone="bad")
    pace = (Point(day=START, value=20), Point(day=START + timedelta(days=60), value=32))
    root = parse(metric_chart(chart(series(20, 21), bands=(band,), thresholds=(low,), pace=pace)))
    (box,) = having(root, "band")
    assert float(box.get("height", "")) > 0
    assert "at least 32" in words_of(root)
    assert "alarm at 10" in words_of(root)
    assert having(root, "th", "bad")
    assert having(root, "l5")


def test_events_are_lettered_links_that_never_touch() -> None:
    events = tuple(event(START + timedelta(days=i), "ABC"[i]) for i in range(3))
    root = parse(metric_chart(chart(series(*range(300)), events=events)))
    marks = [m for m in root.iter("svg") if having(m, "evt") and m.get("overflow") == "visible"]
    assert [words_of(m) for m in marks] == ["Release 1.0" + letter for letter in "ABC"]
    assert len({m.get("y") for m in marks}) == 3
    assert len(list(root.iter("a"))) == 3


def test_events_outside_the_window_and_without_a_letter() -> None:
    events = (event(date(2020, 1, 1)), event(START, ""))
    root = parse(metric_chart(chart(series(1, 2, 3), events=events)))
    assert len(having(root, "ev")) == 1
    assert not having(root, "evt")


def test_the_key_lists_lettered_events() -> None:
    events = (event(START, "A"), event(START, ""), event(START, "B", href="", text=HOSTILE, kind="decision"))
    root = parse(event_key(chart((), events=events)))
    assert len(list(root.iter("li"))) == 2
    assert len(list(root.iter("a"))) == 1
    assert event_key(chart(())) == ""


def test_outside_text_is_escaped() -> None:
    html = metric_chart(
        chart(
            series(1, None, 3),
            label=HOSTILE,
            last_text=HOSTILE,
            gap_text=HOSTILE,
            bands=(TargetBand(start=START, finish=START, low=1, high=2, text=HOSTILE),),
            thresholds=(Threshold(value=2, text=HOSTILE),),
            events=(event(START, HOSTILE, label=HOSTILE, href=HOSTILE, kind="campaign", finish=date(2026, 1, 6)),),
        ),
        tick_format=lambda _value, _digits: HOSTILE,
    )
    assert "<script" not in html
    parse(html)


def test_jumps_are_ringed_and_say_their_day() -> None:
    jump = Point(day=START + timedelta(days=2), value=9)
    root = parse(metric_chart(chart(series(1, 2, 9, 2), jumps=(jump,), jump_text="far off")))
    (ring,) = having(root, "odd")
    assert words_of(ring) == "2026-01-07 far off"
    assert having(parse(metric_chart(chart(series(1, 2, 9, 2)))), "odd") == []


def limit_name(points: tuple[Point, ...], **fields: object) -> tuple[str, bool]:
    """At which end the name of a limit of 10 stands, and whether above its line."""
    limits = (Threshold(value=10, text="limit", tone="bad"),)
    root = parse(metric_chart(chart(points, thresholds=limits, hold=(0, 20), **fields)))
    name, line = having(root, "tht")[0], having(root, "th")[0]
    return name.get("x", ""), float(name.get("y", "")) < float(line.get("y1", ""))


def test_a_limit_is_named_on_the_side_where_no_curve_runs() -> None:
    assert limit_name(series(*[9.5] * 60)) == ("0", True)
    assert limit_name(series(*[10.5] * 60)) == ("0", False)


def test_a_limit_is_named_at_its_end_where_a_target_lies_far_ahead() -> None:
    both_sides = series(*[10.5, 9.5] * 10)
    ahead = TargetBand(start=START, finish=START + timedelta(days=200), low=18, high=None, text="target")
    assert limit_name(both_sides, bands=(ahead,)) == ("100%", True)


def test_a_limit_with_a_long_name_is_named_at_its_end_when_it_clears_the_newest_value() -> None:
    ahead = TargetBand(start=START, finish=START + timedelta(days=79), low=18, high=None, text="target")
    limits = (Threshold(value=10, text="Amber below 21.0%", tone="warn"),)
    points = series(*[10.5, 9.5] * 10)
    root = parse(metric_chart(chart(points, thresholds=limits, bands=(ahead,), hold=(0, 20), last_text="10")))
    assert having(root, "tht")[0].get("x") == "100%"


def test_a_held_value_is_named_above_the_end_of_its_line() -> None:
    held = TargetBand(start=START, finish=START + timedelta(days=59), low=10, high=10, text="keep 10")
    root = parse(metric_chart(chart(series(*[10.5, 9.5] * 10), bands=(held,), hold=(0, 20))))
    name, line = having(root, "bandt")[0], having(root, "bandline")[0]
    assert name.get("x") == line.get("x2")
    assert "e" in name.get("class", "").split()
    assert float(name.get("y", "")) < float(line.get("y1", ""))
