"""Ids that a file which cannot be parsed seems to hold: references to them should not be reported too."""

import re
from collections.abc import Iterator

from milepost.model.reference import Ref

_KEY = re.compile(r"""([a-z0-9][a-z0-9_-]*)["']?\s*:(?=\s|$)""")


def ids_in(home: str, text: str) -> Iterator[Ref]:
    """Whatever looks like a key below another key at the start of a line, as if it were a record of that collection.

    Too many rather than too few: field names are among them.
    """
    collection = ""
    for line in text.splitlines():
        keys = _KEY.findall(line)
        if keys and not line[0].isspace():
            collection = keys.pop(0)
            yield Ref(home, collection, home)  # `portal` and `project` are named after their home
        for key in keys if collection else ():
            yield Ref(home, collection, key)
