"""Themes by the keywords they declare."""

import pytest

from milepost.analysis.theme_keywords import themes_by_keywords

KEYWORDS = {"slow": ["白屏", "加载", "slow"], "pos": ["POS", "app"], "odd": ["c++", " ", ""]}


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("打开白屏，加载慢", {"slow": ("白屏", "加载")}),
        ("ＰＯＳ 没单", {"pos": ("POS",)}),
        ("the App is slow", {"slow": ("slow",), "pos": ("app",)}),
        ("I am happy, in this position", {}),
        ("用app点单", {"pos": ("app",)}),
        ("written in C++", {"odd": ("c++",)}),
        ("", {}),
    ],
)
def test_what_a_text_is_about(text, themes):
    assert themes_by_keywords(text, KEYWORDS) == themes


def test_the_theme_with_the_most_words_comes_first():
    assert list(themes_by_keywords("POS 白屏 加载", {"pos": ["POS"], "slow": ["白屏", "加载"]})) == ["slow", "pos"]
