import pytest
from charts.chart_reading import HOSTILE, parse

from milepost.charts.legend import SWATCHES, legend


def test_every_swatch_is_drawable_and_words_are_escaped() -> None:
    root = parse(legend((key, HOSTILE) for key in SWATCHES))
    assert len(list(root.iter("li"))) == len(SWATCHES)


def test_no_items_no_legend_and_no_unknown_swatch() -> None:
    assert legend(()) == ""
    with pytest.raises(KeyError):
        legend([("rainbow", "x")])
