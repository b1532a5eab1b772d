"""Nothing that is written in the example portal stays unseen, and it shows every type and field there is."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest

from milepost.build import check
from milepost.model.duration import Duration
from milepost.model.field_types import Change, Money
from milepost.model.link import Link
from milepost.model.record import Item, NamedRecord, fields_of
from milepost.model.reference import Ref
from milepost.model.registry import built_in_types
from milepost.model.text import Translations, is_markdown
from milepost.views.addresses import page_of

TAG = re.compile(r"<[^>]+>")
SPACE = re.compile(r"\s+")


@pytest.fixture(scope="module")
def checked(checkout):
    return check(checkout)


def words(page_html: str) -> str:
    return SPACE.sub("", html.unescape(TAG.sub("", page_html)))


def leaves(value, *, markdown=False):
    """What of a value a reader must be able to find, as (kind, value)."""
    if isinstance(value, Translations):
        yield ("markdown" if markdown else "text"), value.in_language("zh")
    elif isinstance(value, str):
        yield ("markdown" if markdown else "text"), value
    elif isinstance(value, bool):
        return
    elif isinstance(value, date):
        yield "text", value.isoformat()
    elif isinstance(value, Ref):
        yield "ref", value
    elif isinstance(value, Link):
        yield "ref", value.target
    elif isinstance(value, Money):
        yield "number", value.amount
    elif isinstance(value, Change):
        yield "number", abs(value.amount)
    elif isinstance(value, Duration):
        yield "number", value.days
    elif isinstance(value, (int, float, Decimal)):
        yield "number", value
    elif isinstance(value, Item):
        for spec in fields_of(type(value)):
            if spec.attribute in value.model_fields_set:
                yield from leaves(getattr(value, spec.attribute))
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(key)
            yield from leaves(part)


def forms(number) -> set[str]:
    decimal = Decimal(str(number))
    plain = f"{decimal.normalize():f}"
    return {
        plain,
        f"{decimal:,.0f}" if decimal == decimal.to_integral_value() else f"{decimal:,}",
        f"{decimal:,.2f}",
        plain.replace("-", "−"),
    }


def test_every_field_of_every_record_is_on_its_page(checked, example_site):
    portal = checked.loaded.portal
    pages: dict[str, str] = {}
    missing = []
    for record in portal.everything():
        address = page_of(record.key)
        if address not in pages:
            pages[address] = (example_site / address / "index.html").read_text(encoding="utf-8")
        raw, seen = pages[address], words(pages[address])
        if f'id="{record.anchor}"' not in raw:
            missing.append((str(record.key), "anchor"))
        for spec in fields_of(type(record)):
            if spec.attribute not in record.model_fields_set:
                continue
            typed = getattr(record, spec.attribute)
            for kind, value in leaves(typed, markdown=is_markdown(metadata(spec))):
                if not shown(kind, value, raw, seen, portal, record):
                    missing.append((str(record.key), spec.name, str(value)[:60]))
    assert missing == []


def metadata(spec):
    found, waiting = list(spec.info.metadata), [spec.info.annotation]
    while waiting:
        part = waiting.pop()
        found += getattr(part, "__metadata__", ())
        waiting += getattr(part, "__args__", ())
    return found


def shown(kind, value, raw, seen, portal, record) -> bool:
    if value in ("", None):
        return True
    if kind == "number":
        return any(SPACE.sub("", form) in seen for form in forms(value))
    if kind == "ref":
        return value.id in raw
    if kind == "markdown":
        lines = [SPACE.sub("", re.sub(r"[*_`#>\[\]()-]|https?://\S+|\d+\.", "", line)) for line in value.splitlines()]
        plain = re.sub(r"[*_`#>\[\]()-]|\d+\.", "", seen)
        return all(line in plain for line in lines if line)
    text = SPACE.sub("", value)
    return text in seen or html.escape(value) in raw or enum_label(value, seen, raw)


def enum_label(value, seen, raw) -> bool:
    """Enum values are shown by their label, whose own completeness another test proves."""
    from milepost.i18n.catalogue import Catalogue

    values = Catalogue("zh").find("model.values")
    waiting, labels = [values], set()
    while waiting:
        table = waiting.pop()
        for key, entry in table.items():
            if isinstance(entry, dict):
                waiting.append(entry)
            elif key == value:
                labels.add(SPACE.sub("", entry))
    return any(label in seen for label in labels)


def test_the_example_uses_every_type_and_field(checked):
    used: dict[str, set[str]] = {}
    for record in (checked.loaded.portal.settings, *checked.loaded.portal.everything()):
        used.setdefault(record.collection, set()).update(record.model_fields_set)
    unused = [
        (collection, spec.name)
        for collection, kind in built_in_types().items()
        for spec in fields_of(kind)
        if spec.attribute not in used.get(collection, set())
        and (spec.attribute not in NamedRecord.model_fields or collection in ("tasks", "risks"))
        and spec.attribute != "audience"
    ]
    assert unused == []


def test_the_example_has_no_errors(checked):
    assert [one.rule for one in checked.diagnostics if one.severity == "error"] == []
