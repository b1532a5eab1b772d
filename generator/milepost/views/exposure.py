"""What open risks are expected to cost, against the reserve, as a figure for the risks page."""

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from milepost.analysis.risk import Exposure, exposures, is_open, risk_value, threats, unpriced
from milepost.charts.bars import Pace, share_bar
from milepost.model.portal import Project
from milepost.views.context import Anchor, ViewContext
from milepost.views.frame import Status
from milepost.views.tables import Cell, Column, Row, Table, link_cell


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureBar:
    """A bar with its words: what, how much."""

    label: str
    value: str
    bar: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureFigure:
    """Exposure and reserve in one currency; the finding is its title."""

    finding: Status
    bars: tuple[ExposureBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureView:
    """The section: a figure a currency, where the exposure comes from, which risks have no amount."""

    figures: tuple[ExposureFigure, ...]
    table: Table | None
    unpriced: tuple[Anchor, ...]


def exposure_view(context: ViewContext, project: Project) -> ExposureView | None:
    """None where no open risk and no reserve has an amount."""
    matrix, currency = context.portal.settings.risk_matrix, context.currency(project)
    found = [
        one
        for one in exposures(project, matrix, currency)
        if one.inherent or one.residual or one.opportunity or one.reserve is not None
    ]
    if not found:
        return None
    return ExposureView(
        figures=tuple(_figure(context, one) for one in found),
        table=_table(context, project),
        unpriced=tuple(context.link(risk) for risk in unpriced(project, matrix, currency)),
    )


def _figure(context: ViewContext, one: Exposure) -> ExposureFigure:
    parts: list[tuple[str, Decimal, Pace]] = [
        ("inherent", one.inherent, "inkf"),
        ("residual", one.residual, "fill" if one.gap is not None and one.gap >= 0 else "fill-w"),
    ]
    if one.reserve is not None:
        parts.append(("reserve", one.reserve, "fill-g"))
    if one.opportunity:
        parts.append(("opportunity", one.opportunity, "fill"))
    top = max((amount for _, amount, _ in parts), default=Decimal(0))
    bars = tuple(
        ExposureBar(
            label=context.t(f"risks.exposure.{name}"),
            value=amount_text(context, amount, one.currency),
            bar=share_bar(float(amount / top) if top > 0 else 0.0, fill=fill, height=10),
        )
        for name, amount, fill in parts
    )
    return ExposureFigure(finding=finding(context, one), bars=bars)


def finding(context: ViewContext, one: Exposure) -> Status:
    """Whether the reserve suffices, as a sentence."""
    if one.gap is None:
        return Status(
            state="none",
            word=context.t("risks.exposure.no-reserve", residual=amount_text(context, one.residual, one.currency)),
        )
    enough = one.gap >= 0
    return Status(
        state="good" if enough else "warn",
        word=context.t(
            "risks.exposure.covered" if enough else "risks.exposure.short",
            residual=amount_text(context, one.residual, one.currency),
            reserve=amount_text(context, one.reserve, one.currency),
            gap=amount_text(context, abs(one.gap), one.currency),
        ),
    )


def _table(context: ViewContext, project: Project) -> Table | None:
    """The open threats with an amount, the greatest residual value first."""
    t, matrix, currency = context.t, context.portal.settings.risk_matrix, context.currency(project)
    values = [v for risk in threats(project) if is_open(risk) and (v := risk_value(risk, matrix, currency))]
    if not values:
        return None
    percent = context.formats.percent
    rows = [
        Row(
            head=link_cell(context.link(value.risk)),
            cells=(
                Cell(text=percent(float(value.residual / value.cost.amount)) if value.cost.amount else ""),
                Cell(text=amount_text(context, value.cost.amount, value.cost.currency)),
                Cell(text=amount_text(context, value.inherent, value.cost.currency)),
                Cell(strong=amount_text(context, value.residual, value.cost.currency)),
            ),
        )
        for value in sorted(values, key=lambda value: -value.residual)
    ]
    columns = (
        Column(label=context.labels.type("risks")),
        Column(label=t("risks.exposure.p"), number=True),
        Column(label=t("risks.exposure.cost"), number=True),
        Column(label=t("risks.exposure.emv-inherent"), number=True),
        Column(label=t("risks.exposure.emv-residual"), number=True),
    )
    return Table(label=t("risks.exposure.title"), columns=columns, rows=tuple(rows))


def amount_text(context: ViewContext, amount: Decimal | None, currency: str) -> str:
    """A computed amount, in whole units: an expectation is no more exact than that."""
    return context.formats.money(None if amount is None else Decimal(round(amount)), currency)
