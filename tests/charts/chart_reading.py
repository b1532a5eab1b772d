"""Reading charts back: parse the markup, find marks, and refuse numbers that cannot be drawn."""

import re
from xml.etree import ElementTree as ET

from milepost.charts.time_axis import AxisWords

WORDS = AxisWords(months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))
HOSTILE = "\"><script>alert('x')</script>&\x00\n\n</svg>{boom}"

_NUMERIC = {
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "dx",
    "width",
    "height",
    "points",
    "d",
    "transform",
    "style",
}
_BAD_NUMBER = re.compile(r"nan|inf\b|None|-0(?![.\d])|e[+-]\d", re.IGNORECASE)


def parse(html: str) -> ET.Element:
    """The chart as a tree; fails when it is not well-formed or holds a number that cannot be drawn."""
    root = ET.fromstring(f"<root>{html}</root>")  # noqa: S314 - our own output
    for element in root.iter():
        for name in _NUMERIC.intersection(element.keys()):
            assert not _BAD_NUMBER.search(element.get(name, "")), (element.tag, name, element.get(name))
    return root


def having(root: ET.Element, *classes: str) -> list[ET.Element]:
    """Elements that carry all the classes, in document order."""
    return [e for e in root.iter() if set(classes) <= set(e.get("class", "").split())]


def percent(element: ET.Element, name: str) -> float:
    return float(element.get(name, "").removesuffix("%"))


def words_of(root: ET.Element) -> str:
    return "".join(root.itertext())
