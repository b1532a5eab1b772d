"""The index of the search: words as readers look for them."""

import json

import pytest

from milepost.build import check
from milepost.site.search_index import refine
from milepost.site.search_words import inner_words, own_words, teach

S = "\u200b"


def refined(tmp_path, **document):
    path = tmp_path / "search_index.json"
    path.write_text(json.dumps({"config": {}, "docs": [{"location": "x/", "title": "", "text": "", **document}]}))
    refine(path, inner_words)
    (found,) = json.loads(path.read_text(encoding="utf-8"))["docs"]
    return found


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"发布{S}与{S}推广", f"发布与{S}推广"),
        (f"小{S}程序", "小程序"),
        (f"plain {S}个{S} words", f"plain {S}个{S} words"),
        ("no Chinese at all", "no Chinese at all"),
    ],
)
def test_no_single_character_stands_alone_beside_a_word(tmp_path, written, kept):
    assert refined(tmp_path, title=written)["title"] == kept


def test_words_inside_of_words_are_found_and_not_shown(tmp_path):
    text = refined(tmp_path, text=f"<p>小{S}程序</p>")["text"]
    assert text == "<p>小程序</p><i hidden>程序</i>"


def test_pages_about_the_tool_count_less(tmp_path):
    assert refined(tmp_path, location="rules/task-overdue/")["boost"] < 1
    assert "boost" not in refined(tmp_path, location="projects/x/plan/#task-y")


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"docs": 3}', '{"other": []}'])
def test_what_is_no_index_stays_as_it_is(tmp_path, content):
    path = tmp_path / "search_index.json"
    if content is not None:
        path.write_text(content)
    refine(path, inner_words)
    assert not path.exists() or path.read_text() == content


def test_the_dictionary_learns_names_and_short_titles(checkout):
    import jieba

    portal = check(checkout).loaded.portal
    words = set(own_words(portal))
    assert {"林远", "兑换页"} <= words
    assert all(2 <= len(word) <= 4 for word in words)
    teach(portal)
    assert "兑换页" in jieba.lcut("打开兑换页")
