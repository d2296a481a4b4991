"""The desk as one application: its pages, its writes, its files and its door."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route

from allegedly.desk import (
    actorlist,
    actorpage,
    agreementpage,
    blindcoding,
    claimlist,
    claimpage,
    codinglist,
    codingpick,
    curation,
    curationlist,
    deciding,
    eventlist,
    eventpage,
    eventwrites,
    loglist,
    mapclaims,
    namelist,
    overview,
    reportpage,
    review,
    reviewlist,
    tienet,
    tiepage,
    timeline,
    worldmap,
)
from allegedly.desk.answering import failed, page_endpoint, write_endpoint
from allegedly.desk.bench import Bench
from allegedly.desk.files import DeskFiles
from allegedly.desk.guard import Guard
from allegedly.desk.openapi import description_endpoint
from allegedly.desk.readying import make_ready
from allegedly.desk.signin import sign_in, sign_out
from allegedly.errors import AllegedlyError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from allegedly.desk.pages import PageRoute, WriteRoute
    from allegedly.desk.settings import Settings
    from allegedly.ledger import Ledger

__all__ = ["PAGES", "WRITES", "create_app"]

# every page and every write of the desk, in the order a reader meets them
PAGES: tuple[PageRoute, ...] = (
    *overview.PAGES,
    *reviewlist.PAGES,
    *review.PAGES,
    *codinglist.PAGES,
    *codingpick.PAGES,
    *blindcoding.PAGES,
    *curationlist.PAGES,
    *curation.PAGES,
    *claimlist.PAGES,
    *claimpage.PAGES,
    *eventlist.PAGES,
    *eventpage.PAGES,
    *worldmap.PAGES,
    *mapclaims.PAGES,
    *timeline.PAGES,
    *actorlist.PAGES,
    *actorpage.PAGES,
    *tienet.PAGES,
    *tiepage.PAGES,
    *agreementpage.PAGES,
    *reportpage.PAGES,
    *namelist.PAGES,
    *loglist.PAGES,
)
WRITES: tuple[WriteRoute, ...] = (
    *deciding.WRITES,
    *eventwrites.WRITES,
    *codingpick.WRITES,
    *blindcoding.WRITES,
    *curation.WRITES,
)


class Application(Starlette):
    """The desk behind its door; the answer to a fault of the desk goes through it too."""

    def build_middleware_stack(self) -> ASGIApp:
        """What a request goes through."""
        return Guard(super().build_middleware_stack(), self.state.bench.settings)


def create_app(ledger: Ledger, settings: Settings) -> Starlette:
    """The desk on one open ledger, as an application that any ASGI server can run.

    >>> from allegedly.desk import Settings, create_app
    >>> from allegedly.ledger import open_ledger
    >>> app = create_app(open_ledger(":memory:"), Settings(key="k" * 22))  # doctest: +SKIP
    """
    make_ready()
    bench = Bench(ledger, settings, {page.path: page.needs for page in PAGES})

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        counting = asyncio.get_running_loop().create_task(bench.run(bench.count))
        try:
            yield
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await counting
            bench.close()

    app = Application(
        routes=list(_routes()),
        exception_handlers={AllegedlyError: failed, HTTPException: failed, Exception: failed},
        lifespan=lifespan,
    )
    app.state.bench = bench
    return app


def _routes() -> Iterator[BaseRoute]:
    yield Route("/", _first_page)
    yield Route("/sign-in", sign_in, methods=["GET", "POST"])
    yield Route("/sign-out", sign_out, methods=["POST"])
    for page in PAGES:
        for form in ("json", "csv", "svg"):
            yield Route(f"{page.path}.{form}", page_endpoint(page, form))
        yield Route(page.path, page_endpoint(page, "html"))
    for write in WRITES:
        yield Route(write.path, write_endpoint(write), methods=["POST"])
    yield Route("/openapi.json", description_endpoint(WRITES))
    yield Mount("/static", DeskFiles(), name="static")


async def _first_page(request: Request) -> RedirectResponse:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{PAGES[0].path}{query}", status_code=303)
