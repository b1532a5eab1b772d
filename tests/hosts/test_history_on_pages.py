"""What the built pages tell of the past: the example with a history, clones that lack it, and no git at all."""

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from conftest import build
from history.replayed_example import replay
from hosts.test_controls_on_pages import page, section
from portal_files import PROJECT, commit, portal

from milepost.build import check, view_context
from milepost.diagnostics.diagnostic import Severity
from milepost.finding_trend import finding_points
from milepost.views.baseline_tables import budget_baseline, gone_tasks
from milepost.views.changes_since import pairs

PAGES = ("forecast", "risks", "money", "delivery", "changes")
TREND = {"forecast": "trend", "risks": "trend", "money": "trend", "delivery": "trend"}


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("replayed")
    assert 40 < replay(root) < 80
    return root


@pytest.fixture(scope="module")
def site(replayed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "site"
    done = build(replayed, target)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def project(name: str) -> str:
    return f"projects/tea-order/{name}"


def test_the_slip_chart_says_where_the_promise_went(replayed, site):
    trends = check(replayed).analysis.trends
    assert trends
    points = trends["tea-order"].points
    html = page(site, f"en/{project('forecast')}")
    text = section(html, "trend")
    first, last = (f"{one.finish.day} {one.finish:%B}" for one in (points[0], points[-1]) if one.finish)
    assert f"The promised finish moved from {first} to {last}" in text
    assert "33 of 61 tasks are done" in text
    for row in ("Feature complete", "Go-live", "Project acceptance"):
        assert row in text


def test_every_drawn_point_leads_to_its_commit(replayed, site):
    shas = subprocess.run(["git", "log", "--format=%H"], cwd=replayed, check=True, capture_output=True, text=True)
    for name in TREND:
        html = page(site, project(name))
        start = html.index('id="trend"')
        chart = html[start : html.index("</section>", start)]
        links = re.findall(r'<a href="([^"]+)"><circle', chart)
        assert links
        for link in links:
            assert link.startswith("https://github.com/example/tea-portal/commit/")
            assert link.rsplit("/", 1)[1] in shas.stdout.split()


def test_the_changes_page_says_who_changed_what(site):
    text = unescape(section(page(site, f"en/{project('changes')}"), "activity"))
    assert re.search(r"Changed One-tap reorder, native Task Duration 5 working days → 6 working days", text)
    assert re.search(r"Changed Manual-stock fallback Task Status Todo → In progress", text)
    assert "Added Manual-stock fallback Task" in text
    assert "@" not in text
    assert "team@example.com" not in page(site, project("changes"))


def test_the_feed_says_the_same_and_is_linked(site):
    text = (site / "en" / project("changes") / "feed.xml").read_text(encoding="utf-8")
    assert "Changed One-tap reorder, native (Task): Duration 5 working days → 6 working days" in text
    assert 'href="feed.xml"' in page(site, f"en/{project('changes')}")
    assert "@" not in text.replace("@\u200b", "")
    assert "任务" in (site / project("changes") / "feed.xml").read_text(encoding="utf-8")


def test_home_shows_arrows_and_what_commits_did(site):
    html = page(site, "en")
    assert re.search(r'mp-delta mp-is-bad">.*?\+2 working days in 4 weeks', html)
    assert "Changed" in section(html, "changed") if 'id="changed"' in html else "mp-did" in html


@pytest.mark.parametrize(
    ("options", "said"), [(("--depth", "1"), "fetch-depth: 0"), (("--filter=blob:none",), "--filter")]
)
def test_a_clone_that_lacks_something_withholds_every_figure(replayed, tmp_path, options, said):
    subprocess.run(["git", "config", "uploadpack.allowFilter", "true"], cwd=replayed, check=True)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", *options, f"file://{replayed}", str(clone)], check=True, capture_output=True)
    done = build(clone, tmp_path / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    for name in TREND:
        html = page(tmp_path / "site", f"en/{project(name)}")
        text = section(html, "trend")
        assert said in unescape(text)
        assert "<circle" not in html[html.index('id="trend"') : html.index("</section>", html.index('id="trend"'))]
    assert "in 4 weeks" not in page(tmp_path / "site", "en")
    assert not list((tmp_path / "site").rglob("feed.xml"))
    assert 'class="mp-did"' not in page(tmp_path / "site", f"en/{project('changes')}")


def test_without_git_and_without_commits_the_pages_say_so(checkout, tmp_path):
    root = tmp_path / "plain"
    shutil.copytree(checkout / "content", root / "content")
    shutil.copy(checkout / "mkdocs.yml", root)
    for state in ("none", "empty"):
        if state == "empty":
            subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        done = build(root, tmp_path / state)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "There is no git history here" in section(page(tmp_path / state, f"en/{project('forecast')}"), "trend")


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_names_and_values_of_the_past_are_text(tmp_path, checkout):
    plan = "content/projects/demo/plan.yml"
    root = portal(
        tmp_path / "root",
        {plan: f"tasks:\n  a: {{title: 'A {HOSTILE}', duration: 3d, owner: lin, acceptance: [Seen]}}\n"},
    )
    shutil.copy(checkout / "mkdocs.yml", root)
    settings = root / "content/portal.yml"
    settings.write_text(settings.read_text().replace("  as_of: 2026-03-02\n", ""))
    commit(root, on="2026-02-02T10:00:00+08:00")
    phone, mail = "13812345678", "someone@corp.example.org.cn"
    portal(
        root,
        {
            plan: f"tasks:\n  a: {{title: 'A {HOSTILE}', duration: 3d, owner: lin, acceptance: [Seen], description: 'call {phone} or {mail}'}}\n"
        },
    )
    settings.write_text(settings.read_text().replace("  as_of: 2026-03-02\n", ""))
    commit(root, on="2026-02-03T10:00:00+08:00")
    portal(
        root,
        {plan: "tasks:\n  a: {title: 'B', duration: 4d, owner: lin, acceptance: [Seen], description: 'call them'}\n"},
    )
    settings.write_text(settings.read_text().replace("  as_of: 2026-03-02\n", ""))
    identity = ("-c", f"user.name=Eve {HOSTILE}", "-c", "user.email=eve@example.com")
    subprocess.run(["git", *identity, "commit", "-q", "-a", "-m", f"Subject {HOSTILE}"], cwd=root, check=True)
    done = build(root, tmp_path / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    html = page(tmp_path / "site", "projects/demo/changes")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "Eve" in html
    for secret in (phone, mail, "eve@example.com"):
        for path in (tmp_path / "site").rglob("*.html"):
            assert secret not in path.read_text(encoding="utf-8"), path
    assert "▒▒▒" in html


def test_two_builds_are_the_same_with_and_without_what_was_kept(replayed, site, tmp_path):
    shutil.rmtree(replayed / ".cache", ignore_errors=True)
    done = build(replayed, tmp_path / "again")
    assert done.returncode == 0
    for name in PAGES:
        assert page(tmp_path / "again", project(name)) == page(site, project(name))
    assert (replayed / ".cache" / "milepost" / "versions.json").is_file()


def test_the_last_point_is_what_the_pages_say_today(replayed):
    analysis = check(replayed).analysis
    assert analysis.trends
    last = analysis.trends["tea-order"].points[-1]
    assert last.finish == analysis.statused["tea-order"].schedule.finish
    assert last.day == date(2026, 10, 14)


def test_any_two_of_the_offered_states_are_compared(tmp_path):
    plan = "content/projects/demo/plan.yml"
    text = "tasks:\n  a: {{title: A, duration: {0}d, owner: lin, acceptance: [Seen]}}\n"
    for number, days in enumerate((3, 5, 5, 8), 1):
        root = portal(tmp_path, {plan: text.format(days)})
        settings = root / "content/portal.yml"
        settings.write_text(settings.read_text() + "  snapshots: [s3, s1, s2, nowhere]\n")
        (root / "note.txt").write_text(f"{number}")
        commit(root, tag=f"s{number}", on=f"2026-02-0{number}T12:00:00+08:00")
    context = view_context(check(root), "en")
    found = pairs(context, context.portal.projects["demo"])
    assert [one.title for one in found] == [
        "s1 (2026-02-01) → s2 (2026-02-02)",
        "s1 (2026-02-01) → s3 (2026-02-03)",
        "s2 (2026-02-02) → s3 (2026-02-03)",
    ]
    assert [one.headline for one in found] == [
        "Records that are different: 1",
        "Records that are different: 1",
        "Nothing in this project is different.",
    ]
    rows = found[0].consequences.rows if found[0].consequences else ()
    assert ("Project finish", "+2 working days") in [(row.head.text, row.cells[-1].text) for row in rows]


def test_what_is_gone_since_the_baseline_is_told(tmp_path):
    plan, money = "content/projects/demo/plan.yml", "content/projects/demo/money.yml"
    line = "  {0}: {{title: {0}, category: x, planned: {1}}}\n"
    before = {
        plan: "tasks:\n  a: {title: Alpha, owner: lin, duration: 2d}\n  b: {title: Beta, duration: 3d, after: [a]}\n",
        money: "budget:\n" + line.format("kept", 1000) + line.format("gone", 500),
    }
    after = {
        plan: "tasks:\n  alpha: {title: Alpha, was: [a], owner: lin, duration: 2d}\n",
        money: "budget:\n" + line.format("more", 1200).replace("{title", "{was: [kept], title") + line.format("new", 7),
    }
    commit(portal(tmp_path, before), tag="v1")
    root = portal(tmp_path, {**after, "content/projects/demo/project.yml": PROJECT + "  baseline: v1\n"})
    context = view_context(check(root), "en")
    project_ = context.portal.projects["demo"]
    table = budget_baseline(context, project_)
    assert table
    rows = [(row.head.text or row.head.links[0].text, *(cell.text for cell in row.cells)) for row in table.rows]
    assert rows == [("more", "1,000", "1,200", "+200"), ("new", "–", "7", "+7"), ("gone", "500", "–", "−500")]
    assert [cell.text for cell in table.foot[0].cells] == ["1,500", "1,207", "−293"]
    gone = gone_tasks(context, project_)
    assert gone
    assert [(row.head.text, row.cells[-1].text) for row in gone.rows] == [("Beta", "4 Mar–6 Mar")]
    unknown = portal(tmp_path, {"content/projects/demo/project.yml": PROJECT + "  baseline: v2\n"})
    context = view_context(check(unknown), "en")
    assert budget_baseline(context, context.portal.projects["demo"]) is None
    assert gone_tasks(context, context.portal.projects["demo"]) is None


def written_tasks(root: Path, sha: str) -> dict[str, dict]:
    """The tasks of the project at a commit, read with nothing of ours."""
    folder = "content/projects/tea-order"
    names = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", sha, folder], cwd=root, check=True, capture_output=True, text=True
    )
    found: dict[str, dict] = {}
    for name in names.stdout.split():
        if name.endswith(".yml"):
            text = subprocess.run(["git", "show", f"{sha}:{name}"], cwd=root, check=True, capture_output=True).stdout
            found |= (yaml.load(text, yaml.CSafeLoader) or {}).get("tasks") or {}
    return found


def test_burn_downs_count_what_the_files_said(replayed, site):
    trend = (check(replayed).analysis.trends or {})["tea-order"]
    counted = 0
    for point in trend.points[:-1:6]:
        tasks = [one for one in written_tasks(replayed, point.sha).values() if one.get("status") != "cancelled"]
        for name, load in point.iterations.items():
            inside = [one for one in tasks if one.get("iteration") == name]
            assert load == (len(inside), sum(one.get("status") != "done" for one in inside)), (point, name)
            counted += len(inside)
    assert counted > 30
    text = section(page(site, f"en/{project('delivery')}"), "trend")
    left = trend.points[-1].iterations["it-4"]
    assert f"Iteration 4: {left.left} of {left.tasks} tasks left, 2 behind an even pace" in text
    assert "an even pace from the start to the end" in text


def test_milestones_are_drawn_as_they_were_promised(replayed, site):
    trend = (check(replayed).analysis.trends or {})["tea-order"]
    html = page(site, f"en/{project('forecast')}")
    start = html.index("milestones have moved")
    chart = html[start : html.index("</figure>", start)]
    said = re.findall(r"<title>([^<]+): Go-live ([^<]+)</title>", chart)
    assert len(said) > 5
    promised = [one.milestones["go-live"] for one in trend.points if "go-live" in one.milestones]
    assert len(said) == 1 + sum(before != after for before, after in pairwise(promised))


def test_former_findings_are_those_of_milepost_check(replayed, site, tmp_path):
    found = check(replayed)
    points = finding_points(found)["tea-order"]
    assert len(points) == 13
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(replayed), str(clone)], check=True)
    for point in points[2:-1:4]:
        subprocess.run(["git", "checkout", "-q", point.sha], cwd=clone, check=True)
        command = [sys.executable, "-m", "milepost", "check", "--as-of", str(point.day), "--format", "json"]
        said = json.loads(subprocess.run(command, cwd=clone, check=False, capture_output=True, text=True).stdout)
        own = [one["severity"] for one in said["diagnostics"] if "projects/tea-order/" in one["path"]]
        assert (own.count("error"), own.count("warning")) == (
            point.count(Severity.ERROR),
            point.count(Severity.WARNING),
        )
    assert points[-1].count(Severity.ERROR) == 0
    text = section(page(site, f"en/{project('changes')}"), "findings")
    assert f"{points[-1].count(Severity.WARNING)} errors and warnings, down from" in text


def test_what_was_found_before_is_kept_by_commit(replayed):
    folder = replayed / ".cache/milepost/findings"
    first = finding_points(check(replayed))
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(kept) == 12
    (folder / f"{'0' * 40}-2026-01-01.json").write_text("of a state that is drawn no more")
    damaged = min(folder.iterdir())
    damaged.write_text("not what was written")
    assert finding_points(check(replayed)) == first
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept
