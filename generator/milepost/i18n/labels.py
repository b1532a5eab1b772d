"""The names of types, fields and values in one language, from the catalogue's `model` subject."""

from milepost.i18n.catalogue import Catalogue

_TYPE_ITSELF = "_type"


class Labels:
    """Looks up labels by the names that authors type; what the catalogue does not know is shown in words."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def type(self, collection: str, *, plural: bool = False) -> str:
        """A record type's name, for one record or for several."""
        return self._find(f"types.{collection}", "plural" if plural else "singular") or _in_words(collection)

    def field(self, collection: str, name: str, custom: str | None = None) -> str:
        """A field's label; `custom` is the one that a portal gives to a field of its own."""
        own = self._find(f"fields.{collection}", name) or self._find("fields.common", name)
        return own or custom or _in_words(name)

    def item_field(self, item: str, name: str) -> str:
        """The label of a field of a nested mapping, by the name of the mapping's class."""
        return self._find(f"fields.items.{item}", name) or _in_words(name)

    def value(self, collection: str, field: str, value: object) -> str:
        """The label of a boolean or of an enum's value; any other value as it is."""
        return self._value(f"{collection}.{field}", value)

    def item_value(self, item: str, field: str, value: object) -> str:
        """The same for a field of a nested mapping."""
        return self._value(f"items.{item}.{field}", value)

    def description(self, collection: str, field: str = "") -> str | None:
        """What a field says, or the type itself for the empty field; None where the model's docstring says it."""
        if not field:
            return self._find(f"docs.{collection}", _TYPE_ITSELF)
        return self._find(f"docs.{collection}", field) or self._find("docs.common", field)

    def item_description(self, item: str, field: str = "") -> str | None:
        """The same for a nested mapping."""
        return self._find(f"docs.items.{item}", field or _TYPE_ITSELF)

    def _value(self, field: str, value: object) -> str:
        if isinstance(value, bool):
            return self._catalogue.text(f"model.values.boolean.{str(value).lower()}")
        return self._find(f"values.{field}", str(value)) or str(value)

    def _find(self, table: str, name: str) -> str | None:
        """The text of `name`, which may contain dots, in a table of the subject."""
        found = self._catalogue.find(f"model.{table}")
        text = found.get(name) if isinstance(found, dict) else None
        return text if isinstance(text, str) else None


def _in_words(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
