"""The door of the desk: who may speak to it at all, and what a browser may do with its pages.

A page of another site cannot reach the desk through a visitor's browser: not under another name (DNS rebinding), not by
sending a form (Origin, Sec-Fetch-Site and a token of the visit), not in a frame. Scripts are the desk's own files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from allegedly.desk.settings import Settings

__all__ = ["POLICY", "Guard"]

# a decision with a whole edited claim is a few thousand bytes
_MOST_BYTES = 1_000_000
_READING = ("GET", "HEAD")
_ALLOWED = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{what} {whence}" for what, whence in _ALLOWED.items())
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # no other site is told; no-referrer would also make a form of the desk itself come from "null"
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Refuses what does not come from the desk's own pages, and marks every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    told[name] = value
                # what a ledger says is not kept by the browser; files of the desk are
                told.setdefault("Cache-Control", "no-store")
            await send(message)

        if reason := self.refusal(scope["method"], headers):
            await PlainTextResponse(f"{reason}\n", status_code=403)(scope, receive, marked)
        elif too_much(headers):
            await PlainTextResponse(f"expected at most {_MOST_BYTES} bytes\n", status_code=413)(scope, receive, marked)
        else:
            await self.app(scope, _bounded(receive), marked)

    def refusal(self, method: str, headers: Headers) -> str | None:
        """Why a request is not let in; None for one that is."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_own(f"http://{hosts[0]}"):
            return "expected a host name of this desk; start it with --name NAME to be found under another"
        site = headers.get("sec-fetch-site", "same-origin")
        if method in _READING:
            # a link in another program may open the desk, nothing of another site may load from it
            opens = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
            return None if site in ("same-origin", "none") or opens else "expected a request from the desk's own pages"
        origins = headers.getlist("origin")
        if site != "same-origin" or any(not self._is_same(origin, hosts[0]) for origin in origins):
            return "expected a decision from the desk's own pages"
        return None

    def _is_own(self, address: str) -> bool:
        try:
            told = urlsplit(address)
        except ValueError:
            return False
        return told.hostname in self.settings.hosts and told.path == "" and told.username is None

    def _is_same(self, origin: str, host: str) -> bool:
        return self._is_own(origin) and urlsplit(origin).netloc.casefold() == host.casefold()


def too_much(headers: Headers) -> bool:
    """Whether a request says that it is larger than any decision."""
    told = headers.get("content-length", "0")
    return not (told.isascii() and told.isdigit()) or int(told) > _MOST_BYTES


def _bounded(receive: Receive) -> Receive:
    """The body of a request up to the most bytes; what comes after them ends it."""
    left = _MOST_BYTES

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if left < 0 else message

    return counted
