"""The delivery page of a project: releases, iterations, campaigns, compliance, partners."""

from dataclasses import dataclass, replace

from milepost.analysis.actions import actions_of
from milepost.analysis.attention import attention_of
from milepost.analysis.forecast.result import Finish
from milepost.analysis.packages import package_limits, too_large
from milepost.model.portal import Project
from milepost.model.record import NamedRecord
from milepost.model.records.campaign import Campaign
from milepost.model.records.compliance import Compliance
from milepost.model.records.iteration import Iteration
from milepost.model.records.partner import Partner
from milepost.model.records.release import Release
from milepost.views.action_table import action_table
from milepost.views.answer import needs_part, project_answer
from milepost.views.attention import rule_anchor
from milepost.views.context import Anchor, ViewContext
from milepost.views.delivery_tables import campaign_table, compliance_table, duty_status, iteration_table, partner_table
from milepost.views.expectations import definition, expectation_table
from milepost.views.forecast_figures import chance_text
from milepost.views.frame import Answer, Head, RecordGroup, Status, head, record_groups
from milepost.views.plurals import counted
from milepost.views.release_cards import ReleaseCard, mib, outlook, release_card, releases_in_order
from milepost.views.tables import Table
from milepost.views.trend_section import TrendSection, trend_section

_TYPES: tuple[type[NamedRecord], ...] = (Release, Iteration, Campaign, Compliance, Partner)
_KINDS = ("compliance-due", "compliance-expiring")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows."""

    head: Head
    trend: TrendSection
    releases: tuple[ReleaseCard, ...]
    limits: str
    iterations: Table | None
    retro_actions: Table | None
    campaigns: Table | None
    effects: tuple[tuple[Anchor, Table], ...]
    effects_definition: str
    compliance: Table | None
    partners: Table | None
    groups: tuple[RecordGroup, ...]


def view(context: ViewContext, project: Project) -> View:
    """The view model of the page."""
    limits = package_limits(context.portal.settings.thresholds)
    retro = [one for one in actions_of(context.portal, project) if one.record.collection == Iteration.collection]
    return View(
        trend=trend_section(context, project, "flow", "iterations"),
        head=head(context, context.t("ui.page.delivery"), project, _answer(context, project)),
        releases=tuple(release_card(one, project, context) for one in releases_in_order(project)),
        limits=context.t("delivery.limits", package=mib(limits.package, context), total=mib(limits.total, context)),
        iterations=iteration_table(context, project),
        retro_actions=action_table(context, retro, context.analysis.plans[project.id].calendar),
        campaigns=campaign_table(context, project),
        effects=tuple(
            (context.link(one), table)
            for one in project.all(Campaign).values()
            if (table := expectation_table(one, context))
        ),
        effects_definition=definition(context),
        compliance=compliance_table(context, project),
        partners=partner_table(context, project),
        groups=record_groups(context, project, [kind.collection for kind in _TYPES]),
    )


def _answer(context: ViewContext, project: Project) -> Answer:
    items = [item for item in attention_of(context.analysis, project) if item.kind in _KINDS]
    status, why, rule = _state(context, project)
    answer = project_answer(
        context, project, status=status, why=why, needs=needs_part(context, items, more="#compliance")
    )
    return replace(answer, rule=rule_anchor(context, rule) if rule else None)


def _state(context: ViewContext, project: Project) -> tuple[Status, str, str]:
    """The page's own state: packages above a limit, duties not met, releases past their day or unlikely to keep it."""
    t, limits = context.t, package_limits(context.portal.settings.thresholds)
    ahead = [one for one in releases_in_order(project) if one.released_on is None]
    heavy = [one for one in ahead if too_large(one, limits)]
    if heavy:
        return Status(state="bad", word=t("delivery.state.heavy")), context.title(heavy[0]), "package-too-large"
    duties = [one for one in project.all(Compliance).values() if duty_status(one, context).state == "bad"]
    if duties:
        names = context.formats.join([context.title(one) for one in duties[:3]])
        return Status(state="bad", word=counted(context, "delivery.state.duties", len(duties))), names, ""
    late = [one for one in ahead if one.planned_on and one.planned_on < context.as_of]
    if late:
        why = t(
            "delivery.state.late-why", title=context.title(late[0]), day=context.formats.sentence(late[0].planned_on)
        )
        return Status(state="warn", word=counted(context, "delivery.state.late", len(late))), why, ""
    forecast = context.analysis.forecast(project.id)
    for release in ahead:
        finish = forecast.releases.get(release.id) if forecast else None
        state = outlook(finish) if finish else "none"
        if finish and state in ("bad", "warn"):
            return Status(state=state, word=t(f"delivery.state.{state}")), _unlikely(context, release, finish), ""
    if not any(project.all(kind) for kind in _TYPES):
        return Status(state="none", word=t("delivery.state.none")), t("delivery.state.none-why"), ""
    upcoming = next((one for one in ahead if one.planned_on), None)
    if upcoming is None:
        return Status(state="good", word=t("delivery.state.fine")), t("delivery.state.nothing-ahead"), ""
    channel = context.labels.value("releases", "channel", upcoming.channel)
    why = t(
        "delivery.state.next",
        title=context.title(upcoming),
        day=context.formats.sentence(upcoming.planned_on),
        channel=channel,
    )
    return Status(state="good", word=t("delivery.state.fine")), why, ""


def _unlikely(context: ViewContext, release: Release, finish: Finish) -> str:
    day = context.formats.sentence
    return context.t(
        "delivery.state.unlikely",
        title=context.title(release),
        day=day(finish.due),
        chance=chance_text(context, finish),
        p50=day(finish.p50),
        p80=day(finish.p80),
    )
