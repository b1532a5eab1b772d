"""Whatever a file holds, it is taken or refused with a reason that can be said in both languages."""

import json
from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from milepost.i18n.catalogue import Catalogue
from milepost.imports.feedback.items import Reading, columns_of, read_items
from milepost.imports.feedback.table_file import read_table
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.calls import CALLS
from milepost.imports.wechat.taking import Origin, take

WORDS = (Catalogue("en"), Catalogue("zh"))
NAMES = [
    "list",
    "data",
    "tables",
    "lines",
    "fields",
    "item_list",
    "commentList",
    "default_time_data",
    "ref_date",
    "refDate",
    "key",
    "value",
    "index",
    "errcode",
    "visit_uv",
    "visit_uv_new",
    "session_cnt",
    "page_path",
    "province",
    "name",
    "record_id",
    "create_time",
    "createTime",
    "content",
    "txt",
    "type",
    "score",
    "errorMsgMd5",
    "uvPercent",
    "id",
    "refdate",
    "cost_time",
    "cost_time_type",
    "total_num",
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["20260901", "20260831-20260906", "202608", "5%", "-", "0"])
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=20,
)
CELLS = st.text(max_size=6) | st.sampled_from(["2026-10-01", "2026/9/3", "1790006399", "A1", "5", '"', ";", "\n"])


def said(*messages):
    return [words.render(one) for words in WORDS for one in messages]


@given(JSON, st.sampled_from(["", *CALLS]))
def test_replies(value, call):
    try:
        taken = take(json.dumps(value).encode(), Origin(call=call), date(2026, 11, 1), {4: "blank page"})
    except RefusedError as error:
        said(error.message)
        return
    assert all(said(*taken.notes)) or not taken.notes
    for row in taken.rows:
        assert all(isinstance(cell, str) for cell in row.cells.values())
        assert row.table.startswith(("metrics/wechat/", "feedback/wechat-"))
        assert len(row.month) == len("2026-10") or row.month == "undated"


@given(st.binary(max_size=60) | st.lists(st.lists(CELLS, max_size=5), max_size=5) | JSON)
def test_files_with_feedback(content):
    if isinstance(content, list) and all(isinstance(line, list) for line in content):
        lines = [["id", "received_on", "text", "rating", "theme"], *content]
        data = "\n".join(",".join(map(str, line)) for line in lines).encode("utf-8", "replace")
    else:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
    try:
        file = read_table(data)
        columns = columns_of(file, {})
    except RefusedError as error:
        said(error.message)
        return
    reading = Reading(table="feedback/x", columns=columns, as_of=date(2026, 11, 1), zone=ZoneInfo("Asia/Shanghai"))
    items = read_items(file, reading)
    assert all(said(*items.notes, *(reason for _, reason in items.refused))) or not items.rows
    assert len({row.key for row in items.rows}) == len(items.rows)
