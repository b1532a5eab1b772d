"""Visits broken down: by page, by where they came from, by who the users are. One row a period and part.

Parts are meant for `segment:`; what has several dimensions has one table each, whose parts may add up.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from milepost.imports.cells import BadNumberError, number_cell, text_cell
from milepost.imports.month_rows import Row
from milepost.imports.wechat.reading import Period, Reading, mappings
from milepost.imports.wechat.reply import Body

NO_PATH = "(none)"
"""Written for a page without a path: an empty segment would be the total."""
SUPPRESSED_BELOW = 5
"""So few users of a kind are somebody: the cell is left out."""
_PAGE_COUNTS = ("page_visit_pv", "entrypage_pv", "exitpage_pv", "page_share_pv")
_PAGE_USERS = ("page_visit_uv", "page_share_uv")
_STAY = "page_staytime_pv"
_KNOWN_KEYS = {
    "access_source_session_cnt": 28,
    "access_source_visit_uv": 28,
    "access_staytime_info": 8,
    "access_depth_info": 7,
}
"""The keys that the endpoint's page explains go from 1 to this one."""
_DIMENSIONS = ("province", "city", "genders", "platforms", "devices", "ages")
_SIDES = ("visit_uv_new", "visit_uv")


def read_pages(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getVisitPage, without the query of a page's path, which holds ids and numbers of people.

    Rows of one page add up; its users do not, so they are left out where there are several rows.
    """
    rows = mappings(body.get("list"))
    if not rows:
        return
    period = reading.day(body.get("ref_date"))
    pages: dict[str, list[Body]] = {}
    for one in rows:
        path = text_cell(str(one.get("page_path") or "").partition("?")[0].partition("#")[0])
        reading.report_unknown(one, ("page_path", _STAY, *_PAGE_COUNTS, *_PAGE_USERS))
        pages.setdefault(path or NO_PATH, []).append(one)
    for path, found in pages.items():
        cells = {name: _sum(reading.number(one, name) for one in found) for name in _PAGE_COUNTS}
        single = found[0] if len(found) == 1 else {}
        cells |= {name: reading.number(single, name) for name in _PAGE_USERS}
        cells[_STAY] = _mean_stay(found, reading)
        if not single:
            reading.note("pages-joined", count=len(found), path=path)
        yield _part(table, period, "page_path", path, cells)


def read_distribution(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getVisitDistribution: one table an index, its keys as WeChat numbers them."""
    blocks = [one for one in mappings(body.get("list")) if mappings(one.get("item_list"))]
    if not blocks:
        return
    period = reading.day(body.get("ref_date"))
    for block in blocks:
        index = str(block.get("index", ""))
        if index not in _KNOWN_KEYS:
            reading.note("unknown-field", name=text_cell(index)[:40] or "index")
            continue
        for one in mappings(block["item_list"]):
            try:
                key = number_cell(one.get("key"), whole=True)
            except BadNumberError:
                key = ""
            if not key:
                reading.note("unknown-key", key="–", name=index)
                continue
            if not 1 <= int(key) <= _KNOWN_KEYS[index]:
                reading.note("unexplained-key", key=key, name=index)
            yield _part(f"{table}/{_slug(index)}", period, "key", key, {index: reading.number(one, "value")})


def read_portrait(body: Body, reading: Reading, table: str) -> Iterator[Row]:
    """getUserPortrait: one table a length of the period and dimension; cells of very few users are left out."""
    sides = {side: body[side] for side in _SIDES if isinstance(body.get(side), dict)}
    parts: dict[tuple[str, str], dict[str, str]] = {}
    hidden = 0
    for side, dimensions in sides.items():
        reading.report_unknown(dimensions, _DIMENSIONS)
        for dimension in _DIMENSIONS:
            for name, count in _by_name(reading, dimensions.get(dimension)).items():
                if count < SUPPRESSED_BELOW:
                    hidden += 1
                else:
                    parts.setdefault((dimension, name), dict.fromkeys(_SIDES, ""))[side] = str(count)
    if hidden:
        reading.note("few-users", count=hidden, least=SUPPRESSED_BELOW)
    if not parts:
        return
    period = reading.days(body.get("ref_date"))
    for (dimension, name), cells in parts.items():
        yield _part(f"{table}/{period.days}d-{dimension}", period, "name", name, cells)


def _by_name(reading: Reading, value: object) -> Counter[str]:
    """A dimension's parts; several of one name, as `unknown` often is, add up."""
    counts: Counter[str] = Counter()
    for one in mappings(value):
        number = reading.number(one, "value")
        name = text_cell(str(one.get("name") or one.get("id") or ""))
        if number and name:
            counts[name] += int(number)
    return counts


def _part(table: str, period: Period, column: str, name: str, cells: dict[str, str]) -> Row:
    return Row(table=table, month=f"{period.end:%Y-%m}", key=(("date", period.label), (column, name)), cells=cells)


def _sum(cells: Iterator[str]) -> str:
    known = [int(cell) for cell in cells if cell]
    return str(sum(known)) if known else ""


def _mean_stay(found: list[Body], reading: Reading) -> str:
    """The mean stay a view, weighted by the views."""
    pairs = [(reading.number(one, "page_visit_pv"), reading.number(one, _STAY, whole=False)) for one in found]
    known = [(Decimal(views), Decimal(stay)) for views, stay in pairs if views and stay]
    total = sum(views for views, _ in known)
    if len(known) == 1:
        return number_cell(str(known[0][1]))
    return number_cell(str(round(sum(views * stay for views, stay in known) / total, 6))) if total else ""


def _slug(index: str) -> str:
    return index.replace("_", "-")
