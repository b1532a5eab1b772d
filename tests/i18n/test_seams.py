"""Where the catalogue's Chinese meets a value: a space stands only between Chinese and Latin."""

from typing import Any, cast

import pytest

from milepost.views.context import ViewContext

NOTHING = cast("Any", None)


def _context(language: str) -> ViewContext:
    return ViewContext(analysis=NOTHING, loaded=NOTHING, diagnostics=(), language=language)


@pytest.mark.parametrize(
    ("baseline", "said"),
    [("29.0%", "留存从 29.0% 到 30.3%，目标 32%"), ("421 秒", "留存从 421 秒到 30.3%，目标 32%")],
)
def test_values_join_their_sentence(baseline: str, said: str) -> None:
    text = _context("zh").t("goals.figure", metric="留存", baseline=baseline, current="30.3%", target="32%")
    assert text == said


def test_spaces_inside_a_value_are_its_own() -> None:
    text = _context("zh").t("goals.figure", metric="留存 新客", baseline="1", current="2", target="3")
    assert text.startswith("留存 新客从 1 到 2")


def test_usual_words_are_shown_in_the_readers_language_and_others_as_written() -> None:
    assert _context("zh").word("chat") == "群聊"
    assert _context("en").word("chat") == "chat"
    assert _context("zh").word("外卖平台") == "外卖平台"
    assert not _context("zh").word(None)
