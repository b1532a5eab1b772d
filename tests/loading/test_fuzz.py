"""Seeded damage to the example portal: no exception, the damaged file is named, all other files load."""

import random
from datetime import date

import pytest
import yaml
from loading.memory_tree import MemoryTree

from milepost.loading.load import load
from milepost.rules.context import RuleContext
from milepost.rules.engine import run

ROUNDS = 80
AT_ONCE = 5
"""Files that are damaged in each round: loading the example is what takes the time."""
VALUES = (
    "[a, b]", "{a: b}", "42", "no", "~", "2026-3-1", '"x', "@x", "*x", "&a", "!!python/name:os", "a: b", "|", "- x", "{",
    "]", "nowhere", "other/tasks:x", "people:lin", "::", "菜", "-1", "9" * 30, "-5d", "35%", "", '"\\e[31m"', "9999-12-31",
)  # fmt: skip
ENDS = (": x", " #", '"', "'", "]", "}", "[", "{", " \\", " &a", " *a", "\0", "\u2028", "\t", "\x80")


def damage(chance, data):
    """One change to a file, as people and machines make them."""
    lines = data.decode().split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(9)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines[at] = lines[at].split(":", 1)[0] + ": " + chance.choice(VALUES)
    elif kind == 2:
        lines[at] = chance.choice(("\t", " " * chance.randrange(9))) + lines[at].lstrip()
    elif kind == 3:
        lines[at] += chance.choice(ENDS)
    elif kind == 4:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 5:
        lines.insert(at, lines[other])
    else:
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.randrange(1, 30))
        noise = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 5)))
        return {6: data[:start], 7: data[:start] + data[end:], 8: data[:start] + noise + data[start:]}[kind]
    return "\n".join(lines).encode()


def parses(path, data):
    try:
        text = data.decode("utf-8-sig")
        if path.endswith(".yml"):
            yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - makes strings only
    except (UnicodeDecodeError, yaml.YAMLError):
        return False
    return True


@pytest.fixture(scope="module")
def example(checkout):
    """The files of the example without its mass of data, and what they load to."""
    paths = [path for path in sorted((checkout / "content").rglob("*")) if path.suffix in (".yml", ".md")]
    files = {path.relative_to(checkout).as_posix(): path.read_bytes() for path in paths}
    loaded = load(MemoryTree(files))
    return files, {record.key: loaded.positions[record.key].path for record in loaded.portal.everything()}


@pytest.mark.parametrize("part", range(4))
def test_damage(example, part):
    files, homes = example
    for seed in range(part, ROUNDS, 4):
        chance = random.Random(seed)  # noqa: S311 - the same damage every time
        damaged = {path: damage(chance, files[path]) for path in chance.sample(sorted(files), AT_ONCE)}
        loaded = load(MemoryTree(files | damaged))
        findings = run(RuleContext(loaded=loaded, as_of=date(2026, 9, 21)))
        named = {one.location.path for one in findings}
        assert {path for path, data in damaged.items() if not parses(path, data)} <= named, seed
        here = {record.key for record in loaded.portal.everything()}
        assert {key for key, home in homes.items() if home not in damaged} <= here, seed
        for one in findings:
            assert_inside(one, loaded.sources, seed)


def assert_inside(one, sources, seed):
    for location in (one.location, *(label.location for label in one.labels)):
        span, source = location.span, sources.get(location.path)
        assert span[:2] <= span[2:], (seed, one)
        if source and span != (1, 1, 1, 1):
            assert span.line <= len(source.lines) + 1, (seed, one)
            assert span.column <= len(source.line(span.line)) + 1, (seed, one)
