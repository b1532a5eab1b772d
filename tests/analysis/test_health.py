"""Health by schedule performance: red below 0.85, amber below 0.95, by the value of the work."""

import pytest
from analysis.costed_portal import PLAN, costed


@pytest.mark.parametrize(
    ("progress", "colour", "amount"),
    [
        (45, "green", None),  # SPI (1000 + 900) ÷ 2000 = 0.95
        (44, "amber", 94),
        (35, "amber", 85),
        (34, "red", 84),
        (0, "red", 50),
        (90, "green", None),
    ],
)
def test_the_share_of_the_due_work_decides(progress, colour, amount, tmp_path):
    plan = PLAN.replace("progress: 40", f"progress: {progress}")
    health = costed(tmp_path, plan).analysis.health["demo"]
    assert health.colour == colour
    assert [(one.rule, one.amount) for one in health.reasons] == ([("cost-performance", amount)] if amount else [])


def test_without_costs_it_says_nothing(tmp_path):
    plan = PLAN.replace("cost:", "x:")
    assert costed(tmp_path, plan).analysis.health["demo"].colour == "green"


def test_a_late_finish_is_named_first(tmp_path):
    plan = PLAN.replace("progress: 40", "progress: 0").replace("duration: 10d", "duration: 100d")
    health = costed(tmp_path, plan).analysis.health["demo"]
    assert health.reasons[0].rule == "deadline-at-risk"
