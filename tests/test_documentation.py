"""What users can type is in the handbook, in both languages, and nothing else is."""

import re

import click
import pytest
from portal_files import PORTAL, portal

from milepost.build import check
from milepost.cli.main import COMMANDS, cli
from milepost.events.definition import KINDS, STANDARD_COLUMNS
from milepost.hosts.mkdocs import MilepostConfig
from milepost.loading.components import COMPONENTS

LANGUAGES = ("", ".en")


@pytest.fixture(scope="module")
def handbook(checkout):
    return {
        language: {path.name: path.read_text(encoding="utf-8") for path in pages(checkout, language)}
        for language in LANGUAGES
    }


def pages(checkout, language):
    found = sorted((checkout / "content" / "handbook").glob("*.md"))
    return [path for path in found if path.stem.endswith(".en") == bool(language)]


def found_command(name: str) -> click.Command:
    """A command by its words: `check`, `import wechat`."""
    found = cli
    for word in name.split():
        found = found.get_command(click.Context(found), word)
    return found


def with_subcommands() -> list[str]:
    """All commands; of a group its members."""
    found = {name: found_command(name) for name in COMMANDS}
    return [
        full
        for name, one in found.items()
        for full in ([f"{name} {part}" for part in one.commands] if isinstance(one, click.Group) else [name])
    ]


def options(command: str) -> set[str]:
    found = found_command(command)
    names = {name for one in found.params if isinstance(one, click.Option) for name in (*one.opts, *one.secondary_opts)}
    return names - {"-h", "--help"}


def section(text: str, command: str) -> str:
    return re.search(rf"^## `milepost {command}.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", with_subcommands())
def test_every_command_and_option_is_described(handbook, command, language):
    text = handbook[language][f"commands{language}.md"]
    shared = text[: text.index("## `milepost")]
    described = section(text, command) + shared
    assert [name for name in sorted(options(command)) if f"`{name}" not in described] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_command_or_option_is_promised_that_is_not_there(handbook, language):
    known = {name for command in with_subcommands() for name in options(command)} | {"--version"}
    for name, text in handbook[language].items():
        assert {found for found in re.findall(r"milepost ([a-z]+)\b", code(text)) if found not in COMPONENTS} <= set(
            COMMANDS
        ), name
        assert set(re.findall(r"(?<![\w-])--(?!mp-)[a-z][a-z-]+", code(text))) <= known, name


def code(text: str) -> str:
    """Fenced blocks and code within lines; other programs' commands left out."""
    parts = re.findall(r"^```.*?^```|`[^`\n]+`", text, re.MULTILINE | re.DOTALL)
    others = ("mkdocs build", "curl ", "gh api ")
    return "\n".join(line for part in parts for line in part.splitlines() if not any(one in line for one in others))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_of_the_plugin_is_described(handbook, language):
    text = handbook[language][f"commands{language}.md"]
    assert [name for name, _ in MilepostConfig._schema if f"`{name}`" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_component_is_described(handbook, language):
    text = handbook[language][f"components{language}.md"]
    assert [name for name in COMPONENTS if f"milepost {name}" not in text] == []


def test_both_languages_have_the_same_pages(handbook):
    assert {name.replace(".en.", ".") for name in handbook[".en"]} == set(handbook[""])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_events_runs(handbook, tmp_path, language):
    text = handbook[language][f"events{language}.md"]
    (log,), (metrics,) = (re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL) for kind in ("csv", "yaml"))
    settings = PORTAL.replace("as_of: 2026-03-02", "as_of: 2026-10-15")
    files = {"events/2026-10.csv": log, "metrics.yml": metrics}
    root = portal(
        tmp_path, {"content/portal.yml": settings, **{f"content/projects/demo/{name}": t for name, t in files.items()}}
    )
    found = check(root)
    assert found.diagnostics == ()
    values = {
        key.id: [(one.segment, one.value) for one in one.values] for key, one in found.context.events.series.items()
    }
    assert values["dau"] == [("", 2), ("", 1)]
    assert values["retention-d1"] == [("", 0.5)]
    assert values["order-funnel"][0] == ("", 0.5)
    assert len(values["order-funnel"]) == 5


def test_every_query_and_column_of_events_is_described(handbook):
    for language in LANGUAGES:
        text = handbook[language][f"events{language}.md"]
        assert [name for name in (*KINDS, *STANDARD_COLUMNS) if f"`{name}" not in text] == []
