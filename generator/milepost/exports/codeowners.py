"""CODEOWNERS: who has to agree to a change of a file, from the owners of what is in it.

https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
GitLab, Gitee and Gitea read the same lines. The last pattern that matches a file counts.
"""

from collections.abc import Mapping
from typing import NamedTuple

from milepost.loading.load import Loaded
from milepost.model.portal import Portal
from milepost.model.record import NamedRecord
from milepost.model.records.person import Person
from milepost.model.reference import Ref

BEGIN = "# milepost: begin (written by `milepost codeowners`; edits between these lines are lost)"
END = "# milepost: end"
_BEGIN_MARK = "# milepost: begin"
DEFAULT_HOST = "github"


class CodeOwners(NamedTuple):
    """The lines, and the people who own something and cannot be named in them."""

    text: str
    nameless: tuple[Person, ...]


def code_owners(loaded: Loaded, prefix: str) -> CodeOwners:
    """A line for each project, and for each file with records that others own; `prefix` leads to the portal's root.

    A project's owner is named beside the owners of its records: what somebody answers for they may agree to, and so
    may whoever answers for the whole.
    """
    portal = loaded.portal
    repository = portal.settings.repository
    host = (repository.host if repository else None) or DEFAULT_HOST
    owners = _by_place(loaded)
    accounts = {key: _account(portal, key, host) for keys in owners.values() for key in keys}
    lines = []
    for place, keys in sorted(owners.items()):
        names = dict.fromkeys(account for account in map(accounts.get, keys) if account)
        if names:
            lines.append(" ".join((_pattern(f"{prefix}{place}"), *names)))
    people = (portal.get(key) for key, account in accounts.items() if not account)
    nameless = sorted((one for one in people if isinstance(one, Person) and one.active), key=lambda one: one.id)
    return CodeOwners("\n".join((BEGIN, *lines, END, "")), tuple(nameless))


def with_lines(before: str, lines: str) -> str:
    """A CODEOWNERS file with the lines of today in the place of the former ones, else at its end."""
    head, mark, rest = before.partition(_BEGIN_MARK)
    if not mark or END not in rest:
        return f"{before.rstrip()}\n\n{lines}" if before.strip() else lines
    return head + lines + rest.partition(END)[2].removeprefix("\n")


def _by_place(loaded: Loaded) -> Mapping[str, tuple[Ref, ...]]:
    """The owners of each project's folder, and of each file in which something has another one; the project's first."""
    found: dict[str, dict[Ref, None]] = {}
    whole: dict[str, dict[Ref, None]] = {}
    for project in loaded.portal.projects.values():
        whole[project.id] = dict.fromkeys(_owner(loaded.portal, project.record))
        found[f"content/projects/{project.id}/"] = whole[project.id]
    for record in loaded.portal.everything():
        for key in _owner(loaded.portal, record):
            path, around = loaded.positions[record.key].path, whole.get(record.project_id, {})
            if key not in around:
                found.setdefault(path, dict(around))[key] = None
    return {place: tuple(keys) for place, keys in found.items()}


def _owner(portal: Portal, record: NamedRecord) -> tuple[Ref, ...]:
    owner = getattr(record, "owner", None)
    found = portal.find(owner, Person, record.project_id)
    return (found.key,) if found else ()


def _account(portal: Portal, key: Ref, host: str) -> str:
    """`@name` on a host; empty for people who left, and who have none there."""
    person = portal.get(key)
    handle = person.handle if isinstance(person, Person) and person.active else None
    name = str(getattr(handle, host, None) or "").strip().lstrip("@") if handle else ""
    return f"@{name}" if name and not any(char.isspace() for char in name) else ""


def _pattern(path: str) -> str:
    """A path from the repository's top, with what patterns give a meaning to taken literally."""
    return "/" + "".join(f"\\{char}" if char in "\\ #*?[]!" else char for char in path)
