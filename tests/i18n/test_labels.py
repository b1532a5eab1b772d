"""The catalogue of the data model is complete in both languages, and labels are found in it."""

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, get_args, get_origin

import pytest
from pydantic import TypeAdapter

from milepost.i18n.catalogue import LANGUAGES, catalogue
from milepost.i18n.labels import Labels
from milepost.model.documentation import describe
from milepost.model.link import Link, LinkType, TaskLink
from milepost.model.record import Item, NamedRecord, Record, fields_of
from milepost.model.registry import built_in_types
from milepost.model.settings import PortalSettings

COMMON = {spec.name for spec in fields_of(Record)}
LATIN_IN_LABELS = {"RACI", "CSV", "URL", "NPS", "CSAT", "SQL", "id", "GitHub", "GitLab", "Gitee", "Gitea"}
NOT_THE_NAME_IN_WORDS = {"was": "Former IDs", "x": "Extra data"}


class _Model(NamedTuple):
    records: dict[str, type[Item]]
    items: dict[str, type[Item]]
    values: dict[str, tuple[str, ...]]

    def table_of(self, owner: type[Item]) -> str:
        return next((name for name, kind in self.records.items() if kind is owner), f"items.{owner.__name__}")


def _introspect() -> _Model:
    """All types, the mappings nested in them at any depth, and the values of enums by dotted field."""
    model = _Model({**built_in_types(), PortalSettings.collection: PortalSettings}, {}, {})
    pending = list(model.records.values())
    while pending:
        owner = pending.pop()
        for spec in fields_of(owner):
            for part in _parts(spec.info.annotation):
                if get_origin(part) is Literal:
                    model.values[f"{model.table_of(owner)}.{spec.name}"] = get_args(part)
                elif _is_item(part) and part.__name__ not in model.items:
                    model.items[part.__name__] = part
                    pending.append(part)
    model.values["items.Link.type"] = tuple(LinkType)
    return model


def _is_item(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, Item) and not issubclass(part, NamedRecord)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is not Literal:
        for argument in get_args(annotation):
            yield from _parts(argument)


MODEL = _introspect()


def _link_fields() -> set[str]:
    forms = TypeAdapter(TaskLink).json_schema()["anyOf"]
    return set(next(form for form in forms if form["type"] == "object")["properties"])


def _tables(language: str, subject: str) -> dict[str, Any]:
    """Tables of a part of the catalogue by dotted path, those of nested mappings as `items.<class>`."""
    found = dict(catalogue(language).find(f"model.{subject}"))
    return found | {f"items.{name}": table for name, table in found.pop("items", {}).items()}


def _leaves(table: Any) -> Iterator[str]:
    if isinstance(table, dict):
        for value in table.values():
            yield from _leaves(value)
    else:
        yield table


def _expected_fields() -> dict[str, set[str]]:
    fields = {name: {spec.name for spec in fields_of(kind)} - COMMON for name, kind in MODEL.records.items()}
    items = {f"items.{name}": {spec.name for spec in fields_of(kind)} for name, kind in MODEL.items.items()}
    return {"common": COMMON, **fields, **items, f"items.{Link.__name__}": _link_fields()}


def test_introspection_reaches_nested_mappings_and_their_enums() -> None:
    assert {"RiskBands", "RetentionQuery", "CustomField", "Action", "Period"} <= MODEL.items.keys()
    assert MODEL.values["items.AuditEntry.status"][0] == "passed"
    assert MODEL.values["portal.rules"] == ("off", "info", "warning", "error")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_a_name_for_one_and_for_many(language: str) -> None:
    types = catalogue(language).find("model.types")
    assert types.keys() == MODEL.records.keys()
    assert all(names.keys() == {"singular", "plural"} for names in types.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_label_and_every_label_a_field(language: str) -> None:
    assert {name: set(table) for name, table in _tables(language, "fields").items()} == _expected_fields()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_enum_value_has_a_label_and_every_label_a_value(language: str) -> None:
    tables = _tables(language, "values")
    assert set(tables.pop("boolean")) == {"true", "false"}
    labelled = {f"{owner}.{field}": set(labels) for owner, fields in tables.items() for field, labels in fields.items()}
    for field in labelled.keys() - MODEL.values.keys():
        collection, name = field.split(".")
        docstring = describe(MODEL.records[collection])[name]
        assert all(value in docstring for value in labelled.pop(field)), f"{field} is no enum and does not name these"
    assert labelled == {field: set(values) for field, values in MODEL.values.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_padded(language: str) -> None:
    texts = [
        text for part in ("types", "fields", "values") for text in _leaves(catalogue(language).find(f"model.{part}"))
    ]
    assert all(text and text == text.strip() for text in texts)


def test_english_labels_are_the_field_names_in_words() -> None:
    for table in _tables("en", "fields").values():
        for name, label in table.items():
            assert label == NOT_THE_NAME_IN_WORDS.get(name, label)
            assert name in NOT_THE_NAME_IN_WORDS or label.lower() == name.replace("_", " ")
            assert label[0].isupper()


def test_chinese_labels_are_chinese_but_for_accepted_terms() -> None:
    for part in ("types", "fields", "values"):
        for text in _leaves(catalogue("zh").find(f"model.{part}")):
            assert set(re.findall(r"[A-Za-z]+", text)) <= LATIN_IN_LABELS, text


def test_labels_of_a_type_tell_its_fields_apart() -> None:
    for language in LANGUAGES:
        tables = _tables(language, "fields")
        for name, table in tables.items():
            labels = [label for field, label in table.items() if (name, field) != ("risks", "effect")]
            common = [] if name.startswith("items.") or name == "common" else list(tables["common"].values())
            assert len({*labels, *common}) == len(labels) + len(common), f"{language} {name}"


def test_every_type_and_field_is_described_in_chinese() -> None:
    expected = {"common": COMMON}
    inherited = describe(Record)
    for name, kind in MODEL.records.items():
        own = {field for field, text in describe(kind).items() if field and inherited.get(field) != text}
        expected[name] = own | {"_type"}
    for name, kind in MODEL.items.items():
        expected[f"items.{name}"] = {field or "_type" for field in describe(kind)}
    assert {name: set(table) for name, table in _tables("zh", "docs").items()} == expected


def test_chinese_descriptions_are_one_sentence_each() -> None:
    for text in _leaves(catalogue("zh").find("model.docs")):
        assert re.search(r"[\u4e00-\u9fff]", text), text
        assert text.endswith("。"), text
        assert text.count("。") == 1, text


def test_chinese_descriptions_keep_what_the_docstring_quotes() -> None:
    zh = Labels(catalogue("zh"))
    described = {("", name): kind for name, kind in MODEL.records.items()}
    described |= {("item", name): kind for name, kind in MODEL.items.items()}
    for (nested, name), kind in described.items():
        describe_zh = zh.item_description if nested else zh.description
        for field, text in describe(kind).items():
            translated = describe_zh(name, field) or ""
            assert re.findall(r"`[^`]+`", translated) == re.findall(r"`[^`]+`", text), f"{name}.{field}"


def test_english_descriptions_stay_in_the_model() -> None:
    en = Labels(catalogue("en"))
    assert en.description("tasks", "due") is None
    assert en.item_description("Period") is None


def test_type_names() -> None:
    assert Labels(catalogue("zh")).type("tasks") == "任务"
    assert Labels(catalogue("en")).type("people") == "Person"
    assert Labels(catalogue("en")).type("people", plural=True) == "People"
    assert Labels(catalogue("en")).type("test_cases") == "Test cases"


def test_a_field_without_a_label_of_its_own_has_the_common_one() -> None:
    zh = Labels(catalogue("zh"))
    assert zh.field("tasks", "actual_start") == "实际开始"
    assert zh.field("tasks", "owner") == "责任人"
    assert zh.item_field("Link", "lag") == "间隔"


def test_a_custom_field_has_the_portals_label_or_its_name_in_words() -> None:
    zh = Labels(catalogue("zh"))
    assert zh.field("tasks", "story_points", "故事点") == "故事点"
    assert zh.field("tasks", "story_points") == "Story points"
    assert zh.field("tasks", "due", "最后期限") == "截止"


def test_values() -> None:
    zh, en = Labels(catalogue("zh")), Labels(catalogue("en"))
    assert zh.value("tasks", "status", "in_review") == "评审中"
    assert zh.value("tasks", "milestone", value=True) == "是"
    assert en.item_value("Criterion", "done", value=False) == "No"
    assert zh.item_value("Link", "type", LinkType.FS) == "完成到开始"
    assert zh.value("project", "ev_method", "0-100") == "0-100 法则"


def test_a_value_that_is_no_enums_is_shown_as_it_is() -> None:
    zh = Labels(catalogue("zh"))
    assert zh.value("risks", "category", "v1.2 launch") == "v1.2 launch"
    assert zh.value("tasks", "status", "finished") == "finished"
    assert zh.value("tasks", "progress", 40.5) == "40.5"


def test_descriptions() -> None:
    zh = Labels(catalogue("zh"))
    assert zh.description("tasks") == "一项工作，或一个里程碑。"
    assert zh.description("project", "owner") == "管理项目的人。"
    assert zh.description("tasks", "owner") == "对此负责的唯一责任人。"
    assert zh.item_description("Period", "from") == "第一天。"
    assert zh.description("tasks", "story_points") is None
