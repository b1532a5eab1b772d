"""Secrets and personal data: found in all their spellings, and nothing that only looks like them."""

import pytest
from loading.findings import DEMO, checked, marked, place, the_one

TASK = "tasks:\n  menu:\n    owner: lin\n    duration: 1d\n    acceptance: [Loads]\n    title: %s\n"
HEX = "0123456789abcdef" * 2
WEBHOOK = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"AppSecret {HEX}", HEX),
        (f"'app_secret: {HEX}'", HEX),
        (f"密钥为{HEX}", HEX),
        (WEBHOOK, WEBHOOK),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/8a9b1c2d-1111", None),
        ("https://oapi.dingtalk.com/robot/send?access_token=a1b2c3d4e5f6", None),
        ("https://example.com/x?access_token=4f3e2d1c0b9a8f7e", None),
        ("https://lin:s3cretpass@example.com/repo.git", None),
        ("LTAI5tAbCdEfGh1234567890", None),
        ("ghp_" + "a1B2" * 9, None),
        ("'-----BEGIN RSA PRIVATE KEY-----'", "-----BEGIN RSA PRIVATE KEY-----"),
    ],
)
def test_secrets(text, found, tmp_path):
    result = checked(tmp_path, {"p.yml": TASK % text})
    one = the_one(result)
    assert one.rule == "secret-in-content"
    assert marked(result, one) == (found or text)


@pytest.mark.parametrize(
    "text",
    [
        "AppSecret is kept in the vault",
        f"commit {HEX}",
        "https://example.com/x?access_token=${TOKEN}",
        "https://example.com/x?access_token=YOUR_ACCESS_TOKEN",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=xxxxxxxx",
        "AppSecret " + "0" * 32,
        "https://example.com/?token=short",
        "sk-learn",
    ],
)
def test_no_secrets(text, tmp_path):
    assert checked(tmp_path, {"p.yml": TASK % f"'{text}'"}).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13912345678", None),
        ("+86 139 1234 5678", "139 1234 5678"),
        ("139-1234-5678", None),
        ("电话１３９１２３４５６７８", "１３９１２３４５６７８"),
        ("11010519491231002X", None),
        ("openid oX7fR5kQ2mB9zL3tN8vC1wY6pH4s", "oX7fR5kQ2mB9zL3tN8vC1wY6pH4s"),
        ("lin@tea.cn", None),
    ],
)
def test_personal_data(text, found, tmp_path):
    result = checked(tmp_path, {"p.yml": TASK % f"'{text}'"})
    one = the_one(result)
    assert one.rule == "personal-data"
    assert marked(result, one) == (found or text)


@pytest.mark.parametrize(
    "text",
    ["12345678901", "139123456789", "110105194912310021", "110105194913310029", "lin@example.com", "git@github.com:a/b", "icon@2x.png",
     "13912345678901234567", "0.13912345678", "2026-03-02", "@lin"],
)  # fmt: skip
def test_no_personal_data(text, tmp_path):
    assert checked(tmp_path, {"p.yml": TASK % f"'{text}'"}).diagnostics == ()


@pytest.mark.parametrize("name", ["daily.csv", "tasks/menu.md", "content/handbook/page.md", "broken.yml"])
def test_all_text_files_are_searched(name, tmp_path):
    text = (
        "---\ntitle: M\nowner: lin\nduration: 1d\nacceptance: [L]\n---\n13912345678\n"
        if "menu" in name
        else "\n13912345678\n"
    )
    found = checked(tmp_path, {name: text})
    here = [one for one in found.diagnostics if one.rule == "personal-data"]
    assert [marked(found, one) for one in here] == ["13912345678"]


def test_a_column_of_numbers_is_told_a_hundred_times_and_then_counted(tmp_path):
    rows = "".join(f"139{number:08}\n" for number in range(150))
    found = checked(tmp_path, {"daily.csv": "phone\n" + rows})
    assert len(found.diagnostics) == 100
    assert [one.notes[0].params for one in found.diagnostics if one.notes] == [{"count": 50}]


def test_the_place_counts_characters_and_lines_of_any_end(tmp_path):
    found = checked(tmp_path, {"daily.csv": "名\r\n菜单 13912345678\r\n"})
    one = the_one(found)
    assert place(one) == "personal-data daily.csv:2:4"
    assert marked(found, one) == "13912345678"
    assert one.location.path == f"{DEMO}daily.csv"
