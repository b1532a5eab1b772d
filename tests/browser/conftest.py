"""The example portal on a server."""

import pytest
from browser.serving import served


@pytest.fixture(scope="session")
def address(example_site):
    """The example portal."""
    with served(example_site) as address:
        yield address


@pytest.fixture
def page(browser):
    """A page on which no script may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
