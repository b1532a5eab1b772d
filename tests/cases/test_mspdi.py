"""A Chinese launch plan with all link types, lags and make-up days, entered as YAML."""

from cases.launch_plan import computed_launch, known_launch


def test_the_launch_plan_agrees_in_every_date(cases):
    assert computed_launch(cases) == known_launch(cases)
    assert len(known_launch(cases)) == 13
