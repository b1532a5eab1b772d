"""Settings of the host that contradict the portal's."""

import pytest
from loading.findings import checked, english, marked, place, places, the_one
from portal_files import PORTAL

from milepost.build import check

BILINGUAL = PORTAL.replace("title: Demo portal", "title: {zh: 演示, en: Demo portal}").replace("[en]", "[zh-CN, en]")


def with_host(root, text, settings=PORTAL):
    (root / "mkdocs.yml").parent.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return checked(root, {"content/portal.yml": settings})


@pytest.mark.parametrize(
    ("text", "settings", "where", "under"),
    [
        ("site_name: Other\n", PORTAL, "1:12", "Other"),
        ("theme:\n  language: zh\n", PORTAL, "2:13", "zh"),
        ("theme: {language: en}\n", BILINGUAL, "1:19", "en"),
        ("plugins:\n  - search: {lang: [en]}\n", BILINGUAL, "2:20", "[en]"),
        ("plugins:\n  search: {separator: '[ ]+'}\n", BILINGUAL, "2:23", "'[ ]+'"),
        ("repo_url: https://example.com/b\n", PORTAL + "  repository: {url: https://example.com/a, host: github}\n", "1:11", "https://example.com/b"),
        ("edit_uri: edit/main/docs/\n", PORTAL + "  repository: {url: https://example.com/a, host: github}\n", "1:11", "edit/main/docs/"),
    ],
)  # fmt: skip
def test_a_value_that_differs(text, settings, where, under, tmp_path):
    found = with_host(tmp_path, text, settings)
    one = the_one(found)
    assert (place(one), one.severity.value) == (f"conflicting-setting mkdocs.yml:{where}", "warning")
    assert marked(found, one) == under
    assert english(one)[1].startswith("delete it from mkdocs.yml")


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("site_name: Demo portal\n", PORTAL),
        ("site_name: 演示\n", BILINGUAL),
        ("site_name: Demo portal\n", BILINGUAL),
        ("theme: {name: material, language: en}\n", PORTAL),
        ("theme: {language: zh-Hans}\n", BILINGUAL),
        ("plugins: [search, milepost]\n", BILINGUAL),
        ("plugins:\n  - search: {lang: [en, zh]}\n", BILINGUAL),
        ("plugins:\n  - search: {separator: '[\\s\\u200b]+'}\n", BILINGUAL),
        (
            "repo_url: https://example.com/a.git\n",
            PORTAL + "  repository: {url: https://example.com/a/, host: github}\n",
        ),
        ("site_name: !ENV [NAME, Other]\n", PORTAL),
        ("theme: {language: !!python/name:os.system ''}\n", PORTAL),
        ("site_name: [\n", PORTAL),
        ("", PORTAL),
        ("- a\n", PORTAL),
    ],
)
def test_a_value_that_does_not_differ_or_cannot_be_read(text, settings, tmp_path):
    assert places(with_host(tmp_path, text, settings)) == []


def test_a_host_without_settings_and_one_that_is_no_text(tmp_path):
    assert checked(tmp_path, {}).diagnostics == ()
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: \xff\n")
    assert check(tmp_path).diagnostics == ()
