"""Writes a log of events of a shop, the same for the same number of them."""

import gzip
import random
import time
from pathlib import Path

STEPS = ("home", "catalog", "product_view", "add_to_cart", "cart", "shipping_details", "payment_details", "purchase")
FUNNEL = ("catalog", "product_view", "add_to_cart", "purchase")
_START, _DAYS = 1_767_225_600, 180
"""2026-01-01, and the days that the log covers."""


def write_events(path: Path, count: int) -> None:
    """At least `count` events in sessions of 3 to 20, of one user for fifty of them; some users come far more often."""
    draw = random.Random(7)
    users, written, session = count // 50, 0, 0
    with gzip.open(path, "wt", compresslevel=3, encoding="utf-8") as stream:
        stream.write("user_id,session_id,event,timestamp,platform\n")
        while written < count:
            user, session = int(users * draw.random() ** 1.5), session + 1
            moment = _START + int(draw.random() * _DAYS * 86_400)
            for _ in range(draw.randint(3, 20)):
                moment += int(draw.expovariate(1 / 40))
                event = STEPS[min(7, int(draw.random() ** 2 * 8))]
                stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(moment))
                stream.write(f"user_{user},s{session},{event},{stamp},{'ios' if user % 3 else 'web'}\n")
                written += 1
