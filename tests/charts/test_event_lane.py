from datetime import date, timedelta

from milepost.charts.event_lane import lane_height
from milepost.charts.line_model import Event
from milepost.charts.scales import TimeScale

SCALE = TimeScale(start=date(2026, 1, 1), finish=date(2026, 12, 31))


def events(count: int, days: int) -> list[Event]:
    return [
        Event(day=SCALE.start + timedelta(days=i * days), kind="release", letter="A", text="", date_text="", label="")
        for i in range(count)
    ]


def test_the_lane_grows_only_where_marks_come_close() -> None:
    assert lane_height([], SCALE) == 0
    assert lane_height(events(4, 60), SCALE) == lane_height(events(1, 1), SCALE)
    assert lane_height(events(2, 3), SCALE) > lane_height(events(1, 1), SCALE)
    assert lane_height(events(300, 1), SCALE) == lane_height(events(3, 1), SCALE)
