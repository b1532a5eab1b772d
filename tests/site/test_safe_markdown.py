"""Authors' Markdown: what it may do, and what it may not."""

import pytest

from milepost.site.safe_markdown import safe_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain words, 中文也可以", "<p>Plain words, 中文也可以</p>"),
        ("", ""),
        ("**bold** and `code`", "<p><strong>bold</strong> and <code>code</code></p>"),
        ("1. first\n2. second", "<ol>\n<li>first</li>\n<li>second</li>\n</ol>"),
        ("第一行\n第二行", "<p>第一行第二行</p>"),
        ("```\n第一行\n第二行\n```", "<pre><code>第一行\n第二行\n</code></pre>"),
        ("# Big\n\n## Small", "<h3>Big</h3>\n<h4>Small</h4>"),
    ],
)
def test_markdown_becomes_html(text, html):
    assert safe_markdown(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=https://example.com/x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "<a href='vbscript:x' onclick='alert(1)'>x</a>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<iframe src='https://example.com'></iframe>",
        "<style>body{display:none}</style>",
        "<p style='position:fixed'>x</p>",
        "<form action='https://example.com'><input></form>",
        "![x](https://example.com/pixel.png)",
        "![x](//example.com/pixel.png)",
        "<img src='\\\\example.com\\x.png'>",
        "<base href='https://example.com'>",
        "<h2 id='task-menu-page'>taken</h2>",
    ],
)
def test_nothing_runs_loads_or_takes_over(text):
    html = safe_markdown(text).lower()
    for bad in ("<script", "onerror", "onload", "onclick", "javascript:", "data:", "vbscript:", "<iframe", "<style"):
        assert bad not in html
    for bad in ("style=", "<form", "<base", "src=", " id=", "<svg"):
        assert bad not in html


def test_a_picture_beside_the_page_is_shown():
    assert 'src="assets/plan.svg"' in safe_markdown("![the plan](assets/plan.svg)")


def test_a_link_elsewhere_tells_it_nothing():
    assert 'rel="noopener noreferrer"' in safe_markdown("[x](https://example.com)")
