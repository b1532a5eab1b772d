"""Calendar feeds of the example, read by a parser that did not write them."""

from datetime import UTC, date, datetime

import pytest
from ical.calendar_stream import IcsCalendarStream

from milepost.build import check, portal_site
from milepost.exports.calendar_feed import CalendarEvent, render


@pytest.fixture(scope="module")
def files(checkout):
    return portal_site(check(checkout), "en").files


def events(text):
    (calendar,) = IcsCalendarStream.from_ics(text).calendars
    return {one.uid: one for one in calendar.events}


def test_every_project_and_person_has_a_calendar(files):
    assert {
        "projects/tea-order/calendar.ics",
        "projects/member-points/calendar.ics",
        "people/lin-yuan/calendar.ics",
    } <= files.keys()
    for name, text in files.items():
        if name.endswith(".ics"):
            assert text.startswith("BEGIN:VCALENDAR\r\n")
            assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
            events(text)


def test_what_is_on_a_projects_calendar(files):
    found = events(files["projects/tea-order/calendar.ics"])
    live = found["milestone-tea-order/tasks:go-live@milepost"]
    assert (live.summary, live.dtstart, live.description) == (
        "Go-live (milestone)",
        date(2026, 11, 20),
        "Milk-tea ordering",
    )
    kinds = {uid.partition("-")[0] for uid in found}
    assert kinds == {"milestone", "deadline", "meeting", "series", "gate", "review"}
    meeting = next(
        one for uid, one in sorted(found.items()) if uid.startswith("series-") and isinstance(one.dtstart, datetime)
    )
    assert meeting.dtstart.tzinfo
    assert meeting.dtend > meeting.dtstart


def test_a_persons_calendar_holds_what_concerns_them(files, checkout):
    own, project = events(files["people/lin-yuan/calendar.ics"]), events(files["projects/tea-order/calendar.ics"])
    tasks = check(checkout).loaded.portal.projects["tea-order"].collections["tasks"]
    theirs = {f"tea-order/tasks:{name}" for name, task in tasks.items() if task.owner and task.owner.id == "lin-yuan"}
    for kind in ("deadline", "milestone"):
        wanted = {
            uid
            for uid in project
            if uid.startswith(kind) and uid.removeprefix(f"{kind}-").removesuffix("@milepost") in theirs
        }
        assert wanted
        assert {uid for uid in own if uid.startswith(f"{kind}-tea-order/")} == wanted


def test_text_breaks_no_line_and_no_calendar():
    hostile = "Evil\r\nEND:VCALENDAR\r\nBEGIN:X;,\\ \x07" + "茶" * 90
    one = CalendarEvent(key="deadline-demo/tasks:x", title=hostile, text=hostile, on=date(2026, 11, 20))
    text = render(hostile, [one], date(2026, 10, 14))
    (found,) = events(text).values()
    assert found.summary.replace("\n", " ").startswith("Evil END:VCALENDAR BEGIN:X;,")
    assert text.count("\r\nEND:VCALENDAR") == 1
    assert render(hostile, [one], date(2026, 10, 14)) == text


def test_a_time_is_told_in_the_worlds_time():
    start = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    text = render(
        "x",
        [CalendarEvent(key="meeting-x", title="x", text="", on=date(2026, 11, 20), start=start)],
        date(2026, 10, 14),
    )
    assert "DTSTART:20261120T020000Z" in text
