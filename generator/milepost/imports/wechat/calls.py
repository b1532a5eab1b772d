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


_ROWS = _has("list")
_ADDRESS, _TABLE = "/datacube/getweanalysisappid", "metrics/wechat"
_SPANS = (("Daily", "day"), ("Weekly", "week"), ("Monthly", "month"))
_CALLS = (
    Call(
        name="getDailySummary",
        address=f"{_ADDRESS}dailysummarytrend",
        table=f"{_TABLE}/daily-summary",
        fits=_ROWS,
        shows=_first("list", "visit_total"),
        read=read_summary,
    ),
    *(
        Call(
            name=f"get{word}VisitTrend",
            address=f"{_ADDRESS}{word.lower()}visittrend",
            table=f"{_TABLE}/{word.lower()}-visit-trend",
            fits=_ROWS,
            shows=_first("list", "session_cnt", date=span),
            read=partial(read_trend, span=span),
        )
        for word, span in _SPANS
    ),
    *(
        Call(
            name=f"get{word}Retain",
            address=f"{_ADDRESS}{word.lower()}retaininfo",
            table=f"{_TABLE}/{word.lower()}-retain",
            fits=_has("visit_uv", "visit_uv_new"),
            shows=_cohorts(span),
            read=partial(read_retention, span=span),
        )
        for word, span in _SPANS
    ),
    Call(
        name="getVisitPage",
        address=f"{_ADDRESS}visitpage",
        table=f"{_TABLE}/visit-page",
        fits=_ROWS,
        shows=_first("list", "page_path"),
        read=read_pages,
    ),
    Call(
        name="getVisitDistribution",
        address=f"{_ADDRESS}visitdistribution",
        table=f"{_TABLE}/visit-distribution",
        fits=_ROWS,
        shows=_first("list", "item_list"),
        read=read_distribution,
    ),
    Call(
        name="getUserPortrait",
        address=f"{_ADDRESS}userportrait",
        table=f"{_TABLE}/user-portrait",
        fits=_portrait,
        shows=_portrait,
        read=read_portrait,
    ),
    Call(
        name="getPerformanceData",
        address="/wxa/business/performance/boot",
        table=f"{_TABLE}/performance-data",
        fits=_has("tables"),
        shows=_has("tables"),
        read=read_performance_data,
    ),
    Call(
        name="getPerformance",
        address="/wxaapi/log/get_performance",
        table=f"{_TABLE}/performance",
        fits=_has("default_time_data"),
        shows=_has("default_time_data"),
        read=read_performance,
    ),
    Call(
        name="getJsErrList",
        address="/wxaapi/log/jserr_list",
        table=f"{_TABLE}/js-errors",
        fits=lambda body: isinstance(body.get("data"), list),
        shows=_first("data", "error_msg_md5"),
        read=read_errors,
    ),
    Call(
        name="getFeedback",
        address="/wxaapi/feedback/list",
        table="feedback/wechat-feedback",
        fits=_ROWS,
        shows=lambda body: _first("list", "record_id")(body) or {"list", "total_num"} <= body.keys(),
        read=read_feedback,
    ),
    Call(
        name="getCommentList",
        address="/wxaapi/comment/mpcommentlist/get",
        table="feedback/wechat-comments",
        fits=_has("comment_list"),
        shows=_has("comment_list"),
        read=read_comments,
    ),
)
CALLS: Mapping[str, Call] = MappingProxyType({one.name: one for one in _CALLS})


def named(text: str) -> Call | None:
    """The call whose name, or whose endpoint's, a file's or folder's name contains."""
    low = text.lower()
    found = [one for one in CALLS.values() if one.name.lower() in low or one.address.rpartition("/")[2] in low]
    found = [one for one in found if one.name.lower() in low] or [one for one in found if _is_plain(one)]
    return max(found, key=lambda one: len(one.name), default=None)


def _is_plain(call: Call) -> bool:
    """Whether the last part of the address is a name that says which call it is, unlike `get` or `list`."""
    return "getweanalysis" in call.address
