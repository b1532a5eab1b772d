"""The example portal on a server."""

import pytest
from browser.serving import served


@pytest.fixture(scope="session")
def address(example_site):
    """The example portal."""
    with served(example_site) as address:
        yield address
