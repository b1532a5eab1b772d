import pytest
from charts.chart_reading import HOSTILE, parse
from markupsafe import Markup

from milepost.charts import svg


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (-0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (100.0, "100"), (2 / 3, "0.67"), (-12.345, "-12.35")],
)
def test_numbers_are_short(value: float, written: str) -> None:
    assert svg.num(value) == written


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_cannot_be_drawn_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not a drawable"):
        svg.num(value)


def test_text_is_escaped_once_and_stays_on_one_line() -> None:
    escaped = svg.text(HOSTILE)
    assert not set('<>"\n\x00') & set(escaped)
    assert svg.text(Markup("<b>bold</b>")) == "&lt;b&gt;bold&lt;/b&gt;"
    assert svg.text("a\n\nb") == "a b"


TONES: tuple[svg.Tone, ...] = ("good", "warn", "bad", "info", "none")


def test_every_state_has_its_own_shape() -> None:
    symbols = {one.get("id"): [part.get("d") for part in one] for one in parse(svg.shared_defs()).iter("symbol")}
    assert symbols.keys() == {f"mp-m-{tone}" for tone in TONES}
    assert len({tuple(parts) for parts in symbols.values()}) == len(TONES)


@pytest.mark.parametrize("tone", TONES)
def test_a_mark_is_decoration_that_shows_the_shape_of_its_state(tone: svg.Tone) -> None:
    mark = parse(svg.state_mark(tone))[0]
    assert mark.get("aria-hidden") == "true"
    assert [one.get("href") for one in mark] == [f"#mp-m-{tone}"]


def test_frame_is_an_image_with_a_name_or_decoration() -> None:
    assert parse(svg.frame("", 10, label=HOSTILE))[0].get("role") == "img"
    assert parse(svg.frame("", 10))[0].get("aria-hidden") == "true"


def test_ticks_group_thousands_and_use_a_true_minus() -> None:
    assert svg.plain_tick(-12500, 0) == "\N{MINUS SIGN}12,500"
    assert svg.plain_tick(0.25, 2) == "0.25"
    assert svg.plain_tick(1e-9, 10) == "1e\N{MINUS SIGN}09"


def test_full_width_text_is_wider() -> None:
    assert svg.text_width("任务") == 24
    assert svg.text_width("ab") < 24


def test_shared_definitions_hold_every_reference() -> None:
    ids = {e.get("id") for e in parse(svg.shared_defs()).iter() if e.get("id")}
    assert ids == {"mp-hatch", "mp-ah", "mp-ahu", "mp-ms", "mp-mo", "mp-dl", *(f"mp-m-{tone}" for tone in TONES)}
