"""Builds for an audience: nothing that others alone may see is anywhere in them, today's or of the past."""

import gzip
import html
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from canaries import Planter, commit, git, planted_portal, write
from portal_files import PORTAL, portal
from portal_files import commit as first_commit
from three_hosts import HOSTS, build_with

from milepost.analysis.audience.withheld import Withheld
from milepost.build import check, portal_site, seen_by
from milepost.site.leaks import leaks_in

EXTRA = "content/projects/tea-order/extra.yml"
WITHHELD_FILE = "content/projects/tea-order/decisions/quiet-move.yml"
HIDDEN_PAGE = "cnry99999zq"
NUMBER_OF_LEAKS = 20


def task(text: str, **fields: object) -> dict[str, object]:
    return {"title": "A task", "owner": "lin-yuan", "acceptance": ["it can be seen"], "description": text, **fields}


def history(planter: Planter, root: Path) -> None:
    """Commits in which what is withheld today, or was then, changes."""
    text = planter.text
    always = text("former value of a withheld record")
    commit(root, "Set up")
    first = {
        "was-public": task(text("record withheld later")),
        "was-secret": task(text("record withheld before"), audience="team"),
        "field-later": task(text("field withheld later")),
        "field-before": task(text("field withheld before"), audience={"*": "public", "description": "team"}),
        "gone": task(text("withheld and gone"), audience="team"),
        "always": task(always, audience="team"),
        "cost": task("Priced", cost={"planned": planter.number("former cost")}),
    }
    write(root, EXTRA, {"tasks": first})
    commit(root, "Add tasks")
    second = {
        "was-public": task(text("record withheld now"), audience="team"),
        "was-secret": task("Now open to everybody"),
        "field-later": task(text("field withheld now"), audience={"description": "team"}),
        "field-before": task("Now to be read"),
        "always": task(text("withheld value of today"), audience="team"),
        "cost": task("Priced again", cost={"planned": planter.number("cost")}, audience={"cost": "team"}),
    }
    write(root, EXTRA, {"tasks": second})
    commit(root, f"Rework, {text('subject of a mixed commit')}")
    write(root, WITHHELD_FILE, {"title": text("secret title"), "audience": "team", "on": "2026-10-01"})
    commit(root, f"Decide on {text('subject of a commit of withheld files')}")
    write(root, EXTRA, {"tasks": {**second, "was-secret": task("Changed for everybody")}})
    commit(root, f"Say that {always}")
    (root / "content/notes/open.md").write_text("# Open\n\nFor all of you.\n", encoding="utf-8")
    commit(root, "Reword the open note")
    for ending in ("md", "en.md"):
        git(root, "mv", f"content/notes/internal.{ending}", f"content/notes/{HIDDEN_PAGE}.{ending}")
    planter.planted[HIDDEN_PAGE] = "name of a withheld page"
    commit(root, "Rename a page")


def data(planter: Planter, root: Path) -> None:
    """A withheld batch of feedback and a withheld metric, with their files."""
    rows = "".join(f"{number},2026-09-0{number},bug,{planter.text('feedback')},\n" for number in range(1, 6))
    values = "".join(f"2026-09-{day:02},{planter.number('metric')}\n" for day in range(1, 21))
    folder = root / "content/projects/tea-order"
    (folder / "inner-feedback.csv").write_text(f"id,received_on,type,text,theme\n{rows}", encoding="utf-8")
    (folder / "inner-metric.csv").write_text(f"date,inner-volume\n{values}", encoding="utf-8")
    batch = {"title": "Inner batch", "source": "app", "collected_on": "2026-09-30", "file": "inner-feedback.csv"}
    metric = {
        "title": "Inner volume", "unit": "cups", "kind": "count", "formula": "cups", "source": "till",
        "cadence": "day", "aggregation": "sum", "direction": "increase", "series": {"file": "inner-metric.csv"},
    }  # fmt: skip
    records = {
        "feedback": {"inner-batch": {**batch, "audience": "team"}},
        "metrics": {"inner-volume": {**metric, "audience": "team"}},
    }
    write(root, "content/projects/tea-order/inner.yml", records)


def build(root: Path, site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "milepost", "build", "-C", str(root), "-d", str(site), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def planted(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Planter, Path]:
    root = tmp_path_factory.mktemp("planted")
    planter = planted_portal(checkout, root, seed=1)
    data(planter, root)
    history(planter, root)
    assert len(planter.planted) > 200
    return planter, root


@pytest.fixture(scope="module", params=HOSTS)
def site(
    request: pytest.FixtureRequest, planted: tuple[Planter, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The public build by each host."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param != "mkdocs":
        return build_with(request.param, planted[1], folder, "public", on_error="banner")
    done = build(planted[1], folder / "site", "--audience", "public", "--on-error", "banner")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def secrets(planted: tuple[Planter, Path]) -> Withheld:
    """What must not be found in the public build."""
    return seen_by(check(planted[1]), "public").withheld


def texts_of(folder: Path) -> dict[str, str]:
    """Every file as text, names included, without what would hide a canary: thousands apart, invisible spaces."""
    found = {}
    for path in (one for one in folder.rglob("*") if one.is_file()):
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
        text = raw.decode("utf-8", "replace")
        if path.suffix == ".json":
            text += json.dumps(json.loads(text), ensure_ascii=False)
        name = path.relative_to(folder).as_posix()
        found[name] = f"{name}\n{text}".replace("\u200b", "").replace(",", "")
    return found


def test_no_canary_is_in_the_public_build_in_either_language(planted, site):
    planter, _ = planted
    files = texts_of(site)
    assert {"index.html", "en/index.html"} <= files.keys()
    assert {"search/search_index.json", "en/search/search_index.json"} <= files.keys() or "search.json" in files
    assert "projects/tea-order/changes/feed.xml" in files
    hits = [
        (canary, where, name)
        for canary, where in planter.planted.items()
        for name, text in files.items()
        if canary in text
    ]
    assert hits == []


def test_what_everybody_may_see_is_still_there(site):
    text = "".join(texts_of(site).values())
    for shown in ("Changed for everybody", "Now to be read", "For all of you", "Reword the open note"):
        assert shown in text, shown


def test_the_narrowest_audience_finds_the_canaries(planted):
    planter, root = planted
    context_site = portal_site(check(root), "en")
    text = "".join(page.render().html for page in context_site.pages.values()).replace(",", "")
    assert sum(canary in text for canary in planter.planted) > len(planter.planted) / 3


@pytest.mark.parametrize("seed", [11, 12])
def test_random_canaries_are_seen_by_those_who_may_see_them(checkout, tmp_path, seed):
    planter = planted_portal(checkout, tmp_path, seed=seed)
    commit(tmp_path, "start")
    checked = check(tmp_path)
    for audience, hidden in (
        ("public", planter.planted.keys()),
        ("partner", planter.planted.keys() - planter.for_partners),
    ):
        made = portal_site(checked, "zh" if seed % 2 else "en", audience=audience)
        contents = [page.render() for page in made.pages.values()]
        text = "".join(one.html + one.search for one in contents).replace(",", "") + "".join(made.files.values())
        assert [(one, planter.planted[one]) for one in hidden if one in text] == []
        assert planter.for_partners
        assert any(one in text for one in planter.for_partners) == (audience == "partner")


HIDING = {
    "plain": lambda text: text,
    "html": html.escape,
    "numeric-entities": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "address": quote,
    "json": json.dumps,
    "json-of-html": lambda text: json.dumps(f"<p>{html.escape(text)}</p>"),
    "split": "\u200b".join,
    "tags": lambda text: f"{html.escape(text[:3])}<em>{html.escape(text[3:])}</em>",
    "lines": lambda text: html.escape(text.replace(" ", "\n   ")),
    "inside-a-word": lambda text: f"x{text}y",
}


def test_the_check_finds_each_of_twenty_leaks_however_they_are_written(secrets, tmp_path):
    wanted = [one for one in secrets.texts.values() if "zq" in one.text or "机密" in one.text]
    assert len(wanted) > NUMBER_OF_LEAKS
    for number, secret in enumerate(wanted[:NUMBER_OF_LEAKS]):
        hiding = list(HIDING)[number % len(HIDING)]
        name, text = f"page-{number}.html", f"<p>Some words {HIDING[hiding](secret.text)} and more</p>".encode()
        if number % 3 == 0:
            name, text = f"page-{number}.xml.gz", gzip.compress(text)
        (tmp_path / name).write_bytes(text)
        assert secret.text in [one.secret.text for one in leaks_in(tmp_path, secrets)], hiding
        (tmp_path / name).unlink()


@pytest.mark.parametrize("form", ["{0:,}", "{0}", "¥{0:,}", "CNY {0:,}.00", "CNY{0}", '"cost": {0}', "&#165;{0:,}元"])
def test_the_check_finds_numbers_as_pages_write_them(planted, secrets, tmp_path, form):
    number = next(one for one in planted[0].planted if one.isdigit() and one in secrets.numbers)
    (tmp_path / "page.html").write_text(f"<td>{form.format(int(number))}</td>", encoding="utf-8")
    assert [one.secret.text for one in leaks_in(tmp_path, secrets)] == [number]


@pytest.mark.parametrize("near", ["a{0}f", "{0}1", "1{0}", "0.{0}", "v1.{0}.2"])
def test_parts_of_longer_words_are_no_numbers(planted, secrets, tmp_path, near):
    number = next(one for one in planted[0].planted if one.isdigit() and one in secrets.numbers)
    (tmp_path / "page.html").write_text(near.format(number), encoding="utf-8")
    assert leaks_in(tmp_path, secrets) == ()


DIVIDED = PORTAL + "  audiences: [public, team]\n"
RISK = """\
risks:
  merger:
    title: The merger with Bluewater
    audience: team
    cause: A letter of intent
    event: The deal is closed
    effect: Two teams become one
    category: people
    probability: 3
    impact: 3
    response: accept
    approver: mei
    owner: lin
    identified_on: 2026-02-01
    next_review: 2026-03-30
"""
MKDOCS = "site_name: Demo\ndocs_dir: content\ntheme: {name: material, font: false}\nplugins: [search, milepost]\n"


def test_a_site_that_leaks_never_lands(tmp_path):
    files = {"content/portal.yml": DIVIDED, "content/projects/demo/risks.yml": RISK, "mkdocs.yml": MKDOCS}
    root = portal(tmp_path / "portal", {**files, "content/assets/notes.txt": "Prepare The merger\nwith Bluewater."})
    first_commit(root)
    site = tmp_path / "site"
    (site / "old").mkdir(parents=True)
    done = build(root, site, "--audience", "public", "--on-error", "banner")
    said = done.stdout + done.stderr
    assert done.returncode == 2
    assert "assets/notes.txt" in said
    assert "demo/risks:merger title" in said
    assert not [line for line in said.splitlines() if "withheld from this audience" in line and "Bluewater" in line]
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("site")] == ["site"]
    assert [one.name for one in site.iterdir()] == ["old"]


def test_an_unknown_audience_ends_the_build(tmp_path):
    root = portal(tmp_path / "portal", {"content/portal.yml": DIVIDED, "mkdocs.yml": MKDOCS})
    done = build(root, tmp_path / "site", "--audience", "pubic")
    assert done.returncode == 2
    assert "there is no audience `pubic`; there are: public" in done.stdout + done.stderr


def test_without_a_name_the_narrowest_audience_is_built_and_nothing_is_computed_anew(tmp_path):
    root = portal(tmp_path, {"content/portal.yml": DIVIDED, "content/projects/demo/risks.yml": RISK})
    checked = check(root)
    for name in ("", "team"):
        seen = seen_by(checked, name)
        assert seen.analysis is checked.analysis
        assert seen.findings is checked.diagnostics
        assert not seen.withheld


def test_a_build_of_the_past_shows_nothing_that_is_withheld_today(tmp_path):
    plan = "tasks:\n  {0}: {{title: {1}, owner: lin, duration: 5d, acceptance: [Packed]{2}}}\n"
    files = {"content/portal.yml": DIVIDED, "mkdocs.yml": MKDOCS, "content/old.md": "# Old\n\nOnce for everybody.\n"}
    open_then = plan.format("quiet-deal", "Quiet deal of then", "") + plan.format("shown", "Shown", "")[7:]
    root = portal(tmp_path / "portal", {**files, "content/projects/demo/plan.yml": open_then})
    first_commit(root, tag="then")
    later = plan.format("quiet-deal", "Another title", ", audience: team") + plan.format("shown", "Shown", "")[7:]
    page = "---\naudience: team\n---\n# Old\n\nOnce for everybody.\n"
    portal(root, {**files, "content/projects/demo/plan.yml": later, "content/old.md": page})
    commit(root, "Close the deal")
    built = {}
    for audience in ("public", "team"):
        done = build(root, tmp_path / audience, "--audience", audience, "--at", "then")
        assert done.returncode == 0, done.stdout + done.stderr
        built[audience] = "".join(texts_of(tmp_path / audience).values())
    for secret in ("Quiet deal of then", "quiet-deal", "Once for everybody"):
        assert secret in built["team"]
        assert secret not in built["public"]
    assert "Shown" in built["public"]


def test_audiences_that_came_later_see_of_then_what_was_everybodys(tmp_path):
    task = "  {0}: {{title: {1}, owner: lin, duration: 5d, acceptance: [Packed], audience: {2}}}\n"
    before = PORTAL + "  audiences: [public, team]\n"
    plan = (
        "tasks:\n" + task.format("a", "Former words of the team", "team") + task.format("b", "Former words", "public")
    )
    root = portal(tmp_path, {"content/portal.yml": before, "content/projects/demo/plan.yml": plan})
    first_commit(root)
    after = PORTAL + "  audiences: [public, partner, team]\n"
    plan = "tasks:\n" + task.format("a", "Words of today", "public") + task.format("b", "Words", "public")
    portal(root, {"content/portal.yml": after, "content/projects/demo/plan.yml": plan})
    commit(root, "Open it")
    site = portal_site(check(root), "en", audience="partner")
    text = site.pages["projects/demo/changes/"].render().html + "".join(site.files.values())
    assert "Words of today" in text
    assert "Former words" in text
    assert "Former words of the team" not in text
