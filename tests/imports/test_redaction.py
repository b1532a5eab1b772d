"""Personal data are taken out of texts, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.imports.redaction import redacted


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("电话 138 0000 0002 或 138-0000-0003", "电话 *** 或 ***"),
        ("手机 +86 13800000004，备用 8613800000005", "手机 ***，备用 ***"),
        ("号码 １３８０００００００６。", "号码 ***。"),
        ("１３８\u200b０００００\u200b００６", "***"),
        ("打 138.0000.0000 或 138_0000_0000", "打 *** 或 ***"),
        ("幺三八零零零零零零零零", "***"),
        ("call +852 9123 4567", "call ***"),
        ("身份证 11010519491231002X 在此", "身份证 *** 在此"),
        ("座机 010-12345678 白天", "座机 *** 白天"),
        ("证件 990101190001010018", "证件 ***"),
        ("卡号 6222 0000 0000 0000 123", "卡号 ***"),
        ("邮箱 fake.user01@example.com 收不到", "邮箱 *** 收不到"),
        ("微信号：tea_lover88 联系我", "微信号：*** 联系我"),
        ("我的QQ 12345678", "我的QQ ***"),
        ("openid oFAKEopenid00000000000000005 报错", "openid *** 报错"),
        ("appsecret=deadbeefdeadbeefdeadbeefdeadbeef access_token=FAKE_TOKEN_0000", "appsecret=*** access_token=***"),
        ("头像 https://thirdwx.qlogo.cn/mmopen/FAKE/132 坏了", "头像 *** 坏了"),
    ],
)
def test_what_is_taken_out(text, left):
    assert redacted(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "优惠 13800 元券打不开；2026-08-01 12:30 版本 1.38.0000 错误码 40001",
        "首页白屏，刷新也没有用",
        "2026-08-01 2026-08-02 两天都不行",
        "微信支付失败，微信 8.0.50",
        "wechat pay failed, token expired",
        "订单 20261014 没有到",
        "等了 15-20 分钟，3 杯 18.5 元",
        "ｉＰｈｏｎｅ　１５　闪退！",
        "①②③都不行",
        "一二三四五，上山打老虎",
        "涨了 +1000 积分，+5%",
        "版本 2.13.1304.2026",
        "http://192.168.100.100:8080 打不开",
        "orders-by-district-and-shop-x 很好",
    ],
)
def test_what_stays(text):
    assert redacted(text) == text


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_number_goes_and_the_text_around_it_stays(before, after):
    kept = redacted(f"{before}，13812345678，{after}")
    assert "13812345678" not in kept
    assert "***" in kept


@given(st.text(max_size=200))
def test_what_is_redacted_once_is_redacted(text):
    assert redacted(redacted(text)) == redacted(text)


def test_long_texts_without_a_find_are_read_in_one_go():
    """Each of these takes minutes where a pattern looks ahead without bound; a megabyte is far over what a cell keeps."""
    for part in ("1", "a", "openid", "qlogo.", "a.", "微信号", "1-", "@a", "密码"):
        redacted(part * (200_000 // len(part)))
