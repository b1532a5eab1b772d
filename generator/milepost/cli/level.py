"""`milepost level`: a proposal after which nobody has more work than time, and its way into the files."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from milepost.build import load_portal, resolve_as_of
from milepost.cli.level_report import as_json, as_table, notes
from milepost.cli.options import as_of as as_of_option
from milepost.cli.options import directory, language, portal_root, words_for
from milepost.cli.project_plan import stop_unless_computable
from milepost.model.portal import found_project

if TYPE_CHECKING:
    from milepost.analysis.level_proposal import Proposal
    from milepost.loading.load import Loaded

# The rules of `analysis.levelling.priority`, which a command line that is only completed need not load.
RULES = (
    "latest-finish",
    "latest-start",
    "minimum-slack",
    "most-successors",
    "greatest-rank",
    "greatest-demand",
    "shortest",
)
_AHEAD_OF = ("due", "duration", "effort", "estimate", "after", "before", "acceptance")


@click.command("level")
@click.argument("project")
@directory
@language
@as_of_option
@click.option(
    "--format", "format_name", type=click.Choice(["table", "json"]), default="table", help="How it is printed."
)
@click.option(
    "--rule",
    "rule",
    type=click.Choice(["best", *RULES]),
    default="best",
    help="The priority rule; `best` tries all, and the CP-SAT solver where it is installed.",
)
@click.option("--write", is_flag=True, help="Set the `start` dates in the files.")
def command(
    project: str, directory: Path, lang: str | None, as_of: str | None, format_name: str, rule: str, write: bool
) -> None:
    """Propose `start` dates for PROJECT with which nobody has more work than time.

    Exits with 0 whatever is left over-allocated, with 1 when the plan itself cannot be computed.
    """
    from milepost.analysis.level_proposal import propose  # noqa: PLC0415 - what it takes is slow to load
    from milepost.analysis.plans import compute_plans  # noqa: PLC0415
    from milepost.rules.levels import threshold  # noqa: PLC0415

    root = portal_root(directory)
    loaded = load_portal(root)
    portal, settings = loaded.portal, loaded.portal.settings
    found = found_project(portal, project)
    words = words_for(lang, settings)
    plans = compute_plans(portal)
    stop_unless_computable(plans[found.id], words)
    day = resolve_as_of(root, as_of, settings.as_of, settings.timezone or "")
    proposal = propose(
        portal,
        plans,
        found,
        day,
        rules=RULES if rule == "best" else (rule,),
        exact=rule == "best",
        tolerated=threshold(settings, "overallocated", "load", 1.0),
    )
    files = _write(root, loaded, found.id, proposal) if write else None
    for line in notes(proposal, day, words):
        click.echo(f"milepost: {line}", err=True)
    if format_name == "json":
        click.echo(as_json(portal, found, proposal, day, files))
    else:
        click.echo(as_table(portal, found, proposal, day, files, words), nl=False)


def _write(root: Path, loaded: "Loaded", project: str, proposal: "Proposal") -> tuple[str, ...]:
    """Sets the dates; the paths of the files that changed."""
    from milepost.loading.rewriting import FieldValue, rewrites, write  # noqa: PLC0415
    from milepost.model.reference import Ref  # noqa: PLC0415

    values = {
        Ref(project, "tasks", name): FieldValue("start", day.isoformat(), _AHEAD_OF)
        for name, day in proposal.starts.items()
    }
    changed = rewrites(root, loaded.positions, values)
    write(root, changed)
    return tuple(one.path for one in changed)
