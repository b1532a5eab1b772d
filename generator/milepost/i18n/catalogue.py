"""The texts of one language: TOML files in this package, one a subject, read when first asked for."""

import tomllib
from functools import cache
from typing import Any

from milepost.i18n.message import Message
from milepost.resources import package_dir

LANGUAGES = ("zh", "en")


def language_of(code: str) -> str:
    """The catalogue that serves a language code: `zh-CN` is served by `zh`, an unknown language by `en`."""
    short = code.split("-", maxsplit=1)[0].lower()
    return short if short in LANGUAGES else "en"


class Catalogue:
    """Looks up texts by dotted key; the first part of a key names the file."""

    def __init__(self, language: str) -> None:
        self.language = language_of(language)
        self._subjects: dict[str, dict[str, Any]] = {}
        self._found: dict[str, Any] = {}

    def find(self, key: str) -> Any:
        """The text or table at `key`; None when there is none."""
        if key not in self._found:
            self._found[key] = self._look_up(key)
        return self._found[key]

    def _look_up(self, key: str) -> Any:
        subject, *path = key.split(".")
        if subject not in self._subjects:
            self._subjects[subject] = _read(self.language, subject)
        found: Any = self._subjects[subject]
        for part in path:
            if not isinstance(found, dict):
                return None
            found = found.get(part)
        return found

    def text(self, key: str, /, **params: Any) -> str:
        """The text at `key`, filled in; a missing key is a defect and raises KeyError."""
        found = self.find(key)
        if not isinstance(found, str):
            raise KeyError(f"no text {key!r} in the {self.language} catalogue")
        return found.format_map({name: self._fill(value) for name, value in params.items()}) if params else found

    def render(self, message: Message) -> str:
        """A message in this language."""
        return self.text(message.key, **message.params)

    def _fill(self, value: Any) -> Any:
        if isinstance(value, Message):
            return _within_a_sentence(self.render(value))
        if isinstance(value, (list, tuple)):
            return ("、" if self.language == "zh" else ", ").join(str(self._fill(part)) for part in value)
        return value


def _within_a_sentence(text: str) -> str:
    """A label (`Task`) as a word of a sentence; abbreviations (`RACI`) stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@cache
def catalogue(language: str) -> Catalogue:
    """The shared catalogue of a language."""
    return Catalogue(language)


@cache
def _read(language: str, subject: str) -> dict[str, Any]:
    path = package_dir() / "i18n" / language / f"{subject}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
