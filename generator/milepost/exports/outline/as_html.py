"""As one HTML file without anything from elsewhere, to be mailed."""

from collections.abc import Iterator

from markupsafe import Markup

from milepost.exports.outline.outline import Outline, Section

_STYLE = (
    "body{font:15px/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:46rem;"
    "margin:2rem auto;padding:0 1rem;color-scheme:light dark;font-variant-numeric:tabular-nums}"
    "h1{font-size:1.6em;line-height:1.3}h2{font-size:1.2em;margin-top:1.8em;padding-top:.6em;"
    "border-top:1px solid color-mix(in srgb,currentColor 18%,transparent)}h3{font-size:1em;margin:1.2em 0 .3em}"
    "ul{margin:.2em 0;padding-left:1.2em}li{margin:.2em 0;overflow-wrap:anywhere}.more{opacity:.72}"
    "@media print{body{margin:0;font-size:11px}h2{break-after:avoid}}"
)


def render(outline: Outline) -> str:
    """An HTML document."""
    page = Markup(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>{}</title><style>{}</style></head><body><h1>{}</h1>\n{}</body></html>\n"
    )
    return str(page.format(outline.language, outline.title, Markup(_STYLE), outline.title, body(outline)))  # noqa: S704 - a constant


def body(outline: Outline) -> Markup:
    """What stands below its title, for a document that has more."""
    return Markup("").join(_parts(outline))


def _parts(outline: Outline) -> Iterator[Markup]:
    for lead in outline.leads:
        yield Markup("<p>{}</p>\n").format(lead)
    for section in outline.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[Markup]:
    heading = Markup("<h3>{}</h3>\n") if section.deep else Markup("<h2>{}</h2>\n")
    yield heading.format(section.title)
    if section.lead:
        yield Markup("<p>{}</p>\n").format(section.lead)
    if section.items:
        yield Markup("<ul>\n")
        for item in section.items:
            more = Markup(' <span class="more">{}</span>').format(item.more) if item.more else ""
            yield Markup("<li>{}{}</li>\n").format(item.text, more)
        yield Markup("</ul>\n")
