"""The desk on a port of this machine, until it is stopped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import uvicorn

from allegedly.desk.faults import LOGS
from allegedly.desk.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

    from allegedly.desk.settings import Settings

__all__ = ["serve"]

# seconds: a browser asks again at once, somebody who holds a line open gains nothing
_IDLE = 5
# a few people with a few tabs each, and room for lines that are held open until they are hung up on; a process may have
# 1,024 files open on most systems
_AT_ONCE = 900


def serve(app: Starlette, settings: Settings, opened: Callable[[str], None]) -> None:
    """Answers until it is interrupted; `opened` is told the address, with the key in it, when the port is open."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=LOGS,
        log_level="warning",
        http=Line,
        ws="none",
        server_header=False,
        date_header=False,
        access_log=False,
        timeout_keep_alive=_IDLE,
        limit_concurrency=_AT_ONCE,
        lifespan="on",
    )
    asyncio.run(_serve(uvicorn.Server(config), settings, opened))


async def _serve(server: uvicorn.Server, settings: Settings, opened: Callable[[str], None]) -> None:
    serving = asyncio.get_running_loop().create_task(server.serve())
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn tells by no event that it listens
        await asyncio.sleep(0.01)
    if server.started:
        port = server.servers[0].sockets[0].getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        key = f"?key={settings.key}" if settings.accounts is None else ""
        opened(f"http://{host}:{port}/sign-in{key}")
    await serving
