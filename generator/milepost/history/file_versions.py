"""All versions of the project files, each as the pieces that it consists of."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from milepost.history.git import Commit, Git
from milepost.loading import sealed_file
from milepost.loading.discovery import Place, Role, classify
from milepost.loading.files import MAX_BYTES
from milepost.loading.pieces import Piece, Version, take_apart
from milepost.resources import code_fingerprint

Pieces = tuple[Piece, ...]
Versions = Mapping[str, Pieces | None]
"""By blob; None for one that is no text, too long, or not in this clone."""


def file_versions(git: Git, commits: Iterable[Commit], collections: Collection[str], cache: Path) -> Versions:
    """The pieces of every version in `commits`, which come newest first; one git process for all that are not known.

    What is known is kept in the file `cache`, by the blobs' own digests; it holds no more than these commits need.
    """
    wanted = _record_files(commits, collections)
    key = code_fingerprint()
    known = _read(cache, key)
    found = {blob: known[blob] for blob in wanted if blob in known}
    missing = {blob: place for blob, place in wanted.items() if blob not in known}
    if missing:
        found |= _taken_apart(git, missing)
        _write(cache, key, found)
    return found


def is_record_file(place: Place) -> bool:
    """Whether a file holds records, as opposed to pages, data, and translations of what is elsewhere."""
    return place.role in (Role.COLLECTIONS, Role.RECORD)


def _record_files(commits: Iterable[Commit], collections: Collection[str]) -> dict[str, Place]:
    """The blobs of files with records, the oldest first, each with a place where it was."""
    found: dict[str, Place] = {}
    places: dict[str, Place] = {}
    for commit in reversed(tuple(commits)):
        for path, blob in commit.files.items():
            if path not in places:
                places[path] = classify(path, collections)
            if blob and is_record_file(places[path]):
                found.setdefault(blob, places[path])
    return found


def _taken_apart(git: Git, blobs: Mapping[str, Place]) -> Iterator[tuple[str, Pieces | None]]:
    former: dict[str, Version] = {}
    for (blob, place), data in zip(blobs.items(), git.contents(blobs), strict=True):
        text = _text(data)
        if text is None:
            yield blob, None
        elif place.role is Role.COLLECTIONS:
            former[place.path] = take_apart(text, former.get(place.path))
            yield blob, former[place.path].pieces
        else:
            yield blob, (Piece("", text),)


def _text(data: bytes | None) -> str | None:
    if data is None or len(data) > MAX_BYTES:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _read(cache: Path, key: str) -> Versions:
    entry = sealed_file.read(cache, key) or {"pieces": [], "blobs": {}}
    pieces = [Piece(collection, text) for collection, text in entry["pieces"]]
    return {
        blob: None if numbers is None else tuple([pieces[number] for number in numbers])
        for blob, numbers in entry["blobs"].items()
    }


def _write(cache: Path, key: str, versions: Versions) -> None:
    numbers: dict[Piece, int] = {}
    blobs = {
        blob: None if pieces is None else [numbers.setdefault(piece, len(numbers)) for piece in pieces]
        for blob, pieces in versions.items()
    }
    sealed_file.write(cache, key, {"pieces": list(numbers), "blobs": blobs})
