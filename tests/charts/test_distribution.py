import math
from datetime import date, timedelta

from charts.chart_reading import HOSTILE, WORDS, having, parse, percent

from milepost.charts.distribution import DayChance, Distribution, Percentile, distribution

START = date(2026, 11, 16)


def chances(*shares: float, label: str = "a day") -> tuple[DayChance, ...]:
    return tuple(DayChance(day=START + timedelta(days=i), share=s, label=label) for i, s in enumerate(shares))


def chart(days: tuple[DayChance, ...], **fields: object) -> Distribution:
    return Distribution(**{"days": days, "percentiles": (), "label": "Finish", "axis": WORDS} | fields)


def test_no_chance_no_curve() -> None:
    assert distribution(chart(())) == ""
    assert distribution(chart(chances(0, math.nan, -1))) == ""


def test_the_curve_rises_to_all_samples() -> None:
    root = parse(distribution(chart(chances(0.2, 0, 0.5, 0.3))))
    ys = [float(p.split(",")[1]) for p in having(root, "l1")[0].get("points", "").split()]
    assert ys == sorted(ys, reverse=True)
    assert ys[-1] == 24
    assert len(having(root, "late")) == 3


def test_due_parts_the_bars_and_percentiles_stand_on_the_curve() -> None:
    p50 = Percentile(share=0.5, day=START + timedelta(days=2), text="P50", major=True)
    root = parse(distribution(chart(chances(0.2, 0.2, 0.6), due=START, due_text="due, 20%", percentiles=(p50,))))
    assert (len(having(root, "soft")), len(having(root, "late"))) == (1, 2)
    (dot,) = having(root, "inkf")
    line = [tuple(map(float, p.split(","))) for p in having(root, "l1")[0].get("points", "").split()]
    assert (percent(dot, "cx") * 10, float(dot.get("cy", ""))) in [(x, y) for x, y in line]


def test_one_certain_day_and_hostile_text() -> None:
    html = distribution(
        chart(
            chances(1, label=HOSTILE),
            label=HOSTILE,
            due=date(2027, 1, 1),
            due_text=HOSTILE,
            percentiles=(Percentile(share=0.5, day=START, text=HOSTILE),),
        ),
    )
    assert "<script" not in html
    parse(html)
