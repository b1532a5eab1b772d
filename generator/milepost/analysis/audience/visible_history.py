"""History as an audience sees it: of every former value the stricter of then and now."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from milepost.analysis.analysis import Analysis
from milepost.analysis.audience.redaction import with_marks, without_fields
from milepost.analysis.audience.sight import SightNow, SightThen, seen
from milepost.analysis.audience.summed import MONEY, RISK, amount_fields, withheld_kinds
from milepost.analysis.audience.visible_files import VisibleFiles
from milepost.analysis.audience.visible_portal import visible_portal
from milepost.analysis.plans import Plan
from milepost.analysis.risk import is_open, over_appetite, threats
from milepost.analysis.trends.point import TrendPoint
from milepost.analysis.trends.trends import ProjectTrend, trends
from milepost.history.git import Commit
from milepost.history.history import History
from milepost.history.record_history import RecordStep, Step
from milepost.loading.discovery import Role, classify
from milepost.model.audience import Audiences
from milepost.model.portal import Portal
from milepost.model.record import NamedRecord
from milepost.model.records.task import Task
from milepost.model.reference import Ref
from milepost.model.settings import PortalSettings


class SeenStep(NamedTuple):
    """What is seen of what a commit did, and whether it did more than that."""

    records: tuple[RecordStep, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class VisibleHistory:
    """What git tells of what an audience sees.

    Attributes:
        whole: the analysis of everything.
        files: the files of today.
        is_secret: whether a sentence of somebody quotes what is withheld.
    """

    whole: Analysis
    now: SightNow
    files: Callable[[], VisibleFiles]
    is_secret: Callable[[str], bool]
    sums: Callable[[], Mapping[str, frozenset[str]]]
    """By project the kinds of amounts that are withheld today, see `summed`."""

    def sight_of(self, portal: Portal) -> SightThen:
        """What is seen of an earlier state."""
        projects = {name: project.record for name, project in portal.projects.items()}
        return self._then(portal.settings, projects)

    def _then(self, settings: PortalSettings, projects: Mapping[str, NamedRecord]) -> SightThen:
        last, today = self._lives
        return SightThen(now=self.now, then=Audiences(settings), projects=projects, last=last, today=today)

    @cached_property
    def _raw(self) -> tuple[Step, ...]:
        records = None if self.whole.history.lacks else self.whole.history.records()
        return tuple(step for step, _ in records.walk()) if records else ()

    @cached_property
    def _lives(self) -> tuple[Mapping[Ref, NamedRecord], Mapping[Ref, Ref]]:
        """The last version of every record by its last reference, and the later reference of those renamed."""
        last: dict[Ref, NamedRecord] = {}
        today: dict[Ref, Ref] = {}
        for step in reversed(self._raw):
            for one in step.records:
                version = one.after or one.before
                if version is not None:
                    last.setdefault(one.key, version)
                if one.was:
                    today[one.was] = today.get(one.key, one.key)
        return last, today

    @cached_property
    def _sights(self) -> tuple[tuple[Step, SightThen, SightThen], ...]:
        """Every commit with what was to be seen before and after it."""
        settings, projects = PortalSettings(), dict[str, NamedRecord]()
        found, before = [], self._then(settings, projects)
        for step in self._raw:
            changed = [one.after for one in step.records if one.after is not None]
            own = {one.project_id: one for one in changed if one.collection == "project"}
            chosen = next((one for one in changed if isinstance(one, PortalSettings)), None)
            after = before
            if own or chosen:
                settings, projects = chosen or settings, {**projects, **own}
                after = self._then(settings, projects)
            found.append((step, before, after))
            before = after
        return tuple(found)

    @cached_property
    def _sums_ever(self) -> Mapping[str, frozenset[str]]:
        """The kinds of amounts of which a part ever was or is withheld, by the project of then."""
        found = {name: set(kinds) for name, kinds in self.sums().items()}
        for step, before, after in self._sights:
            for one in step.records:
                for record, sight in ((one.before, before), (one.after, after)):
                    if record is not None and record.project_id:
                        kinds = withheld_kinds(record, sight.hidden(record))
                        found.setdefault(record.project_id, set()).update(kinds)
        return {name: frozenset(kinds) for name, kinds in found.items() if kinds}

    @cached_property
    def steps(self) -> Mapping[str, SeenStep]:
        """What is seen of every commit, by its number."""
        return {step.commit.sha: self._seen(step.records, before, after) for step, before, after in self._sights}

    def versions(self) -> Iterator[tuple[NamedRecord, NamedRecord | None]]:
        """Every version that a record had, and what its audience leaves of it."""
        for step, before, after in self._sights:
            for one in step.records:
                for record, sight in ((one.before, before), (one.after, after)):
                    if record is not None:
                        yield record, seen(record, sight)

    def _seen(self, records: Iterable[RecordStep], before: SightThen, after: SightThen) -> SeenStep:
        left, more = [], False
        for one in records:
            old, new = self._version(one.before, before), self._version(one.after, after)
            more = more or old is not one.before or new is not one.after
            if (old is None and new is None) or (old == new and not one.was):
                continue
            left.append(RecordStep(one.key, old, new, one.was if old is not None and new is not None else None))
        return SeenStep(tuple(left), more)

    def _version(self, record: NamedRecord | None, sight: SightThen) -> NamedRecord | None:
        if record is None:
            return None
        left = seen(record, sight)
        if left is None:
            return None
        amounts = amount_fields(record.collection, self._sums_ever.get(record.project_id, ()))
        left = without_fields(left, amounts) if amounts else left
        return with_marks(left, self._leads_to_withheld(record.project_id, sight))

    def _leads_to_withheld(self, home: str, sight: SightThen) -> Callable[[Ref, tuple[str, ...]], bool]:
        """A reference of then is not shown unless it leads to what is seen today."""

        def is_hidden(ref: Ref, collections: tuple[str, ...]) -> bool:
            portal = self.whole.portal
            key = portal.locate(ref, collections, home)
            if key is not None:
                record = portal.get(key)
                return record is not None and sight.now.hidden(record) is None
            names = (ref.collection,) if ref.collection else collections
            last = [sight.last.get(Ref(place, name, ref.id)) for place in (ref.project or home, "") for name in names]
            gone = [one for one in last if one is not None]
            return not gone or any(sight.hidden(one) is None for one in gone)

        return is_hidden

    @cached_property
    def history(self) -> History:
        """The commits that touched what is seen, each with the files that are; subjects that say no more than that."""
        whole = self.whole.history
        commits = {one.sha: self._said(one) for one in whole.commits if self._is_seen(one)}
        return replace(
            whole,
            head=self._head(whole.head, commits) if whole.head else None,
            commits=tuple(commits.values()),
            records=lambda: None,
        )

    def _head(self, head: Commit, commits: Mapping[str, Commit]) -> Commit:
        """The commit that pages are built from is always named; git gives it without its files."""
        if head.sha in commits:
            return replace(head, subject=commits[head.sha].subject)
        is_elsewhere = all(one.sha != head.sha for one in self.whole.history.commits)
        return self._said(head) if is_elsewhere else replace(head, subject="")

    def _is_seen(self, commit: Commit) -> bool:
        paths = [path for path in commit.files if path in self.files().seen]
        step = self.steps.get(commit.sha)
        if step is None or step.records:
            return bool(paths)
        kinds = {one.collection for one in self.whole.portal.everything()}
        others = [path for path in paths if classify(path, kinds).role not in (Role.COLLECTIONS, Role.RECORD)]
        return bool(others) or (bool(paths) and not step.more)

    def _said(self, commit: Commit) -> Commit:
        files = {path: blob for path, blob in commit.files.items() if path in self.files().seen}
        step = self.steps.get(commit.sha)
        more = step.more if step else any(path in self.files().mixed for path in files)
        quiet = more or len(files) < len(commit.files) or self.is_secret(commit.subject)
        return replace(commit, files=files, subject="" if quiet else commit.subject)

    def trends(self, portal: Portal, statused: Mapping[str, Plan]) -> Mapping[str, ProjectTrend] | None:
        """The trends of a visible portal; finishes of then are those of the whole of then, counts those of its part."""
        records = None if self.whole.history.lacks else self.whole.history.records()
        if records is None:
            return None
        return trends(records, portal, statused, self.whole.as_of, lens=self)

    # What trends ask of a lens.

    @property
    def key(self) -> str:
        return self.now.audience

    def step(self, step: Step) -> Step:
        """The step as it is seen."""
        known = self.steps.get(step.commit.sha)
        return step._replace(commit=self._said(step.commit), records=known.records if known else ())

    def points(self, points: Mapping[str, TrendPoint], then: Portal) -> Mapping[str, TrendPoint]:
        """The figures of a day, as far as they do not give away what is withheld."""
        visible = visible_portal(then, self.sight_of(then))
        found = {}
        for name, point in points.items():
            project = visible.portal.projects.get(name)
            if project is None:
                continue
            tasks, sums = project.all(Task), visible.sums.get(name, frozenset())
            found[name] = replace(
                point,
                due=project.record.due,
                states=Counter(task.status for task in tasks.values()),
                open_risks=sum(map(is_open, threats(project))),
                over_appetite=len(over_appetite(project, visible.portal.settings.risk_matrix)),
                milestones={task: day for task, day in point.milestones.items() if task in tasks},
                exposure={} if RISK in sums else point.exposure,
                budget={} if MONEY in sums else point.budget,
            )
        return found
