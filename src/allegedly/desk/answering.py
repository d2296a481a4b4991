"""A request becomes a question, and what a page or a write tells becomes an answer."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from allegedly.codec import encode
from allegedly.desk.asked import Asked
from allegedly.desk.forms import fields_of
from allegedly.desk.people import may, token_of
from allegedly.desk.porter import BEARER
from allegedly.desk.rendering import as_csv, as_html, as_json, as_svg, render
from allegedly.errors import (
    AllegedlyError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    NotReadyError,
    StorageError,
    TooLongError,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from allegedly.desk.bench import Bench
    from allegedly.desk.pages import Done, PageRoute, WriteRoute, Writing
    from allegedly.desk.people import Person

__all__ = ["failed", "page_endpoint", "person_of", "write_endpoint"]

# seconds a page may ask the ledger for; the slowest of a million claims takes a tenth of it
_WITHIN = 2.0
# seconds after which a page that waits for the claims to be counted asks again
_RETRY = "1"


def page_endpoint(page: PageRoute, form: str) -> Callable[[Request], Awaitable[Response]]:
    """What answers for a page in one of its forms: html, json, csv or svg."""

    def answer(bench: Bench, person: Person, address: str, path: Mapping[str, Any], query: dict[str, str]) -> Response:
        with bench.ledger.engine.reading(within=_WITHIN) as tx:
            asked = Asked(bench, tx, address=address, path=path, query=query, person=person)
            shown = page.tell(asked)
            if form == "json":
                return as_json(shown)
            if form == "html":
                return as_html(asked, page.template, shown)
            name = address.strip("/").replace("/", "-") or "desk"
            if form == "svg":
                if shown.drawing is None:
                    raise NotFoundError(f"{address}: is no picture; its record is at {address}.json")
                return as_svg(asked, name, shown.drawing)
            if shown.table is None:
                raise NotFoundError(f"{address}: is no table; its record is at {address}.json")
            return as_csv(name, shown.table)

    async def endpoint(request: Request) -> Response:
        bench: Bench = request.app.state.bench
        person = person_of(request)
        if person is None:
            return _sign_in_first(request)
        if not may(person, page.needs):
            raise ForbiddenError(f"{page.path}: is for {page.needs}s; you are here as {person.role}")
        address = request.url.path.removesuffix(f".{form}") if form != "html" else request.url.path
        return await bench.run(answer, bench, person, address, request.path_params, dict(request.query_params))

    return endpoint


def write_endpoint(write: WriteRoute) -> Callable[[Request], Awaitable[Response]]:
    """What enters a write and answers: a program with a record, a browser with the page to go on to."""

    def enter(bench: Bench, person: Person, address: str, path: Mapping[str, Any], told: Writing) -> Done:
        with bench.ledger.engine.reading() as tx:
            asked = Asked(bench, tx, address=address, path=path, query={}, person=person)
        return write.enter(asked, told)

    async def endpoint(request: Request) -> Response:
        bench: Bench = request.app.state.bench
        person = person_of(request)
        if person is None:
            return _sign_in_first(request)
        fields = await fields_of(request)
        check_token(request, person, fields)
        if not may(person, write.needs):
            raise ForbiddenError(f"{write.path}: is for {write.needs}s; you are here as {person.role}")
        try:
            told = msgspec.convert(fields, write.takes, strict=False)
        except msgspec.ValidationError as problem:
            return problem_answer(request, 422, str(problem))
        done = await bench.run(enter, bench, person, request.url.path, request.path_params, told)
        if _is_program(request):
            return Response(encode(done.record) + b"\n", status_code=done.status, media_type="application/json")
        # a form without scripts is sent on to a page, so that going back does not send it again
        return RedirectResponse(done.goes_on, status_code=303)

    return endpoint


def person_of(request: Request) -> Person | None:
    """Who asks: by the key that a program sends, or by the visit that a browser was let in to."""
    person: Person | None = request.app.state.bench.porter.person_of(request)
    return person


def check_token(request: Request, person: Person, fields: dict[str, Any]) -> None:
    """Refuses a form without the token of the visit; a program that shows the key needs none."""
    sent = str(fields.pop("token", "") or request.headers.get("x-allegedly-token", ""))
    if request.headers.get("authorization", "").startswith(BEARER):
        return
    if not hmac.compare_digest(
        sent.encode("utf-8", "replace"), token_of(person, request.app.state.bench.settings).encode()
    ):
        raise ForbiddenError("expected the token of this visit, found another; load the page again and repeat it")


async def failed(request: Request, problem: Exception) -> Response:
    """An error as an answer, with what to do next."""
    if isinstance(problem, HTTPException):
        told = f"{request.url.path}: no such page" if problem.status_code == 404 else str(problem.detail)
        return problem_answer(request, problem.status_code, told)
    if isinstance(problem, NotReadyError):
        answer = problem_answer(request, 503, str(problem), share=problem.share)
        answer.headers["Retry-After"] = _RETRY
        return answer
    if not isinstance(problem, AllegedlyError):
        # what a fault says may be a report's words; its place is in the log
        return problem_answer(request, 500, "the desk failed here; where is told on the terminal that it runs in")
    return problem_answer(request, _status(problem), str(problem))


def _status(problem: Exception) -> int:
    if isinstance(problem, NotFoundError):
        return 404
    if isinstance(problem, ForbiddenError):
        return 403
    if isinstance(problem, ConflictError):
        return 409
    if isinstance(problem, TooLongError):
        return 503
    if isinstance(problem, StorageError):
        return 500
    return 422 if isinstance(problem, AllegedlyError) else 500


def problem_answer(request: Request, status: int, told: str, *, share: float | None = None) -> Response:
    """What went wrong, as a page for a person and as JSON for a program; `share` is how much is counted so far."""
    if _is_program(request) or request.url.path.endswith(".json"):
        counted = {"share": share} if share is not None else {}
        return JSONResponse({"error": told, **counted}, status_code=status)
    if request.url.path.endswith((".csv", ".svg")) or request.url.path.startswith("/static"):
        return PlainTextResponse(f"{told}\n", status_code=status)
    return render("problem.html", status, told=told, code=status, waits=share is not None)


def _is_program(request: Request) -> bool:
    """Whether JSON is wanted: a script of the desk's pages or a program, not a plain form."""
    return "application/json" in request.headers.get("accept", "")


def _sign_in_first(request: Request) -> Response:
    if _is_program(request) or request.method != "GET" or request.url.path.endswith((".json", ".csv", ".svg")):
        told = "expected the desk's key: send it as Authorization: Bearer KEY, or sign in with a browser"
        return JSONResponse({"error": told}, status_code=401)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?to={quote(here, safe='/')}", status_code=303)
