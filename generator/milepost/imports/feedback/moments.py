"""Days out of the ways in which exports write moments."""

import re
from datetime import date, datetime, tzinfo

_DAY = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]|年([0-9]{1,2})月)([0-9]{1,2})日?(?:(?:T|\s+).*)?", re.DOTALL)
_PLAIN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SECONDS = re.compile(r"[0-9]{10}(?:[0-9]{3})?(?:\.0+)?")


def day_of(text: str, zone: tzinfo) -> date | None:
    """The day in `zone`; a moment without an offset is that zone's own. None where the text does not say one.

    `03/04/2026` is none: nobody knows which of the two is the month.
    """
    text = text.strip()
    if _SECONDS.fullmatch(text):
        seconds = int(text.partition(".")[0]) / (1000 if len(text.partition(".")[0]) > 10 else 1)
        return datetime.fromtimestamp(seconds, zone).date()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    try:
        if moment is not None and moment.tzinfo is not None:
            return moment.astimezone(zone).date()
        found = _DAY.fullmatch(text) or _PLAIN.fullmatch(text)
        if not found:
            return None
        year, month, day = (part for part in found.groups() if part)
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None
