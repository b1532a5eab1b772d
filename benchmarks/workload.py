"""Portals of any size, the same for the same seed, whose plans, risks, feedback and metrics hang together."""

import argparse
import csv
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from block_style import write_yaml
from plan import START, TRACKS
from project import AS_OF, project

SIZES = {"S": 1, "M": 10, "L": 100}
"""Projects by the name of the size; a project has 100 tasks."""
PLAN = "content/projects/shop-000/project.yml"
"""The file that edits go to."""
DAYS = 365


def write_portal(folder: Path, projects: int, *, seed: int = 1) -> None:
    """Writes a portal of `projects` × 100 tasks into `folder`."""
    draw = random.Random(seed)
    write_yaml(
        folder / "mkdocs.yml",
        {"site_name": "Benchmark", "docs_dir": "content", "theme": {"name": "material"}} | _PLUGINS,
    )
    write_yaml(folder / "content/portal.yml", _portal())
    names = [f"shop-{number:03}" for number in range(projects)]
    people = {
        f"{name}-{track}": {"title": f"Member {track} of {name}", "backup": f"{name}-{(track + 1) % TRACKS}"}
        for name in names
        for track in range(TRACKS)
    }
    write_yaml(folder / "content/people.yml", {"people": people})
    for name in names:
        home = folder / "content/projects" / name
        write_yaml(home / "project.yml", project(name, draw))
        _write_series(home / "metrics/daily.csv", draw)


_PLUGINS = {"plugins": ["search", "milepost"]}


def _portal() -> dict[str, Any]:
    settings = {
        "title": "Benchmark",
        "languages": ["en"],
        "timezone": "UTC",
        "currency": "EUR",
        "as_of": str(AS_OF),
        "calendar": "standard",
    }
    calendar = {"title": "Standard week", "base": "none", "assume": "weekdays"}
    top = {
        "title": "One million orders a year",
        "owner": "shop-000-0",
        "horizon": "long",
        "metric": "shop-000/orders",
        "baseline": 1000,
        "baseline_date": str(START),
        "target": 1500,
        "direction": "increase",
        "start": str(START),
        "due": "2027-06-30",
        "top": "true",
        "feasibility": "The pilot shops grew at this rate",
        "status": "active",
    }
    return {"portal": settings, "calendars": {"standard": calendar}, "goals": {"orders-1m": top}}


def _write_series(path: Path, draw: random.Random) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("date", "visits", "orders"))
        for age in range(DAYS, 0, -1):
            writer.writerow(
                (AS_OF - timedelta(days=age), 20000 + draw.randint(-900, 900), 1000 + draw.randint(-60, 60))
            )


def yaml_files(folder: Path) -> list[Path]:
    """The portal's YAML files."""
    return sorted((folder / "content").rglob("*.yml"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write_portal(arguments.folder, SIZES[arguments.size])
    print(f"{sum(path.stat().st_size for path in yaml_files(arguments.folder)) / 1e6:.2f} MB of YAML")


if __name__ == "__main__":
    main()
