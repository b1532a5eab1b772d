"""Atom feeds, read by an independent parser."""

from datetime import datetime
from xml.etree import ElementTree as ET

from milepost.exports.atom import Entry, Feed, render

ATOM = "{http://www.w3.org/2005/Atom}"
ODD = 'a <b> & "c" \x1b[31m \x00 \ufffe \ud800 end'


def feed(*entries: Entry) -> Feed:
    moment = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
    return Feed(key="demo", title=ODD, language="en", updated=moment, href="./?a=1&b=2", entries=entries)


def entry(key: str) -> Entry:
    moment = datetime.fromisoformat("2026-03-01T23:59:59-05:00")
    return Entry(key=key, title=ODD, author=ODD, on=moment, lines=("one", ODD), href="./#commit")


def test_what_rfc_4287_wants_is_there():
    root = ET.fromstring(render(feed(entry("a"), entry("b"))))  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
        moment = one.find(f"{ATOM}updated").text
        assert datetime.fromisoformat(moment).tzinfo
    assert all(one.find(f"{ATOM}author/{ATOM}name").text for one in entries)
    ids = [one.find(f"{ATOM}id").text for one in (root, *entries)]
    assert len(set(ids)) == 3
    assert all(name.startswith("urn:uuid:") for name in ids)
    assert root.find(f"{ATOM}link").get("href") == "./?a=1&b=2"


def test_odd_texts_are_texts_and_the_same_every_time():
    text = render(feed(entry("a")))
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert root.find(f"{ATOM}entry/{ATOM}title").text.split() == ["a", "<b>", "&", '"c"', "[31m", "end"]
    assert "\x1b" not in text
    assert root.find(f"{ATOM}entry/{ATOM}content").text.startswith("one\na <b> & ")
    assert render(feed(entry("a"))) == text


def test_a_feed_may_be_empty():
    assert ET.fromstring(render(feed())).findall(f"{ATOM}entry") == []  # noqa: S314 - our own
