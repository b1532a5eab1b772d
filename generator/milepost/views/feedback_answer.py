"""The answer line of the feedback page: what is unheard, what came in, what needs somebody."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from milepost.analysis.calendars import calendar_of
from milepost.analysis.feedback_counts import by_theme, is_waiting, needs_action
from milepost.model.portal import Project
from milepost.model.records.feedback import Feedback, FeedbackItem
from milepost.model.records.theme import Theme
from milepost.model.reference import Ref
from milepost.rules.levels import threshold
from milepost.views.addresses import project_page
from milepost.views.answer import project_answer, what_changed
from milepost.views.context import Anchor, ViewContext
from milepost.views.feedback_batches import reply_wait
from milepost.views.frame import Answer, Fact, Part, State, Status
from milepost.views.plurals import counted

_SHOWN = 3


def feedback_answer(context: ViewContext, project: Project, items: Mapping[Ref, Sequence[FeedbackItem]]) -> Answer:
    """Red for a heavy theme that nobody works on, amber for items that wait for a reply or a theme."""
    everything = [item for several in items.values() for item in several]
    themes = by_theme(context.portal, project, everything)
    many, severe = (threshold(context.portal.settings, "theme-without-action", name) for name in ("items", "severity"))
    idle = [
        theme
        for theme in project.all(Theme).values()
        if needs_action(theme, themes.get(theme.key, ()), many=many, severe=severe)
    ]
    unanswered = waiting(context, project, items, "feedback-unanswered")
    unsorted = waiting(context, project, items, "feedback-untriaged")
    silent, loose = sum(unanswered.values()), sum(unsorted.values())
    state: State = "bad" if idle else "warn" if silent or loose else "good"
    if not everything:
        status = Status(state="none", word=context.t("feedback.answer.none"))
        why = context.t("feedback.answer.why-none")
    else:
        said = [counted(context, "feedback.answer.idle", len(idle))] if idle else []
        said += [counted(context, "feedback.answer.silent", silent)] if silent else []
        said += [counted(context, "feedback.answer.loose", loose)] if loose else []
        status = Status(state=state, word=context.formats.join(said) or context.t("feedback.answer.fine"))
        why = _why(context, everything, len(project.all(Theme)))
    return project_answer(
        context,
        project,
        status=status,
        why=why,
        changed=_changed(context, project, everything, themes),
        needs=_needs(context, project, idle, unanswered, unsorted),
    )


def waiting(
    context: ViewContext, project: Project, items: Mapping[Ref, Sequence[FeedbackItem]], rule: str
) -> dict[Ref, int]:
    """By batch: items older than a rule's working days without a reply, or a theme; empty ones left out."""
    limit = int(threshold(context.portal.settings, rule, "days"))
    before = calendar_of(context.portal, project).add_working_days(context.as_of, -limit)
    found = {}
    for key, several in items.items():
        count = sum(is_waiting(one, before, for_theme=rule == "feedback-untriaged") for one in several)
        if count:
            found[key] = count
    return found


def _why(context: ViewContext, items: Sequence[FeedbackItem], themes: int) -> str:
    replied = sum(item.replied_on is not None for item in items)
    return context.t(
        "feedback.answer.why",
        items=len(items),
        themes=themes,
        replied=context.formats.percent(replied / len(items)),
        wait=reply_wait(context, items),
    )


def _changed(
    context: ViewContext, project: Project, items: Sequence[FeedbackItem], themes: Mapping[Ref, Sequence[FeedbackItem]]
) -> Part:
    first = context.as_of - timedelta(days=7)

    def recent(several: Sequence[FeedbackItem]) -> int:
        return sum(item.received_on is not None and first <= item.received_on < context.as_of for item in several)

    ranked = sorted(
        ((recent(several), key) for key, several in themes.items()), key=lambda pair: (-pair[0], str(pair[1]))
    )
    facts = tuple(
        Fact(name=context.link(context.portal.get(key)), value=counted(context, "feedback.items", count))
        for count, key in ranked[:_SHOWN]
        if count
    )
    return Part(
        title=what_changed(context),
        say=counted(context, "feedback.answer.received", recent(items)),
        facts=facts,
        more=Anchor(text=context.t("answer.all-changes"), href=context.href(project_page(project.id, "changes/"))),
    )


def _needs(
    context: ViewContext,
    project: Project,
    idle: Sequence[Theme],
    unanswered: Mapping[Ref, int],
    unsorted: Mapping[Ref, int],
) -> Part:
    facts = [
        Fact(name=_anchor(context, "act", theme.key), value=context.person(theme.owner).text, state="bad")
        for theme in idle
    ]
    facts += [
        Fact(name=_anchor(context, "reply", key), value=counted(context, "feedback.items", count))
        for key, count in unanswered.items()
    ]
    facts += [
        Fact(name=_anchor(context, "sort", key), value=counted(context, "feedback.items", count))
        for key, count in unsorted.items()
    ]
    shipped = [theme for theme in project.all(Theme).values() if theme.status == "shipped"]
    facts += [
        Fact(name=_anchor(context, "verify", theme.key), value=context.person(theme.owner).text) for theme in shipped
    ]
    return Part(
        title=context.t("ui.what-needs-me"),
        say=context.t("answer.needs", count=len(facts)) if facts else context.t("answer.needs-nothing"),
        facts=tuple(facts[:_SHOWN]),
    )


def _anchor(context: ViewContext, what: str, key: Ref) -> Anchor:
    link = context.link(context.portal.get(key))
    return Anchor(text=context.t(f"feedback.need.{what}", title=link.text), href=link.href)


def batches_of(context: ViewContext, project: Project) -> Mapping[Ref, Sequence[FeedbackItem]]:
    """The items of a project's batches, by batch."""
    return {one.key: context.analysis.feedback.get(one.key, ()) for one in project.all(Feedback).values()}
