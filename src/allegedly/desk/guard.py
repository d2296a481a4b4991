"""The door of the desk: who may speak to it at all, and what a browser may do with its pages.

A page of another site cannot reach the desk through a visitor's browser: not under another name (DNS rebinding), not by
sending a form (Origin, Sec-Fetch-Site and a token of the visit), not in a frame. Scripts are the desk's own files.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from allegedly.desk.settings import Settings

__all__ = ["MOST_BYTES", "POLICY", "Guard"]

# a decision with a whole edited claim is a few thousand bytes
MOST_BYTES = 1_000_000
# seconds in which a whole body must have come; a decision takes a hundredth of one
_BODY_WITHIN = 10.0
# an address with all filters has some hundred letters; browsers and proxies cut at about these
_LONGEST_PATH, _LONGEST_QUERY = 1_000, 8_000
_READING = ("GET", "HEAD")
_METHODS = (*_READING, "POST")
# a name or an address, and a port; what else a URL may hold before its path has no place in a Host header
_HOST = re.compile(r"([a-z0-9_.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?", re.IGNORECASE)
# what no address of the desk holds, however it is written
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ENCODED_NUL = re.compile(rb"%00")
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
    """Refuses what does not come from the desk's own pages, and marks every answer, errors too."""

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

        if refused := self.refusal(scope["method"], headers) or too_much(scope, headers):
            status, reason = refused
            await PlainTextResponse(f"{reason}\n", status_code=status)(scope, receive, marked)
        else:
            await self.app(scope, _bounded(receive), marked)

    def refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        """With which status and why a request is not let in; None for one that is."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_own(hosts[0]):
            return 403, "expected a host name of this desk; start it with --name NAME to be found under another"
        sites = headers.getlist("sec-fetch-site") or ["same-origin"]
        if method in _READING:
            # a link in another program may open the desk, nothing of another site may load from it
            opens = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
            fine = all(site in ("same-origin", "none") for site in sites) or opens
            return None if fine else (403, "expected a request from the desk's own pages")
        origins = headers.getlist("origin")
        if any(site != "same-origin" for site in sites) or any(not self._is_same(one, hosts[0]) for one in origins):
            return 403, "expected a decision from the desk's own pages"
        return None if method in _METHODS else (405, f"expected one of {', '.join(_METHODS)}")

    def _is_own(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        return found is not None and found[1].strip("[]").casefold() in self.settings.hosts

    def _is_same(self, origin: str, host: str) -> bool:
        scheme, _, named = origin.partition("://")
        # a proxy that ends HTTPS leaves the origin as the browser saw it
        return named.casefold() == host.casefold() and scheme == ("https" if self.settings.behind_https else "http")


def too_much(scope: Scope, headers: Headers) -> tuple[int, str] | None:
    """With which status and why a request is larger, or other, than anything the desk's pages send."""
    if len(scope["path"]) > _LONGEST_PATH or len(scope.get("query_string", b"")) > _LONGEST_QUERY:
        return 414, f"expected an address of at most {_LONGEST_PATH} letters, and {_LONGEST_QUERY} after its ?"
    if _CONTROL.search(scope["path"]) or _ENCODED_NUL.search(scope.get("query_string", b"")):
        return 400, "expected an address of letters, found control characters in it"
    told = headers.getlist("content-length") or ["0"]
    if any(not (one.isascii() and one.isdigit() and len(one) < 20) or int(one) > MOST_BYTES for one in told):
        return 413, f"expected at most {MOST_BYTES} bytes"
    return None


def _bounded(receive: Receive) -> Receive:
    """The body of a request, up to the most bytes and for so many seconds; a larger or slower one is told so."""
    left, until = MOST_BYTES, asyncio.get_running_loop().time() + _BODY_WITHIN
    whole = False

    async def counted() -> Message:
        nonlocal left, whole
        if whole:
            # from here on it waits for the browser to go, however long the answer takes
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, f"expected the whole request within {_BODY_WITHIN:g} s") from None
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, f"expected at most {MOST_BYTES} bytes")
        whole = not message.get("more_body", False)
        return message

    return counted
