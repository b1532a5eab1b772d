"""Symbolic links in a commit, followed as in a folder: as long as they stay inside of `content/`."""

from collections.abc import Mapping

from milepost.loading.files import CONTENT, TEXT_SUFFIXES

_LONGEST_CHAIN = 40


def follow_links(targets: Mapping[str, str], files: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The files that links stand for, and the links that are not followed, with the reason's key.

    Args:
        targets: where each link leads, by its path; both relative to the portal's root.
        files: the blobs of the files that there are, by path.
    """
    followed: dict[str, str] = {}
    refused: list[tuple[str, str]] = []
    for path in targets:
        target = _end_of(path, targets)
        if not target.startswith(f"{CONTENT}/"):
            refused.append((path, "leaves-content"))
        elif target in files:
            followed[path] = files[target]
        elif inside := _below(target, files):
            if not path.startswith(f"{target}/"):  # a link to a folder around it would never end
                followed |= {path + name: blob for name, blob in inside.items()}
        elif path.endswith(TEXT_SUFFIXES):
            refused.append((path, "not-a-file"))
    return followed, refused


def _end_of(path: str, targets: Mapping[str, str]) -> str:
    for _ in range(_LONGEST_CHAIN):
        if path not in targets:
            break
        path = targets[path]
    return path


def _below(folder: str, files: Mapping[str, str]) -> dict[str, str]:
    return {path.removeprefix(folder): blob for path, blob in files.items() if path.startswith(f"{folder}/")}
