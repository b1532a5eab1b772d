"""Funnels: a table of bars, each step as a share of the first."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.charts.bars import share_bar
from milepost.charts.svg import Tone, markup, state_mark, text


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """A step: its share of the first, 0 to 1, and all figures in words; `rate` is its share of the step before.

    `tip` explains the rate; `change` is that of the rate against an earlier stretch, and `tone` what it means for us.
    The step at which most are lost is the `worst`.
    """

    name: str
    share: float
    count: str
    share_text: str
    rate: str = ""
    change: str = ""
    tone: Tone = "none"
    worst: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelWords:
    """Column heads; no `change` leaves the last column out."""

    step: str
    bar: str
    count: str
    share: str
    rate: str
    change: str = ""


def funnel_chart(steps: tuple[FunnelStep, ...], *, words: FunnelWords, label: str, id_: str) -> Markup:
    """The table; empty without steps."""
    if not steps:
        return Markup()
    css = "mp-table mp-mids mp-funnel mp-stack"
    numbers = [words.count, words.share, words.rate, *([words.change] if words.change else [])]
    heads = "".join(f'<th scope="col">{text(head)}</th> ' for head in (words.step, words.bar))
    heads += " ".join(f'<th scope="col" class="mp-num">{text(head)}</th>' for head in numbers)
    rows = "".join(_row(step, words, f"{id_}-{place}") for place, step in enumerate(steps))
    return markup(
        f'<div class="mp-wrap"><table role="table" class="{css}" aria-label="{text(label)}">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _row(step: FunnelStep, words: FunnelWords, tip: str) -> str:
    name, bar = text(step.name), share_bar(step.share, label=f"{step.name} {step.share_text}")
    if step.tip:
        name = (
            f'<span class="mp-def" tabindex="0" aria-describedby="{text(tip)}">{name}'
            f'<span class="mp-tip" role="tooltip" id="{text(tip)}">{text(step.tip)}</span></span>'
        )
    rate = text(step.rate)
    if step.worst:
        rate = f'<span class="mp-st mp-is-bad" title="{text(step.worst)}">{state_mark("bad")} {rate}</span>'
    cells = [
        _cell(words.count, text(step.count)),
        _cell(words.share, f"<b>{text(step.share_text)}</b>"),
        _cell(words.rate, rate),
    ]
    if words.change:
        cells.append(_cell(words.change, _change(step)))
    head = f'<th scope="row" role="rowheader">{name}</th>'
    return f'<tr role="row">{head}<td role="cell" class="mp-full mp-nol">{bar}</td>{"".join(cells)}</tr>'


def _change(step: FunnelStep) -> str:
    if step.tone not in ("good", "bad"):
        return text(step.change)
    arrow = "M1 9 6 2l5 7Z" if step.tone == "good" else "M1 3 6 10l5-7Z"
    mark = f'<svg viewBox="0 0 12 12" aria-hidden="true"><path d="{arrow}"/></svg>'
    return f'<span class="mp-delta mp-is-{step.tone}">{mark}{text(step.change)}</span>'


def _cell(head: str, body: str) -> str:
    return f'<td role="cell" class="mp-num" data-l="{text(head)}">{body}</td>'
