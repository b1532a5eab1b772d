"""The money page: what it shows is what is computed, in both languages, also where nothing can be computed."""

import html
import re
from decimal import Decimal

import pytest
from analysis.costed_portal import PLAN, costed

from milepost.analysis.earned_schedule import earned_schedule
from milepost.build import check, portal_site

TAG = re.compile(r"<[^>]+>")
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def text(page):
    return " ".join(html.unescape(TAG.sub(" ", page)).split())


def row_of(page, name):
    """The cells of a table's row by its head."""
    for row in re.findall(r"<tr role=\"row\".*?</tr>", SVG.sub("", page), re.DOTALL):
        cells = [text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        if cells and cells[0].startswith(name):
            return cells
    raise AssertionError(name)


@pytest.fixture(scope="module")
def example(checkout):
    return check(checkout)


@pytest.fixture(scope="module")
def page(example_site):
    return (example_site / "projects/tea-order/money/index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def english_page(example_site):
    return (example_site / "en/projects/tea-order/money/index.html").read_text(encoding="utf-8")


@pytest.fixture
def money_page(tmp_path):
    def made(plan, language="en", **options):
        found = costed(tmp_path, plan, **options)
        return portal_site(found, language).pages["projects/demo/money/"].render().html

    return made


def test_every_figure_of_the_example_is_the_computed_one(example, english_page):
    found = example.analysis.performance["tea-order"]
    figures = found.total
    for name, value in {
        "Budget at completion": figures.bac,
        "Planned value": figures.pv,
        "Earned value": figures.ev,
        "Actual cost": figures.ac,
        "Cost variance": figures.cv,
        "Schedule variance": figures.sv,
        "Estimate at completion": figures.eac,
        "Estimate, rest as planned": figures.eac_as_planned,
        "Estimate, cost and schedule": figures.eac_under_pressure,
        "Estimate to complete": figures.etc,
        "Variance at completion": figures.vac,
    }.items():
        shown = Decimal(row_of(english_page, name)[1].removeprefix("CNY ").replace(",", "").replace("−", "-"))
        assert shown == round(value, 2), name
    for name, value in {
        "Cost performance index": figures.cpi,
        "Schedule performance index": figures.spi,
        "Performance still needed": figures.tcpi,
        "Schedule performance in time": earned_schedule(found).spi,
    }.items():
        assert row_of(english_page, name)[1] == f"{value:.2f}", name


def test_the_example_says_it_in_words(page, english_page):
    assert "每花 1 元，完成价值 0.96 元的工作" in text(page)
    assert "今天完成的工作本应在 9 月 30 日完成：落后 5 个工作日" in text(page)
    assert "多花 1.3 万元，少做 3.0 万元" in text(page)
    assert "for each CNY 1 spent, CNY 0.96 of work was done" in text(english_page)
    assert "the work done today was due on 30 September: 5 working days behind" in text(english_page)
    assert "CNY 12,570 over cost, CNY 30,499 of due work not done" in text(english_page)


def test_phases_and_categories_add_up_to_the_total_of_the_page(english_page):
    for section in ("performance-phases", "performance-categories"):
        part = english_page.split(f'id="{section}"')[1].split("</section>")[0]
        body, foot = SVG.sub("", part).split("<tfoot")
        rows = re.findall(r"<tr role=\"row\".*?</tr>", body.split("<tbody")[1], re.DOTALL)
        columns = zip(
            *([text(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in rows), strict=True
        )
        totals = [text(cell) for cell in re.findall(r"<td.*?</td>", foot, re.DOTALL)]
        for column, total in list(zip(columns, totals, strict=True))[:6]:
            parts = [int(value.replace(",", "").replace("−", "-")) for value in column]
            assert sum(parts) == pytest.approx(int(total.replace(",", "").replace("−", "-")), abs=len(parts))


def test_the_chart_has_a_table_a_label_and_says_its_unit(page):
    section = page.split('id="performance"')[1].split("</section>")[0]
    assert "累计金额，万元" in section
    assert 'aria-label="累计计划价值、挣值与实际成本"' in section
    table = section.split("<details")[1]
    assert "374,729" in table
    assert [text(head) for head in re.findall(r"<th scope=\"col\".*?</th>", table)][1:4] == ["PV", "EV", "AC"]
    assert {"l5 ds", "l1", "l2", "l2 do"} <= set(re.findall(r'<polyline class="([^"]+)"', section))


def test_the_page_s_state_names_the_rule(page):
    answer = page.split('class="mp-answer"')[1].split("</section>")[0]
    assert "绩效低于阈值" in answer
    assert "/rules/cost-performance/" in answer


def test_the_reserve_stands_against_the_expected_value_of_the_risks(page):
    part = page.split('id="reserve"')[1].split("</section>")[0]
    assert "残余敞口" in text(part)


def test_the_overview_shows_both_indices(example_site):
    overview = text((example_site / "projects/tea-order/index.html").read_text(encoding="utf-8"))
    assert "0.92 / 0.96" in overview


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("old", "new", "as_of", "rows"),
    [
        (", actual: ", ", xx: ", "2026-03-14", {"cpi": "no-cost", "eac": "no-cost"}),
        ("", "", "2026-02-02", {"cpi": "no-cost", "spi": "no-due", "spi-t": "no-time", "finish": "no-time"}),
        ("duration: 5d, acceptance: [a], evidence", "duration: 5d, after: [poster], acceptance: [a], evidence", "2026-03-14", {"pv": "no-plan", "sv": "no-plan", "spi": "no-plan", "es": "no-plan"}),
        ("actual: 600", "actual: 6000", "2026-03-14", {"tcpi": "used-up"}),
        ("planned: ", "xx: ", "2026-03-14", {"bac": "no-budget", "eac": "no-earned", "tcpi": "no-budget", "es": "no-budget"}),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_says_why(old, new, as_of, rows, language, money_page):
    from milepost.i18n.catalogue import Catalogue

    words = Catalogue(language)
    page = money_page(PLAN.replace(old, new) if old else PLAN, language, as_of=as_of)
    for name, reason in rows.items():
        cells = row_of(page, words.text(f"performance.name.{name}"))
        assert cells[1] == words.text("performance.na"), name
        assert cells[2] == words.text(f"performance.none.{reason}"), name
    section = page.split('id="performance"')[1].split("</section>")[0]
    assert "None" not in section
    assert "NaN" not in section


def test_what_is_left_out_is_said(money_page):
    plan = PLAN.replace("planned: 500", "planned: 500 USD").replace(", cost: {planned: 1000, actual: 1100}", "")
    money = "budget: {fee: {title: F, category: c, planned: 9, task: shop, actual: [{amount: 3}]}}\n"
    page = text(money_page(plan, money=money))
    assert "Left out, because in another currency than the project's: USD 500 planned." in page
    assert "1 task plans no cost; its work is in no figure: Base" in page
    assert "1 payment has no date and is left out." in page
    assert "by its progress, because the project names no ev_method" in page


def test_of_many_tasks_without_cost_some_are_named(money_page):
    more = "".join(f"  t{n}: {{title: T{n}, owner: lin, duration: 1d, acceptance: [a]}}\n" for n in range(9))
    page = text(money_page(PLAN + more))
    assert "9 tasks plan no cost; their work is in no figure: T0 , T1 , T2 , T3 , T4 , T5 , T6 , T7 …" in page


def test_ahead_and_finished_projects_are_said_to_be(money_page):
    page = text(money_page(PLAN.replace("progress: 40", "progress: 70")))
    assert "the work done today is due on 17 March: 2 working days ahead" in page
    assert "the work done is 120% of what was due" in page


def test_a_project_without_costs_shows_no_earned_value(money_page):
    page = money_page("tasks:\n  a: {title: A, owner: lin, duration: 1d, acceptance: [x]}\n")
    section = page.split('id="performance"')[1].split("</section>")[0]
    assert "Once tasks say what they are planned to cost" in section
    assert "cost: {planned: 12000, actual: 5200}" in section
    assert "<svg" not in section


def test_the_page_of_a_rule_states_its_thresholds(example_site):
    page = text((example_site / "en/rules/cost-performance/index.html").read_text(encoding="utf-8"))
    assert "below 0.95 in this portal, 0.9 by default" in page
    page = text((example_site / "en/rules/over-budget/index.html").read_text(encoding="utf-8"))
    assert "warning 0.9" in page
    assert "error 1.1" in page
