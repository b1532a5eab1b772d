"""What a scheduled job asks for: the calls and periods of some last days, and the cohorts that moved on in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from milepost.imports.wechat.calls import CALLS
from milepost.imports.wechat.client import Request

FETCHED = tuple(name for name in CALLS if name not in ("getPerformanceData", "getPerformance"))
"""Those two ask for a choice of module, network and device; their replies are imported from files."""
_PAGE = 50
_ERRORS_PER_PAGE = 30
_MOST_PAGES = 40
_COHORT_DAYS = (0, 1, 2, 3, 4, 5, 6, 7, 14, 30)
_COHORT_WEEKS = range(5)
_COHORT_MONTHS = range(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of a call, how it is called in messages, and whether it is a page, which others may follow."""

    call: str
    label: str
    request: Request
    is_page: bool = False


def asked_for(call: str, as_of: date, days: int) -> Iterator[Asked]:
    """The requests of a call for the `days` complete days before `as_of`, the oldest first.

    Pages follow each other; whoever asks stops where one brings nothing new.
    """
    window = [as_of - timedelta(days=back) for back in range(days, 0, -1)]
    if call == "getFeedback":
        yield from _pages(call, [{"page": str(number), "num": str(_PAGE)} for number in range(1, _MOST_PAGES + 1)])
    elif call == "getCommentList":
        steps = range(0, _PAGE * _MOST_PAGES, _PAGE)
        yield from _pages(call, [{"offset": str(start), "limit": str(_PAGE)} for start in steps])
    elif call == "getJsErrList":
        for day in window:
            body = {"startTime": day.isoformat(), "endTime": day.isoformat(), "limit": str(_ERRORS_PER_PAGE)}
            body |= {"appVersion": "0", "errType": "0", "keyword": "", "openid": "", "orderby": "uv", "desc": "1"}
            yield Asked(
                call=call,
                label=f"{day:%Y%m%d}",
                request=Request(path=CALLS[call].address, body={**body, "offset": "0"}),
            )
    else:
        for first, last in sorted(_periods(call, window)):
            dates = {"begin_date": f"{first:%Y%m%d}", "end_date": f"{last:%Y%m%d}"}
            label = dates["begin_date"] if first == last else "-".join(dates.values())
            yield Asked(call=call, label=label, request=Request(path=CALLS[call].address, body=dates))


def _pages(call: str, queries: list[dict[str, str]]) -> Iterator[Asked]:
    for number, query in enumerate(queries, 1):
        yield Asked(call=call, label=str(number), request=Request(path=CALLS[call].address, query=query), is_page=True)


def _periods(call: str, window: list[date]) -> set[tuple[date, date]]:
    """First and last days; of retention also the cohorts to which a period in the window has added a value."""
    is_retention = call.endswith("Retain")
    if call.startswith("getWeekly"):
        ends = [day for day in window if day.weekday() == 6]
        weeks = _COHORT_WEEKS if is_retention else range(1)
        return {(end - timedelta(weeks=back, days=6), end - timedelta(weeks=back)) for end in ends for back in weeks}
    if call.startswith("getMonthly"):
        ends = [day for day in window if (day + timedelta(days=1)).day == 1]
        months = _COHORT_MONTHS if is_retention else range(1)
        return {_month(end, back) for end in ends for back in months}
    backs = _COHORT_DAYS if is_retention else (0,)
    return {(day, day) for one in window for back in backs if (day := one - timedelta(days=back))}


def _month(end: date, back: int) -> tuple[date, date]:
    for _ in range(back):
        end = end.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end
