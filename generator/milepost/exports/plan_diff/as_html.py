"""A plan diff as a page of its own, without anything from elsewhere."""

from collections.abc import Iterator

from markupsafe import Markup, escape

from milepost.analysis.plan_diff.plan_diff import PlanDiff
from milepost.exports.plan_diff.words import DiffWords
from milepost.i18n.catalogue import Catalogue

_STYLE = (
    "body{font:14px/1.55 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:64rem;"
    "margin:2rem auto;padding:0 1rem;color-scheme:light dark;font-variant-numeric:tabular-nums}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.35rem .6rem .35rem 0;"
    "border-bottom:1px solid color-mix(in srgb,currentColor 18%,transparent)}"
    "th:nth-child(n+3),td:nth-child(n+3){text-align:end;white-space:nowrap}"
    "li{margin:.25rem 0}code{font-size:.9em;opacity:.75}.wrap{overflow-x:auto}"
)


def render(diff: PlanDiff, words: Catalogue) -> str:
    """An HTML document."""
    say = DiffWords(diff=diff, words=words)
    body = Markup("").join(_body(say))
    page = Markup(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>{}</title><style>{}</style></head><body><h1>{}</h1>\n{}</body></html>\n"
    )
    title = say.t("title")
    return str(page.format(words.language, title, Markup(_STYLE), title, body))  # noqa: S704 - a constant


def _body(say: DiffWords) -> Iterator[Markup]:
    yield Markup("<p><strong>{}</strong></p><p>{}</p>\n").format(say.headline(), say.counts())
    if say.diff.consequences:
        heads = Markup("").join(
            Markup("<th>{}</th>").format(say.t(name)) for name in ("what", "record", "before", "after", "delta")
        )
        yield Markup('<div class="wrap"><table><thead><tr>{}</tr></thead><tbody>\n').format(heads)
        for one in say.diff.consequences:
            cells = (say.kind(one), say.title(one.subject), say.value(one.before), say.value(one.after), say.delta(one))
            yield Markup("<tr>{}</tr>\n").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells))
        yield Markup("</tbody></table></div>\n")
    if say.diff.changes:
        yield Markup("<h2>{}</h2><ul>\n").format(say.t("changes"))
        for change in say.diff.changes:
            shown = change.fields.items() if change.kind == "changed" else ()
            fields = Markup("").join(
                Markup("<li>{}{}{}</li>").format(
                    say.field(change.record.collection, name), say.t("colon"), say.step(before, after)
                )
                for name, (before, after) in shown
            )
            inside = Markup("<ul>{}</ul>").format(fields) if fields else escape("")
            yield Markup("<li>{} <code>{}</code>{}</li>\n").format(say.change(change), str(change.record), inside)
        yield Markup("</ul>\n")
    for title, findings in ((say.t("introduced"), say.diff.introduced), (say.t("fixed"), say.diff.fixed)):
        if findings:
            entries = Markup("").join(Markup("<li>{}</li>").format(say.finding(one)) for one in findings)
            yield Markup("<h2>{}</h2><ul>{}</ul>\n").format(title, entries)
