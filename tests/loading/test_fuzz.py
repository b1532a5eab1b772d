"""Seeded damage to the example portal: no exception, the damaged file is named, all other files load."""

import random
import re
from datetime import date

import pytest
import yaml
from loading.memory_tree import MemoryTree

from milepost.build import check
from milepost.i18n.catalogue import Catalogue
from milepost.loading.load import load
from milepost.rules.context import RuleContext
from milepost.rules.engine import run

DAMAGES = 2_000
AT_ONCE = 10
"""Files that are damaged in each round: loading the example is what takes the time."""
ROUNDS = DAMAGES // AT_ONCE
PARTS = 8
DAY = date(2026, 9, 21)
LANGUAGES = (Catalogue("en"), Catalogue("zh"))
VALUES = (
    "[a, b]", "{a: b}", "42", "no", "~", "2026-3-1", '"x', "@x", "*x", "&a", "!!python/name:os", "a: b", "|", "- x", "{",
    "]", "nowhere", "other/tasks:x", "people:lin", "::", "菜", "-1", "9" * 30, "-5d", "35%", "", '"\\e[31m"', "9999-12-31",
    "0001-01-01",
)  # fmt: skip
ENDS = (": x", " #", '"', "'", "]", "}", "[", "{", " \\", " &a", " *a", "\0", "\u2028", "\t", "\x80")
DATE = re.compile(r" *(?:start|due|on|actual_start|actual_finish|identified_on|next_review|raised_on|planned_on): 2")
REFERENCE = re.compile(r" *(?:owner|phase|persona|approver|goal|theme|release|iteration|meeting_series|sponsor): [a-z]")
RECORD = re.compile(r".*/(?:meetings|decisions)/[^/.]+\.md")


def lines_that_match(pattern, path, lines):
    """The numbers of the lines of records that match."""
    if not path.endswith(".yml"):
        lines = lines[: lines.index("---", 1)] if RECORD.fullmatch(path) else []
    return [at for at, line in enumerate(lines) if pattern.match(line)]


def with_value(chance, path, lines, pattern, values):
    """One value that `pattern` finds replaced by one of `values`; nothing where there is none."""
    found = lines_that_match(pattern, path, lines)
    if found:
        at = chance.choice(found)
        lines[at] = lines[at].split(":", 1)[0] + ": " + chance.choice(values)
    return bool(found)


def without_a_key(chance, lines):
    """A key is deleted with all that is indented below it."""
    at = chance.randrange(len(lines))
    indent = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * (indent + 1))):
        end += 1
    del lines[at:end]


def damage(chance, path, data):
    """One change to a file, as people and machines make them, and whether the file must be named for it."""
    lines = data.decode().split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    wrong = False
    match chance.randrange(12):
        case 0:
            del lines[at]
        case 1:
            without_a_key(chance, lines)
        case 2:
            lines[at] = lines[at].split(":", 1)[0] + ": " + chance.choice(VALUES)
        case 3:
            wrong = with_value(chance, path, lines, DATE, ("[a, b]", "{a: b}", "soon", "2026-02-30"))
        case 4:
            wrong = with_value(chance, path, lines, REFERENCE, ("nobody-at-all", "[a, b]", "gone/never"))
        case 5:
            lines[at] = chance.choice(("\t", " " * chance.randrange(9))) + lines[at].lstrip()
        case 6:
            lines[at] += chance.choice(ENDS)
        case 7:
            lines[at], lines[other] = lines[other], lines[at]
        case 8:
            lines.insert(at, lines[other])
        case kind:
            start = chance.randrange(len(data))
            end = min(len(data), start + chance.randrange(1, 30))
            noise = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 5)))
            return (data[:start], data[:start] + data[end:], data[:start] + noise + data[start:])[kind - 9], False
    return "\n".join(lines).encode(), wrong


def parses(path, data):
    try:
        text = data.decode("utf-8-sig")
        if RECORD.fullmatch(path):
            lines = [line.rstrip(" \t") for line in text.split("\n")]
            text = "\n".join(lines[1 : lines.index("---", 1)]) if lines[0] == "---" else "no: [front matter"
        if path.endswith(".yml") or RECORD.fullmatch(path):
            yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - makes strings only
    except (ValueError, yaml.YAMLError):  # not UTF-8, no end of the front matter, no YAML
        return False
    return True


@pytest.fixture(scope="module")
def example(checkout):
    """The files of the example without its mass of data, and what they load to."""
    paths = [path for path in sorted((checkout / "content").rglob("*")) if path.suffix in (".yml", ".md")]
    files = {path.relative_to(checkout).as_posix(): path.read_bytes() for path in paths}
    loaded = load(MemoryTree(files))
    return files, {record.key: loaded.positions[record.key].path for record in loaded.portal.everything()}


@pytest.mark.parametrize("part", range(PARTS))
def test_damage(example, part):
    files, homes = example
    for seed in range(part, ROUNDS, PARTS):
        chance = random.Random(seed)  # noqa: S311 - the same damage every time
        chosen = chance.sample(sorted(files), AT_ONCE)
        damaged = {path: damage(chance, path, files[path]) for path in chosen}
        loaded = load(MemoryTree(files | {path: data for path, (data, _) in damaged.items()}))
        findings = run(RuleContext(loaded=loaded, as_of=loaded.portal.settings.as_of or DAY))
        named = {one.location.path for one in findings}
        assert {path for path, (data, _) in damaged.items() if not parses(path, data)} <= named, seed
        if not loaded.unread and not loaded.portal.broken:  # else a reference may lead to what is lost
            assert {path for path, (_, wrong) in damaged.items() if wrong} <= named, seed
        here = {record.key for record in loaded.portal.everything()}
        assert {key for key, home in homes.items() if home not in damaged} <= here, seed
        for one in findings:
            assert_inside(one, loaded.sources, seed)
            for words in LANGUAGES:
                assert words.render(one.message), (seed, one)


@pytest.mark.parametrize(("pattern", "values"), [(DATE, ["soon"]), (REFERENCE, ["nobody-at-all"])])
def test_a_wrong_value_is_named_in_each_file_that_can_have_one(example, pattern, values):
    files, _ = example
    able = 0
    for path, data in files.items():
        lines = data.decode().split("\n")
        if with_value(random.Random(0), path, lines, pattern, values):  # noqa: S311 - the same every time
            able += 1
            loaded = load(MemoryTree(files | {path: "\n".join(lines).encode()}))
            assert path in {one.location.path for one in loaded.diagnostics}, path
    assert able > 20


@pytest.mark.parametrize(("day", "is_over"), [("0001-01-01", False), ("9999-12-31", True)])
def test_the_first_and_the_last_day_there_is(checkout, day, is_over):
    spoken = {one.rule for one in check(checkout, as_of=day).diagnostics}
    assert ("meeting-still-scheduled" in spoken) is is_over


def assert_inside(one, sources, seed):
    for location in (one.location, *(label.location for label in one.labels)):
        span, source = location.span, sources.get(location.path)
        assert span[:2] <= span[2:], (seed, one)
        if source and span != (1, 1, 1, 1):
            assert span.line <= len(source.lines) + 1, (seed, one)
            assert span.column <= len(source.line(span.line)) + 1, (seed, one)
