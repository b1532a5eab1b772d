"""Components that hand-written pages embed: unknown names, options, records."""

from collections.abc import Iterator

from milepost.analysis.components import Component, Problem, resolve
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.components import blocks_in
from milepost.loading.discovery import Role
from milepost.loading.text_files import split_markdown
from milepost.rules.context import RuleContext
from milepost.rules.rule import for_several_rules
from milepost.source import Location


@for_several_rules
def component_findings(context: RuleContext) -> Iterator[Diagnostic]:
    """What is wrong with the components of all pages, at the words that are at fault."""
    for place in context.loaded.places:
        source = context.loaded.sources.get(place.path) if place.role is Role.PAGE else None
        if source is None or "milepost" not in source.text:
            continue
        text = split_markdown(source)
        for block in blocks_in(text.body, text.body_line):
            found = resolve(block, place.path, context.portal, context.loaded.types)
            for problem in () if isinstance(found, Component) else found:
                if _may_be_lost(context, problem):
                    continue
                yield Diagnostic(
                    rule=problem.rule,
                    message=problem.message,
                    location=Location(place.path, problem.span),
                    help=problem.help,
                )


def _may_be_lost(context: RuleContext, problem: Problem) -> bool:
    """Whether it is about a record that is there but could not be read."""
    if problem.rule != "unresolved-reference":
        return False
    ref = str(problem.message.params.get("ref", ""))
    lost = {one.id for one in context.portal.broken}
    unread = {collection for _, collection in context.loaded.unread}
    return ref.rpartition("/")[2].rpartition(":")[2] in lost or bool(unread & {"", "phases", "metrics"})
