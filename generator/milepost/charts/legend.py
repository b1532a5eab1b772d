"""Legends: each swatch is drawn with the classes of the chart it explains."""

from collections.abc import Iterable
from types import MappingProxyType

from markupsafe import Markup

from milepost.charts.svg import markup, text

SWATCHES = MappingProxyType(
    {
        "bar": '<rect class="b" x=".5" y="2.5" width="27" height="9"/><rect class="bp" y="2" width="14" height="10"/>',
        "critical": '<rect class="b k" x=".5" y="2.5" width="27" height="9"/>'
        '<rect class="bp k" y="2" width="14" height="10"/>',
        "done": '<rect class="bp x" y="2" width="28" height="10"/>',
        "cancelled": '<rect class="b x" x=".5" y="2.5" width="27" height="9"/>',
        "baseline": '<rect class="bl" y="6" width="28" height="2.5"/>',
        "float": '<line class="fl" x1="0" x2="24" y1="7" y2="7"/><line class="axis" x1="24" x2="24" y1="3" y2="11"/>',
        "milestone": '<use class="ms" href="#mp-ms" x="9" y="7"/><use class="ms o" href="#mp-mo" x="23" y="7"/>',
        "milestone-plain": '<use class="ms" href="#mp-ms" x="14" y="7"/>',
        "deadline": '<use class="dl" href="#mp-dl" x="7" y="7"/><use class="dl bad" href="#mp-dl" x="21" y="7"/>',
        "rest": '<rect class="off sw" width="12" height="14"/><rect class="mku" x="16" width="12" height="14"/>',
        "due": '<line class="due" x1="14" x2="14" y1="0" y2="14"/>',
        "now": '<line class="now" x1="14" x2="14" y1="0" y2="14"/>',
        "forecast": '<line class="ev" x1="14" x2="14" y1="0" y2="14"/>',
        "phase-done": '<rect class="seg did" y="1" width="28" height="12" rx="2"/>',
        "phase-current": '<rect class="seg on" y="1" width="28" height="12" rx="2"/>',
        "phase-next": '<rect class="seg" y="1" width="28" height="12" rx="2"/>',
        "due-met": '<line class="dm" x1="9" x2="9" y1="0" y2="14"/><line class="dn" x1="20" x2="20" y1="0" y2="14"/>',
        "p80": '<line class="due p80" x1="2" x2="22" y1="7" y2="7"/>'
        '<line class="tick" x1="22" x2="22" y1="2" y2="12"/>',
        "inherent": '<path class="mv" d="M6 7h20"/><circle class="inh" cx="6" cy="7" r="4"/>',
        "residual": '<circle class="res" cx="14" cy="7" r="6"/>',
        "appetite": '<line class="tick" x1="2" x2="26" y1="7" y2="7"/>',
        "daily": '<path class="l0" d="M0 7h28"/>',
        "line-1": '<path class="l1" d="M0 7h28"/>',
        "line-2": '<path class="l2" d="M0 7h28"/>',
        "line-3": '<path class="l3" d="M0 7h28"/>',
        "line-4": '<path class="l4" d="M0 7h28"/>',
        "line-5": '<path class="l5 ds" d="M0 7h28"/>',
        "line-2-solid": '<path class="l2 so" d="M0 7h28"/>',
        "line-2-dotted": '<path class="l2 do" d="M0 7h28"/>',
        "pace": '<path class="l5 da" d="M0 7h28"/>',
        "target": '<rect class="band" width="28" height="14"/><line class="bandline" x1="0" x2="28" y1="13" y2="13"/>',
        "jump": '<circle class="odd" cx="14" cy="7" r="5"/>',
        "threshold": '<line class="th" x1="0" x2="28" y1="7" y2="7"/>',
        "gap": '<rect class="gap" width="28" height="14"/>',
        "actual": '<rect class="fill" y="3" width="28" height="8"/>',
        "estimate": '<rect class="soft" y="3" width="28" height="8"/>',
        "risk": '<rect class="inkf" y="3" width="28" height="8"/>',
        "tick": '<line class="tick" x1="14" x2="14" y1="1" y2="13"/>',
    }
)


def legend(items: Iterable[tuple[str, str]]) -> Markup:
    """List of (swatch, words); swatches are the keys of `SWATCHES`. Empty for no items, KeyError for unknown ones."""
    entries = "".join(
        f'<li><svg class="mp-svg" style="--h:14px" width="28" height="14" aria-hidden="true">{SWATCHES[key]}</svg>'
        f"{text(words)}</li>"
        for key, words in items
    )
    return markup(f'<ul class="mp-legend mp-swatches">{entries}</ul>') if entries else Markup()
