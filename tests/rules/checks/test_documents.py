"""Documents and agreements: reviewed, not expired."""

import pytest
from loading.findings import checked, english, spans, the_one
from portal_files import PORTAL, PROJECT

CLOSED = PROJECT.replace("status: active", "status: closed")
DOCUMENT = "documents:\n  d: {title: D, kind: k, url: https://example.com/d, version: v, reviewed_on: %s%s}\n"
METRIC = (
    "metrics:\n  m: {title: M, unit: u, kind: count, formula: f, source: s, cadence: day, aggregation: sum,"
    " direction: increase, series: {file: m.csv}}\n"
)
PARTNER = "partners:\n  p: {title: P, kind: k, scope: s, value_metric: m, period: %s}\n"


def of(tmp_path, text, settings="", name="d.yml", **more):
    return checked(tmp_path, {name: text, "m.yml": METRIC, "content/portal.yml": PORTAL + settings, **more})


@pytest.mark.parametrize(
    ("reviewed", "more", "expected"),
    [
        ("2025-09-03", "", []),  # 180 days
        ("2025-09-02", "", ["document-stale d.yml:2:79-89"]),
        ("2026-03-05", "", []),
        ("2025-9-02", "", ["invalid-date d.yml:2:79-88"]),
        ("2026-02-02", ", expires_on: 2026-03-01", ["document-expired d.yml:2:103-113"]),
        ("2026-02-02", ", expires_on: 2026-03-02", []),  # the day itself counts
        ("2025-01-02", ", expires_on: 2026-03-01", ["document-expired d.yml:2:103-113"]),  # one mistake
        ("2025-01-02", ", expires_on: 2026-03-02", ["document-stale d.yml:2:79-89"]),
    ],
)
def test_documents(reviewed, more, expected, tmp_path):
    assert spans(of(tmp_path, DOCUMENT % (reviewed, more))) == expected


def test_documents_of_the_portal_and_of_closed_projects(tmp_path):
    stale, expired = DOCUMENT % ("2025-01-02", ""), DOCUMENT % ("2026-02-02", ", expires_on: 2026-02-27")
    assert spans(of(tmp_path / "a", stale, name="content/d.yml")) == ["document-stale content/d.yml:2:79-89"]
    for name, text in (("b", stale), ("c", expired)):
        assert spans(of(tmp_path / name, text, **{"project.yml": CLOSED})) == []


def test_how_long_a_document_may_rest(tmp_path):
    settings = "  thresholds: {document-stale: {days: 28}}\n"
    assert spans(of(tmp_path / "a", DOCUMENT % ("2026-02-02", ""), settings)) == []
    one = the_one(of(tmp_path / "b", DOCUMENT % ("2026-02-01", ""), settings))
    assert english(one)[0] == "document `d` was last reviewed on 2026-02-01, 29 days ago"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("{from: 2025-03-01, to: 2026-03-01}", ["partner-expired d.yml:2:84-94"]),
        ("{from: 2025-03-01, to: 2026-03-02}", []),  # the last day counts
        ("{from: 2025-03-01}", ["missing-field d.yml:2:53-59"]),
        ("{from: 2025-03-01, to: 2026-02-30}", ["invalid-date d.yml:2:84-94"]),
        ("last year", ["invalid-value d.yml:2:61-70"]),
    ],
)
def test_partners(period, expected, tmp_path):
    assert spans(of(tmp_path, PARTNER % period)) == expected


@pytest.mark.parametrize(
    ("status", "shown"), [("draft", True), ("running", True), ("reviewed", False), ("cancelled", False)]
)
def test_campaigns_that_count_on_the_partner_are_shown(status, shown, tmp_path):
    campaign = (
        "campaigns:\n  c: {title: C, owner: lin, start: 2026-03-02, due: 2026-03-13, budget: 5, metrics: [m],"
        f" mechanic: x, partner: p, review: r, status: {status}}}\n"
    )
    found = of(tmp_path, PARTNER % "{from: 2025-03-01, to: 2026-03-01}", **{"c.yml": campaign})
    one = the_one(found)
    assert [label.location.span for label in one.labels] == ([(2, 112, 2, 113)] if shown else [])


def test_partners_of_the_portal_and_of_closed_projects(tmp_path):
    text = PARTNER.replace("m,", "demo/m,") % "{from: 2025-03-01, to: 2026-03-01}"
    assert spans(of(tmp_path / "a", text, name="content/d.yml")) == ["partner-expired content/d.yml:2:89-99"]
    assert spans(of(tmp_path / "b", text, **{"project.yml": CLOSED})) == []
