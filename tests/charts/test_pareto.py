import pytest
from charts.chart_reading import HOSTILE, having, parse, percent, words_of

from milepost.charts.pareto import ParetoItem, ParetoWords, pareto

WORDS = ParetoWords(name="Theme", share="Share", value="Items", running="Running")


def items(*values: float) -> tuple[ParetoItem, ...]:
    return tuple(ParetoItem(name=f"theme {v}", value=v, value_text=str(v)) for v in values)


def test_bars_follow_each_other_from_the_largest_down() -> None:
    root = parse(pareto(items(10, 60, 30), words=WORDS))
    bars = [*having(root, "fill"), *having(root, "soft")]
    assert [percent(b, "x") for b in bars] == [0, 60, 90]
    assert [percent(b, "width") for b in bars] == [60, 30, 10]
    assert len(having(root, "fill")) == 2
    assert "90%" in words_of(root)


@pytest.mark.parametrize("values", [(), (0,), (-1,), (float("nan"),)])
def test_nothing_to_count_draws_nothing(values: tuple[float, ...]) -> None:
    assert pareto(items(*values), words=WORDS) == ""


def test_many_items_and_hostile_text() -> None:
    parse(pareto(items(*range(500)), words=WORDS))
    words = ParetoWords(name=HOSTILE, share=HOSTILE, value=HOSTILE, running=HOSTILE)
    item = ParetoItem(name=HOSTILE, value=1, value_text=HOSTILE, href=HOSTILE, note=HOSTILE)
    html = pareto((item,), words=words)
    assert "<script" not in html
    parse(html)
