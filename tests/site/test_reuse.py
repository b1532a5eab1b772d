"""After any edit the pages that were kept are those that would be rendered anew."""

import random
import re
import shutil

import pytest

from milepost.build import check, portal_site
from milepost.site.reuse import RenderedPages

ROUNDS = 7
WORD = re.compile(r"\b(\d+|[a-z]{4,}|true|done|todo)\b")


@pytest.fixture
def root(checkout, tmp_path):
    shutil.copytree(checkout / "content", tmp_path / "content")
    return tmp_path


def edit(root, draw: random.Random) -> str:
    """Changes a value, removes some lines, or adds some, in a file picked by chance."""
    where = root / "content" / "projects" if draw.random() < 0.8 else root  # what is portal-wide is on every page
    files = sorted(path for path in where.rglob("*") if path.suffix in (".yml", ".md", ".csv"))
    path = draw.choice(files)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = draw.randrange(len(lines))
    kind = draw.choice(("value", "value", "value", "cut", "repeat"))
    if kind == "value":
        found = [number for number, line in enumerate(lines) if WORD.search(line)]
        at = draw.choice(found or [0])
        lines[at] = WORD.sub(
            lambda match: str(int(match[0]) + 1) if match[0].isdigit() else match[0] + "x", lines[at], count=1
        )
    elif kind == "cut":
        del lines[at : at + draw.randint(1, 4)]
    else:
        lines[at:at] = lines[max(at - 3, 0) : at]
    path.write_text("".join(lines), encoding="utf-8")
    return f"{kind} at {path.relative_to(root)}:{at + 1}"


@pytest.mark.parametrize("seed", [1, 2])
def test_kept_pages_are_as_if_rendered_anew(root, seed):
    draw, rendered, kept, total = random.Random(seed), RenderedPages(), 0, 0  # noqa: S311
    before: dict[str, object] = {}
    for number in range(ROUNDS):
        what = edit(root, draw) if number > 1 else "nothing yet"  # the second round keeps nearly all
        checked = check(root)
        served = portal_site(checked, "zh", rendered)
        fresh = portal_site(checked, "zh")
        for address, page in served.pages.items():
            content = page.render()
            kept += content is before.get(address)
            before[address] = content
            total += 1
            assert content == fresh.pages[address].render(), (what, address)
        assert served.files == fresh.files, what
    assert kept > 10, "pages are kept at all"


def test_an_edit_in_one_project_leaves_the_pages_of_the_other(root):
    rendered = RenderedPages()
    first = {a: page.render() for a, page in portal_site(check(root), "zh", rendered).pages.items()}
    budget = root / "content" / "projects" / "tea-order" / "money.yml"
    budget.write_text(budget.read_text(encoding="utf-8").replace("zh: 人力", "zh: 人力成本", 1), encoding="utf-8")
    second = {a: page.render() for a, page in portal_site(check(root), "zh", rendered).pages.items()}
    assert second["projects/tea-order/money/"] != first["projects/tea-order/money/"]
    assert second["rules/yaml-syntax/"] is first["rules/yaml-syntax/"]
