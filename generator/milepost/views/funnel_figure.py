"""A funnel as bars: who got to each step, where most were lost, and what changed."""

from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.proportion import wilson
from milepost.charts.funnel import FunnelStep, FunnelWords, funnel_chart
from milepost.charts.svg import Tone
from milepost.events.definition import Definition
from milepost.events.result import Passage, Passages
from milepost.model.records.metric import Metric
from milepost.views.context import ViewContext
from milepost.views.tables import Cell, Column, Row, Table

_FLAT = 0.0005
"""A change of less than a twentieth of a percentage point is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelFigure:
    """The chart, what it shows as a sentence, what is plotted, its definition, and its figures."""

    title: str
    sub: str
    chart: Markup
    definition: str
    table: Table


def funnel_figure(context: ViewContext, metric: Metric) -> FunnelFigure | None:
    """None for metrics that are no funnel computed from events."""
    series = context.analysis.events.get(metric.key)
    if series is None or series.passages is None or not series.passages.now.reached[0]:
        return None
    definition, passages = series.definition, series.passages
    now = passages.now
    worst = _worst(now)
    steps = definition.steps
    return FunnelFigure(
        title=_title(context, steps, passages, worst),
        sub=context.t(
            f"metrics.funnel.sub-{definition.by}",
            window=_window(context, definition.window),
            start=context.formats.iso(now.start),
            end=context.formats.iso(now.end),
        ),
        chart=funnel_chart(
            tuple(_step(context, steps, passages, place, worst) for place in range(len(steps))),
            words=_heads(context, definition, passages),
            label=context.t("metrics.funnel.label", title=context.title(metric)),
            id_=f"{metric.anchor}-funnel",
        ),
        definition=_says(context, definition, passages),
        table=_table(context, definition, passages),
    )


def _window(context: ViewContext, seconds: int) -> str:
    """`24 h`: in the largest unit that leaves no rest, days from two on."""
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds % length == 0 and (unit != "days" or seconds > length):
            return context.t(f"metrics.funnel.{unit}", count=seconds // length)
    return context.t("metrics.funnel.seconds", count=seconds)


def _says(context: ViewContext, definition: Definition, passages: Passages) -> str:
    said = context.t(f"metrics.funnel.definition-{definition.ties}")
    days = (passages.now.end - passages.now.start).days + 1
    return said + (context.t("metrics.funnel.compared", count=days) if passages.before else "")


def rate(passage: Passage, place: int) -> float | None:
    """The share of those at the step before who got to this one; None of nobody, and of the first step."""
    before = passage.reached[place - 1] if place else 0
    return passage.reached[place] / before if before else None


def _worst(now: Passage) -> int:
    """The step at which the largest share is lost; 0 for none."""
    rates = {place: found for place in range(1, len(now.reached)) if (found := rate(now, place)) is not None}
    return min(rates, key=lambda place: rates[place], default=0)


def _change(passages: Passages, place: int) -> float | None:
    """That of a step's rate, as a share."""
    now = rate(passages.now, place)
    before = rate(passages.before, place) if passages.before else None
    return None if now is None or before is None else now - before


def _title(context: ViewContext, steps: tuple[str, ...], passages: Passages, worst: int) -> str:
    if not worst:
        return context.t("metrics.funnel.title-none", step=steps[0])
    goes_on = context.formats.percent(rate(passages.now, worst), 1)
    said = context.t("metrics.funnel.title", one=steps[worst - 1], other=steps[worst], rate=goes_on)
    change = _change(passages, worst)
    if change is None or abs(change) < _FLAT:
        return said
    way = "better" if change > 0 else "worse"
    points = context.formats.number(abs(change) * 100, 1)
    return said + context.t(f"metrics.funnel.title-{way}", points=points)


def _heads(context: ViewContext, definition: Definition, passages: Passages) -> FunnelWords:
    t = context.t
    return FunnelWords(
        step=t("metrics.funnel.step"),
        bar=t("metrics.funnel.bar"),
        count=t(f"metrics.funnel.count-{definition.by}"),
        share=t("metrics.funnel.share"),
        rate=t("metrics.funnel.rate"),
        change=t("metrics.funnel.change") if passages.before else "",
    )


def _step(context: ViewContext, steps: tuple[str, ...], passages: Passages, place: int, worst: int) -> FunnelStep:
    formats, now = context.formats, passages.now
    share, found, change = now.reached[place] / now.reached[0], rate(now, place), _change(passages, place)
    flat = change is None or abs(change) < _FLAT
    tone: Tone = "none" if change is None or flat else "good" if change > 0 else "bad"
    if change is None:
        text = ""
    elif flat:
        text = context.t("metrics.flat")
    else:
        text = context.t("metrics.points", value=formats.number(abs(change) * 100, 1))
    return FunnelStep(
        name=steps[place],
        share=share,
        count=formats.number(now.reached[place]),
        share_text=formats.percent(share, 1),
        rate=formats.percent(found, 1) if found is not None else "",
        change=text,
        tone=tone,
        worst=context.t("metrics.funnel.worst") if place and place == worst else "",
        tip=_tip(context, steps, now, place),
    )


def _tip(context: ViewContext, steps: tuple[str, ...], now: Passage, place: int) -> str:
    found = rate(now, place)
    interval = wilson(now.reached[place], now.reached[place - 1]) if found is not None else None
    if found is None or interval is None:
        return ""
    percent = context.formats.percent
    return context.t(
        "metrics.funnel.tip",
        part=now.reached[place],
        whole=now.reached[place - 1],
        before=steps[place - 1],
        step=steps[place],
        low=percent(interval[0], 1),
        high=percent(interval[1], 1),
    )


def _table(context: ViewContext, definition: Definition, passages: Passages) -> Table:
    t, formats = context.t, context.formats
    spans = [one for one in (passages.now, passages.before) if one]
    columns = [Column(label=t("metrics.funnel.step"))]
    for span in spans:
        days = f"{formats.iso(span.start)}–{formats.iso(span.end)}"
        columns += [Column(label=days, number=True), Column(label=t("metrics.funnel.rate"), number=True)]
    columns.append(Column(label=t("metrics.funnel.interval"), number=True))
    rows = []
    for place, step in enumerate(definition.steps):
        interval = wilson(passages.now.reached[place], passages.now.reached[place - 1]) if place else None
        said = f"{formats.percent(interval[0], 1)}–{formats.percent(interval[1], 1)}" if interval else "–"
        cells = []
        for span in spans:
            cells += [Cell(text=formats.number(span.reached[place])), Cell(text=formats.percent(rate(span, place), 1))]
        rows.append(Row(head=Cell(text=step), cells=(*cells, Cell(text=said))))
    return Table(columns=tuple(columns), rows=tuple(rows), label=t("metrics.funnel.table"))
