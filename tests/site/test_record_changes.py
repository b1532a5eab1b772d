"""What commits did is told with the words of the pages, not with the keys of the files."""

import pytest
from portal_files import PORTAL, commit, portal

from milepost.build import check, view_context
from milepost.views.record_changes import record_lines

RISKS = """\
risks:
  wet:
    title: Rain
    owner: lin
    probability: 4
    impact: 3
    response: mitigate
    residual: {probability: 3, impact: 3}
metrics:
  orders: {title: Orders, unit: orders, series: {file: a.csv, value: orders}}
tasks:
  menu: {title: Menu, owner: lin, duration: 3d, acceptance: [{text: Opens}, {text: Loads, done: true}]}
"""
CHANGES = {
    "probability: 3, impact: 3}": "probability: 2, impact: 3}",
    "{file: a.csv, value: orders}": "{file: b.csv, value: orders}",
    "{text: Opens}": "{text: Opens, done: true}",
}
WORDS = {
    "zh": {
        ("数据序列", "文件 a.csv", "文件 b.csv"),
        ("残余", "概率 3 · 影响 3", "概率 2 · 影响 3"),
        ("完成标准", "Opens", "Opens ✓"),
    },
    "en": {
        ("Series", "File a.csv", "File b.csv"),
        ("Residual", "Probability 3 · Impact 3", "Probability 2 · Impact 3"),
        ("Acceptance", "Opens", "Opens ✓"),
    },
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    file = "content/projects/demo/all.yml"
    settings = PORTAL.replace("[en]", "[en, zh]")
    root = portal(tmp_path_factory.mktemp("changed"), {file: RISKS, "content/portal.yml": settings})
    commit(root, on="2026-02-01T10:00:00+08:00")
    text = RISKS
    for old, new in CHANGES.items():
        text = text.replace(old, new)
    (root / file).write_text(text)
    return commit(root, on="2026-02-02T10:00:00+08:00")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_mappings_are_told_field_by_field(root, language):
    commits = record_lines(view_context(check(root), language), ["demo"]).values()
    records = [record for lines in commits for record in lines.records if record.kind == "changed"]
    assert {(one.name, one.before, one.after) for record in records for one in record.fields} == WORDS[language]
