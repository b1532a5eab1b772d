"""Files of feedback: what does not fit is said at its cell, and everything else is kept."""

import pytest
from loading.findings import WORDS, checked, english, marked, places, the_one

from milepost.rules.feedback_voices import voices_of

BATCH = "feedback:\n  comments: {title: Comments, source: Ratings, collected_on: 2026-03-01, file: voices.csv}\n"
HEAD = "id,received_on,text,theme,replied_on\n"
GOOD = "C1,2026-02-27,Blank page,slow,2026-02-28\n"
THEME = "themes:\n  slow: {title: Slow pages, summary: Seconds, severity: 2, status: declined}\n"


def found(tmp_path, text, **files):
    return checked(tmp_path, {"f.yml": BATCH, "t.yml": THEME, "voices.csv": text, **files})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + GOOD, None),
        (HEAD + "C1,2026-2-27,Blank page,slow,2026-02-28\n", "invalid-date voices.csv:2:4"),
        (HEAD + GOOD + "\nC2,27.02.2026,Slow,slow,2026-02-28\n", "invalid-date voices.csv:4:4"),
        (HEAD + 'C1,2026-02-27,"two\nlines, one cell",slow,yesterday\n', "invalid-date voices.csv:3:23"),
        (HEAD.replace(",", ";") + "C1;2026-02-30;Blank page;slow;2026-02-28\n", "invalid-date voices.csv:2:4"),
        (HEAD + "C1,2026-02-27,Blank page,slow;fast,2026-02-28\n", "unresolved-reference voices.csv:2:26"),
        (HEAD + "C1,2026-02-27,Blank page,a b,2026-02-28\n", "invalid-value voices.csv:2:26"),
        (HEAD.replace("received_on", "recieved_on") + GOOD, "unknown-field voices.csv:1:4"),
        (HEAD.replace("received_on", "when") + GOOD, "missing-field voices.csv:1:1"),
        (HEAD.replace("id,", "shop,id,") + "Yuyuan," + GOOD, None),
        ("", None),
        (HEAD, None),
    ],
)
def test_each_mistake_is_told_at_its_cell(text, expected, tmp_path):
    mistakes = ("invalid-date", "invalid-value", "unresolved-reference", "unknown-field", "missing-field")
    assert [one for one in places(found(tmp_path, text)) if one.startswith(mistakes)] == (
        [expected] if expected else []
    )


def test_a_byte_order_mark_and_crlf_move_nothing(tmp_path):
    text = ("\ufeff" + HEAD + "C1,2026-2-27,Blank page,slow,2026-02-28\n").replace("\n", "\r\n")
    one = the_one(found(tmp_path, text.encode()))
    assert marked(found(tmp_path, text.encode()), one) == "2026-2-27"


def test_what_fits_is_kept(tmp_path):
    result = found(tmp_path, HEAD + "C1,2026-2-27,Blank page,slow,2026-02-28\n" + GOOD)
    project = result.loaded.portal.projects["demo"]
    first, second = (voice.item for voice in voices_of(result.context, project).items)
    assert (first.id, first.received_on, first.text) == ("C1", None, "Blank page")
    assert second.received_on
    assert [item.text for item in result.analysis.feedback[project.collections["feedback"]["comments"].key]] == [
        "Blank page",
        "Blank page",
    ]


def test_a_mistake_in_many_rows_is_one_finding(tmp_path):
    rows = "".join(f"C{number},27.02.2026,Slow,slow,2026-02-28\n" for number in range(500))
    one = the_one(found(tmp_path, HEAD + rows))
    assert one.record == "demo/feedback:comments"
    assert [WORDS[0].render(note) for note in one.notes] == ["further cells with the same mistake: 499"]


def test_help_names_the_column_that_was_meant(tmp_path):
    one = the_one(found(tmp_path, HEAD.replace("received_on", "recieved_on") + GOOD))
    assert english(one) == ("unknown field `recieved_on` in feedback", "did you mean `received_on`?")


def test_a_theme_in_a_file_that_cannot_be_read_may_exist(tmp_path):
    result = found(tmp_path, HEAD + GOOD.replace("slow", "fast"), **{"more.yml": "themes:\n  fast: {title: [\n"})
    assert "unresolved-reference" not in str(places(result))
