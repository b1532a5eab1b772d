"""The register of risks as table rows, and the same risks as marks of the matrix."""

from collections.abc import Sequence

from markupsafe import Markup

from milepost.analysis.risk import Band, actions_done, band_of, current_score, is_open, risk_value
from milepost.charts.matrix import RiskMark, RiskMatrix, risk_matrix
from milepost.model.records.risk import Risk
from milepost.views.context import Anchor, ViewContext
from milepost.views.exposure import amount_text
from milepost.views.filters import Facet, enum_facet, person_facet
from milepost.views.record_states import record_status
from milepost.views.tables import Cell, Column, Row, due_cell, link_cell

BANDS: tuple[Band, ...] = ("low", "medium", "elevated", "high")


def register_columns(context: ViewContext, *, money: bool = True) -> tuple[Column, ...]:
    """The columns of `register_row`."""
    t, field = context.t, context.labels.field
    return (
        Column(label=context.labels.type("risks")),
        Column(label=t("risks.scores"), number=True, tip=t("risks.scores-tip")),
        Column(label=t("risks.band")),
        Column(label=field("risks", "response")),
        Column(label=t("risks.actions-done"), number=True),
        Column(label=field("risks", "owner")),
        *((Column(label=t("risks.emv"), number=True, tip=t("risks.emv-tip")),) if money else ()),
        Column(label=field("risks", "status"), bare=True),
        Column(label=field("risks", "proximity"), number=True),
        Column(label=field("risks", "next_review"), number=True),
    )


def register_labels(context: ViewContext) -> dict[str, str]:
    """What the facets of `register_row` are called."""
    field, t = context.labels.field, context.t
    names = {name: field("risks", name) for name in ("status", "response", "owner")}
    return {"band": t("risks.band"), **names}


def register_row(risk: Risk, context: ViewContext, *, number: int | None = None, money: bool = True) -> Row:
    """A line of the register; `number` is that of the matrix."""
    matrix, calendar = context.portal.settings.risk_matrix, context.analysis.plans[risk.project_id].calendar
    done, total = actions_done(context.portal, risk)
    title, band = context.link(risk), band_of(current_score(risk), matrix.bands)
    cells = [
        scores(risk, context),
        band_cell(risk, context),
        enum_cell(risk, "response", context),
        Cell(text=f"{done}/{total}" if total else ""),
        link_cell(context.person(risk.owner)),
        Cell(status=record_status(risk, context)),
        due_cell(risk.proximity, context, calendar, pending=False),
        due_cell(risk.next_review, context, calendar, pending=is_open(risk)),
    ]
    if money:
        value = risk_value(risk, matrix, context.currency(context.project_of(risk)))
        text = amount_text(context, value.residual, value.cost.currency) if value and is_open(risk) else ""
        cells.insert(5, Cell(text=text))
    return Row(
        head=Cell(key=number, links=(title,)),
        cells=tuple(cells),
        muted=not is_open(risk),
        facets=(
            enum_facet(context, risk, "status"),
            enum_facet(context, risk, "response"),
            Facet("band", band or "", context.t(f"risks.bands.{band}") if band else ""),
            person_facet(context, risk.owner),
        ),
    )


def scores(risk: Risk, context: ViewContext) -> Cell:
    """`15 → 12`: inherent, then residual; one number while there is no other."""
    if risk.score is None and risk.residual_score is None:
        return Cell(text=context.t("risks.unscored"))
    if risk.residual_score is None:
        return Cell(strong=str(risk.score))
    return Cell(text=f"{risk.score or '–'} →", strong=str(risk.residual_score))


def band_cell(risk: Risk, context: ViewContext) -> Cell:
    """The band of the current score, on the ground that it has in the matrix."""
    score, settings = current_score(risk), context.portal.settings.risk_matrix
    band = band_of(score, settings.bands)
    if band is None or score is None:
        return Cell()
    return Cell(text=context.t(f"risks.bands.{band}"), band=0 if risk.opportunity else BANDS.index(band) + 1)


def enum_cell(risk: Risk, name: str, context: ViewContext) -> Cell:
    """An enum's label; the raw text where it is no value of the enum."""
    value = getattr(risk, name)
    if value is None:
        return Cell(invalid=risk.invalid.get(name, ""))
    return Cell(text=context.labels.value("risks", name, value))


def risk_marks(risks: Sequence[Risk], context: ViewContext) -> tuple[RiskMark, ...]:
    """Marks of the open risks that have a place in the matrix; the number is the row's in `risks`, from 1."""
    found = []
    for number, risk in enumerate(risks, 1):
        left = risk.residual
        after = (left.probability, left.impact) if left and left.probability and left.impact else None
        before = (risk.probability, risk.impact) if risk.probability and risk.impact else after
        if not is_open(risk) or before is None:
            continue
        label = context.t(
            "risks.mark",
            number=number,
            title=context.title(risk),
            inherent=before[0] * before[1],
            residual=after[0] * after[1] if after else context.t("risks.unscored"),
        )
        anchor: Anchor = context.link(risk)
        found.append(RiskMark(number=number, href=anchor.href, label=label, inherent=before, residual=after))
    return tuple(found)


def matrix_chart(marks: tuple[RiskMark, ...], context: ViewContext) -> Markup:
    """The portal's matrix with these marks."""
    settings, t = context.portal.settings.risk_matrix, context.t
    return risk_matrix(
        RiskMatrix(
            risks=marks,
            probabilities=tuple(context.formats.percent(share) for share in settings.probabilities),
            impacts=tuple(t(f"risks.impacts.{number}") for number in range(1, 6)),
            bands=(settings.bands.low, settings.bands.medium, settings.bands.elevated),
            appetite=settings.appetite,
            label=t("risks.matrix-label", count=len(marks)),
            impact_title=context.labels.field("risks", "impact"),
        )
    )
