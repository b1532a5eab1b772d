"""Retention as a heat map: cohorts against the days after their first one, with the figures behind it as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from milepost.analysis.proportion import wilson
from milepost.charts.heatmap import HeatCell, HeatRow, HeatTable, heat_table, level
from milepost.events.result import Cohort, Cohorts, number_of
from milepost.model.records.metric import Metric
from milepost.views.context import ViewContext
from milepost.views.tables import Cell, Column, Row, Table

_SHOWN, _COMPARED = 12, 4
_ENOUGH, _FEW = 30, 10
"""Users on whom a sentence may rest; below so many any share may come about, unless the metric has a `min_sample`."""
Parts = tuple[int, int]
"""Members that count, and those who came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFigure:
    """The heat map, what it shows as a sentence, what is plotted, its definition, and its figures."""

    title: str
    sub: str
    chart: Markup
    definition: str
    table: Table


def cohort_figure(context: ViewContext, metric: Metric) -> CohortFigure | None:
    """None for metrics that are no retention computed from events."""
    series = context.analysis.events.get(metric.key)
    if series is None or series.cohorts is None or not series.cohorts.rows:
        return None
    cohorts, definition = series.cohorts, series.definition
    words = _Words(context, cohorts)
    own = cohorts.brackets.index(definition.bracket)
    return CohortFigure(
        title=_title(words, cohorts, own),
        sub=context.t(f"metrics.cohort.sub-{definition.cohort}-{cohorts.grain}"),
        chart=_chart(words, metric, cohorts, own),
        definition=context.t(f"metrics.cohort.definition-{definition.variant}", least=metric.min_sample or _FEW),
        table=_table(words, cohorts),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Names of cohorts and brackets, and shares, in the reader's language."""

    context: ViewContext
    cohorts: Cohorts

    def name(self, row: Cohort) -> str:
        return row.period if self.cohorts.grain == "month" else self.context.formats.short(row.start)

    def bracket(self, place: int) -> str:
        low, high = self.cohorts.brackets[place]
        kind = "from" if high is None else "day" if low == high else "days"
        return self.context.t(f"metrics.cohort.{kind}", low=low, high=high if high is not None else "")

    def share(self, parts: Parts, *, sign: bool = True) -> str:
        eligible, retained = parts
        text = self.context.formats.percent(retained / eligible if eligible else None, 1)
        return text if sign else text.rstrip("%")

    def sure(self, parts: Parts) -> str:
        """`3 of 34, 8.8% (95 %: 3.0–23.0%)`."""
        eligible, retained = parts
        low, high = wilson(retained, eligible) or (0.0, 0.0)
        percent = self.context.formats.percent
        return self.context.t(
            "metrics.cohort.sure",
            part=retained,
            whole=eligible,
            share=self.share(parts),
            low=percent(low, 1),
            high=percent(high, 1),
        )


def is_over(row: Cohort, cohorts: Cohorts, place: int) -> bool:
    """Whether the last day that counts is over for whoever may be in the cohort."""
    low, high = cohorts.brackets[place]
    return number_of(row.end) + (low if high is None else high) <= number_of(cohorts.horizon)


def pooled(rows: Sequence[Cohort], cohorts: Cohorts, place: int) -> Parts:
    """Σ came back ÷ Σ members over the cohorts that can be judged."""
    known = [row.back[place] for row in rows if is_over(row, cohorts, place)]
    return sum(eligible for eligible, _ in known), sum(retained for _, retained in known)


def _title(words: _Words, cohorts: Cohorts, own: int) -> str:
    """The newest cohorts against as many before them, by the metric's own bracket."""
    known = [row for row in cohorts.rows if is_over(row, cohorts, own)]
    count = next(
        (count for count in range(_COMPARED, len(known)) if pooled(known[-count:], cohorts, own)[0] >= _ENOUGH), 0
    )
    now, before = known[-(count or _COMPARED) :], known[-2 * count : -count] if count else []
    facts = {"bracket": words.bracket(own), "count": len(now), "share": words.share(pooled(now, cohorts, own))}
    if not now:
        return words.context.t("metrics.cohort.title-none", bracket=words.bracket(own))
    if len(before) < len(now):
        return words.context.t(f"metrics.cohort.title-{cohorts.grain}", **facts)
    earlier = words.share(pooled(before, cohorts, own))
    return words.context.t(f"metrics.cohort.title-{cohorts.grain}-against", before=earlier, **facts)


def _chart(words: _Words, metric: Metric, cohorts: Cohorts, own: int) -> Markup:
    t, number = words.context.t, words.context.formats.number
    rows, cells = cohorts.rows[-_SHOWN:], _Cells(words, cohorts, metric.min_sample or _FEW)
    total = [pooled(cohorts.rows, cohorts, place) for place in range(len(cohorts.brackets))]
    heat = [
        HeatRow(
            name=words.name(row),
            facts=(number(row.size),),
            cells=tuple(cells.of(row, place) for place in range(len(cohorts.brackets))),
            tip=_tip(words, f"{row.start.isoformat()}–{row.end.isoformat()}", row.back[own], own)
            if is_over(row, cohorts, own)
            else f"{row.start.isoformat()}–{row.end.isoformat()}",
        )
        for row in rows
    ]
    heat.append(
        HeatRow(
            name=t("metrics.cohort.all"),
            facts=(number(sum(row.size for row in cohorts.rows)),),
            cells=tuple(
                HeatCell(text=words.share(one, sign=False) if one[0] else "", title=words.sure(one)) for one in total
            ),
            tip=_tip(words, t("metrics.cohort.count", count=len(cohorts.rows)), total[own], own),
            total=True,
        )
    )
    return heat_table(
        HeatTable(
            corner=t(f"metrics.cohort.corner-{cohorts.grain}"),
            facts=(t("metrics.cohort.size"),),
            columns=tuple(words.bracket(place) for place in range(len(cohorts.brackets))),
            rows=tuple(heat),
            label=t("metrics.cohort.label", title=words.context.title(metric)),
            strong=own,
            id=f"{metric.anchor}-cohort",
        )
    )


def _tip(words: _Words, which: str, parts: Parts, own: int) -> str:
    """What a row says of the metric's own bracket."""
    said = f"{words.bracket(own)}{words.context.t('metrics.cohort.colon')}{words.sure(parts)}"
    return words.context.t("metrics.cohort.between").join([which, *([said] if parts[0] else [])])


class _Cells:
    """Cells of cohorts; the colours go up to the largest share that rests on enough users."""

    def __init__(self, words: _Words, cohorts: Cohorts, least: int) -> None:
        self.words, self.cohorts, self.least = words, cohorts, least
        places = range(len(cohorts.brackets))
        known = [row.back[place] for row in cohorts.rows for place in places if is_over(row, cohorts, place)]
        shares = [retained / eligible for eligible, retained in known if eligible >= max(least, 1)]
        self.steps = [max(shares, default=1.0) * part / 6 for part in range(1, 6)]

    def of(self, row: Cohort, place: int) -> HeatCell:
        """Hatched while not over, and without a colour where it rests on few users."""
        words, parts = self.words, row.back[place]
        if not is_over(row, self.cohorts, place):
            first = place == 0 or is_over(row, self.cohorts, place - 1)
            text = words.context.t("metrics.cohort.open") if first else ""
            return HeatCell(text=text, kind="leave", title=words.context.t("metrics.cohort.open-why"))
        if not parts[0]:
            return HeatCell()
        title = f"{words.name(row)} · {words.bracket(place)} · {words.sure(parts)}"
        text = words.share(parts, sign=False)
        if parts[0] < self.least:
            return HeatCell(text=text, kind="few", title=title)
        share = parts[1] / parts[0]
        return HeatCell(text=text, level=level(share, self.steps) if share else 0, title=title)


def _table(words: _Words, cohorts: Cohorts) -> Table:
    """Who came back, of those who count, of each cohort."""
    t, number = words.context.t, words.context.formats.number
    columns = [
        Column(label=t(f"metrics.cohort.corner-{cohorts.grain}")),
        Column(label=t("metrics.cohort.size"), number=True),
    ]
    columns += [Column(label=words.bracket(place), number=True) for place in range(len(cohorts.brackets))]
    return Table(
        columns=tuple(columns),
        rows=tuple(
            Row(
                head=Cell(text=row.period),
                cells=(
                    Cell(text=number(row.size)),
                    *(Cell(text=f"{number(retained)} / {number(eligible)}") for eligible, retained in row.back),
                ),
            )
            for row in reversed(cohorts.rows)
        ),
        label=t("metrics.cohort.table"),
    )
