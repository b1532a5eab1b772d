"""Reads values of mkdocs.yml with their places; tags in it are never followed, and their values count as unknown."""

from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from milepost.source import Location, Source, Span

_STANDARD = "tag:yaml.org,2002:"
_PLAIN = {"str", "int", "float", "bool", "timestamp"}


class HostSetting(NamedTuple):
    """A scalar, or a list of scalars, and where it stands."""

    name: str
    value: Any
    location: Location


class HostSettings:
    """The node tree of the file."""

    def __init__(self, source: Source, root: Node) -> None:
        self._source = source
        self._root = root

    def get(self, *path: str) -> HostSetting | None:
        """The setting at a path of keys; None where there is none, or none that can be read without running code."""
        return self._setting(".".join(path), _at(self._root, path))

    def plugin(self, name: str, option: str) -> HostSetting | None:
        """An option of a plugin; plugins are a list of names and mappings, or a mapping."""
        plugins = _at(self._root, ("plugins",))
        entries = plugins.value if isinstance(plugins, SequenceNode) else [plugins]
        found = next((node for entry in entries if (node := _at(entry, (name, option)))), None)
        return self._setting(f"plugins.{name}.{option}", found)

    def _setting(self, name: str, node: Node | None) -> HostSetting | None:
        value: Any = _scalar(node)
        if isinstance(node, SequenceNode) and node.tag == f"{_STANDARD}seq":
            values = [_scalar(entry) for entry in node.value]
            value = None if None in values else values
        if node is None or value is None:
            return None
        start, end = node.start_mark, node.end_mark
        span = Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        return HostSetting(name, value, Location(self._source.path, span))


def read_host_settings(source: Source) -> HostSettings | None:
    """The settings in a YAML text; None where it is no YAML mapping, which its own reader complains about."""
    try:
        # Composing makes nodes and no objects: no tag is ever acted upon.
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    return HostSettings(source, root) if isinstance(root, MappingNode) else None


def _at(node: Node | None, path: tuple[str, ...]) -> Node | None:
    for name in path:
        if not isinstance(node, MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == name), None)
    return node


def _scalar(node: Node | None) -> str | None:
    """The text of a plain value; None for no value and for one with a tag such as `!ENV` or `!!python/name:`."""
    readable = isinstance(node, ScalarNode) and node.tag.removeprefix(_STANDARD) in _PLAIN
    return str(node.value) if node and readable else None
