"""Talks to WeChat's servers: token, retries, and errors of which none ever says a secret."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from milepost.i18n.message import Message, message
from milepost.imports.refused import RefusedError
from milepost.imports.wechat.errors import EXPIRED, error_of, meaning
from milepost.imports.wechat.reply import Body, read_json
from milepost.loading.files import MAX_BYTES

PRODUCTION = "https://api.weixin.qq.com"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TOKEN = "/cgi-bin/stable_token"  # noqa: S105 - an address; its token stays valid for others who ask, too
_BAD_TOKEN = EXPIRED | {40001}
_ATTEMPTS = 4
_PATIENCE = {-1: 2.0, 45011: 20.0}
"""Seconds before the second attempt at a busy system, or after too many calls in a minute; each later one doubles."""
_TIMEOUT = 30.0


class TokenError(Exception):
    """No token is to be had, so nothing can be fetched; `message` says why."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.key)
        self.message = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call: its endpoint's path, and what is asked. With a body it is a POST."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the token to another server."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        return None


class WechatClient:
    """Calls endpoints with a token that it asks for once, and anew when it has expired.

    `sleep` waits for so many seconds; `secret` and token are in no text that this module gives away.
    """

    def __init__(self, server: str, appid: str, secret: str, sleep: Callable[[float], None]) -> None:
        self._server = server.rstrip("/")
        self._appid, self._secret, self._sleep = appid, secret, sleep
        self._token = ""
        direct = [urllib.request.ProxyHandler({})] if urlsplit(server).hostname in LOOPBACK else []
        self._opener = urllib.request.build_opener(_NoRedirects, *direct)

    def call(self, request: Request) -> bytes:
        """The reply's bytes, of errors that stay, too: who reads them says what they mean.

        Raises:
            TokenError: there is no token.
            RefusedError: the server cannot be reached.
        """
        self._token = self._token or self._new_token()
        data, code = self._patiently(request)
        if code in _BAD_TOKEN:
            old, self._token = self._token, self._new_token()
            if self._token == old:
                self._token = self._new_token(force=True)
            data, _ = self._patiently(request)
        return data

    def _new_token(self, *, force: bool = False) -> str:
        asked = {
            "grant_type": "client_credential",
            "appid": self._appid,
            "secret": self._secret,
            "force_refresh": force,
        }
        try:
            data, code = self._patiently(Request(path=_TOKEN, body=asked), with_token=False)
            body = read_json(data.decode("utf-8", "replace"))
        except RefusedError as error:
            raise TokenError(error.message) from None
        if code is not None:
            raise TokenError(message("importing.error", code=code, meaning=meaning(code, body)))
        token = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(token, str) or not token:
            raise TokenError(message("fetching.no-token"))
        return token

    def _patiently(self, request: Request, *, with_token: bool = True) -> tuple[bytes, int | None]:
        """The reply and its error code; what may pass is tried again a few times."""
        for attempt in range(1, _ATTEMPTS + 1):
            last = attempt == _ATTEMPTS
            try:
                data = self._once(request, with_token=with_token)
            except RefusedError:
                if last:
                    raise
                wait = _PATIENCE[-1]
            else:
                code = _code(data)
                if code not in _PATIENCE or last:
                    return data, code
                wait = _PATIENCE[code]
            self._sleep(wait * 2 ** (attempt - 1))
        raise AssertionError  # the last attempt returned or raised

    def _once(self, request: Request, *, with_token: bool) -> bytes:
        query = {**({"access_token": self._token} if with_token else {}), **request.query}
        address = f"{self._server}{request.path}{'?' if query else ''}{urlencode(query)}"
        body = None if request.body is None else json.dumps(request.body).encode()
        asked = urllib.request.Request(address, data=body, headers={"Content-Type": "application/json"})  # noqa: S310 - the scheme was checked
        try:
            with self._opener.open(asked, timeout=_TIMEOUT) as reply:
                data: bytes = reply.read(MAX_BYTES + 1)
        except urllib.error.HTTPError as error:
            error.close()
            raise RefusedError("http-status", status=error.code) from None
        except urllib.error.URLError as error:
            reason = getattr(error.reason, "strerror", None) or type(error.reason).__name__
            raise RefusedError("unreachable", reason=reason) from None
        except (OSError, HTTPException, ValueError) as error:  # their texts may quote the address
            raise RefusedError("unreachable", reason=type(error).__name__) from None
        for own in (self._secret, self._token) if with_token else (self._secret,):
            data = data.replace(own.encode(), b"***")  # a server may quote what it was sent
        return data


def _code(data: bytes) -> int | None:
    """The error code of a reply; None where it is none, or no JSON, which whoever reads it will say."""
    try:
        body: Body | Any = read_json(data.decode("utf-8", "replace"))
    except RefusedError:
        return None
    return error_of(body) if isinstance(body, dict) else None
