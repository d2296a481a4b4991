"""Requests to the desk exactly as they are given, which no honest client would send."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message

__all__ = ["Answer", "knock"]

Head = list[tuple[str, str]]


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def knock(app: ASGIApp, method: str, target: str, headers: Iterable[tuple[str, str]] = (), body: Any = None) -> Answer:
    """Sends one request with these headers and no others; `body` goes as JSON unless it is bytes or parts of them."""
    sent = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    if body is not None and not isinstance(body, (bytes, list)):
        body = json.dumps(body).encode()
        sent.append((b"content-type", b"application/json"))
    parts: list[bytes] = body if isinstance(body, list) else [body or b""]
    path, _, query = target.partition("?")
    scope = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 5), "root_path": "", "path": unquote(path), "raw_path": path.encode(),
        "query_string": query.encode("latin-1"), "headers": sent,
    }  # fmt: skip
    # the browser's driver keeps a loop in the thread of the tests
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(lambda: asyncio.run(_knock(app, scope, parts))).result()


async def _knock(app: ASGIApp, scope: dict[str, Any], parts: list[bytes]) -> Answer:
    told: list[Message] = []
    waiting: list[Message] = [
        {"type": "http.request", "body": part, "more_body": at < len(parts)} for at, part in enumerate(parts, 1)
    ]

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(dict(message))

    # a fault of the desk is answered first and then raised for the log
    try:
        await app(scope, receive, send)
    except Exception:
        if not told:
            raise
    start = next(one for one in told if one["type"] == "http.response.start")
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], headers, b"".join(one.get("body", b"") for one in told))
