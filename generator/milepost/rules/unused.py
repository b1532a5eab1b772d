"""Whether anything refers to a record: asked only where nothing that could refer to it is lost."""

from milepost.model.record import NamedRecord
from milepost.rules.context import RuleContext


def is_unused(context: RuleContext, record: NamedRecord) -> bool:
    """Whether no other record refers to it; no, too, where a misspelled reference probably means it."""
    links = context.back_links.get(record.key, ())
    return (
        not any(link.source != record.key for link in links)
        and not is_meant_elsewhere(context, record)
        and all_read(context, record)
    )


def is_meant_elsewhere(context: RuleContext, record: NamedRecord) -> bool:
    """Whether a reference that leads nowhere probably means it."""
    return record.id in context.once("meant by misspelled references", lambda: _meant_by_misspelled(context))


def all_read(context: RuleContext, record: NamedRecord) -> bool:
    """Whether everything of its project could be read; for a portal-wide record everything anywhere."""
    lost = context.once("homes with something lost", lambda: _lost(context))
    return not lost if not record.project_id else record.project_id not in lost


def _meant_by_misspelled(context: RuleContext) -> set[str]:
    helps = (one.help for one in context.loaded.diagnostics if one.rule == "unresolved-reference")
    names = (str(text.params["name"]) for text in helps if text and "name" in text.params)
    return {name.rpartition("/")[2].rpartition(":")[2] for name in names}


def _lost(context: RuleContext) -> set[str]:
    return {ref.project for ref in context.portal.broken} | {home for home, _ in context.loaded.unread}
