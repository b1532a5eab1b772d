"""Which two states a comparison is about, as git writes it: `BASE`, `BASE..HEAD`, `BASE...HEAD`."""

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from milepost.errors import MilepostError
from milepost.history.git import Commit, Git
from milepost.i18n.message import message

_MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisions:
    """The state before, and the one after: None is the working tree."""

    base: Commit
    head: Commit | None


def revisions(git: Git, asked: str) -> Revisions:
    """What is asked for; nothing asks for the branch since it left the main branch, uncommitted changes included.

    Raises:
        MilepostError: there is no git or no commit, a ref is not known, or the histories have nothing in common here.
    """
    if not git.available():
        raise MilepostError(message("errors.no-commit"))
    if "..." in asked:
        base, _, head = asked.partition("...")
        other = _commit(git, head or "HEAD")
        return Revisions(base=_merge_base(git, _commit(git, base or "HEAD"), other), head=other)
    if ".." in asked:
        base, _, head = asked.partition("..")
        return Revisions(base=_commit(git, base or "HEAD"), head=_commit(git, head or "HEAD"))
    if asked:
        return Revisions(base=_commit(git, asked), head=None)
    main = next((found for found in map(git.commit, _MAIN) if found), None)
    if main is None:
        raise MilepostError(message("errors.no-main-branch"))
    return Revisions(base=_merge_base(git, main, git.head()), head=None)


def commit_at(git: Git, asked: str, zone: tzinfo) -> Commit:
    """The commit that a ref names, or the last one of a day (`2026-09-01`) on the way to what is checked out.

    Raises:
        MilepostError: there is no git or no commit, the ref is not known here, or no commit is so old.
    """
    if not git.available():
        raise MilepostError(message("errors.no-commit"))
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return _commit(git, asked)
    sha = git.newest_before(day + timedelta(days=1), zone)
    if not sha:
        raise MilepostError(message("errors.shallow" if git.is_shallow() else "errors.nothing-so-old", day=asked))
    return _commit(git, sha)


def base_of(git: Git, ref: str) -> Commit:
    """Where what is checked out left the history of a ref.

    Raises:
        MilepostError: as `revisions`.
    """
    if not git.available():
        raise MilepostError(message("errors.no-commit"))
    return _merge_base(git, _commit(git, ref), git.head())


def _commit(git: Git, ref: str) -> Commit:
    found = git.commit(ref)
    if found is None:
        key = "errors.unknown-ref-shallow" if git.is_shallow() else "errors.unknown-ref"
        raise MilepostError(message(key, ref=ref))
    return found


def _merge_base(git: Git, one: Commit, other: Commit) -> Commit:
    found = git.merge_base(one, other)
    if found is None:
        raise MilepostError(message("errors.shallow" if git.is_shallow() else "errors.no-merge-base"))
    return found
