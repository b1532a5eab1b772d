"""`milepost metric`: the values of a metric, period by period."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from milepost.analysis.series import MetricSeries, Observation, all_series
from milepost.build import Checked, check
from milepost.cli.options import as_of, directory, language, portal_root, prefix_of, words_for
from milepost.diagnostics.diagnostic import Diagnostic
from milepost.diagnostics.formats.concise import line_of
from milepost.diagnostics.suggestion import closest
from milepost.errors import MilepostError
from milepost.events.tables import event_tables
from milepost.exports.text_table import csv_text, table
from milepost.i18n.catalogue import Catalogue, catalogue
from milepost.i18n.message import message
from milepost.loading.tables import read_tables
from milepost.model.portal import Portal
from milepost.model.records.metric import Metric
from milepost.model.reference import Ref
from milepost.model.text import text_in
from milepost.progress import progress_bar

COLUMNS = ("period", "value", "numerator", "denominator", "complete")


@click.command("metric")
@click.argument("metric", metavar="[PROJECT/]ID")
@directory
@language
@as_of
@click.option(
    "--format", "format_name", type=click.Choice(["table", "csv", "json"]), default="table", help="How it is printed."
)
def command(metric: str, directory: Path, lang: str | None, as_of: str | None, format_name: str) -> None:
    """Print the values of a metric, the oldest first; of a ratio its parts, too.

    They are read from files, or computed from raw events. A metric of the portal has no PROJECT. What is wrong with its
    definition and data is said on the standard error; exits with 0 whatever else is wrong in the portal.
    """
    bar = progress_bar(catalogue(lang or "en").text("check.events"))
    checked = check(portal_root(directory), as_of=as_of, progress=bar)
    portal = checked.loaded.portal
    words = words_for(lang, portal.settings)
    found = _found_metric(portal, metric)
    tables = {**read_tables(checked.loaded), **event_tables(portal, checked.context.events)}
    series = all_series(portal, tables).get(found.key) or MetricSeries(segments={})
    parts = [one for ref in (found.numerator, found.denominator) if (one := portal.find(ref, Metric, found.project_id))]
    about = {found.key, *(one.key for one in parts)}
    paths = {path for key in about if key in tables for path in tables[key].paths}
    paths.update(path for key in about for path in checked.context.events.files.get(key, ()))
    for finding in _told(checked, about, paths):
        click.echo(line_of(finding, words, prefix_of(checked.root) + finding.location.path), err=True)
    for note in _notes(series, checked.as_of):
        click.echo(words.text(f"cli.metric.{note}", day=checked.as_of.isoformat()), err=True)
    rows = [_row(one, checked.as_of) for one in series.total]
    if format_name == "json":
        document = {
            "version": 1,
            "metric": f"{found.project_id}/{found.id}".removeprefix("/"),
            "unit": text_in(found.unit, words.language),
            "series": rows,
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif format_name == "csv":
        click.echo(csv_text(COLUMNS, [[row[name] for name in COLUMNS] for row in rows]), nl=False)
    else:
        click.echo(_as_table(found, rows, words), nl=False)


def _found_metric(portal: Portal, name: str) -> Metric:
    """The metric of that name, its collection named or not, its id of today or a former one."""
    project, slash, rest = name.rpartition("/")
    if slash and project not in portal.projects:
        known = ", ".join(portal.projects) or "–"
        raise MilepostError(
            message("errors.no-project", project=project, known=closest(project, portal.projects) or known)
        )
    metric = rest.removeprefix("metrics:")
    found = portal.find(Ref(project, "metrics", metric), Metric, "")
    if found is None:
        homes = (portal.projects[project],) if slash else (portal, *portal.projects.values())
        names = {one: f"{home.id}/{one}".removeprefix("/") for home in homes for one in home.all(Metric)}
        meant = names.get(metric) or names.get(closest(metric, names) or "")
        known = ", ".join(names.values()) or "–"
        hint = message("errors.meant", name=meant) if meant else message("errors.metrics", known=known)
        raise MilepostError(message("errors.no-metric", metric=name, hint=hint))
    return found


def _told(checked: Checked, about: set[Ref], paths: set[str]) -> Iterator[Diagnostic]:
    """What was found about the metric, its parts and their files."""
    keys = {str(key) for key in about}
    return (one for one in checked.diagnostics if one.record in keys or one.location.path in paths)


def _notes(series: MetricSeries, as_of: date) -> Iterator[str]:
    if not series.total:
        yield "only-segments" if series.segments else "empty"
    if any(not one.period.complete(as_of) for one in series.total):
        yield "partial"


def _row(one: Observation, as_of: date) -> dict[str, Any]:
    return {
        "period": one.period.label,
        "value": _short(one.value),
        "numerator": _short(one.numerator),
        "denominator": _short(one.denominator),
        "complete": one.period.complete(as_of),
    }


def _short(value: float | None) -> float | int | None:
    """Whole numbers without a decimal point."""
    return int(value) if value is not None and value.is_integer() and abs(value) < 2**53 else value


def _as_table(metric: Metric, rows: Sequence[dict[str, Any]], words: Catalogue) -> str:
    names = ["period", "value"]
    names += ["numerator", "denominator"] if any(row["denominator"] is not None for row in rows) else []
    unit = text_in(metric.unit, words.language)
    header = [words.text(f"cli.metric.{name}") for name in names]
    header[1] += f" ({unit})" if unit else ""
    body = [[row["period"], *(_figure(row[name], metric, name) for name in names[1:])] for row in rows]
    marked = [[*cells, "" if row["complete"] else "*"] for cells, row in zip(body, rows, strict=True)]
    return table([[*header, ""], *marked], right=range(1, len(names)))


def _figure(value: float | None, metric: Metric, name: str) -> str:
    if value is None:
        return "–"
    if metric.kind == "ratio" and name == "value":
        return f"{value * 100:.2f}%"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")
