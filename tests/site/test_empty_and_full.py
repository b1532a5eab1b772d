"""Pages of a project that has nothing yet, and of one that has more than fits: what is missing is said, no list is endless."""

import re

from portal_files import portal

from milepost.build import check, portal_site
from milepost.model.registry import built_in_types
from milepost.views.addresses import PROJECT_TAILS

EMPTY = re.compile(r'<div class="mp-empty">.*?</div>', re.DOTALL)
GATES = "phases: {build: {title: Build, owner: mei}}\ngates:\n" + "".join(
    f"  gate-{number}: {{title: Gate {number}, phase: build, due: 2026-03-05, approver: lin}}\n" for number in range(12)
)


def pages(root, language="en"):
    return portal_site(check(root), language).pages


def test_every_empty_place_says_what_to_write_and_leads_to_the_fields(tmp_path):
    made = pages(portal(tmp_path, {}))
    addresses = (
        *(f"projects/demo/{tail}" for tail in PROJECT_TAILS),
        "risks/",
        "decisions/",
        "requirements/",
        "tasks/",
    )
    anchors = {f"type-{name}" for name in built_in_types()}
    found = {address: EMPTY.findall(made[address].render().html) for address in addresses}
    for address, places in found.items():
        for place in places:
            link = re.search(r'href="[./]*dictionary/#([a-z_-]+)"', place)
            assert "<pre>" in place, address
            assert link, (address, place)
            assert link[1] in anchors
    without = [address for address, places in found.items() if not places]
    assert without == []


def test_nothing_is_drawn_of_a_plan_without_tasks(tmp_path):
    made = pages(portal(tmp_path, {}))
    assert "mp-road" not in made[""].render().html
    assert 'class="mp-months"' not in made["projects/demo/plan/"].render().html


def test_decisions_to_make_are_folded_after_the_most_urgent_ones(tmp_path):
    made = pages(portal(tmp_path, {"content/projects/demo/plan.yml": GATES}))
    section = made["projects/demo/"].render().html.split('id="decisions"')[1].split("</section>")[0]
    shown, folded = section.split("<details")
    assert (shown.count("<li>"), folded.count("<li>")) == (5, 7)


def test_a_release_with_many_tasks_names_the_first_ones(tmp_path):
    tasks = "".join(
        f"  task-{number}: {{title: Task {number}, owner: lin, duration: 1d, release: v1, acceptance: [Done]}}\n"
        for number in range(20)
    )
    plan = f"tasks:\n{tasks}releases: {{v1: {{title: V1, version: 1.0.0, planned_on: 2026-05-01, notes: x}}}}\n"
    made = pages(portal(tmp_path, {"content/projects/demo/plan.yml": plan}))
    card = made["projects/demo/delivery/"].render().html.split("<article")[1].split("</article>")[0]
    shown, folded = card.split("<details")
    assert (shown.count("#task-task-"), folded.count("#task-task-")) == (8, 12)
    assert "12 more" in folded
