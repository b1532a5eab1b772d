"""Placeholders are words of their own, wherever text stands."""

import pytest
from loading.findings import checked, marked, places, the_one

TASK = "tasks:\n  menu:\n    owner: lin\n    duration: 1d\n    acceptance: [Loads]\n    title: %s\n"


@pytest.mark.parametrize(
    "title", ["TODO", "Menu (TBD)", "FIXME: later", "名称待定", "内容待补充", "'TODO, later'", "{zh: 待定, en: Menu}"]
)
def test_placeholders(title, tmp_path):
    title = title.replace("FIXME: later", '"FIXME: later"')
    found = checked(tmp_path, {"p.yml": TASK % title})
    one = the_one(found)
    assert one.rule == "placeholder-text"
    assert marked(found, one) in ("TODO", "TBD", "FIXME", "待定", "待补充")


@pytest.mark.parametrize("title", ["todo", "TODOs", "METHODTBD", "等待定金", "看待定价", "期待定制", "Tbd"])
def test_near_misses(title, tmp_path):
    assert checked(tmp_path, {"p.yml": TASK % title}).diagnostics == ()


def test_comments_and_free_data_are_left_alone(tmp_path):
    assert checked(tmp_path, {"p.yml": TASK % "Menu # TODO\n    x: {note: TODO}"}).diagnostics == ()


def test_each_word_has_its_place_also_in_lists_and_bodies(tmp_path):
    body = (
        "---\ntitle: Card\nowner: lin\nduration: 1d\nacceptance: [Loads, TBD]\n---\nFirst TODO\n\nthen TBD and TODO\n"
    )
    found = checked(tmp_path, {"tasks/card.md": body, "tasks/card.zh.md": "待定\n"})
    assert places(found) == [
        "placeholder-text tasks/card.md:5:21",
        "placeholder-text tasks/card.md:7:7",
        "placeholder-text tasks/card.md:9:6",
        "placeholder-text tasks/card.md:9:14",
        "placeholder-text tasks/card.zh.md:1:1",
    ]
