"""The format for people: quoted lines with carets under what is meant, in both languages."""

import re

import pytest
from diagnostics.samples import PLAN, WHERE, finding, related, report

from milepost.diagnostics.diagnostic import Diagnostic, Severity
from milepost.diagnostics.formats.full import cells, render
from milepost.diagnostics.report import Report
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.message import message
from milepost.source import Location, Source, Span


@pytest.mark.parametrize("language", ["en", "zh"])
def test_golden(language, checkout):
    infos = finding(WHERE["tab"], severity=Severity.INFO), finding(WHERE["after"], severity=Severity.INFO)
    text = render(report(related(), *infos, finding(), finding(WHERE["past"]), language=language))
    assert text == (checkout / "tests" / "golden" / f"diagnostics-full.{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "span", "under"),
    [
        ("title: 菜单页", Span(1, 8, 1, 11), "菜单页"),
        ("\ttitle:\tx", Span(1, 9, 1, 10), "x"),
        ("名: 林 # 林远", Span(1, 8, 1, 10), "林远"),
        ("a: e\u0301e\u0301 b", Span(1, 9, 1, 10), "b"),
        ("a: \u200bzero b", Span(1, 10, 1, 11), "b"),
        ("a: 😀 b", Span(1, 6, 1, 7), "b"),
        ("a: ｆｕｌｌ", Span(1, 4, 1, 8), "ｆｕｌｌ"),
        ("x" * 300 + " here " + "y" * 300, Span(1, 302, 1, 306), "here"),
        ("中" * 200 + "here" + "中" * 200, Span(1, 201, 1, 205), "here"),
    ],
)
def test_carets_stand_under_what_is_meant(text, span, under):
    shown, carets = quoted(text, span)
    assert len(carets) - len(carets.lstrip()) == cells(shown[: shown.index(under)])
    assert carets.count("^") == cells(under)


def quoted(text, span):
    one = Diagnostic(rule="yaml-syntax", message=message("rules.yaml-syntax.tab.message"), location=Location("a", span))
    lines = render(Report(diagnostics=(one,), sources={"a": Source("a", text)}, words=Catalogue("en"))).split("\n")
    return lines[2].split(" | ", 1)[1], lines[3].split(" | ", 1)[1]


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first():
    assert quoted("ab: |  \n  c\n", Span(1, 5, 2, 4)) == ("ab: |", "    ^")


def test_a_span_without_width_is_still_marked():
    assert quoted("abc", Span(1, 2, 1, 2)) == ("abc", " ^")


def test_a_place_that_cannot_be_quoted_is_named_alone():
    text = render(report(finding(path="content/unread.yml", span=Span(1, 1, 1, 1))))
    assert " --> content/unread.yml:1:1\n" in text
    assert "|" not in text


def test_line_numbers_of_different_width_share_a_gutter():
    source = Source("a", "x\n" * 120)
    one = Diagnostic(
        rule="yaml-syntax",
        message=message("rules.yaml-syntax.tab.message"),
        location=Location("a", Span(120, 1, 120, 2)),
    )
    lines = render(Report(diagnostics=(one,), sources={"a": source}, words=Catalogue("en"))).split("\n")
    assert lines[1:4] == ["   --> a:120:1", "120 | x", "    | ^"]


def test_paths_are_relative_to_where_the_reader_is():
    assert f"--> docs/{PLAN}:4:10" in render(report(finding(), prefix="docs/"))


def test_colours_are_only_an_addition():
    plain, coloured = render(report(related(), finding())), render(report(related(), finding(), colour=True))
    assert "\x1b[1;31merror[invalid-date]" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_nothing_found():
    assert render(report()) == "no findings\n"
    assert render(report(language="zh")) == "没有发现问题\n"


def test_texts_of_files_cannot_control_the_terminal():
    span = Span(1, 4, 1, 8)
    one = Diagnostic(
        rule="unreadable-file",
        message=message("rules.unresolved-reference.project.message", project="a\x1b[31m\nb\u2028c"),
        location=Location("content/\x1b[2J.yml", span),
    )
    source = Source(one.location.path, "x: \x1b[31mred\x07\n")
    text = render(Report(diagnostics=(one,), sources={source.path: source}, words=Catalogue("en")))
    assert all(line.isprintable() for line in text.split("\n"))
    assert text.count("\n") == 6
