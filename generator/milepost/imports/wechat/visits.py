"""Visits and retention: one row a period, whose columns bear WeChat's names."""

from collections.abc import Iterator

from milepost.imports.cells import BadNumberError, number_cell
from milepost.imports.month_rows import Row
from milepost.imports.wechat.reading import Period, Reading, mappings
from milepost.imports.wechat.reply import Body

_SUMMARY = ("visit_total", "share_pv", "share_uv")
_COUNTS = ("session_cnt", "visit_pv", "visit_uv", "visit_uv_new")
_MEANS = ("stay_time_uv", "stay_time_session", "visit_depth")
_NOT_ABOVE = (("visit_uv_new", "visit_uv"), ("visit_uv", "session_cnt"), ("visit_uv", "visit_pv"))
_COHORTS = ("visit_uv_new", "visit_uv")
_KEPT_AFTER = {
    "day": ("0", "1", "2", "3", "4", "5", "6", "7", "14", "30"),
    "week": ("0", "1", "2", "3", "4"),
    "month": ("0", "1"),
}


def read_summary(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getDailySummary: users so far, shares."""
    for one in mappings(body.get("list")):
        period = reading.day(one.get("ref_date"))
        reading.report_unknown(one, ("ref_date", *_SUMMARY))
        yield _row(table, period, {name: reading.number(one, name) for name in _SUMMARY})


def read_trend(body: Body, reading: Reading, table: str, span: str) -> Iterator[Row]:
    """The visits of a day, week or month; users are distinct within the period and never add up."""
    for one in mappings(body.get("list")):
        period = _period(reading, span, one.get("ref_date"))
        reading.report_unknown(one, ("ref_date", *_COUNTS, *_MEANS))
        cells = {name: reading.number(one, name) for name in _COUNTS}
        cells |= {name: reading.number(one, name, whole=False) for name in _MEANS}
        for smaller, larger in _NOT_ABOVE:
            if cells[smaller] and cells[larger] and int(cells[smaller]) > int(cells[larger]):
                reading.note("impossible", smaller=smaller, larger=larger)
        yield _row(table, period, cells)


def read_retention(body: Body, reading: Reading, table: str, span: str) -> Iterator[Row]:
    """Cohorts and who of them came back: `visit_uv_new_0` is a cohort, `visit_uv_new_1` who came one period later.

    Periods to come are absent, which is not zero.
    """
    reading.report_unknown(body, ("ref_date", *_COHORTS, "errcode", "errmsg", "err_code", "err_msg"))
    cells: dict[str, str] = {}
    for cohort in _COHORTS:
        found = _kept(body, reading, cohort, _KEPT_AFTER[span])
        cells |= {f"{cohort}_{key}": found.get(key, "") for key in _KEPT_AFTER[span]}
        base = int(found.get("0") or 0)
        for key, value in found.items():
            if key != "0" and base and int(value) > base:
                reading.note("above-cohort", key=key, cohort=cohort)
    values = [value for value in cells.values() if value]
    if not values:
        return
    if set(values) == {"0"}:
        reading.note("all-zero")
    yield _row(table, _period(reading, span, body.get("ref_date")), cells)


def _kept(body: Body, reading: Reading, cohort: str, keys: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in mappings(body.get(cohort)):
        try:
            key = number_cell(one.get("key"), whole=True)
        except BadNumberError:
            key = ""
        value = reading.number(one, "value")
        if key not in keys:
            reading.note("unknown-key", key=key or "–", name=cohort)
        elif value:
            if key in found and found[key] != value:
                reading.note("duplicate-item", key=key, name=cohort)
            found[key] = value
    return found


def _period(reading: Reading, span: str, value: object) -> Period:
    return {"day": reading.day, "week": reading.week, "month": reading.month}[span](value)


def _row(table: str, period: Period, cells: dict[str, str]) -> Row:
    return Row(table=table, month=period.month, key=(("date", period.label),), cells=cells)
