"""Files of collections read in a second process, while this one still imports what it will make of them."""

import marshal
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from milepost.loading.files import MAX_BYTES, Tree
from milepost.second_process import in_second_process, second_process_pays
from milepost.source import Source

if TYPE_CHECKING:
    from milepost.loading.plain_nodes import PlainMapping

_WORTH_IT = 1024 * 1024
"""Bytes of YAML from which on a second process saves more than splitting it off costs."""

Ahead = Callable[[], Mapping[str, "PlainMapping | None"]]
"""Waits for what `read_collections` gives for files that were read ahead, by path; there may be none."""


def read_ahead(tree: Tree) -> Ahead:
    """Begins to read the collections of a large portal; `tree` has to give the same bytes again."""
    paths = [path for path in tree.list().files if path.endswith((".yml", ".yaml"))]
    files = {path: data for path, data in tree.read(paths) if data is not None and len(data) <= MAX_BYTES}
    if sum(map(len, files.values())) < _WORTH_IT or not second_process_pays():
        return dict

    def read() -> bytes:
        from milepost.loading.plain_block import read_collections  # noqa: PLC0415 - the first process need not wait

        found = {}
        for path, data in files.items():
            collections = read_collections(Source(path, data.decode("utf-8-sig", "replace")))
            found[path] = collections.packed() if collections is not None else None
        return marshal.dumps(found)

    answer = in_second_process(read)

    def ahead() -> Mapping[str, "PlainMapping | None"]:
        from milepost.loading.plain_nodes import PlainMapping  # noqa: PLC0415 - the same

        told = marshal.loads(answer() or marshal.dumps({}))  # noqa: S302 - we wrote it
        return {path: PlainMapping.unpacked(packed) if packed else None for path, packed in told.items()}

    return ahead
