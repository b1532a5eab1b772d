"""The formulae of earned value as a table: the golden numbers, and every division by nothing."""

from decimal import Decimal

import pytest

from milepost.analysis.earned_value import EarnedValue

NAMES = ("cv", "sv", "cpi", "spi", "eac", "eac_as_planned", "eac_under_pressure", "etc", "vac", "tcpi", "done")


def figures(bac, pv, ev, ac):
    found = EarnedValue(bac=Decimal(bac), pv=None if pv is None else Decimal(pv), ev=Decimal(ev), ac=Decimal(ac))
    return {name: getattr(found, name) for name in NAMES}


def rounded(value):
    return None if value is None else f"{round(value, 4).normalize():f}"


@pytest.mark.parametrize(
    ("bac_pv_ev_ac", "cv", "sv", "cpi", "spi", "eac", "as_planned", "under_pressure", "etc", "vac", "tcpi", "done"),
    [
        # the golden numbers
        ((100000, 50000, 42000, 48000), "-6000", "-8000", "0.875", "0.84", "114285.7143", "106000", "126911.5646", "66285.7143", "-14285.7143", "1.1154", "0.42"),
        # cheaper and earlier than planned
        ((1000, 400, 500, 400), "100", "100", "1.25", "1.25", "800", "900", "720", "400", "200", "0.8333", "0.5"),
        # nothing spent
        ((1000, 400, 200, 0), "200", "-200", None, "0.5", None, "800", None, None, None, "0.8", "0.2"),
        # spent, nothing done: CPI is 0, what all will cost cannot be said
        ((1000, 400, 0, 100), "-100", "-400", "0", "0", None, "1100", None, None, None, "1.1111", "0"),
        # nothing due
        ((1000, 0, 100, 100), "0", "100", "1", None, "1000", "1000", None, "900", "0", "1", "0.1"),
        # the plan cannot be computed
        ((1000, None, 100, 100), "0", None, "1", None, "1000", "1000", None, "900", "0", "1", "0.1"),
        # the planned total is used up, exactly and by more
        ((1000, 800, 800, 1000), "-200", "0", "0.8", "1", "1250", "1200", "1250", "250", "-250", None, "0.8"),
        ((1000, 800, 800, 1100), "-300", "0", "0.7273", "1", "1375", "1300", "1375", "275", "-375", None, "0.8"),
        # finished
        ((1000, 1000, 1000, 900), "100", "0", "1.1111", "1", "900", "900", "900", "0", "100", "0", "1"),
        # nothing at all
        ((0, 0, 0, 0), "0", "0", None, None, None, "0", None, None, None, None, None),
        # nothing planned, something spent
        ((0, 0, 0, 70), "-70", "0", "0", None, None, "70", None, None, None, None, None),
    ],
)  # fmt: skip
def test_formulae(bac_pv_ev_ac, cv, sv, cpi, spi, eac, as_planned, under_pressure, etc, vac, tcpi, done):
    wanted = dict(zip(NAMES, (cv, sv, cpi, spi, eac, as_planned, under_pressure, etc, vac, tcpi, done), strict=True))
    assert {name: rounded(value) for name, value in figures(*bac_pv_ev_ac).items()} == wanted
