"""`milepost import feedback`: files of any source, and what people put into them."""

import json

import pytest
from imports.importing import DEMO, demo, rows, run, tables, written

from milepost.errors import MilepostError

OCTOBER = "feedback/shop/2026-10.csv"


def source(root, text, name="shop.csv"):
    path = root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def texts(root, path=OCTOBER):
    return [row["text"] for row in rows(root, path)]


def test_mapped_columns_are_taken_and_no_other(tmp_path):
    root = demo(tmp_path)
    file = source(
        root, "编号,日期,手机,内容,星级\nA1,2026/10/3,13800000000,很好喝,5\nA2,2026年9月30日,,等太久 13800000001,2\n"
    )
    said = run(root, "feedback", file, *maps(id="编号", received_on="日期", text="内容", rating="星级"))
    assert said.code == 0
    assert said.out == f"{file}: items: 2, new: 2 → {DEMO}/{OCTOBER}, {DEMO}/feedback/shop/2026-09.csv\n"
    assert "not taken are the columns `手机`" in said.err
    assert (
        "declare it: `feedback: {shop: {title: …, source: …, collected_on: …, file: feedback/shop/*.csv}}`" in said.err
    )
    assert rows(root, OCTOBER) == [{"id": "A1", "received_on": "2026-10-03", "text": "很好喝", "rating": "5"}]
    assert texts(root, "feedback/shop/2026-09.csv") == ["等太久 ***"]


def maps(**columns):
    return [part for name, column in columns.items() for part in ("--map", f"{name}={column}")]


@pytest.mark.parametrize(
    "text",
    [
        '\ufeffid;received_on;text\r\nA1;2026-10-03;"one;\r\ntwo ""x"""\r\n',
        'id\treceived_on\ttext\nA1\t2026-10-03\t"one;\ntwo ""x"""\n',
        'sep=;\r\nid;received_on;text\r\nA1;2026-10-03;"one;\r\ntwo ""x"""\r\n',
        '\n[{"id": "A1", "received_on": "2026-10-03T23:30:00+00:00", "text": "one;\\ntwo \\"x\\""}]',
        '{"total": 1, "data": {"items": [{"id": "A1", "received_on": 1791000000, "text": "one;\\r\\ntwo \\"x\\""}]}}',
        '{"id": "A1", "received_on": "2026-10-03", "text": "one;\\ntwo \\"x\\""}\n{"id": "", "text": "", "received_on": ""}',
    ],
)  # fmt: skip
def test_files_of_all_kinds_say_the_same(tmp_path, text):
    root = demo(tmp_path)
    said = run(root, "feedback", source(root, text))
    assert said.code == 0, said.err
    (row,) = rows(root, OCTOBER)
    assert (row["id"], row["text"]) == ("A1", 'one;\ntwo "x"')
    assert row["received_on"] in ("2026-10-03", "2026-10-04")


def test_gb18030_is_read_and_said(tmp_path):
    root = demo(tmp_path)
    said = run(root, "feedback", source(root, "id,received_on,text\n1,2026-10-03,白屏\n".encode("gb18030")))
    assert "read as GB18030" in said.err
    assert texts(root) == ["白屏"]


def test_a_second_run_changes_no_byte_also_without_numbers(tmp_path):
    root = demo(tmp_path)
    file = source(root, "received_on,text\n2026-10-03,白屏\n2026-10-02,闪退\n2026-10-03,白屏\n")
    said = run(root, "feedback", file)
    assert said.out.startswith(f"{file}: items: 2, new: 2")
    assert "rows that repeat others and are taken once: 1" in said.err
    before = written(root)
    again = run(root, "feedback", file)
    assert again.out.startswith(f"{file}: items: 2, new: 0")
    assert written(root) == before
    assert texts(root) == ["闪退", "白屏"]


def test_items_keep_what_was_added_and_get_what_was_missing(tmp_path):
    root = demo(tmp_path)
    run(root, "feedback", source(root, "id,received_on,text\n1,2026-10-03,白屏\n2,2026-10-03,慢\n"))
    table = root / DEMO / OCTOBER
    table.write_text(
        "id,received_on,text,theme,note\n1,2026-10-03,short,page-slow,mine\n2,2026-10-03,慢,,\n", encoding="utf-8"
    )
    said = run(
        root,
        "feedback",
        source(root, "id,received_on,text,theme,reply\n1,2026-10-03,白屏,other,好的\n2,2026-11-01,慢,other,\n"),
    )
    assert "values of known items that the source says differently, and that stay as they are: 2" in said.err
    assert rows(root, OCTOBER) == [
        {
            "id": "1",
            "received_on": "2026-10-03",
            "text": "short",
            "theme": "page-slow",
            "note": "mine",
            "reply": "好的",
        },
        {"id": "2", "received_on": "2026-10-03", "text": "慢", "theme": "other", "note": "", "reply": ""},
    ]
    assert list(tables(root)) == [OCTOBER]


def test_rows_that_are_no_items_are_refused_with_their_line(tmp_path):
    root = demo(tmp_path)
    lines = [
        "id,received_on,text,rating",
        '1,2026-10-03,"two',
        'lines",3',
        "2,03/04/2026,which month,3",
        "3,2027-01-01,tomorrow,3",
        "4,2026-10-03,shifted,3,4",
        "1,2026-10-03,other words,3",
        "5,2026-10-03,not rated,NaN",
        "6,2026-10-03,not rated,inf",
        "7,2026-02-30,no day,3",
        "8,2026-10-03,,",
        "",
        "9,2026-10-03,good,4",
    ]
    said = run(root, "feedback", source(root, "\n".join(lines)))
    assert said.code == 1
    refused = [line.partition(": ")[2].partition(": ")[2] for line in said.err.splitlines() if "is not taken" in line]
    assert refused == [
        "line 4 is not taken: `received_on` is no date; write `2026-03-01`",
        "line 5 is not taken: `received_on` 2027-01-01 lies in the future",
        "line 6 is not taken: it has more cells than there are columns",
        "line 7 is not taken: `1` stands for another item already",
        "line 10 is not taken: `received_on` is no date; write `2026-03-01`",
    ]
    assert "line 8: the rating is no number" in said.err
    assert "line 9: the rating is no number" in said.err
    assert "rows without text and rating, which are left out: 1" in said.err
    assert [(row["id"], row["rating"]) for row in rows(root, OCTOBER)] == [("1", "3"), ("5", ""), ("6", ""), ("9", "4")]


def test_the_same_words_are_said_and_kept(tmp_path):
    root = demo(tmp_path)
    text = "id,received_on,text\nA,2026-10-03,付款后才说没有货！\nB,2026-10-05,付款后，才说没有货\nC,2026-10-06,很好\nD,2026-10-07,很好\n"
    said = run(root, "feedback", source(root, text))
    assert "`B` says the same as `A`; both are kept" in said.err
    assert said.err.count("says the same") == 1
    assert len(texts(root)) == 4


def test_personal_data_in_any_column_is_masked(tmp_path):
    root = demo(tmp_path)
    text = "id,received_on,text,reply,type,version\n13800000000,2026-10-03,加我QQ 12345678,已致电１３８００００００００,a@b.cn,1.38.0000\n"
    said = run(root, "feedback", source(root, text))
    (row,) = rows(root, OCTOBER)
    assert (row["text"], row["reply"], row["type"], row["version"]) == ("加我QQ ***", "已致电***", "***", "1.38.0000")
    assert len(row["id"]) == 12
    assert "1380000" not in said.err + said.out


def test_formulas_are_neutralised(tmp_path):
    root = demo(tmp_path)
    run(root, "feedback", source(root, "id,received_on,text,type\n1,2026-10-03,\"=cmd|'/c calc'!A0\",+x\n"))
    (row,) = rows(root, OCTOBER)
    assert (row["text"], row["type"]) == ("'=cmd|'/c calc'!A0", "'+x")


def test_themes_that_are_not_declared_are_said(tmp_path):
    root = demo(tmp_path)
    (root / DEMO / "voice.yml").write_text("themes: {slow: {title: Slow}}\n")
    said = run(root, "feedback", source(root, "id,received_on,text,theme\n1,2026-10-03,x y,slow；fast\n"))
    assert "the theme `fast` is not declared; items that name it: 1" in said.err
    assert rows(root, OCTOBER)[0]["theme"] == "slow;fast"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("<html></html>", "a web page"),
        ('id,received_on,text\n1,2026-10-03,"never closed\n2,2026-10-03,b\n', "no CSV from line 2 on"),
        ('[{"id": 1, "text": "a"', "no JSON from line 1"),
        ('{"a": 1}', "there is no list of items in it"),
        ("id,date,text\n1,2026-10-03,a\n", "no column is named `received_on`"),
        (
            "received_on,text,text\n2026-10-03,a,b\n",
            "`text` is to come from the column `text`, which is not there exactly once",
        ),
        (b"\x81\x00\xff\xff,\n", "its encoding is not known"),
    ],
)
def test_what_is_refused_as_a_whole(tmp_path, text, reason):
    root = demo(tmp_path)
    said = run(root, "feedback", source(root, text))
    assert (said.code, said.out) == (1, "")
    assert reason in said.err
    assert tables(root) == {}


@pytest.mark.parametrize("option", [["--map", "text"], ["--map", "txt=a"], ["--batch", "Über"]])
def test_options_that_cannot_be(tmp_path, option):
    root = demo(tmp_path)
    with pytest.raises(MilepostError):
        run(root, "feedback", source(root, "id,received_on,text\n1,2026-10-03,a\n"), *option)


def test_the_declared_batch_is_read_by_the_portal(tmp_path):
    from milepost.analysis.feedback import feedback_items
    from milepost.build import load_portal
    from milepost.loading.tables import read_tables

    root = demo(tmp_path)
    (root / DEMO / "voice.yml").write_text("feedback: {shop: {title: Shop, file: feedback/shop/*.csv}}\n")
    items = [
        {"id": number, "received_on": f"2026-{number:02}-03", "text": "two\nlines", "rating": 4.5}
        for number in (8, 9, 10)
    ]
    said = run(root, "feedback", source(root, json.dumps(items), "shop.json"))
    assert "declare it" not in said.err
    loaded = load_portal(root)
    (found,) = feedback_items(loaded.portal, read_tables(loaded)).values()
    assert [(item.id, str(item.received_on), item.rating) for item in found] == [
        ("8", "2026-08-03", 4.5),
        ("9", "2026-09-03", 4.5),
        ("10", "2026-10-03", 4.5),
    ]
    assert {str(item.text) for item in found} == {"two\nlines"}


THEMES = """\
themes:
  slow: {title: Slow, keywords: [白屏, 加载]}
  stock: {title: Stock, keywords: [没货]}
  price: {title: Price, keywords: [贵]}
"""


def test_items_are_tagged_by_keywords_when_asked(tmp_path):
    root = demo(tmp_path)
    (root / DEMO / "voice.yml").write_text(THEMES, encoding="utf-8")
    file = source(
        root,
        "id,received_on,text,theme\n1,2026-10-03,又贵又没货还白屏加载不了,\n2,2026-10-04,白屏,price\n3,2026-10-05,很好,\n",
    )
    run(root, "feedback", file)
    assert [row["theme"] for row in rows(root, OCTOBER)] == ["", "price", ""]
    assert run(root, "feedback", file, "--tag").code == 0
    assert [row["theme"] for row in rows(root, OCTOBER)] == ["slow;stock", "price", ""]
    table = root / DEMO / OCTOBER
    table.write_text(table.read_text(encoding="utf-8").replace("slow;stock", "price"), encoding="utf-8")
    assert "differently" not in run(root, "feedback", file, "--tag").err
    assert [row["theme"] for row in rows(root, OCTOBER)] == ["price", "price", ""]


def test_suggestions_are_printed_and_write_nothing(tmp_path):
    root = demo(tmp_path)
    (root / DEMO / "voice.yml").write_text(THEMES, encoding="utf-8")
    lines = [
        "id,received_on,text",
        "1,2026-10-03,白屏了",
        "2,2026-10-04,优惠券用不了",
        "3,2026-10-05,优惠券过期太快 13800000001",
    ]
    said = run(root, "feedback", source(root, "\n".join(lines)), "--suggest")
    table = [line.split() for line in said.out.splitlines() if line]
    assert table[1:] == [
        ["Items", "without", "a", "theme:", "3;", "keywords", "of", "declared", "themes", "fit", "1", "of", "them."],
        ["Theme", "Items", "Words", "For", "example"],
        ["slow", "1", "白屏", "1"],
        ["Topic", "without", "a", "theme", "Items", "Words", "For", "example"],
        ["优惠券", "2", "2"],
    ]
    assert "theme" not in rows(root, OCTOBER)[0]


def test_nothing_is_suggested_where_every_item_has_a_theme(tmp_path):
    root = demo(tmp_path)
    file = source(root, "id,received_on,text,theme\n1,2026-10-03,白屏,slow\n")
    assert run(root, "feedback", file, "--suggest").out.endswith("\n\nEvery item has a theme.\n")
