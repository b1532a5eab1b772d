"""How often something happens, in words."""

import re

from milepost.views.context import ViewContext

_SIMPLE = re.compile(r"(?P<every>[a-z]+)(?: (?P<day>[a-z]{3}|\d{1,2}))?(?: (?P<at>\d{2}:\d{2}))?")
_NAMES = {"mo": "mon", "tu": "tue", "we": "wed", "th": "thu", "fr": "fri", "sa": "sat", "su": "sun"}
_BY_DAY = re.compile(r"(?P<number>-?\d)?(?P<day>MO|TU|WE|TH|FR|SA|SU)")
_EVERY = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}
_KNOWN = {"FREQ", "BYDAY", "INTERVAL", "BYHOUR", "BYMINUTE"}


def cadence_text(cadence: str | None, context: ViewContext) -> str:
    """`每周四 10:00`, `every Thu 10:00`; a rule that is not put into words is shown as it is typed."""
    if not cadence:
        return ""
    if "FREQ=" in cadence:
        return _rule(cadence, context) or cadence
    match = _SIMPLE.fullmatch(cadence)
    if match is None:
        return cadence
    return _words(match["every"], _day(match["day"], match["every"], context), match["at"] or "", context)


def _day(day: str | None, every: str, context: ViewContext) -> str:
    if day is None:
        return ""
    if day.isdigit():
        return context.t("cadence.day-of-month", day=int(day))
    name = context.t(f"cadence.days.{day}")
    return context.t("cadence.first", day=name) if every in ("monthly", "quarterly", "yearly") else name


def _words(every: str, day: str, at: str, context: ViewContext) -> str:
    said = context.t(f"cadence.on.{every}", day=day) if day else context.t(f"cadence.{every}")
    return f"{said} {at}".strip()


def _rule(cadence: str, context: ViewContext) -> str:
    """The plain rules: a frequency, at most two intervals, weekdays, the n-th weekday of a month, a time."""
    parts = dict(part.split("=", 1) for part in cadence.removeprefix("RRULE:").split(";") if "=" in part)
    every = _EVERY.get(parts.get("FREQ", ""), "")
    if every == "weekly" and parts.get("INTERVAL") == "2":
        every = "biweekly"
    elif parts.get("INTERVAL", "1") != "1":
        return ""
    if not every or not set(parts) <= _KNOWN:
        return ""
    days = [_BY_DAY.fullmatch(one) for one in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    names = [_nth(match, context) for match in days if match]
    if len(names) < len(days) or (any(match and match["number"] for match in days) and every != "monthly"):
        return ""
    at = f"{int(parts['BYHOUR']):02}:{int(parts.get('BYMINUTE', '0')):02}" if parts.get("BYHOUR", "").isdigit() else ""
    return _words(every, context.formats.join(names), at, context)


def _nth(match: re.Match[str], context: ViewContext) -> str:
    name = context.t(f"cadence.days.{_NAMES[match['day'].lower()]}")
    if not match["number"]:
        return name
    if match["number"].startswith("-"):
        return context.t("cadence.last", day=name) if match["number"] == "-1" else name
    return context.t(f"cadence.nth.{match['number']}", day=name) if match["number"] in "12345" else name
