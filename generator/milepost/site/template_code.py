"""Compiled templates, kept for the next environment of the same process."""

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class TemplateCode(BytecodeCache):
    """Hosts make an environment for each build, and compiling all templates takes half a second each time.

    A template whose text has changed is compiled anew. Nothing is written: code from a folder might be anybody's.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


OWN, OF_THE_THEME = TemplateCode(), TemplateCode()
"""Two, as environments with different settings make different code of the same text."""
