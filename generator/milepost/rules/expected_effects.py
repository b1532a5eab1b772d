"""What is expected of decisions, releases and campaigns, from which day on, and by which settings it is judged."""

from collections.abc import Iterator, Sequence
from datetime import date

from milepost.analysis.effect import Window
from milepost.model.parts import Expectation
from milepost.model.portal import Home, Portal
from milepost.model.records.campaign import Campaign
from milepost.model.records.decision import Decision
from milepost.model.records.release import Release
from milepost.rules.levels import threshold

RULE = "expectation-missed"
Expecting = Decision | Release | Campaign
_MOST = 1_000


def effect_window(portal: Portal) -> Window:
    """What the portal sets for it."""

    def setting(name: str) -> float:
        return threshold(portal.settings, RULE, name)

    days, weeks, months = (min(max(int(setting(name)), 1), _MOST) for name in ("days", "weeks", "months"))
    return Window(days=days, weeks=weeks, months=months, share=setting("share"))


def expecting(home: Home) -> Iterator[tuple[Expecting, Sequence[Expectation]]]:
    """The records of a home that expect something."""
    records: list[Expecting] = [*home.all(Decision).values(), *home.all(Release).values(), *home.all(Campaign).values()]
    return ((record, record.expects) for record in records if record.expects)


def in_force_on(record: Expecting) -> date | None:
    """From which day on it has an effect: a decision that was accepted, a release that is out, a campaign that runs."""
    match record:
        case Decision():
            return record.on if record.status in ("accepted", "superseded") else None
        case Release():
            return record.released_on
        case Campaign():
            return record.start if record.status in ("running", "ended", "reviewed") else None


def is_answered(record: Expecting) -> bool:
    """Whether what came of it was looked at already: a decision that was replaced, a campaign that was reviewed."""
    return not isinstance(record, Release) and record.status in ("superseded", "reviewed")
