"""The schedule against cases whose right answers are known."""

import csv
import json
from typing import Any

import pytest
from analysis.schedule.networks import DAILY, MONDAY, cases, network
from analysis.schedule.release_plan import read_network

from milepost.analysis.schedule.critical_path import critical_activities, critical_paths
from milepost.analysis.schedule.cycles import PlacementCycleError
from milepost.analysis.schedule.network import Activity, Days, Link, LinkType, Network
from milepost.analysis.schedule.planned import plan_schedule

NETWORKS = [
    "net_009_11",
    "net_025_12",
    "net_060_13",
    "net_200_14",
    "net_textbook",
    "net_end_not_last",
    "net_negative_lag",
]


def read(name: str) -> tuple[Network, dict[str, Any]]:
    folder = cases("rcpsp")
    plan = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    golden = json.loads((folder / "golden.json").read_text(encoding="utf-8"))["files"][f"{name}.json"]
    after: dict[str, list[Link]] = {}
    for source, target, kind, lag in plan["links"]:
        after.setdefault(target, []).append(Link(target=source, type=LinkType(kind), lag=Days(amount=lag)))
    tasks = (
        Activity(id=key, length=Days(amount=days), after=tuple(after.get(key, ())))
        for key, days in plan["tasks"].items()
    )
    return network(*tasks, calendar=DAILY), golden


@pytest.mark.parametrize("name", NETWORKS)
def test_networks_with_all_link_types_and_lags(name: str) -> None:
    plan, golden = read(name)
    schedule = plan_schedule(plan)
    origin = 2 * MONDAY.toordinal()
    found = {}
    for key, one in schedule.activities.items():
        # Both the evening of a day and the morning of the next are the same point between two units of time.
        start, finish = (one.start_at - origin + 1) // 2, (one.finish_at - origin + 1) // 2
        total = one.total_float
        found[key] = [start, finish, start + total, finish + total, total, one.free_float]
    assert found == golden["tasks"]
    assert sorted(critical_activities(schedule)) == sorted(golden["critical"])
    assert schedule.finish_at == origin + 2 * golden["end"] - 1


@pytest.mark.parametrize("name", ["bad_cycle", "bad_self_link"])
def test_cycles_are_refused_and_name_their_members(name: str) -> None:
    plan, golden = read(name)
    with pytest.raises(PlacementCycleError) as caught:
        plan_schedule(plan)
    assert [sorted(cycle.members) for cycle in caught.value.cycles] == [golden["members"]]
    assert all(member in str(caught.value) for member in golden["members"])


def test_the_textbook_network_has_one_critical_path() -> None:
    plan, _ = read("net_textbook")
    schedule = plan_schedule(plan)
    assert critical_paths(schedule) == [("A", "B", "D", "F")]
    assert {key: (one.total_float, one.free_float) for key, one in schedule.activities.items()} == {
        "A": (0, 0),
        "B": (0, 0),
        "C": (1, 0),
        "D": (0, 0),
        "E": (1, 1),
        "F": (0, 0),
        "G": (8, 8),
    }


def test_a_real_release_plan() -> None:
    folder = cases("fedora-20")
    schedule = plan_schedule(read_network(folder / "plan.yml"))
    with (folder / "known_differences.csv").open(encoding="utf-8") as file:
        differing = {row["id"]: (row["milepost_start"], row["milepost_finish"]) for row in csv.DictReader(file)}
    with (folder / "expected.csv").open(encoding="utf-8") as file:
        expected = {
            row["id"]: (
                *differing.get(row["id"], (row["start"], row["finish"])),
                int(row["ref_total_float"]),
                int(row["ref_free_float"]),
                row["ref_critical"] == "true",
            )
            for row in csv.DictReader(file)
        }
    assert len(expected) == 380
    found = {
        key: (one.start.isoformat(), one.finish.isoformat(), one.total_float, one.free_float, one.critical)
        for key, one in schedule.activities.items()
    }
    assert found == expected
    assert sum(one.late for one in schedule.activities.values()) == 54
    assert schedule.ignored == ()
    assert all(schedule.drivers[key] for key in schedule.activities)
