from charts.chart_reading import HOSTILE, having, parse, words_of

from milepost.charts.matrix import Level, RiskMark, RiskMatrix, risk_matrix
from milepost.charts.matrix_layout import CELL, LEFT, TOP


def risk(number: int, inherent: Level, residual: Level | None, **fields: object) -> RiskMark:
    values = {"number": number, "href": f"#risk-{number}", "label": f"risk {number}"}
    return RiskMark(**values | {"inherent": inherent, "residual": residual} | fields)


def chart(*risks: RiskMark, **fields: object) -> RiskMatrix:
    values = {
        "risks": risks,
        "probabilities": ("10%", "30%", "50%", "70%", "90%"),
        "impacts": ("1", "2", "3", "4", "5"),
        "bands": (4, 9, 14, 25),
        "appetite": 9,
        "label": "Matrix",
        "impact_title": "Impact",
    }
    return RiskMatrix(**values | fields)


def cell_of(x: str | None, y: str | None) -> Level:
    """Probability and impact of the cell around a point."""
    return 5 - int((float(y or 0) - TOP) // CELL), int((float(x or 0) - LEFT) // CELL) + 1


def test_no_risks_no_matrix() -> None:
    assert risk_matrix(chart()) == ""


def test_ring_and_number_stand_in_their_cells() -> None:
    root = parse(risk_matrix(chart(risk(3, (4, 5), (2, 3)))))
    (number,), (ring,) = having(root, "res"), having(root, "inh")
    assert cell_of(number.get("cx"), number.get("cy")) == (2, 3)
    assert cell_of(ring.get("cx"), ring.get("cy")) == (4, 5)
    assert len(having(root, "mv")) == 1
    assert "".join(having(root, "rt")[0].itertext()) == "3"


def test_a_risk_that_did_not_move_has_no_tail() -> None:
    root = parse(risk_matrix(chart(risk(1, (3, 3), (3, 3)))))
    assert not having(root, "mv")
    assert not having(root, "inh")


def test_a_risk_without_residual_is_hollow() -> None:
    root = parse(risk_matrix(chart(risk(1, (3, 3), None))))
    assert having(root, "inh")
    assert not having(root, "res")


def test_numbers_never_cover_each_other() -> None:
    risks = [risk(n, (5, 5), (1 + n % 3, 1 + n % 4)) for n in range(1, 500)]
    root = parse(risk_matrix(chart(*risks)))
    places = [(m.get("cx"), m.get("cy")) for m in having(root, "res")]
    assert len(places) == len(set(places)) == 12 * 3
    hidden = sum(int("".join(t.itertext()).removeprefix("+")) for t in having(root, "crowdt"))
    assert len(places) + hidden == len(risks)


def test_four_risks_share_a_cell_without_a_crowd() -> None:
    root = parse(risk_matrix(chart(*(risk(n, (5, 5), (2, 2)) for n in range(1, 5)))))
    assert len({(m.get("cx"), m.get("cy")) for m in having(root, "res")}) == 4
    assert not having(root, "crowd")


def test_bands_follow_their_upper_ends() -> None:
    root = parse(risk_matrix(chart(risk(1, (1, 1), (1, 1)))))
    assert [len(having(root, f"b{n}")) for n in (1, 2, 3, 4)] == [8, 7, 4, 6]


def test_the_appetite_line_parts_scores_at_the_appetite() -> None:
    path = having(parse(risk_matrix(chart(risk(1, (1, 1), (1, 1))))), "app")[0].get("d", "")
    corners = [tuple(float(n) for n in p.split()) for p in path.removeprefix("M").split("L")]
    for p in range(1, 6):
        for i in range(1, 6):
            x, y = LEFT + (i - 0.5) * CELL, TOP + (5 - p + 0.5) * CELL
            line = max((cy for cx, cy in corners if cx <= x), default=0.0)
            assert (y < line) == (p * i > 9), (p, i)
    assert not having(parse(risk_matrix(chart(risk(1, (1, 1), (1, 1)), appetite=None))), "app")


def test_levels_outside_the_matrix_are_drawn_at_its_edge() -> None:
    (number,) = having(parse(risk_matrix(chart(risk(1, (9, 9), (0, 7))))), "res")
    assert cell_of(number.get("cx"), number.get("cy")) == (1, 5)


def test_outside_text_is_escaped() -> None:
    html = risk_matrix(
        chart(
            risk(1, (3, 3), (2, 2), label=HOSTILE, href=HOSTILE),
            label=HOSTILE,
            impact_title=HOSTILE,
            impacts=(HOSTILE,) * 5,
            probabilities=(HOSTILE,) * 5,
        ),
    )
    assert "<script" not in html
    assert "alert" in words_of(parse(html))
