import pytest
from charts.chart_reading import HOSTILE, having, parse

from milepost.charts.heatmap import HeatCell, HeatRow, HeatTable, heat_table, level


def table(*rows: HeatRow, **fields: object) -> HeatTable:
    return HeatTable(**{"corner": "Who", "columns": ("w1", "w2", "w3"), "rows": rows} | fields)


@pytest.mark.parametrize(("value", "step"), [(-5, 1), (29, 1), (30, 2), (80, 4), (1000, 4)])
def test_steps_of_the_ramp(value: float, step: int) -> None:
    assert level(value, (30, 55, 80)) == step


def test_empty_tables_draw_nothing() -> None:
    assert heat_table(table()) == ""
    assert heat_table(table(HeatRow(name="A", cells=()), columns=())) == ""


def test_every_row_has_every_column() -> None:
    rows = [HeatRow(name=f"r{n}", cells=(HeatCell(text="1"),) * n, facts=("9",)) for n in range(5)]
    root = parse(heat_table(table(*rows, facts=("Size",))))
    assert {len(tr) for tr in root.iter("tr")} == {5}


def test_kinds_and_steps_are_classes() -> None:
    cells = (
        HeatCell(text="120%", kind="over", level=4),
        HeatCell(text="leave", kind="leave"),
        HeatCell(text="3", level=9),
    )
    root = parse(heat_table(table(HeatRow(name="A", cells=cells, href="#a"))))
    assert [td.get("class") for td in root.iter("td")] == ["mp-over", "mp-leave", "mp-q6"]
    assert having(root, "mp-heat")


def test_outside_text_is_escaped() -> None:
    row = HeatRow(name=HOSTILE, href=HOSTILE, facts=(HOSTILE,), cells=(HeatCell(text=HOSTILE, title=HOSTILE),))
    html = heat_table(table(row, corner=HOSTILE, facts=(HOSTILE,), columns=(HOSTILE,), label=HOSTILE))
    assert "<script" not in html
    parse(html)


def test_a_column_is_strong_and_a_row_is_a_total_and_few_are_grey() -> None:
    row = HeatRow(name="A", cells=(HeatCell(text="9", kind="few"),) * 3, facts=("4",), total=True)
    root = parse(heat_table(table(row, facts=("Size",), strong=1)))
    assert [head.text for head in having(root, "mp-strong")] == ["w2"]
    assert len(having(root, "mp-total")) == 1
    assert len(having(root, "mp-few")) == 3


def test_what_a_row_says_is_reached_by_keyboard() -> None:
    root = parse(heat_table(table(*[HeatRow(name=f"r{n}", cells=(), tip=f"about {n}") for n in range(2)], id="m")))
    assert [one.get("aria-describedby") for one in having(root, "mp-def")] == ["m-0", "m-1"]
    assert [one.get("id") for one in having(root, "mp-tip")] == ["m-0", "m-1"]
