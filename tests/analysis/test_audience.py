"""What an audience sees of a portal, and how what it does not see is spoken of."""

from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from portal_files import PORTAL, PROJECT, commit, portal

from milepost.analysis.audience.redaction import NOT_SHOWN, without_fields
from milepost.analysis.audience.texts import numbers_in, plain_number
from milepost.analysis.audience.withheld import is_long, pieces
from milepost.build import check, seen_by, view_context
from milepost.cli.main import cli
from milepost.errors import MilepostError
from milepost.model.audience import Audiences
from milepost.model.records.task import Task
from milepost.views.why import Why, plain

DIVIDED = PORTAL + "  audiences: [public, partner, team]\n"
DEMO = "content/projects/demo/"
PLAN = """\
phases:
  build: {title: Build, due: 2026-05-29}
  quiet: {title: Quiet phase, audience: team, due: 2026-04-30}
tasks:
  first:
    {title: Talk with the buyer, audience: team, owner: lin, duration: 8d, acceptance: [Agreed], phase: quiet}
  second:
    title: Pack
    owner: lin
    duration: 5d
    after: [first]
    phase: build
    acceptance: [Packed]
  third: {title: Ship, owner: mei, duration: 2d, after: ["second FS+1d"], acceptance: [Shipped]}
"""


def seen(tmp_path, audience="public", settings=DIVIDED, **files):
    named = {name if "/" in name else f"{DEMO}{name}": text for name, text in files.items()}
    root = portal(tmp_path, {"content/portal.yml": settings, **named})
    return seen_by(check(root), audience)


def demo(view):
    return view.analysis.portal.projects["demo"]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (None, [0, 0, 0]),
        ("public", [0, 0, 0]),
        ("partner", [1, 1, 1]),
        ("team", [2, 2, 2]),
        ("nobody", [2, 2, 2]),  # a mistake shows nothing to more people
        ({"*": "public", "cost": "team"}, [0, 2, 0]),
        ({"cost": "team"}, [0, 2, 0]),
        ({"*": "team", "title": "public"}, [0, 2, 2]),
        ({"*": "partner", "cost": "team"}, [1, 2, 1]),
        ({"*": "partner", "cost": "public"}, [0, 0, 1]),
    ],
)
def test_who_sees_a_record_and_its_fields(tmp_path, audience, expected):
    audiences = Audiences(check(portal(tmp_path, {"content/portal.yml": DIVIDED})).loaded.portal.settings)
    task = Task(audience=audience)

    def level(field):
        return next(
            level
            for level in range(3)
            if level >= audiences.of_record(task) and field not in audiences.hidden_fields(task, level)
        )

    assert [audiences.of_record(task), level("cost"), level("owner")] == expected


def test_settings_withhold_fields_of_all_records_unless_one_says_otherwise(tmp_path):
    settings = DIVIDED + "  field_audience: {tasks.tags: team, tasks.cost.actual: partner}\n"
    plan = """\
tasks:
  a: {title: A, owner: lin, duration: 1d, acceptance: [x], tags: [quiet], cost: {planned: 10000, actual: 12000}}
  b: {title: B, owner: lin, duration: 1d, acceptance: [x], tags: [loud], audience: {tags: public}}
"""
    tasks = demo(seen(tmp_path, settings=settings, **{"plan.yml": plan})).all(Task)
    assert (tasks["a"].tags, tasks["b"].tags) == ((), ("loud",))
    assert tasks["a"].cost is None  # amounts are shown whole or not at all
    assert "tags" not in tasks["a"].model_fields_set


def test_dates_are_those_of_the_whole_and_references_lead_nowhere(tmp_path):
    root = portal(tmp_path, {"content/portal.yml": DIVIDED, f"{DEMO}plan.yml": PLAN})
    checked = check(root)
    view = seen_by(checked, "public")
    whole, part = checked.analysis.plans["demo"], view.analysis.plans["demo"]
    assert list(part.schedule.activities) == ["second", "third"]
    assert part.schedule.activities["second"].start == whole.schedule.activities["second"].start == date(2026, 3, 12)
    assert part.schedule.finish == whole.schedule.finish
    assert demo(view).all(Task)["second"].after[0].target == NOT_SHOWN
    for language, mark in (("en", "not shown here"), ("zh", "此处不展示")):
        context = view_context(checked, language, audience="public")
        why = Why(context=context, project=demo(view), plan=part)
        (sentence,) = [plain(one) for one in why.sentences("second")]
        assert mark in sentence
        assert why.chain("third") == ("second", "third")
        second = demo(view).all(Task)["second"]
        assert context.link_to(second.after[0].target, ("tasks",), "demo").text == mark


def test_an_inner_phase_that_is_withheld_takes_its_deadline_with_it(tmp_path):
    view = seen(tmp_path, **{"plan.yml": PLAN.replace("phase: build", "phase: quiet")})
    place = view.analysis.plans["demo"].schedule.activities["second"]
    assert (place.due, place.due_float) == (None, None)
    assert demo(view).all(Task)["second"].phase == NOT_SHOWN


def test_a_project_that_is_withheld_takes_all_of_it_along(tmp_path):
    files = {"plan.yml": PLAN, "project.yml": PROJECT + "  audience: partner\n", "index.md": "# Inside\n"}
    view = seen(tmp_path, **files)
    assert view.analysis.portal.projects == {}
    assert not [path for path in view.loaded.sources if "projects" in path]
    assert view.analysis.health == {}


MONEY = """\
budget:
  open: {title: Open, owner: lin, category: c, planned: 20000, actual: [{on: 2026-03-01, amount: 5000}]}
  quiet: {title: Quiet, owner: lin, category: c, planned: 31337, audience: team}
"""


@pytest.mark.parametrize(("audience", "shown"), [("public", False), ("team", True)])
def test_amounts_are_shown_whole_or_not_at_all(tmp_path, audience, shown):
    files = {"money.yml": MONEY, "project.yml": PROJECT + "  budget: 50000\n"}
    view = seen(tmp_path, audience, **files)
    project = demo(view)
    assert (project.record.budget is not None) is shown
    assert (project.collections["budget"]["open"].planned is not None) is shown
    assert view.analysis.withholds_sums("demo", "money") is not shown
    assert view.withheld.numbers.keys() == (set() if shown else {"31337"})


def test_the_budget_stays_where_nothing_of_it_is_withheld(tmp_path):
    files = {"money.yml": MONEY.replace(", audience: team", ""), "plan.yml": PLAN}
    view = seen(tmp_path, **files)
    assert demo(view).collections["budget"]["open"].planned.amount == Decimal(20000)


METRICS = """\
metrics:
  rate: {title: Rate, unit: "%", kind: ratio, formula: f, source: s, cadence: day, aggregation: avg, direction: increase,
    numerator: orders, denominator: visits}
  orders: {title: Orders, unit: n, kind: count, formula: f, source: s, cadence: day, aggregation: sum, direction: increase,
    series: {file: d.csv}, audience: team}
  visits: {title: Visits, unit: n, kind: count, formula: f, source: s, cadence: day, aggregation: sum, direction: increase,
    series: {file: d.csv}, audience: team}
"""


def test_a_rate_may_be_shown_without_its_parts(tmp_path):
    view = seen(tmp_path, **{"metrics.yml": METRICS, "d.csv": "date,orders,visits\n2026-02-28,12345,98765\n"})
    ((key, series),) = view.analysis.series.items()
    assert key.id == "rate"
    (one,) = series.total
    assert (one.numerator, one.denominator) == (None, None)
    assert one.value == pytest.approx(12345 / 98765)
    assert {"12345", "98765"} <= view.withheld.numbers.keys()
    assert not [path for path in view.loaded.sources if path.endswith("d.csv")]


def test_findings_about_what_is_withheld_are_not_told(tmp_path):
    plan = PLAN.replace("duration: 8d, ", "due: 2026-02-01, ").replace("owner: mei, duration", "owner: moi, duration")
    root = portal(tmp_path, {"content/portal.yml": DIVIDED, f"{DEMO}plan.yml": plan})
    checked = check(root)
    about = {one.record for one in seen_by(checked, "public").findings}
    assert {"demo/tasks:first", "demo/tasks:third"} <= {one.record for one in checked.diagnostics}
    assert "demo/tasks:third" in about
    assert "demo/tasks:first" not in about


def test_what_others_see_as_well_is_no_secret(tmp_path):
    plan = PLAN.replace("title: Pack\n", "title: Pack\n    description: We talk. Talk with the buyer, then pack.\n")
    assert "Talk with the buyer" in seen(tmp_path / "a", **{"plan.yml": PLAN}).withheld.texts
    assert "Talk with the buyer" not in seen(tmp_path / "b", **{"plan.yml": plan}).withheld.texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1,234,567 CNY", ["1234567"]), ("12345.50", ["12345.5"]), ("a1b2c3", []), ("v1.2.3", []), ("0.98765x", [])],
)
def test_numbers_in_texts(text, expected):
    assert list(numbers_in(text)) == expected


def test_pieces_of_markdown_are_looked_for_by_themselves():
    assert list(pieces("We **really** sell\n- the shop")) == [
        "We **really** sell - the shop", "We", "really", "sell", "the shop",
    ]  # fmt: skip
    assert [is_long(one) for one in ("1234567", "12345678", "并购计划", "并购案")] == [False, True, True, False]
    assert plain_number(Decimal("120.00")) == plain_number("120") == "120"


def test_nested_fields_go_alone():
    task = Task.model_validate(
        {"cost": {"planned": "10", "actual": "12"}, "acceptance": [{"text": "a", "done": "true"}]}
    )
    left = without_fields(task, ["cost.actual", "acceptance.text"])
    assert (left.cost.planned.amount, left.cost.actual) == (Decimal(10), None)
    assert [(one.text, one.done) for one in left.acceptance] == [(None, True)]
    assert task.cost.actual is not None


def test_an_audience_that_is_not_there(tmp_path):
    with pytest.raises(MilepostError):
        seen(tmp_path, "press")


def test_the_default_audience_is_built_when_none_is_named(tmp_path):
    assert seen(tmp_path / "a", "", DIVIDED).audience == "team"
    assert seen(tmp_path / "b", "", DIVIDED + "  default_audience: partner\n").audience == "partner"
    assert seen(tmp_path / "c", "", PORTAL).audience == ""


def test_a_report_for_an_audience(tmp_path):
    plan = PLAN.replace("acceptance: [Agreed]", "acceptance: [Agreed], due: 2026-03-09")
    root = portal(tmp_path, {"content/portal.yml": DIVIDED, f"{DEMO}plan.yml": plan})
    commit(root, on="2026-02-10T12:00:00+08:00")
    texts = {}
    for audience in ("team", "public"):
        done = CliRunner().invoke(
            cli, ["report", "-C", str(root), "--audience", audience, "--lang", "en", "--as-of", "2026-03-09"]
        )
        assert done.exit_code == 0, done.output
        texts[audience] = done.output
    assert "Talk with the buyer" in texts["team"]
    assert "Talk with the buyer" not in texts["public"]
    assert "Pack" in texts["public"]


LEAVE = """\
people:
  lin: {title: Lin, backup: mei, leave: [{from: 2026-03-03, to: 2026-03-05}]}
  mei: {title: Mei, backup: lin}
"""


def test_leave_that_is_withheld_is_not_told_by_the_plan(tmp_path):
    plan = "tasks:\n  pack: {title: Pack, owner: lin, duration: 3d, acceptance: [Packed]}\n"
    settings = DIVIDED + "  field_audience: {people.leave: team}\n"
    for name, told, chosen in (("a", False, settings), ("b", True, DIVIDED)):
        view = seen(tmp_path / name, "public", chosen, **{"plan.yml": plan, "content/people.yml": LEAVE})
        place = view.analysis.plans["demo"].schedule.activities["pack"]
        assert place.finish == date(2026, 3, 9)  # with the leave
        assert (place.without_leave is not None) is told


def test_a_reason_does_not_give_a_withheld_deadline_away(tmp_path):
    plan = "tasks:\n  pack: {title: Pack, owner: lin, duration: 3d, due: 2026-02-20, acceptance: [Packed]%s}\n"
    for name, more, reasons in (("a", "", 1), ("b", ", audience: {due: team}", 0)):
        health = seen(tmp_path / name, **{"plan.yml": plan % more}).analysis.health["demo"]
        assert health.colour == "red"
        assert len([one for one in health.reasons if one.rule == "task-overdue"]) == reasons
