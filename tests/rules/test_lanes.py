"""The rules about plans can run in a process of their own, and find the same."""

import ast
import os
import sys
from pathlib import Path

import pytest

from milepost.build import check
from milepost.rules import lanes
from milepost.rules.rule import all_rules

RULES = Path(__file__).parents[2] / "generator" / "milepost" / "rules"


def functions_on_plans() -> set[str]:
    """The functions below `rules/` that read `context.plans`, themselves or through others of them."""
    uses: dict[str, set[str]] = {}
    for path in RULES.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
                names |= {f".{part.attr}" for part in ast.walk(node) if isinstance(part, ast.Attribute)}
                uses.setdefault(node.name, set()).update(names)
    found, before = {".plans"}, set()
    while found != before:
        before = found
        found = found | {name for name, used in uses.items() if used & found}
    return found


def test_every_rule_says_whether_it_looks_at_plans():
    reach = functions_on_plans()
    said = {name: rule.on_plans for name, rule in all_rules().items() if rule.check}
    assert said == {name: name.replace("-", "_") in reach for name in said}


@pytest.fixture
def large_from_the_first_record(monkeypatch):
    if sys.platform != "linux":
        pytest.skip("no second process on this system")
    monkeypatch.setattr(lanes, "two_lanes_pay", lambda _loaded: True)


def test_two_processes_find_what_one_finds(checkout, large_from_the_first_record):
    alone, in_two = check(checkout), check(checkout, in_two=True)
    assert in_two.diagnostics == alone.diagnostics
    assert any(all_rules()[one.rule].on_plans for one in alone.diagnostics)
    assert in_two.context.past.asked == alone.context.past.asked
    assert "plans" not in vars(in_two.context)


def test_a_lane_without_an_answer_is_run_here(checkout, large_from_the_first_record, monkeypatch):
    monkeypatch.setattr(lanes, "in_second_process", lambda _work: lambda: None)
    assert check(checkout, in_two=True).diagnostics == check(checkout).diagnostics


def test_small_portals_stay_in_one_process(checkout, monkeypatch):
    monkeypatch.delattr(os, "fork")
    assert check(checkout, in_two=True).diagnostics == check(checkout).diagnostics
