"""Small portals with metrics over events."""

import gzip

from portal_files import PORTAL, portal

FOLDER = "content/projects/demo/"
FIELDS = "owner: lin, formula: f, source: log, direction: increase"
EVENTS = """\
user_id,event,timestamp,city
a,open,2026-02-20 09:00:00,sz
a,pay,2026-02-20 09:05:00,sz
b,open,2026-02-20 10:00:00,gz
a,open,2026-02-21 09:00:00,sz
c,open,2026-02-22 23:59:59,gz
c,pay,2026-02-23 00:00:01,gz
"""


def packed_log(text):
    """The same text gives the same bytes."""
    return gzip.compress(text.encode(), mtime=0)


def metric(name="dau", query="{active_users: true}", kind="count", more="", events="events/*.csv*", cadence="day"):
    unit, aggregation = ("'%'", "avg") if kind == "ratio" else ("users", "distinct")
    return (
        f"  {name}: {{title: {name}, unit: {unit}, kind: {kind}, cadence: {cadence}, aggregation: {aggregation}, {FIELDS},\n"
        f"    series: {{events: '{events}', query: {query}{more}}}}}\n"
    )


def event_portal(root, *metrics, files=None, events=EVENTS, **other):
    """A portal as of 2026-02-26 with metrics over one log, or over `files` in `events/`."""
    packed = {"log.csv.gz": packed_log(events)} if files is None else files
    written = {f"{FOLDER}events/{name}": data for name, data in packed.items()}
    settings = PORTAL.replace("as_of: 2026-03-02", "as_of: 2026-02-26")
    return portal(
        root,
        {
            "content/portal.yml": settings,
            f"{FOLDER}metrics.yml": "metrics:\n" + "".join(metrics or (metric(),)),
            **written,
            **other,
        },
    )
