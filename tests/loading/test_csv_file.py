"""CSV files as people save them: with marks, other line ends and delimiters, quotes, blank and short rows."""

import pytest

from milepost.loading.csv_file import read_csv, rows_of
from milepost.loading.text_files import decode
from milepost.source import Source

PLAIN = "date,uv,pv\n2026-03-01,1,2\n2026-03-02,,4\n"
SAME = {"date": ("2026-03-01", "2026-03-02"), "uv": ("1", ""), "pv": ("2", "4")}


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.rstrip(),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "\n" + PLAIN.replace("\n", "\n\n"),
        PLAIN + ",,\n  \n",
        PLAIN.replace(",", " , "),
        PLAIN.replace("1,2", '"1","2"'),
        PLAIN.replace("uv", '"uv"'),
        PLAIN.replace(",4", ",4,too many"),
    ],
)
def test_the_same_columns(text):
    source = decode("a.csv", text.encode(), lambda _: None)
    assert read_csv(source).columns == SAME
    assert [dict(row) for row in rows_of(source.lines)] == [
        {"date": "2026-03-01", "uv": "1", "pv": "2"},
        {"date": "2026-03-02", "uv": "", "pv": "4"},
    ]


def test_short_rows_and_files_without_any():
    assert read_csv(Source("a.csv", "date,uv\n2026-03-01\n")).columns == {"date": ("2026-03-01",), "uv": ("",)}
    assert list(rows_of(["date,uv", "2026-03-01"])) == [{"date": "2026-03-01", "uv": ""}]
    assert read_csv(Source("a.csv", "date,uv\n")).columns == {"date": (), "uv": ()}
    assert read_csv(Source("a.csv", "\n \n")).columns == {}


def test_the_place_of_a_cell():
    text = 'note;date;uv\n"two\nlines; ""quoted""";2026-03-01; 12 \n\nx;2026-03-02\n'
    found = read_csv(Source("a.csv", text))
    assert found.columns["note"] == ('two\nlines; "quoted"', "x")
    assert found.location(0, "date").span == (3, 20, 3, 30)
    assert found.location(0, "uv").span == (3, 32, 3, 34)
    assert found.location(1, "date").span == (5, 3, 5, 13)
    assert found.location(1, "uv").span == (5, 3, 5, 13)
    twice = read_csv(Source("a.csv", "date,uv,uv\n2026-03-01,1,2\n"))
    assert (twice.columns["uv"], twice.location(0, "uv").span) == (("2",), (2, 14, 2, 15))
