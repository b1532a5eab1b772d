"""The JSON Schema: what Milepost takes it takes, and it knows fields, values and, live, ids."""

import re

import jsonschema
import pytest
import yaml
from portal_files import portal

from milepost.build import load_portal
from milepost.exports.json_schema import json_schema
from milepost.i18n.catalogue import Catalogue
from milepost.i18n.labels import Labels
from milepost.loading.discovery import Role
from milepost.model.registry import built_in_types

EN = Labels(Catalogue("en"))


class Yaml12(yaml.SafeLoader):
    """Scalars as YAML editors read them: dates are text, only true and false are booleans."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [one for one in several if one[0] not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")]
        for first, several in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def validator(schema):
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))


def wrong(schema, text):
    """The places that the schema refuses, with dots."""
    found = validator(schema).iter_errors(yaml.load(text, Yaml12))  # noqa: S506 - a SafeLoader
    return sorted(".".join(map(str, one.absolute_path)) for one in found)


@pytest.fixture(scope="module")
def example(checkout):
    return load_portal(checkout)


@pytest.fixture(scope="module")
def live(example):
    return json_schema(example.types, EN, example.portal)


def test_the_whole_example_portal_passes_plain_and_live(example, live):
    plain = json_schema(example.types, EN)
    files = [one.path for one in example.places if one.role is Role.COLLECTIONS]
    assert len(files) > 10
    for path in files:
        text = example.sources[path].text
        assert wrong(plain, text) == [], path
        assert wrong(live, text) == [], path


def test_a_misspelled_reference_is_found_live_only(example, live):
    path = "content/projects/tea-order/plan/build.yml"
    text = example.sources[path].text
    owner = re.search(r"^    owner: (\S+)$", text, re.MULTILINE)
    broken = text[: owner.end()] + "x" + text[owner.end() :]
    (place,) = wrong(live, broken)
    assert place.endswith(".owner")
    assert wrong(json_schema(example.types, EN), broken) == []


TASK = "tasks:\n  a:\n    {}\n"


@pytest.mark.parametrize(
    "line",
    [
        "title: 2026", "title: {zh: 一, en: One}", "title: true", "due: 2026-03-01", "duration: 5d", "after: b FS+2d",
        "after: [b, {task: c, type: SS}]", "acceptance: Loads", "acceptance: [Loads, {text: Fast, done: true}]",
        "acceptance: {zh: 快}", "milestone: true", "progress: 50", "tags: [a, 1]", "x: {any: [thing]}", "audience: public",
        "status: in_progress", "evidence: docs/a.md",
    ],
)  # fmt: skip
def test_what_authors_may_write_passes(line):
    assert wrong(json_schema(built_in_types(), EN), TASK.format(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "titel: Menu", "due: 2026-3-1", "due: 2026-02-30", "duration: 5", "status: don", "progress: 120", "milestone: maybe",
        "after: b FS 2d x", "after: [{task: b, typ: SS}]", "acceptance: [{txt: Fast}]", "title: [a]", "title: {english: x}",
    ],
)  # fmt: skip
def test_what_check_refuses_is_refused(line):
    assert wrong(json_schema(built_in_types(), EN), TASK.format(line)) != []


def test_unknown_collections_and_ids_are_refused():
    schema = json_schema(built_in_types(), EN)
    assert wrong(schema, "taks: {}\n") == [""]
    assert wrong(schema, "tasks: {Menu_Page: {title: x}}\n") == ["tasks"]
    assert wrong(schema, "tasks:\n") == []


def test_live_references_may_take_every_form_and_earlier_ids(tmp_path):
    plan = "tasks:\n  menu: {title: M, was: [old-menu], duration: 1d, owner: lin, acceptance: [x]}\n"
    loaded = load_portal(portal(tmp_path, {"content/projects/demo/plan.yml": plan}))
    schema = json_schema(loaded.types, EN, loaded.portal)
    for form in ("menu", "demo/menu", "tasks:menu", "demo/tasks:menu", "old-menu", "menu FS+2d", "demo/menu SS-1d"):
        assert wrong(schema, TASK.format(f"after: {form}")) == [], form
    for form in ("men", "dem/menu", "lin", "menux FS+2d", "menu FS 2d"):
        assert wrong(schema, TASK.format(f"after: {form}")) != [], form


def test_custom_fields_are_known(tmp_path):
    settings = "portal:\n  title: x\n  types: {tasks: {fields: {wave: {type: enum, values: [one, two]}}}}\n"
    loaded = load_portal(portal(tmp_path, {"content/portal.yml": settings}))
    schema = json_schema(loaded.types, EN)
    assert wrong(schema, TASK.format("wave: one")) == []
    assert wrong(schema, TASK.format("wave: three")) != []
    assert wrong(json_schema(built_in_types(), EN), TASK.format("wave: one")) != []


def test_fields_say_what_they_are_in_both_languages():
    english = json_schema(built_in_types(), EN)["definitions"]["Task"]
    chinese = json_schema(built_in_types(), Labels(Catalogue("zh")))["definitions"]["Task"]
    assert english["properties"]["due"]["description"] == "Deadline."
    assert re.search("[\u4e00-\u9fff]", chinese["properties"]["due"]["description"])
    assert all("description" in one or "$ref" in one for one in english["properties"].values())
