"""The rules of the house, read from the code itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator" / "milepost"
LAYERS = (
    {"source", "errors", "resources", "memory", "second_process", "i18n"},
    {"diagnostics"},
    {"model"},
    {"loading"},
    {"history"},
    {"events"},
    {"analysis"},
    {"rules"},
    {"exports", "imports"},
    {"charts"},
    {"views"},
    {"site"},
    {"build"},
    {"stored_check", "reports", "progress"},
    {"finding_trend"},
    {"hosts"},
    {"cli"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_LINES = 300


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module)
    return found


def users_of(package: str) -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name == package or name.startswith(f"{package}.") for name in imports(path))
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_down_only(path):
    if layer(path) in ("__init__", "__main__"):
        return
    own = RANK[layer(path)]
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "milepost" or len(parts) == 1:
            continue
        other = parts[1]
        assert other == layer(path) or RANK[other] < own or RANK[other] == own == 0, f"{layer(path)} imports {name}"


def test_every_part_of_the_package_has_a_layer():
    assert {layer(path) for path in MODULES} - {"__init__", "__main__"} <= set(RANK)


def test_one_module_for_each_outside_program():
    assert users_of("mkdocs") == {"hosts/mkdocs.py"}
    assert users_of("subprocess") == {"history/git.py", "exports/pdf.py"}
    assert users_of("ortools") == {"analysis/levelling/exact.py"}
    assert users_of("duckdb") == {"events/duckdb_store.py", "loading/parquet_file.py"}
    assert users_of("ibis") == {"events/expressions.py"}


def test_click_is_only_known_to_the_command_line():
    assert all(path.startswith("cli/") for path in users_of("click"))


def test_analysis_views_and_charts_do_no_input_or_output():
    for package in ("pathlib", "os", "subprocess", "socket", "urllib", "time"):
        assert not [
            path for path in users_of(package) if path.split("/")[0] in ("model", "analysis", "views", "charts")
        ]


def test_nothing_below_the_use_cases_reads_the_clock():
    for path in MODULES:
        if layer(path) in ("cli", "build"):
            continue
        text = path.read_text(encoding="utf-8")
        assert "date.today(" not in text
        assert "datetime.now(" not in text


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_are_small_and_say_what_they_are_for(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "a module opens with one sentence on what it is for"
    assert text.count("\n") <= MAX_LINES
    if path.name == "__init__.py":
        assert not any(isinstance(node, (ast.ClassDef, ast.FunctionDef)) for node in ast.parse(text).body)


def test_check_runs_without_host_numbers_or_templates(checkout):
    code = (
        "import sys; from pathlib import Path; import milepost.cli.check; from milepost.build import check;"
        "check(Path());"
        "print(sorted({'mkdocs', 'numpy', 'jinja2', 'markdown', 'babel', 'ortools', 'jieba', 'duckdb', 'ibis'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=checkout)
    assert done.stdout.strip() == "[]"
