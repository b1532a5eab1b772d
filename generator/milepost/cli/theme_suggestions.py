"""What `milepost import feedback --suggest` prints: themes for items that have none, topics that fit no theme."""

from collections.abc import Mapping, Sequence

from milepost.analysis.theme_keywords import themes_by_keywords
from milepost.exports.text_table import table
from milepost.i18n.catalogue import Catalogue
from milepost.imports.feedback.topics import topics

_SHOWN = 3
_MOST_THEMES = 2


def best_themes(text: str, keywords: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The themes that an item without one is given by their keywords: at most two, lest it count everywhere."""
    return tuple(themes_by_keywords(text, keywords))[:_MOST_THEMES]


def suggestions(rows: Sequence[Mapping[str, str]], keywords: Mapping[str, Sequence[str]], words: Catalogue) -> str:
    """Two tables about the items without a theme: those that keywords give one, and what the others talk about."""
    items = [(row["id"], row.get("text", "")) for row in rows if not row.get("theme")]
    if not items:
        return words.text("importing.suggest.none") + "\n"
    found = {name: themes_by_keywords(text, keywords) for name, text in items}
    fitting = {theme: [name for name, themes in found.items() if theme in themes] for theme in keywords}
    known = [
        [
            theme,
            str(len(names)),
            " ".join(dict.fromkeys(word for name in names for word in found[name][theme])),
            " ".join(names[:_SHOWN]),
        ]
        for theme, names in sorted(fitting.items(), key=lambda pair: -len(pair[1]))
        if names
    ]
    left = [(name, text) for name, text in items if not found[name]]
    new = [[one.word, str(one.count), " ".join(one.related), one.example] for one in topics(left)]
    parts = []
    for kind, lines in (("theme", known), ("topic", new)):
        if lines:
            header = [words.text(f"importing.suggest.{name}") for name in (kind, "items", "words", "example")]
            parts.append(table([header, *lines], right=(1,)))
    head = words.text("importing.suggest.head", count=len(items), fitting=len(items) - len(left)) + "\n"
    return "\n".join([head, *parts])
