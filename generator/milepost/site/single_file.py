"""A project's status as one HTML file that needs no other: its Overview and what changed."""

import re
from urllib.parse import urljoin

from markupsafe import Markup

from milepost.exports.outline.as_html import body
from milepost.exports.outline.outline import Outline
from milepost.model.portal import Project
from milepost.resources import themes_dir
from milepost.site.render import Renderer
from milepost.views.addresses import project_page
from milepost.views.context import ViewContext
from milepost.views.overview import view

_LINK = re.compile(r'(?P<tag><a\b[^>]*?)\shref="(?P<href>[^"]*)"')
_DARK = re.compile(r'\[data-md-color-scheme="slate"\]\{(?P<tokens>[^}]*)\}')
_FRAME = """
html{font-size:125%}*,:before,:after{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:58rem;font-family:var(--mp-font);background:var(--mp-bg);color:var(--mp-ink)}
table{border-collapse:collapse;border-spacing:0}a{color:var(--mp-accent);text-decoration:none}summary{cursor:pointer}
.mp-page.mp-report :is(h2,h3){margin:1.2rem 0 .3rem}
.mp-page.mp-report.mp-report ul{list-style:disc;padding-inline-start:1.1rem}
.mp-report{margin-top:1.6rem;border-top:1px solid var(--mp-line)}.mp-report .more{color:var(--mp-ink3)}
@media print{body{padding:0;max-width:none}.mp-report{break-before:page;border:0;margin:0}}
"""
"""What the host's theme does for the pages otherwise; the report begins on a sheet of its own."""


def single_file(context: ViewContext, project: Project, outline: Outline, portal_url: str = "") -> str:
    """An HTML document; its links lead to the portal at `portal_url`, and nowhere where that is not known."""
    address = project_page(project.id)
    page_context = context.at(address)
    content = Renderer().page("overview", page_context, view=view(page_context, project), narrative="")

    def leading(match: re.Match[str]) -> str:
        href = match["href"]
        if href.removeprefix("#") in content.anchors or re.match("[a-z]+:", href):
            return match[0]
        return f'{match["tag"]} href="{urljoin(f"{portal_url}{address}", href)}"' if portal_url else match["tag"]

    document = Markup(
        '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<title>{title}</title><style>{style}</style></head><body>\n{page}\n"
        '<div class="mp-page mp-report" lang="{language}">\n{report}</div></body></html>\n'
    )
    return str(
        document.format(
            language="zh-CN" if context.language == "zh" else context.language,
            title=outline.title,
            style=Markup(_style()),  # noqa: S704 - our own
            page=Markup(_LINK.sub(leading, content.html)),  # noqa: S704 - rendered by our templates
            report=body(outline),
        )
    )


def _style() -> str:
    """The styles of the pages; dark where the reader's device is, on paper never."""
    styles = (themes_dir() / "overrides" / "assets" / "milepost.css").read_text(encoding="utf-8")
    return _DARK.sub(r"@media screen and (prefers-color-scheme:dark){:root{\g<tokens>}}", styles) + _FRAME
