"""`milepost schema`, and the schema that comes with a new portal."""

import json
import subprocess
import sys

import jsonschema
import pytest
import yaml
from portal_files import portal


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "milepost", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
    )


def test_outside_of_a_portal_it_is_the_built_in_model(tmp_path):
    done = run(tmp_path, "schema")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Task" in json.loads(done.stdout)["definitions"]
    assert run(tmp_path, "schema", "--live").returncode == 2


def test_live_knows_the_ids_and_a_file_holds_the_same_as_the_output(tmp_path):
    root = portal(tmp_path, {})
    done = run(root, "schema", "--live")
    assert json.loads(done.stdout)["definitions"]["ids-people"]["enum"][:2] == ["lin", "mei"]
    written = run(root, "schema", "--live", "-o", "schema.json")
    assert (written.returncode, written.stdout) == (0, "")
    assert (root / "schema.json").read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_file_of_a_new_portal_names_its_schema_and_passes_it(tmp_path, language):
    run(tmp_path, "init", "new", "--lang", language, "--as-of", "2026-03-01")
    root = tmp_path / "new"
    files = sorted((root / "content").rglob("*.yml"))
    assert len(files) == 5
    for file in files:
        first = file.read_text(encoding="utf-8").splitlines()[0]
        schema = file.parent / first.removeprefix("# yaml-language-server: $schema=")
        document = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
        known = json.loads(schema.resolve().read_text(encoding="utf-8"))
        assert document.keys() <= known["properties"].keys()
        jsonschema.Draft7Validator.check_schema(known)
    settings = json.loads((root / ".vscode" / "settings.json").read_text())
    ((schema, globs),) = settings["yaml.schemas"].items()
    assert (root / schema).resolve() == (root / ".milepost-schema.json").resolve()
    assert sorted(file for glob in globs for file in root.glob(glob)) == files
    assert run(root, "schema").stdout == (root / ".milepost-schema.json").read_text(encoding="utf-8")
