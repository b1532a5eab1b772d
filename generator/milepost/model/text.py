"""Text that may be written in several languages."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from milepost.model.problem import problem

_LANGUAGE_CODE = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?")
TEXT_SCHEMA: Mapping[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "propertyNames": {"pattern": f"^{_LANGUAGE_CODE.pattern}$"},
            "additionalProperties": {"type": "string"},
        },
    ]
}


class Translations(dict[str, str]):
    """The same text by language code; treat as immutable."""

    def in_language(self, language: str) -> str:
        """The text in a language (`zh` and `zh-CN` serve each other), else in the first one that is written."""
        short = language.split("-", maxsplit=1)[0]
        for code, text in self.items():
            if code.split("-")[0] == short:
                return text
        return next(iter(self.values()), "")


def is_translations(value: Any) -> bool:
    """Whether a mapping is text in several languages: all of its keys are language codes."""
    return isinstance(value, Mapping) and bool(value) and all(_LANGUAGE_CODE.fullmatch(key) for key in value)


def text_in(value: "str | Translations | None", language: str) -> str:
    """The text for a reader of `language`; empty for None."""
    if isinstance(value, Translations):
        return value.in_language(language)
    return value or ""


class _TextType:
    """Validation of `Text`; `markdown` marks texts that are rendered as Markdown."""

    def __init__(self, *, markdown: bool = False) -> None:
        self.markdown = markdown

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(TEXT_SCHEMA)


def _parse(value: Any) -> str | Translations:
    if isinstance(value, str):
        return value
    if is_translations(value):
        for text in value.values():
            if not isinstance(text, str):
                raise problem("invalid-value.text")
        return Translations(value)
    raise problem("invalid-value.text")


Text = Annotated[str | Translations, _TextType()]
Markdown = Annotated[str | Translations, _TextType(markdown=True)]


def is_markdown(metadata: list[Any]) -> bool:
    """Whether a field's annotation says that its text is Markdown."""
    return any(isinstance(item, _TextType) and item.markdown for item in metadata)
