from milepost.charts.matrix_layout import Mark, place


def test_spots_keep_the_order_of_the_register() -> None:
    marks = [Mark(number=n, inherent=(5, 5), residual=(n % 5 + 1, 2)) for n in (4, 2, 9)]
    spots, crowds = place(marks, rows=5)
    assert [s.number for s in spots] == [4, 2, 9]
    assert crowds == []


def test_a_fifth_risk_makes_a_crowd_of_two() -> None:
    marks = [Mark(number=n, inherent=(1, 1), residual=(1, 1)) for n in range(1, 6)]
    spots, (crowd,) = place(marks, rows=5)
    assert [s.number for s in spots] == [1, 2, 3]
    assert crowd.numbers == (4, 5)


def test_a_tail_avoids_a_number_in_its_way() -> None:
    still = Mark(number=1, inherent=(3, 3), residual=(3, 3))
    moving = Mark(number=2, inherent=(3, 5), residual=(3, 1))
    spots, _ = place([still, moving], rows=5)
    assert spots[0].residual[1] != spots[1].residual[1]
