"""Amounts as messages show them."""

from decimal import Decimal


def amount_in_words(value: Decimal, currency: str) -> str:
    """`1200.5 CNY`; without a currency the number alone."""
    return f"{value.normalize():f} {currency}".strip()
