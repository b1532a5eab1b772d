"""The names of periods on the time axes of charts, in the reader's language."""

from datetime import date

from milepost.charts.time_axis import AxisWords
from milepost.views.context import ViewContext


def axis_words(context: ViewContext) -> AxisWords:
    """`8 月`, `2026 年 1 月`, `08-14` in Chinese; `Aug`, `Jan 2026`, `14 Aug` in English."""
    months = tuple(context.formats.month(date(2001, number, 1)) for number in range(1, 13))
    if context.formats.zh:
        return AxisWords(
            months=months, year="{year} 年", month_of_year="{year} 年 {month}", quarter_of_year="{year} 年 Q{quarter}"
        )
    return AxisWords(months=months, day="{day} {month}")
