"""The calls whose replies are taken: how each is known, read, and where its rows go."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from milepost.imports.month_rows import Row
from milepost.imports.wechat.breakdowns import read_distribution, read_pages, read_portrait
from milepost.imports.wechat.reading import Reading, mappings
from milepost.imports.wechat.reply import Body
from milepost.imports.wechat.technical import read_errors, read_performance, read_performance_data
from milepost.imports.wechat.visits import read_retention, read_summary, read_trend
from milepost.imports.wechat.voices import read_comments, read_feedback

Read = Callable[[Body, Reading, str], Iterator[Row]]
IsIt = Callable[[Body], bool]
_RANGE = re.compile(r"[0-9]{8}-[0-9]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One endpoint.

    Attributes:
        address: the endpoint's path.
        table: the folder in the project that takes its rows.
        fits: whether a mapping has the fields of this reply, with or without rows.
        shows: whether the rows leave no doubt that it is this call.
        read: gives the rows; it may refuse.
    """

    name: str
    address: str
    table: str
    fits: IsIt
    shows: IsIt
    read: Read


def _has(*names: str) -> IsIt:
    return lambda body: any(name in body for name in names)


def _first(name: str, *fields: str, date: str = "") -> IsIt:
    """The first row of a list has these fields, and a `ref_date` of that form."""

    def shows(body: Body) -> bool:
        rows = mappings(body.get(name))
        return bool(rows) and all(field in rows[0] for field in fields) and (not date or _form(rows[0]) == date)

    return shows


def _cohorts(date: str) -> IsIt:
    return lambda body: isinstance(body.get("visit_uv"), list) and _form(body) == date


def _portrait(body: Body) -> bool:
    return any(isinstance(body.get(side), dict) for side in ("visit_uv", "visit_uv_new"))


def _form(body: Body) -> str:
    """The span that a `ref_date` is written for."""
    written = str(body.get("ref_date", "")).strip()
    return "week" if _RANGE.fullmatch(written) else "month" if len(written) == 6 else "day"


def _calls() -> Iterator[Call]:
    def call(name: str, address: str, table: str, fits: IsIt, shows: IsIt, read: Read) -> Call:
        return Call(name=name, address=address, table=table, fits=fits, shows=shows, read=read)

    rows = _has("list")
    metrics, datacube = "metrics/wechat", "/datacube/getweanalysisappid"
    summary = _first("list", "visit_total")
    yield call(
        "getDailySummary", f"{datacube}dailysummarytrend", f"{metrics}/daily-summary", rows, summary, read_summary
    )
    for word, span in (("Daily", "day"), ("Weekly", "week"), ("Monthly", "month")):
        low = word.lower()
        trend = _first("list", "session_cnt", date=span)
        yield call(
            f"get{word}VisitTrend",
            f"{datacube}{low}visittrend",
            f"{metrics}/{low}-visit-trend",
            rows,
            trend,
            partial(read_trend, span=span),
        )
        yield call(
            f"get{word}Retain",
            f"{datacube}{low}retaininfo",
            f"{metrics}/{low}-retain",
            _has("visit_uv", "visit_uv_new"),
            _cohorts(span),
            partial(read_retention, span=span),
        )
    pages, parts = _first("list", "page_path"), _first("list", "item_list")
    yield call("getVisitPage", f"{datacube}visitpage", f"{metrics}/visit-page", rows, pages, read_pages)
    yield call(
        "getVisitDistribution",
        f"{datacube}visitdistribution",
        f"{metrics}/visit-distribution",
        rows,
        parts,
        read_distribution,
    )
    yield call(
        "getUserPortrait", f"{datacube}userportrait", f"{metrics}/user-portrait", _portrait, _portrait, read_portrait
    )
    tables = _has("tables")
    yield call(
        "getPerformanceData",
        "/wxa/business/performance/boot",
        f"{metrics}/performance-data",
        tables,
        tables,
        read_performance_data,
    )
    times = _has("default_time_data")
    yield call(
        "getPerformance", "/wxaapi/log/get_performance", f"{metrics}/performance", times, times, read_performance
    )
    errors = _first("data", "error_msg_md5")
    yield call(
        "getJsErrList",
        "/wxaapi/log/jserr_list",
        f"{metrics}/js-errors",
        lambda body: isinstance(body.get("data"), list),
        errors,
        read_errors,
    )
    yield call(
        "getFeedback",
        "/wxaapi/feedback/list",
        "feedback/wechat-feedback",
        rows,
        _first("list", "record_id"),
        read_feedback,
    )
    comments = _has("comment_list")
    yield call(
        "getCommentList",
        "/wxaapi/comment/mpcommentlist/get",
        "feedback/wechat-comments",
        comments,
        comments,
        read_comments,
    )


CALLS: Mapping[str, Call] = MappingProxyType({one.name: one for one in _calls()})


def named(text: str) -> Call | None:
    """The call that a file's or folder's name contains, by its own name or its endpoint's."""
    low = text.lower()
    found = [one for one in CALLS.values() if one.name.lower() in low or _tail(one) in low]
    return max(found, key=lambda one: len(one.name), default=None)


def _tail(call: Call) -> str:
    """The last part of the address, where it is a name that nothing else bears."""
    last = call.address.rpartition("/")[2]
    return last if len(last) > len("get") else call.address.lower()
