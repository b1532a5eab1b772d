"""Dates, numbers and money as readers of each language expect them."""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

MINUS = "−"
_ENGLISH = Locale.parse("en_GB")
NBSP = "\u00a0"
"""Between a number and its unit where a line may end."""
_WAN, _YI = 10_000, 100_000_000
_ROUNDED_FROM = 10_000
_SIZES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"), (10**3, "k"))
_WRITTEN_OUT = 10**18
"""Numbers from here on are shown with their exponent."""
_ZH_WEEKDAYS = "一二三四五六日"


class Formats:
    """The formats of one language; the strings hold no markup."""

    def __init__(self, language: str) -> None:
        self.zh = language == "zh"

    def iso(self, day: date | None) -> str:
        """`2026-10-14`, for tables and headers where the year is needed."""
        return day.isoformat() if day else "–"

    def short(self, day: date | None) -> str:
        """`10-14` in Chinese, `14 Oct` in English: for tables."""
        if day is None:
            return "–"
        return f"{day:%m-%d}" if self.zh else f"{day.day} {_month(day.month, 'LLL')}"

    def sentence(self, day: date | None) -> str:
        """`10 月 14 日`, `14 October`: in running text."""
        if day is None:
            return "–"
        return f"{day.month} 月 {day.day} 日" if self.zh else f"{day.day} {_month(day.month, 'LLLL')}"

    def with_weekday(self, day: date | None) -> str:
        """`10-14 周三`, `Wed 14 Oct`."""
        if day is None:
            return "–"
        if self.zh:
            return f"{day:%m-%d} 周{_ZH_WEEKDAYS[day.weekday()]}"
        return f"{format_date(day, 'ccc', locale=_ENGLISH)} {self.short(day)}"

    def month(self, day: date) -> str:
        """`10 月`, `Oct`."""
        return f"{day.month} 月" if self.zh else _month(day.month, "LLL")

    def month_of_year(self, day: date) -> str:
        """`2026 年 10 月`, `October 2026`."""
        return f"{day.year} 年 {day.month} 月" if self.zh else format_date(day, "LLLL y", locale=_ENGLISH)

    def span(self, start: date | None, finish: date | None) -> str:
        """`08-03–11-27`, `3 Aug–27 Nov`; one day is shown once."""
        return self.short(start) if start == finish else f"{self.short(start)}–{self.short(finish)}"

    def number(self, value: float | Decimal | None, decimals: int = 0) -> str:
        """`9,840`, `−6`; `–` for no data."""
        if value is None:
            return "–"
        if not -_WRITTEN_OUT < value < _WRITTEN_OUT:
            return f"{value:.3g}".replace("-", MINUS)
        text = _grouped(value, decimals)
        return MINUS + text[1:] if text.startswith("-") and text.strip("-0.,") else text.lstrip("-")

    def plain(self, value: float | Decimal) -> str:
        """A number as short as it is exact enough: `9840`, `0.35`, `12.5`."""
        text = f"{value:.4f}".rstrip("0").rstrip(".")
        return text.replace("-", MINUS) if text != "-0" else "0"

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """`35%` for 0.35."""
        return "–" if share is None else f"{self.number(share * 100, decimals)}%"

    def signed(self, value: float, decimals: int = 0) -> str:
        """`+3`, `−6`, `0`."""
        text = self.number(value, decimals)
        return f"+{text}" if value > 0 and text.strip("0.,") else text

    def big(self, value: float | Decimal | None, decimals: int = 1) -> str:
        """`58.3 万`, `1.2 亿`; in English `583,000`."""
        if value is None:
            return "–"
        size = float(value)
        if self.zh and abs(size) >= _WAN * _YI:
            return f"{self.number(size / _WAN / _YI, decimals)} 万亿"
        if self.zh and abs(size) >= _YI:
            return f"{self.number(size / _YI, decimals)} 亿"
        if self.zh and abs(size) >= _WAN:
            return f"{self.number(size / _WAN, decimals)} 万"
        return self.number(value)

    def money(self, amount: Decimal | None, currency: str) -> str:
        """`58.3 万元`, `CNY 583,000`."""
        if amount is None:
            return "–"
        if self.zh:
            return (
                f"{self.big(amount)}元"
                if currency == "CNY" and abs(amount) >= _WAN
                else f"{self.number(amount, _cents(amount))} {self.currency(currency)}"
            )
        return f"{currency} {self.number(amount, _cents(amount))}"

    def round_money(self, amount: Decimal | None, currency: str) -> str:
        """The same in as little room as headline figures have: `58.3 万元`, `CNY 583k`."""
        if amount is None or self.zh or abs(amount) < _ROUNDED_FROM:
            return self.money(amount if amount is None else Decimal(round(amount)), currency)
        size, sign = next((size, sign) for size, sign in _SIZES if abs(amount) >= size)
        return f"{currency} {self.number(amount / size, 1 if abs(amount) < 100 * size else 0)}{sign}"

    def currency(self, currency: str) -> str:
        """A currency as the unit of a column or an axis: `元`, `CNY`."""
        return "元" if self.zh and currency == "CNY" else currency

    def join(self, parts: list[str]) -> str:
        """A list within a line."""
        return ("、" if self.zh else ", ").join(parts)


@lru_cache(maxsize=10_000)  # pages repeat the same few numbers
def _grouped(value: float | Decimal, decimals: int) -> str:
    """A number with commas between its thousands, as both languages have them."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=_ENGLISH)


@cache
def _month(number: int, pattern: str) -> str:
    """An English month: `LLL` for `Oct`, `LLLL` for `October`."""
    return format_date(date(2000, number, 1), pattern, locale=_ENGLISH)


def _cents(amount: Decimal) -> int:
    return 0 if amount == amount.to_integral_value() else 2
