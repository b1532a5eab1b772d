"""`milepost fetch wechat`: asks WeChat's data endpoints and takes the replies as `milepost import wechat` does."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

import click

from milepost.build import load_portal, resolve_as_of
from milepost.cli.import_wechat import kinds_of, take_in
from milepost.cli.importing import REFUSED, into, target_of
from milepost.cli.options import as_of as as_of_option
from milepost.cli.options import directory, language, portal_root, words_for
from milepost.errors import MilepostError
from milepost.i18n.message import message
from milepost.imports.month_rows import Row
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.client import LOOPBACK, PRODUCTION, TokenError, WechatClient
from milepost.imports.wechat.schedule import FETCHED, asked_for
from milepost.imports.wechat.taking import Origin, Taken, take

_APPID, _SECRET, _SERVER = "MILEPOST_WECHAT_APPID", "MILEPOST_WECHAT_SECRET", "MILEPOST_WECHAT_SERVER"
_MOST_DAYS = 90
_ENDS_CALL = ("importing.error",)
"""Errors that asking for another day does not mend: the quota of the day, a missing permission."""


@click.command("wechat")
@into
@click.option(
    "--call",
    "calls",
    multiple=True,
    type=click.Choice(list(FETCHED), case_sensitive=False),
    metavar="NAME",
    help="Only this call; may be given several times (default: all but the performance calls).",
)
@click.option(
    "--days",
    type=click.IntRange(1, _MOST_DAYS),
    default=1,
    show_default=True,
    help="How many complete days, with the weeks and months that end in them.",
)
@directory
@language
@as_of_option
def command(
    project: str, calls: tuple[str, ...], days: int, directory: Path, lang: str | None, as_of: str | None
) -> None:
    """Fetch the last complete days from WeChat's data endpoints into PROJECT.

    The mini-program's appid and secret come from the environment, MILEPOST_WECHAT_APPID and MILEPOST_WECHAT_SECRET,
    and are never shown. Exits with 0 when every reply was taken or has no data, with 1 when some were refused, with 2
    when nothing could be done.
    """
    root = portal_root(directory)
    loaded = load_portal(root)
    settings = loaded.portal.settings
    words = words_for(lang, settings)
    target = target_of(root, loaded, project)
    day = resolve_as_of(root, as_of or "today", None, "Asia/Shanghai")
    client = WechatClient(_server(), _from_environment(_APPID), _from_environment(_SECRET), sleep)
    replies: list[tuple[str, Taken | RefusedError]] = []
    try:
        for name in calls or FETCHED:
            replies += _replies(client, name, day, days, kinds_of(settings))
    except TokenError as error:
        raise MilepostError(message("fetching.no-start", reason=error.message)) from None
    finally:
        refused = take_in(root, target, replies, words)  # what came before a failure is not fetched again
    sys.exit(REFUSED if refused else 0)


def _replies(
    client: WechatClient, call: str, as_of: date, days: int, kinds: Mapping[int, str]
) -> Iterator[tuple[str, Taken | RefusedError]]:
    """What a call's requests give; after an error that the next one would meet too, no more are made."""
    before: tuple[Row, ...] = ()
    for asked in asked_for(call, as_of, days):
        label = f"{call} {asked.label}"
        try:
            taken = take(client.call(asked.request), Origin(name=f"{call}-{asked.label}", call=call), as_of, kinds)
        except RefusedError as error:
            yield label, error
            if error.message.key in _ENDS_CALL:
                return
            continue
        if asked.is_page:
            if before and taken.rows in ((), before):
                return
            before = taken.rows
            taken = replace(taken, notes=tuple(one for one in taken.notes if one.key != "importing.one-page"))
        yield label, taken


def _from_environment(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise MilepostError(message("fetching.no-secret", name=name))
    return value


def _server() -> str:
    """WeChat's own server, or one that stands for it."""
    server = os.environ.get(_SERVER, "").strip() or PRODUCTION
    parts = urlsplit(server)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise MilepostError(message("fetching.no-https", name=_SERVER))
    return server
