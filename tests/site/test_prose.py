"""Which file is which hand-written page, and in which order they come."""

import pytest
from portal_files import portal

from milepost.build import load_portal
from milepost.site.prose import address_of_place, written_pages

FILES = {
    "content/handbook/index.md": "# Handbook\n\n[Second](zeta.md), then [first](alpha.md#part) and [zeta](zeta.md) again.\n",
    "content/handbook/alpha.md": "# Alpha\n",
    "content/handbook/alpha.zh.md": "# 甲\n",
    "content/handbook/beta.md": "# Beta\n",
    "content/handbook/zeta.md": "# Zeta\n",
    "content/handbook/only.zh.md": "# 只有中文\n",
    "content/handbook/release-1.0.md": "# A version is no language\n",
    "content/projects/demo/decisions/push.md": "---\ntitle: A record\n---\n",
}


@pytest.fixture
def loaded(tmp_path):
    return load_portal(portal(tmp_path, FILES))


def test_translations_are_chosen_and_records_left_out(loaded):
    english, chinese = written_pages(loaded, "en"), written_pages(loaded, "zh")
    assert english["handbook/alpha.md"] == "content/handbook/alpha.md"
    assert chinese["handbook/alpha.md"] == "content/handbook/alpha.zh.md"
    assert english["handbook/only.md"] == chinese["handbook/only.md"] == "content/handbook/only.zh.md"
    assert "handbook/release-1.0.md" in english
    assert not [page for page in english if "decisions" in page]


def test_pages_come_in_the_order_of_their_index(loaded):
    names = [page.removeprefix("handbook/") for page in written_pages(loaded, "en")]
    assert names == ["index.md", "zeta.md", "alpha.md", "beta.md", "only.md", "release-1.0.md"]


@pytest.mark.parametrize(
    ("place", "address"),
    [("index.md", ""), ("handbook/index.md", "handbook/"), ("handbook/alpha.md", "handbook/alpha/")],
)
def test_addresses(place, address):
    assert address_of_place(place) == address
