import pytest
from charts.chart_reading import HOSTILE, having, parse, percent, words_of

from milepost.charts.funnel import FunnelStep, FunnelWords, funnel_chart

WORDS = FunnelWords(step="Step", bar="Share", count="Users", share="Of all", rate="Rate", change="Change")


def step(name="pay", share=0.5, **fields):
    return FunnelStep(**{"name": name, "share": share, "count": "5", "share_text": "50%"} | fields)


def drawn(*steps, words=WORDS):
    return parse(funnel_chart(steps, words=words, label="Funnel", id_="f"))


def test_nothing_is_drawn_of_nothing() -> None:
    assert funnel_chart((), words=WORDS, label="Funnel", id_="f") == ""


def test_bars_are_shares_of_the_first_step() -> None:
    root = drawn(step("open", 1.0), step("view", 0.75), step("pay", 0.0))
    assert [percent(bar, "width") for bar in having(root, "fill")] == [100, 75, 0]
    assert {len(row) for row in root.iter("tr")} == {6}


@pytest.mark.parametrize(("tone", "arrows"), [("good", 1), ("bad", 1), ("none", 0)])
def test_a_change_is_an_arrow_unless_it_is_none(tone: str, arrows: int) -> None:
    root = drawn(step(change="2.0 pp", tone=tone))
    assert len(having(root, "mp-delta")) == arrows
    assert "2.0 pp" in words_of(root)


def test_without_a_comparison_there_is_no_column_for_it() -> None:
    words = FunnelWords(step="Step", bar="Share", count="Users", share="Of all", rate="Rate")
    assert {len(row) for row in drawn(step(change="x"), words=words).iter("tr")} == {5}


def test_the_worst_step_has_a_mark_and_tips_are_reached_by_keyboard() -> None:
    root = drawn(step("open"), step("pay", worst="most are lost here", tip="5 of 10", rate="50%"))
    assert len(having(root, "mp-mark")) == 1
    (named,) = having(root, "mp-def")
    (tip,) = having(root, "mp-tip")
    assert (named.get("tabindex"), named.get("aria-describedby")) == ("0", tip.get("id"))


def test_names_of_events_are_only_text() -> None:
    root = drawn(step(HOSTILE, tip=HOSTILE, rate=HOSTILE, change=HOSTILE, worst=HOSTILE, tone="bad"))
    assert [element for element in root.iter() if element.tag == "script"] == []
