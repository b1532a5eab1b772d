"""A strict reader of HTML: what browsers repair in silence is an error here."""

from collections import Counter
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
FLOW = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "dialog",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
PHRASING = frozenset(
    [
        "abbr",
        "b",
        "button",
        "cite",
        "code",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "i",
        "ins",
        "kbd",
        "label",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "time",
    ]
)
"""What may hold words, not blocks."""
CHILDREN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "tr": {"td", "th"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "dl": {"dt", "dd", "div"},
    "select": {"option", "optgroup", "hr"},
}
INTERACTIVE = frozenset(["a", "button", "details", "select", "textarea"])
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "headers")


class StrictHTML(HTMLParser):
    """Reads a page; `problems` are in the order of its lines."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.problems: list[str] = []
        self._open: list[str] = []
        self._ids: Counter[str] = Counter()
        self._references: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        if self._open:
            self._add(f"never closed: {self._open}")
        self.problems += [f"the id {name} is given {times} times" for name, times in self._ids.items() if times > 1]
        self.problems += [f"{what} names {name}" for what, name in self._references if name not in self._ids]

    def _add(self, problem: str) -> None:
        self.problems.append(f"{self.getpos()[0]}: {problem}")

    def handle_starttag(self, tag, attrs):
        self._attributes(tag, attrs)
        self._place(tag)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self._attributes(tag, attrs)
        if tag not in VOID and "svg" not in self._open and tag != "svg":
            self._add(f"<{tag}/> closes nothing in HTML")

    def handle_endtag(self, tag):
        if tag in VOID:
            self._add(f"</{tag}> of an element without content")
        elif not self._open or self._open[-1] != tag:
            self._add(f"</{tag}> while {self._open[-3:]} are open")
            if tag in self._open:
                del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]
        else:
            self._open.pop()

    def _attributes(self, tag, attrs):
        names = Counter(name for name, _ in attrs)
        self.problems += [f"<{tag}> has {name} {times} times" for name, times in names.items() if times > 1]
        for name, value in attrs:
            if not name.replace("-", "").replace(":", "").replace("_", "").isalnum():
                self._add(f"<{tag}> has an attribute called {name!r}")
            if name.startswith("on"):
                self._add(f"<{tag}> has the event handler {name}")
            if name == "id":
                self._ids[value or ""] += 1
                if not value or any(map(str.isspace, value)):
                    self._add(f"<{tag}> has the id {value!r}")
            if name in REFERENCES:
                self._references += [(f"{name} of <{tag}>", one) for one in (value or "").split()]

    def _place(self, tag):
        parent = self._open[-1] if self._open else ""
        if parent in CHILDREN and tag not in CHILDREN[parent]:
            self._add(f"<{tag}> as a child of <{parent}>")
        if "svg" in self._open:
            return
        for outer in reversed(self._open):
            if outer in PHRASING and tag in FLOW:
                self._add(f"<{tag}> inside of <{outer}>")
            if outer not in PHRASING and outer != "a":
                break
        if tag in INTERACTIVE and tag != "details" and {"a", "button", "summary"} & set(self._open):
            self._add(f"<{tag}> inside of {self._open[-4:]}")
