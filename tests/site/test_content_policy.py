"""Which scripts the Content-Security-Policy lets run."""

import base64
import hashlib
import re

from milepost.site.content_policy import content_policy

THEME = "\nmake('place');\n"
HASH = f"'sha256-{base64.b64encode(hashlib.sha256(THEME.encode()).digest()).decode()}'"


def scripts(*pages):
    return re.search(r"script-src ([^;]*);", content_policy(pages))[1].split()


def test_inline_scripts_are_named_by_their_hash_once():
    page = f"<head><script>{THEME}</script></head><article>words</article><script>{THEME}</script>"
    assert scripts(page, page) == ["'self'", HASH]


def test_scripts_of_files_and_data_need_none():
    assert scripts('<script src="a.js"></script><script id=a type="application/json">{}</script>') == ["'self'"]


def test_what_stands_in_an_article_is_the_authors_and_does_not_run():
    page = f"<article><script>theirs()</script></article><article>x</article><script>{THEME}</script>"
    assert scripts(page) == ["'self'", HASH]
