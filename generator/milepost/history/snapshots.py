"""The portal as it was at a commit."""

from dataclasses import dataclass

from milepost.history.git import Commit, CommitTree, Git
from milepost.loading.load import Loaded, load


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What a git ref held: its commit, and as much of the portal as loads."""

    ref: str
    commit: Commit
    loaded: Loaded


def snapshot(git: Git, ref: str) -> Snapshot | None:
    """The portal at a tag, branch or commit; None where this clone does not know it, or there is no git."""
    commit = git.commit(ref) if git.available() else None
    return Snapshot(ref=ref, commit=commit, loaded=load(CommitTree(git, commit.sha))) if commit else None
