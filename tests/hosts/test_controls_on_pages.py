"""Schedule, forecast and quality as the built pages show them, against what the commands compute."""

import json
import re
import subprocess
import sys
from datetime import date

import pytest

AS_OF = "2026-10-14"


def milepost(checkout, *arguments):
    command = [sys.executable, "-m", "milepost", *arguments, "-C", str(checkout), "--format", "json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def page(site, address):
    return (site / address / "index.html").read_text(encoding="utf-8")


def section(html, name):
    """A section of a page by the id of its heading, without markup."""
    found = re.search(
        rf'<section class="mp-sec">(?:(?!<section).)*?<h2 id="{name}".*?(?=<section class="mp-sec">|</article>)',
        html,
        re.DOTALL,
    )
    assert found, name
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


def short(day):
    return f"{date.fromisoformat(day):%m-%d}"


@pytest.fixture(scope="module")
def forecast(checkout):
    return milepost(checkout, "forecast", "tea-order")


def test_the_forecast_page_says_what_the_command_says(example_site, forecast):
    html = page(example_site, "projects/tea-order/forecast")
    curve = section(html, "curve")
    finish = forecast["finish"]
    for percent in ("p10", "p50", "p80", "p90"):
        assert f"{percent.upper()} {short(finish[percent])}" in curve
    assert f"种子 {forecast['seed']}" in curve
    finishes = section(html, "finish")
    assert set(forecast["releases"]) == {"v2-0"}
    for one in (finish, *forecast["milestones"].values(), *forecast["releases"].values()):
        assert f"{short(one['p50'])} / {short(one['p80'])}" in finishes
    assert "互相独立" in section(html, "assumptions")


def test_home_and_overview_show_the_same_finish(example_site, forecast):
    p50, p80 = short(forecast["finish"]["p50"]), short(forecast["finish"]["p80"])
    assert f"{p50} / {p80}" in page(example_site, ".")
    overview = page(example_site, "projects/tea-order")
    assert "P80 完成日" in overview
    assert p80 in overview
    assert f"P50 {p50}" in overview


def test_the_delivery_page_says_that_a_release_will_hardly_keep_its_day(example_site, forecast):
    release = forecast["releases"]["v2-0"]
    assert release["p50"] > release["due"]
    html = page(example_site, "projects/tea-order/delivery")
    assert "有版本很可能延期" in html
    assert f"P50/P80 {short(release['p50'])} / {short(release['p80'])}，按期 3%" in html


def test_what_moves_the_finish_most_stands_first(example_site, forecast):
    moved = section(page(example_site, "projects/tea-order/forecast"), "influences")
    ranked = sorted([*forecast["tasks"], *forecast["risks"]], key=lambda one: one["best"] - one["worst"])
    assert "提交平台审核" in moved
    assert ranked[0]["id"] == "submit-audit"
    assert len(re.findall(r"[+−]\d+\.\d", moved)) >= 20


def test_schedule_quality_names_its_parts_and_their_tasks(example_site):
    html = page(example_site, "en/projects/tea-order/forecast")
    quality = section(html, "quality")
    for part in (
        "Missing logic",
        "Leads",
        "Long lags",
        "Hard dates",
        "High float",
        "Other link types",
        "Negative float",
    ):
        assert part in quality
    assert re.search(r"Score \d+%: \d+ of 13 checks passed", quality)
    assert "Payment and refund" in quality


def test_the_plan_shows_planned_days_where_work_has_moved(example_site, checkout):
    planned = {one["id"]: one for one in milepost(checkout, "plan", "tea-order")["tasks"]}
    now = {one["id"]: one for one in milepost(checkout, "plan", "tea-order", "--as-of", AS_OF)["tasks"]}
    moved = [name for name in planned if planned[name]["finish"] != now[name]["finish"]]
    assert moved
    table = section(page(example_site, "projects/tea-order/plan"), "table")
    for name in moved:
        assert f"计划 {short(planned[name]['finish'])}" in table


def test_requirements_are_traced_to_tasks_and_days(example_site):
    traced = section(page(example_site, "en/projects/tea-order/plan"), "requirements")
    assert "Stock synchronisation with the tills" in traced
    assert re.search(r"No orders for what is sold out .* 0 / 3 23 Oct", traced)


def test_the_months_hold_every_open_milestone_and_deadline(example_site):
    months = section(page(example_site, "en/projects/tea-order/plan"), "calendar")
    for said in (
        "Feature complete milestone",
        "Go-live milestone",
        "Build gate gate",
        "project due",
        "Wed 14 Oct Today",
    ):
        assert said in months


def test_no_schedule_is_computed_twice_in_a_build(checkout, monkeypatch):
    from milepost.analysis import plans
    from milepost.build import check, portal_site

    computed = []
    schedule = plans.plan_schedule
    monkeypatch.setattr(plans, "plan_schedule", lambda network: computed.append(network) or schedule(network))
    checked = check(checkout)
    for language in ("zh", "en"):
        for one in portal_site(checked, language).pages.values():
            one.render()
    once = [one for one in computed if one.as_of is None], [one for one in computed if one.as_of]
    baselines = {id(one.plan) for one in checked.context.baselines.values() if one.plan}
    assert [len(one) for one in once] == [2 + 2 * bool(baselines)] * 2  # today, and the state compared with


def test_changes_since_the_baseline_are_what_the_diff_says(example_site, checkout):
    baseline = re.search(r"baseline: (\w+)", (checkout / "content/projects/tea-order/project.yml").read_text())[1]
    if subprocess.run(["git", "cat-file", "-e", baseline], cwd=checkout, capture_output=True, check=False).returncode:
        assert f"没有 {baseline[:7]}" in section(page(example_site, "projects/tea-order/changes"), "compared")
        return
    compared = section(page(example_site, "en/projects/tea-order/changes"), "compared")
    diff = milepost(checkout, "diff", f"{baseline}..HEAD", "--as-of", AS_OF)
    moved = [
        one for one in diff["consequences"] if one["subject"].startswith("tea-order") and one["kind"] == "milestone"
    ]
    assert moved
    for one in moved:
        assert f"{one['before']} {one['after']}" in compared
