"""A tree of files in memory, for tests that load many portals."""

from milepost.loading.files import Listing


class MemoryTree:
    """Bytes by path; a path without bytes is listed, and gone when it is read."""

    def __init__(self, files):
        self.files = files

    def list(self):
        return Listing(files=tuple(sorted(self.files)))

    def read(self, paths):
        for path in paths:
            yield path, self.files[path]
