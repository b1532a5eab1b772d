"""The use-cases: what commands and hosts ask for, whatever carries the answer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property, partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from milepost.analysis.zones import zone_named
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.errors import MilepostError
from milepost.history.git import Commit, CommitTree, Git
from milepost.i18n.catalogue import language_of
from milepost.i18n.message import message
from milepost.loading.collector import collector_paused
from milepost.loading.files import CONTENT, FileTree, FolderTree
from milepost.loading.host_settings import HOST_SETTINGS, host_settings_of
from milepost.loading.read_ahead import read_ahead
from milepost.resources import own_texts
from milepost.source import Source

# The loader, the rules and the templates are imported where they are used: showing the result of the last check
# takes none of them, and checking no templates.
if TYPE_CHECKING:
    from milepost.analysis.analysis import Analysis
    from milepost.analysis.audience.audience_view import AudienceView
    from milepost.analysis.earlier_states import EarlierStates
    from milepost.analysis.plan_diff.plan_diff import PlanDiff
    from milepost.analysis.trends.findings import PastFindings
    from milepost.events.results import EventData, Progress
    from milepost.history.past import Past
    from milepost.loading.load import Loaded
    from milepost.rules.context import RuleContext
    from milepost.site.reuse import RenderedPages
    from milepost.site.site import Site
    from milepost.views.context import ViewContext

CACHE = ".cache/milepost"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A loaded portal with all findings about it, on a day."""

    root: Path
    loaded: "Loaded"
    as_of: date
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    """The texts that findings may quote, mkdocs.yml included."""
    context: "RuleContext"
    """What the rules have worked out, for others to go on with."""
    before: "Checked | None" = None
    """The state that the change under review begins from, on the same day."""

    @cached_property
    @collector_paused()
    def analysis(self) -> "Analysis":
        """Everything that pages are computed from, once for all languages."""
        from milepost.analysis.analysis import analyse  # noqa: PLC0415
        from milepost.history.reading import history_of  # noqa: PLC0415
        from milepost.loading.tables import read_tables  # noqa: PLC0415

        return analyse(
            self.loaded.portal,
            self.as_of,
            plans=self.context.plans,
            back_links=self.loaded.back_links,
            tables=read_tables(self.loaded),
            events=self.context.events,
            history=history_of(self.root, self.loaded.types, self.root / CACHE / "versions.json"),
            baselines=self.context.baselines,
            earlier_states=self.context.earlier_states,
        )


def find_root(folder: Path) -> Path:
    """The nearest folder, from `folder` upwards, that holds a portal.

    Raises:
        MilepostError: there is none.
    """
    for candidate in (folder, *folder.parents):
        if (candidate / CONTENT / "portal.yml").is_file():
            return candidate
    raise MilepostError(message("errors.no-portal", folder=str(folder)))


def load_portal(root: Path) -> "Loaded":
    """Loads the portal at `root`."""
    from milepost.loading.load import load  # noqa: PLC0415

    return load(FolderTree(root))


@collector_paused()
def check(  # noqa: PLR0913 - what may be asked of a check
    root: Path,
    *,
    as_of: str | None = None,
    tree: FileTree | None = None,
    base: Commit | None = None,
    timings: dict[str, float] | None = None,
    progress: "Progress | None" = None,
    in_two: bool = False,
) -> Checked:
    """Loads the portal at `root`, or `tree` in its place, and runs all rules on it.

    With a `base` the rules about differences run, too, and all rules on the state at that commit.
    `timings` takes the seconds that each rule took by its id, and those of loading under the empty name; `progress` is
    told how far the metrics are that are computed from events. A process without threads that wants the findings alone
    may have the work done `in_two` processes where that is faster, if `tree` gives the same bytes again and no times
    are wanted.
    """
    tree = tree or FolderTree(root)
    ahead = read_ahead(tree) if in_two else dict  # goes on beside the imports
    from milepost.analysis.earlier_states import earlier_state  # noqa: PLC0415
    from milepost.loading.load import load  # noqa: PLC0415
    from milepost.rules.engine import run, unmeasured  # noqa: PLC0415
    from milepost.rules.lanes import run_in_two, two_lanes_pay  # noqa: PLC0415
    from milepost.rules.rule import all_rules  # noqa: PLC0415

    all_rules()  # imports them
    measure = unmeasured if timings is None else partial(_measured, timings)
    with measure(""):
        loaded = load(tree, ahead)
    run_rules = run_in_two if in_two and two_lanes_pay(loaded) else partial(run, measure=measure)
    settings = loaded.portal.settings
    day = resolve_as_of(root, as_of, settings.as_of, settings.timezone or "")
    git = Git(root)
    states = cache(partial(earlier_state, git))
    before = None
    if base:
        then = CommitTree(git, base.sha)
        past = _past(git, then, settings.timezone or "")
        earlier = load(then)
        before = _checked(root, earlier, day, states, past, run, _asking(root, earlier, then, day, progress))
    past = _past(git, tree, settings.timezone or "")
    return _checked(root, loaded, day, states, past, run_rules, _asking(root, loaded, tree, day, progress), before)


def _asking(
    root: Path, loaded: "Loaded", tree: FileTree, day: date, progress: "Progress | None"
) -> "Callable[[], EventData]":
    """What computes the metrics over raw events, when somebody asks for them."""
    from milepost.events.results import event_data  # noqa: PLC0415

    return partial(event_data, loaded, tree, day, root / CACHE, progress)


def _checked(  # noqa: PLR0913, PLR0917 - what rules look at
    root: Path,
    loaded: "Loaded",
    day: date,
    earlier_states: "EarlierStates",
    past: "Past",
    run_rules: "Callable[[RuleContext], tuple[Diagnostic, ...]]",
    ask_events: "Callable[[], EventData]",
    before: Checked | None = None,
) -> Checked:
    from milepost.rules.context import RuleContext  # noqa: PLC0415
    from milepost.views.addresses import generated_addresses  # noqa: PLC0415

    host_settings = host_settings_of(root)
    context = RuleContext(
        loaded=loaded,
        as_of=day,
        host_settings=host_settings,
        earlier_states=earlier_states,
        past=past,
        base=before.loaded if before else None,
        ask_events=ask_events,
        pages_of=generated_addresses,
    )
    extra = {HOST_SETTINGS: host_settings} if host_settings else {}
    return Checked(
        root=root,
        loaded=loaded,
        as_of=day,
        diagnostics=run_rules(context),
        sources={**loaded.sources, **extra},
        context=context,
        before=before,
    )


def _past(git: Git, tree: FileTree, timezone: str) -> "Past":
    from milepost.history.past import Past  # noqa: PLC0415

    return Past(git, zone_named(timezone), tree.rev if isinstance(tree, CommitTree) else "")


@contextmanager
def _measured(timings: dict[str, float], name: str) -> Iterator[None]:
    start = perf_counter()
    yield
    timings[name] = timings.get(name, 0.0) + perf_counter() - start


def diff(root: Path, asked: str, *, as_of: str | None = None) -> "PlanDiff":
    """What is different between two states of the portal, and what follows from it, both looked at on the same day.

    Raises:
        MilepostError: see `history.revisions`; or `as_of` is no date.
    """
    from milepost.analysis.plan_diff.plan_diff import plan_diff  # noqa: PLC0415
    from milepost.history.revisions import revisions  # noqa: PLC0415

    git = Git(root)
    wanted = revisions(git, asked)
    head = CommitTree(git, wanted.head.sha) if wanted.head else None
    after = check(root, as_of=as_of, tree=head, base=wanted.base)
    assert after.before
    return plan_diff(after.before.analysis, after.analysis, (after.before.diagnostics, after.diagnostics))


def portal_site(  # noqa: PLR0913 - what a site is made for
    checked: Checked,
    language: str = "",
    rendered: "RenderedPages | None" = None,
    *,
    audience: str = "",
    offline: bool = False,
    today: "Loaded | None" = None,
    past_findings: "PastFindings | None" = None,
) -> "Site":
    """The site of a portal in one language (the portal's first if none is named) for an audience (see `seen_by`).

    A server hands in the pages that it has `rendered`, to render only what changed. The links of an `offline` site name
    files: no server adds `index.html`.
    """
    from milepost.site.assembly import assemble  # noqa: PLC0415

    context = replace(
        view_context(checked, language, audience=audience, today=today, past_findings=past_findings), offline=offline
    )
    return assemble(context, rendered)


def view_context(
    checked: Checked,
    language: str = "",
    *,
    audience: str = "",
    today: "Loaded | None" = None,
    past_findings: "PastFindings | None" = None,
) -> "ViewContext":
    """What views need to speak to an audience in one language, the portal's first if none is named.

    `past_findings` are those about the whole portal: who sees a part of it is not told their number.
    """
    from milepost.views.context import ViewContext  # noqa: PLC0415

    languages, seen = checked.loaded.portal.settings.languages, seen_by(checked, audience, today)
    chosen = language_of(language or (languages[0] if languages else "en"))
    return ViewContext(
        analysis=seen.analysis,
        loaded=seen.loaded,
        diagnostics=seen.findings,
        language=chosen,
        audience=seen.audience,
        past_findings=past_findings if past_findings and seen.analysis is checked.analysis else dict,
    )


def seen_by(checked: Checked, audience: str, today: "Loaded | None" = None) -> "AudienceView":
    """What an audience sees of a portal, of a past one by what is so `today`, see `audience_view`."""
    from milepost.analysis.audience.audience_view import audience_view  # noqa: PLC0415

    return audience_view(checked.analysis, checked.loaded, checked.diagnostics, audience, own_texts, today=today)


def resolve_as_of(root: Path, asked: str | None, portal_day: date | None, timezone: str) -> date:
    """The day that counts: the one asked for, the portal's, that of the last commit, else today.

    Raises:
        MilepostError: `asked` is neither a date nor `today`.
    """
    zone = zone_named(timezone)
    if asked == "today":
        return datetime.now(zone).date()
    if asked:
        try:
            return date.fromisoformat(asked)
        except ValueError:
            raise MilepostError(message("errors.bad-date", value=asked)) from None
    if portal_day:
        return portal_day
    git = Git(root)
    return (git.head().on.astimezone(zone) if git.available() else datetime.now(zone)).date()
