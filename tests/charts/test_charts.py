import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import milepost.charts
from milepost.charts import legend, svg

PACKAGE = Path(milepost.charts.__file__).parent
CSS = PACKAGE.parents[2] / "themes" / "overrides" / "assets" / "milepost.css"
MODULES = sorted(PACKAGE.glob("*.py"))
ALLOWED = {"ast", "collections", "dataclasses", "datetime", "enum", "itertools", "markupsafe", "math", "re", "types"}
ALLOWED |= {"typing", "unicodedata"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.name)
def test_charts_know_only_the_standard_library_and_each_other(path: Path) -> None:
    outside = {m for m in imports(path) if m.split(".")[0] not in ALLOWED and not m.startswith("milepost.charts")}
    assert not outside


def test_every_class_of_a_mark_has_a_style() -> None:
    css = CSS.read_text(encoding="utf-8")
    used: set[str] = set()
    for path in MODULES:
        for names in re.findall(r'class="([a-zA-Z0-9_ -]+)"', path.read_text(encoding="utf-8")):
            used |= set(names.split())
    assert {name for name in used if f".{name}" not in css} == set()


def test_every_reference_is_defined_once() -> None:
    used = set(re.findall(r'href="#(mp-[a-z]+)"', "".join(legend.SWATCHES.values())))
    for path in MODULES:
        used |= set(re.findall(r'href="#(mp-[a-z]+)"', path.read_text(encoding="utf-8")))
    assert used <= set(re.findall(r'id="([a-z-]+)"', svg.shared_defs()))
