"""The figures of event metrics on the metrics page, from the real log."""

import re

import pytest
from events.event_portal import FOLDER, event_portal, metric
from portal_files import PORTAL

from milepost.build import check, portal_site

RETENTION = metric("d7", "{retention: {day: 7, variant: exact}}", "ratio", cadence="week")
WEEK = metric("week-1", "{retention: {day: [1, 7], variant: bracket}}", "ratio", cadence="week")
FUNNEL = metric(
    "shop", "{funnel: {steps: [catalog, product_view, add_to_cart, purchase], window: 7d}}", "ratio", cadence="week"
)
SETTINGS = PORTAL.replace("as_of: 2026-03-02", "as_of: 2024-06-30").replace("[en]", "[zh-CN, en]")


@pytest.fixture(scope="module")
def checked(cases, tmp_path_factory):
    log = (cases / "ecom-events" / "events.csv.gz").read_bytes()
    root = tmp_path_factory.mktemp("shop")
    event_portal(root, metric(), RETENTION, WEEK, FUNNEL, files={"log.csv.gz": log})
    (root / "content/portal.yml").write_text(SETTINGS, encoding="utf-8")
    return check(root)


def page(checked, language):
    return portal_site(checked, language).pages["projects/demo/metrics/"].render()


def cells(html, label):
    """The rows of the table of that label, as texts."""
    table = re.search(rf'aria-label="{re.escape(label)}".*?</table>', html, re.DOTALL)[0]
    rows = re.findall(r"<tr.*?</tr>", re.sub(r'<span class="mp-tip".*?</span>', "", table), re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


def test_cohorts_are_a_heat_map(checked):
    html = page(checked, "en").html
    head, *rows, total = cells(html, "Cohorts of d7")
    assert head == ["Week of", "Users", *(f"Day {n}" for n in (1, 2, 3, 4, 5, 6, 7, 14, 30))]
    assert rows[0] == ["25 Mar", "46", "4.3", "6.5", "10.9", "4.3", "6.5", "4.3", "4.3", "8.7", "6.5"]
    assert rows[-1][-2:] == ["open", ""]  # the week of 10 June: day 14 is not over for all, day 30 for nobody
    assert total[:3] == ["All", "600", "5.3"]
    assert "Day 7: 8.1% came back, cohorts of the last 6 weeks; 6.2% of the 6 before" in html
    assert "2024-04-22–2024-04-28; Day 7: 2 of 42, 4.8% (95%: 1.3%–15.8%)" in html


def test_brackets_follow_each_other(checked):
    head, *_ = cells(page(checked, "zh").html, "week-1的群组")
    assert head[2:5] == ["第 1–7 天", "第 8–14 天", "第 15–21 天"]


def test_a_funnel_is_bars_with_its_worst_step(checked):
    html = page(checked, "en").html
    assert cells(html, "Funnel of shop") == [
        ["Step", "Share of the first step", "Users", "Of all", "Step rate", "Change"],
        ["catalog", "", "405", "100.0%", "", ""],
        ["product_view", "", "340", "84.0%", "84.0%", "3.0 pp"],
        ["add_to_cart", "", "161", "39.8%", "47.4%", "2.2 pp"],
        ["purchase", "", "52", "12.8%", "32.3%", "10.2 pp"],
    ]
    assert "Most are lost between add_to_cart and purchase: 32.3% go on, 10.2 points more than before" in html


def test_figures_have_their_numbers_as_tables_and_stay_out_of_search(checked):
    content = page(checked, "en")
    assert cells(content.html, "Who came back, of those who count")[1][2] == "0 / 2"
    assert ["purchase", "52", "32.3%", "36", "22.1%", "25.6%–39.9%"] in cells(content.html, "Steps of the funnel")
    assert "of 42" not in content.search
    assert "39.9%" not in content.search


def test_both_languages_say_the_same(checked):
    english, chinese = (page(checked, language).html for language in ("en", "zh"))
    for label, other in (("Cohorts of d7", "d7的群组"), ("Funnel of shop", "shop的漏斗")):
        numbers = [[cell for cell in row if re.search(r"\d", cell)] for row in cells(english, label)[1:]]
        assert len(cells(chinese, other)) == len(numbers) + 1
    assert "add_to_cart 到 purchase 流失最多，只有 32.3% 继续，比此前多 10.2 个百分点" in chinese


def test_a_page_without_the_extra_says_how_to_get_it(tmp_path, monkeypatch):
    for module in ("events.results", "views.metrics"):
        monkeypatch.setattr(f"milepost.{module}.events_readable", lambda: False)
    html = page(check(event_portal(tmp_path)), "en").html
    assert "pip install &#39;milepost[events]&#39;" in html
    assert f"{FOLDER}events/" in html


def test_hostile_names_are_text(tmp_path):
    evil = "<img src=x onerror=alert(1)>"
    log = f"user_id,event,timestamp\na,{evil},2026-02-20 09:00:00\na,pay,2026-02-20 09:05:00\n"
    funnel = metric("way", f"{{funnel: {{steps: ['{evil}', pay], window: 1h}}}}", "ratio")
    html = page(check(event_portal(tmp_path, funnel, events=log)), "en").html
    assert "<img" not in html
    assert "&lt;img" in html
