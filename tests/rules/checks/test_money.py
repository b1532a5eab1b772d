"""Budget lines nearly or fully spent, and work that performs below the threshold."""

import pytest
from analysis.costed_portal import PLAN
from loading.findings import checked, english, place, the_one
from portal_files import PORTAL, PROJECT

from milepost.diagnostics.diagnostic import Severity
from milepost.i18n.catalogue import Catalogue

LINE = "budget:\n  till: {title: Till, category: c, planned: %s, actual: [%s]%s}\n"
CHANGE = "changes:\n  more: {title: More, target: %s, reason: r, owner: lin, decision: %s, approver: mei, decided_on: 2026-03-01}\n"
LATER = PORTAL.replace("as_of: 2026-03-02", "as_of: 2026-03-14")


def spent(*amounts):
    return ", ".join(f"{{on: 2026-02-{number + 1:02}, amount: {amount}}}" for number, amount in enumerate(amounts))


def about_money(found):
    return [one for one in found.diagnostics if one.rule in ("over-budget", "cost-performance")]


@pytest.mark.parametrize(
    ("planned", "amounts", "more", "level"),
    [
        ("1000", (899.99,), "", None),
        ("1000", (500, 400), "", "warning"),
        ("1000", (1099.99,), "", "warning"),
        ("1000", (1000, 100), "", "error"),
        ("0", (500,), "", None),  # nothing planned: there is no share
        ("1000 USD", (5000,), "", None),  # nothing planned in the currency that is spent
        ("1000 USD", ("950 USD",), "", "warning"),
        ("1000", (950,), ", contingency: true", "warning"),
        ("1000", (), "", None),
    ],
)
def test_lines(planned, amounts, more, level, tmp_path):
    found = checked(tmp_path, {"money.yml": LINE % (planned, spent(*amounts), more)})
    about = about_money(found)
    assert [place(one) for one in about] == (["over-budget money.yml:2:45"] if level else [])
    assert [one.severity.value for one in about] == ([level] if level else [])


@pytest.mark.parametrize(
    ("target", "decision", "level"),
    [
        ("budget:till", "approved", "warning"),
        ("budget:till", "applied", "warning"),
        ("demo/budget:till", "applied", "warning"),
        ("budget:till", "submitted", "error"),
        ("budget:till", "rejected", "error"),
        ("tasks:beside", "approved", "error"),
        ("project:demo", "approved", "error"),
    ],
)
def test_an_agreed_change_of_the_line_makes_it_a_warning(target, decision, level, tmp_path):
    files = {"money.yml": LINE % ("1000", spent(1200), ""), "change.yml": CHANGE % (target, decision)}
    one = the_one(checked(tmp_path, files))
    assert one.severity.value == level
    assert [(label.location.path.rpartition("/")[2], label.location.span.line) for label in one.labels] == (
        [("change.yml", 2)] if level == "warning" else []
    )


@pytest.mark.parametrize(
    ("spent_on", "change", "level"),
    [((800, 90), "", None), ((800, 100), "", "warning"), ((800, 300), "", "error"), ((800, 300), CHANGE % ("project:demo", "approved"), "warning")],
)  # fmt: skip
def test_the_approved_total(spent_on, change, level, tmp_path):
    lines = "".join(
        f"  l{number}: {{title: L, category: c, planned: 9000, actual: [{spent(amount)}]}}\n"
        for number, amount in enumerate(spent_on)
    )
    files = {
        "content/projects/demo/project.yml": PROJECT + "  budget: 1000\n",
        "money.yml": "budget:\n" + lines,
        "change.yml": change or "changes: {}\n",
    }
    found = checked(tmp_path, files)
    assert [(place(one), one.severity.value) for one in about_money(found)] == (
        [("over-budget project.yml:9:11", level)] if level else []
    )


@pytest.mark.parametrize(
    ("thresholds", "level"),
    [
        ("{over-budget: {warning: 0.97}}", None),
        ("{over-budget: {error: 0.95}}", "error"),
        ("{over-budget: {warning: 1.2, error: 0.9}}", "error"),
        ("{over-budget: {warning: 0.5}}", "warning"),
    ],
)
def test_its_thresholds_are_settings(thresholds, level, tmp_path):
    portal = PORTAL + f"  thresholds: {thresholds}\n"
    found = checked(tmp_path, {"content/portal.yml": portal, "money.yml": LINE % ("1000", spent(960), "")})
    assert [one.severity.value for one in found.diagnostics] == ([level] if level else [])


def test_the_portal_s_level_comes_before_its_own(tmp_path):
    portal = PORTAL + "  rules: {over-budget: info}\n"
    found = checked(tmp_path, {"content/portal.yml": portal, "money.yml": LINE % ("1000", spent(5000), "")})
    assert the_one(found).severity is Severity.INFO


def test_a_threshold_that_the_rule_does_not_have(tmp_path):
    found = checked(tmp_path, {"content/portal.yml": PORTAL + "  thresholds: {over-budget: {waring: 0.8}}\n"})
    one = the_one(found)
    assert place(one) == "invalid-value content/portal.yml:8:30"
    assert english(one) == ("rule `over-budget` has no threshold `waring`", "did you mean `warning`?")


def test_over_budget_says_how_much_of_what(tmp_path):
    one = the_one(checked(tmp_path, {"money.yml": LINE % ("1000", spent(1234.5), "")}))
    assert english(one)[0] == "123% of the planned amount is spent: 1234.5 CNY of 1000 CNY"
    assert Catalogue("zh").render(one.message) == "已花费计划金额的 123%：1000 CNY 中已用 1234.5 CNY"


def performing(tmp_path, plan, portal=LATER, project=PROJECT):
    return about_money(
        checked(
            tmp_path, {"content/portal.yml": portal, "content/projects/demo/project.yml": project, "plan.yml": plan}
        )
    )


@pytest.mark.parametrize(
    ("old", "new", "cost", "schedule"),
    [
        ("", "", None, None),  # CPI 1.06, SPI 0.9: not less
        ("progress: 40", "progress: 39", "1.047", "0.89"),
        ("actual: 600", "actual: 900", None, None),  # CPI 0.9
        ("actual: 600", "actual: 901", "0.9", "0.9"),
        ("actual: 600", "actual: 1900", "0.6", "0.9"),
        ("progress: 40", "progress: 0", "0.588", "0.5"),
    ],
)
def test_performance_below_the_threshold(old, new, cost, schedule, tmp_path):
    found = performing(tmp_path, PLAN.replace(old, new))
    if cost is None:
        assert found == []
        return
    (one,) = found
    assert english(one)[0] == (
        f"for each 1 CNY spent, {cost} CNY of planned work was done (CPI); of each 1.00 of work due by now, {schedule} is done (SPI)"
    )
    assert one.severity is Severity.WARNING


def test_it_points_at_the_budget_where_there_is_one(tmp_path):
    plan = PLAN.replace("progress: 40", "progress: 0")
    assert [place(one) for one in performing(tmp_path, plan)] == ["cost-performance project.yml:1:1"]
    (one,) = performing(tmp_path / "b", plan, project=PROJECT + "  budget: 99999\n")
    assert place(one) == "cost-performance project.yml:9:11"


def test_an_index_that_cannot_be_computed_does_not_count_and_is_said(tmp_path):
    nothing_spent = PLAN.replace(", actual: 1100", "").replace(", actual: 600", "")
    assert performing(tmp_path, nothing_spent) == []
    (one,) = performing(tmp_path / "b", nothing_spent.replace("progress: 40", "progress: 0"))
    assert english(one)[0].startswith("nothing was spent yet (CPI n/a); of each")
    early = PLAN.replace("actual_start: 2026-03-02", "actual_start: 2026-02-20").replace(
        "actual_finish: 2026-03-06", "actual_finish: 2026-02-24"
    )
    (one,) = performing(tmp_path / "c", early.replace("actual: 1100", "actual: 2100"), portal=PORTAL)
    assert (
        english(one)[0]
        == "for each 1 CNY spent, 0.476 CNY of planned work was done (CPI); no work is due yet, or the plan cannot be computed (SPI n/a)"
    )


def test_projects_without_costs_are_left_alone(tmp_path):
    assert performing(tmp_path, "tasks:\n  a: {title: A, owner: lin, duration: 1d, acceptance: [x]}\n") == []


def test_the_threshold_of_performance_is_a_setting(tmp_path):
    assert len(performing(tmp_path, PLAN, portal=LATER + "  thresholds: {cost-performance: {below: 0.95}}\n")) == 1
    assert (
        performing(
            tmp_path / "b",
            PLAN.replace("progress: 40", "progress: 0"),
            portal=LATER + "  thresholds: {cost-performance: {below: 0.2}}\n",
        )
        == []
    )
