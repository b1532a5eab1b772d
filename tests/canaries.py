"""Plants canaries: the records of the example portal with values that nobody would write, withheld in several ways."""

import json
import random
import shutil
import subprocess
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from milepost.analysis.audience.texts import _telling
from milepost.build import load_portal
from milepost.model.field_types import Money
from milepost.model.record import Item, NamedRecord, Record
from milepost.model.text import Translations

WIDE = "甲乙丙丁戊己庚辛壬癸"
TEXTS = ("cnry{0}zq secret plan", "Q&A <cnry{0}zq> “quoted”", "机密{1}条款", "cnry{0}zq", 'say "cnry{0}zq" / no\\more')
LENGTHS = ("effort", "capacity")
"""Numbers that plans are computed from: one with seven digits would end beyond the calendar."""
IDENTITY = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")


@dataclass
class Planter:
    """Makes canaries, each of them once; `planted` maps what must not be found to where it was put."""

    random: random.Random
    planted: dict[str, str] = field(default_factory=dict)
    for_partners: set[str] = field(default_factory=set)
    """Those that partners may see."""

    def text(self, where: str) -> str:
        """A text whose core is unique."""
        number = 10_000 + len(self.planted)
        wide = "".join(WIDE[int(digit)] for digit in str(number))
        form = self.random.choice(TEXTS)
        self.planted[f"机密{wide}条款" if "{1}" in form else f"cnry{number}zq"] = where
        return form.format(number, wide)

    def number(self, where: str) -> str:
        """A number of seven digits."""
        number = str(7_000_003 + 13 * len(self.planted))
        self.planted[number] = where
        return number

    def into(self, value: Any, node: Any, where: str) -> Any:
        """What was typed, with a canary for each of the author's own words and numbers."""
        if isinstance(value, Item) and isinstance(node, dict):
            names = _telling(type(value))
            by_name = {name: getattr(value, attribute) for attribute, name in names.items()}
            return {
                key: self.into(by_name[key], part, where) if key in by_name and key not in LENGTHS else plain(part)
                for key, part in node.items()
            }
        if isinstance(value, Item) and isinstance(node, str):
            return self.text(where)
        if isinstance(value, Translations) and isinstance(node, dict):
            return {code: self.text(where) for code in node}
        if isinstance(value, tuple) and isinstance(node, list):
            return [self.into(one, part, where) for one, part in zip(value, node, strict=True)]
        if isinstance(value, tuple) and len(value) == 1:
            return self.into(value[0], node, where)
        if isinstance(value, str) and isinstance(node, str) and not value.startswith("http"):
            return self.text(where)
        if isinstance(value, (Money, Decimal, float, int)) and not isinstance(value, bool) and isinstance(node, str):
            return self.number(where)
        return plain(node)


def plain(node: Any) -> Any:
    """A node as JSON has it."""
    if isinstance(node, dict):
        return {key: plain(part) for key, part in node.items()}
    if isinstance(node, list):
        return [plain(part) for part in node]
    return node


def planted_portal(example: Path, root: Path, *, seed: int, share: float = 0.35) -> Planter:
    """A copy of the example with canaries in withheld records and fields, in pages, data and comments."""
    planter = Planter(random.Random(seed))  # noqa: S311 - which values are withheld is no secret
    loaded = load_portal(example)
    shutil.copy(example / "mkdocs.yml", root / "mkdocs.yml")
    homes: dict[str, dict[str, Any]] = {}
    for record in loaded.portal.everything():
        node = plain(loaded.positions[record.key].node)
        if isinstance(record, Record):
            node.pop("audience", None)
            if record.collection not in ("project", "phases") and planter.random.random() < share:
                node = _withheld(planter, record, node)
        place = homes.setdefault(record.project_id, {})
        if record.collection == "project":
            place["project"] = node
        else:
            place.setdefault(record.collection, {})[record.id] = node
    settings = plain(loaded.positions[loaded.portal.settings.key].node)
    settings["field_audience"] = {"people.tags": "team", "tasks.reopen_reason": "partner"}
    settings.pop("snapshots", None)
    write(root, "content/portal.yml", {"portal": settings})
    for home, collections in homes.items():
        if "project" in collections:
            collections["project"].pop("baseline", None)
        comment = planter.text("comment")
        folder = f"content/projects/{home}" if home else "content"
        write(root, f"{folder}/all.yml", collections, comment=comment)
    _data(example, root)
    _pages(planter, root)
    return planter


def _withheld(planter: Planter, record: NamedRecord, node: dict[str, Any]) -> dict[str, Any]:
    where = str(record.key)
    full = planter.into(record, node, where)
    if planter.random.random() < 0.5:
        audience = planter.random.choice(["team", "partner"])
        if audience == "partner":
            planter.for_partners |= {canary for canary, place in planter.planted.items() if place == where}
        return {**full, "audience": audience}
    names = [name for name in full if full[name] != node[name] and name != "title"] or ["description"]
    chosen = planter.random.sample(names, max(len(names) // 2, 1))
    left = {**node, **{name: full[name] for name in chosen if name in full}}
    kept = json.dumps(left, ensure_ascii=False)
    for canary in [one for one, place in planter.planted.items() if place == where and one not in kept]:
        del planter.planted[canary]
    return {**left, "audience": {"*": "public", **dict.fromkeys(chosen, "team")}}


def write(root: Path, path: str, data: Any, *, comment: str = "") -> None:
    """A YAML file, written as JSON."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    head = f"# {comment}\n" if comment else ""
    target.write_text(head + json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def _data(example: Path, root: Path) -> None:
    for path in (example / "content").rglob("*.csv"):
        target = root / path.relative_to(example)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def _pages(planter: Planter, root: Path) -> None:
    folder = root / "content" / "notes"
    folder.mkdir(parents=True)
    texts = [planter.text("page") for _ in range(4)]
    (folder / "internal.md").write_text(f"---\naudience: team\n---\n# {texts[0]}\n\n{texts[1]}\n", encoding="utf-8")
    (folder / "internal.en.md").write_text(f"# Internal\n\n{texts[2]} **and** {texts[3]}\n", encoding="utf-8")
    (folder / "open.md").write_text("# Open\n\nFor everybody.\n", encoding="utf-8")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *IDENTITY, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path, subject: str) -> None:
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", subject)
