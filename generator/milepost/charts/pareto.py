"""Pareto of themes: a table of bars from the largest down, each starting where the one above it ends."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.charts.scales import finite
from milepost.charts.svg import frame, markup, num, text


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoItem:
    """A cause with its amount and that amount in words."""

    name: str
    value: float
    value_text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoWords:
    """Column heads; `share` heads the bars, `running` the running share."""

    name: str
    share: str
    value: str
    running: str


def pareto(items: tuple[ParetoItem, ...], *, words: ParetoWords, split: float = 0.8) -> Markup:
    """Items sorted by value; those that together make up `split` of the sum are strong, the rest pale."""
    known = [(finite(i.value) or 0.0, i) for i in items]
    ranked = sorted(((v, i) for v, i in known if v > 0), key=lambda pair: -pair[0])
    total = sum(v for v, _ in ranked)
    if not ranked:
        return Markup()
    before, rows = 0.0, ""
    for value, item in ranked:
        running = min(1.0, before + value / total)
        rows += _row(item, (before, running), words, strong=before < split)
        before = running
    heads = "".join(
        f'<th scope="col"{css}>{text(head)}</th>'
        for head, css in (
            (words.name, ""),
            (words.share, ""),
            (words.value, ' class="mp-num"'),
            (words.running, ' class="mp-num"'),
        )
    )
    return markup(
        '<div class="mp-wrap"><table role="table" class="mp-table mp-mids mp-funnel mp-pareto"><thead role="rowgroup">'
        f'<tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table></div>',
    )


def _row(item: ParetoItem, span: tuple[float, float], words: ParetoWords, *, strong: bool) -> str:
    name = f'<a href="{text(item.href)}">{text(item.name)}</a>' if item.href else text(item.name)
    note = f'<span class="mp-2l">{text(item.note)}</span>' if item.note else ""
    css, (before, running) = "fill" if strong else "soft", span
    body = (
        '<rect class="track" y="3" width="100%" height="12" rx="2"/>'
        f'<rect class="{css}" x="{num(before * 100)}%" y="3" width="{num((running - before) * 100)}%" height="12"/>'
    )
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{name}{note}</th><td role="cell">{frame(body, 18)}</td>'
        f'<td role="cell" class="mp-num" data-l="{text(words.value)}">{text(item.value_text)}</td>'
        f'<td role="cell" class="mp-num" data-l="{text(words.running)}">{running:.0%}</td></tr>'
    )
