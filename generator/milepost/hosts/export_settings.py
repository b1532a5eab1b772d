"""The `mkdocs.yml` of exported pages: the portal's own, for a host without plugins."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

import yaml

from milepost.errors import MilepostError
from milepost.hosts.navigation import navigation
from milepost.hosts.settings import NAMES, SCRIPT, SEPARATOR, STYLES
from milepost.i18n.message import message
from milepost.site.site import Site

MARK = "# Written by `milepost export`, which replaces this file, docs/ and overrides/ each time it runs.\n"
"""The first line of the file; what does not begin with it is not ours to replace."""
OVERRIDES = "overrides"
_OWN = ("docs_dir", "site_dir", "nav", "plugins", "hooks", "repo_url", "repo_name", "edit_uri", "edit_uri_template")
"""What is not taken over from the portal's file: it is ours to say, or about files and code that are not exported."""


def export_settings(sites: Mapping[str, Site], titles: Mapping[str, str], description: str, host_settings: str) -> str:
    """The file's text; `sites` and `titles` of the site by folder: empty for the first language, `en/` for another.

    What the portal's own file says of theme and Markdown stays, tags of YAML included; the theme's `custom_dir` does
    not, as its templates are written for another engine.

    Raises:
        MilepostError: the portal's file is no YAML.
    """
    settings = _Mapping(host_settings)
    for name in _OWN:
        settings.drop(name)
    first = sites[""]
    for name, said in (("site_name", titles[""]), ("site_description", description)):
        if said:
            settings.set(name, said)
    theme = settings.child("theme")
    theme.set("name", "material")
    theme.set("variant", "classic")
    theme.set("language", first.language)
    theme.set("font", value=False)
    theme.set("custom_dir", OVERRIDES)
    settings.prepend("extra_css", STYLES)
    settings.prepend("extra_javascript", ({"path": SCRIPT, "defer": True},))
    settings.set("plugins", [{"search": {"separator": SEPARATOR}}])
    languages = [
        {"language": one.language, "name": NAMES[one.language], "title": titles[folder], "folder": folder}
        for folder, one in sites.items()
    ]
    settings.child("extra").set("sites", languages)
    if len(sites) > 1:
        settings.set("nav", [{NAMES[one.language]: _below(folder, navigation(one))} for folder, one in sites.items()])
    else:
        settings.set("nav", navigation(first))
    return MARK + settings.text()


def _below(folder: str, entries: Any) -> Any:
    """The entries of a navigation with every place below a folder."""
    if isinstance(entries, list):
        return [_below(folder, one) for one in entries]
    if isinstance(entries, dict):
        return {title: _below(folder, one) for title, one in entries.items()}
    return f"{folder}{entries}"


class _Mapping:
    """A mapping of a YAML document as nodes: `!ENV` and `!!python/name` are handed on, never run."""

    def __init__(self, text: str = "", node: yaml.MappingNode | None = None) -> None:
        try:
            found = node or yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            raise MilepostError(message("errors.bad-mkdocs-yml", reason=" ".join(str(error).split()))) from None
        self.node = found if isinstance(found, yaml.MappingNode) else yaml.MappingNode("tag:yaml.org,2002:map", [])

    def drop(self, name: str) -> None:
        self.node.value = [pair for pair in self.node.value if pair[0].value != name]

    def find(self, name: str) -> Any:
        return next((value for key, value in self.node.value if key.value == name), None)

    def set(self, name: str, value: Any) -> None:
        self.drop(name)
        self.node.value.append((_node(name), value if isinstance(value, yaml.Node) else _node(value)))

    def child(self, name: str) -> "_Mapping":
        """The mapping at a name; made where there is none."""
        found = self.find(name)
        child = _Mapping(node=found if isinstance(found, yaml.MappingNode) else _node({}))
        self.set(name, child.node)
        return child

    def prepend(self, name: str, values: tuple[Any, ...]) -> None:
        found = self.find(name)
        others = found.value if isinstance(found, yaml.SequenceNode) else []
        self.set(name, yaml.SequenceNode("tag:yaml.org,2002:seq", [*map(_node, values), *others]))

    def text(self) -> str:
        return yaml.serialize(self.node, Dumper=yaml.SafeDumper, allow_unicode=True, width=120)


def _node(value: Any) -> Any:
    return yaml.SafeDumper(StringIO(), sort_keys=False).represent_data(value)
