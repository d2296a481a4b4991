"""Coming in: with the address that the command printed, with the key in it, or with a name and a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from allegedly.desk.answering import check_token, person_of
from allegedly.desk.forms import fields_of
from allegedly.desk.people import Person, named, token_of
from allegedly.desk.porter import TooSoonError
from allegedly.desk.rendering import render
from allegedly.desk.visits import LONGEST_VISIT

if TYPE_CHECKING:
    from starlette.requests import Request

    from allegedly.desk.porter import Porter

__all__ = ["sign_in", "sign_out"]


async def sign_in(request: Request) -> Response:
    """The page that asks for key or password, and name; key and name may come with the address."""
    porter: Porter = request.app.state.bench.porter
    here = person_of(request)
    if request.method != "POST":
        key = request.query_params.get("key", "")
        to = _own_address(request.query_params.get("to"))
        if key and porter.is_key(key):
            # the key leaves the address, so that it is in no history and on no screen
            return _let_in(porter, porter.with_key(None), to)
        return _form(porter, here, to, "this key is not the desk's" if key else None)
    fields = await fields_of(request)
    to = _own_address(str(fields.get("to") or ""))
    if here is not None:
        return _renamed(request, here, fields, to)
    if porter.accounts is not None:
        return await _with_password(porter, fields, to)
    if porter.is_key(str(fields.get("key") or "")):
        return _let_in(porter, porter.with_key(named(_told(fields, "name"))), to)
    return _form(porter, None, to, "this key is not the desk's; it stands in the address that the command printed")


async def sign_out(request: Request) -> Response:
    """Ends the visit, for this browser and for whoever copied what it keeps."""
    porter: Porter = request.app.state.bench.porter
    here = person_of(request)
    if here is not None:
        check_token(request, here, await fields_of(request))
        porter.visits.end(request.cookies.get(porter.cookie, ""))
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(porter.cookie, path="/", secure=porter.settings.behind_https)
    return answer


def _renamed(request: Request, here: Person, fields: dict[str, Any], to: str) -> Response:
    """Another name for somebody who is in; with accounts the name is the account's."""
    porter: Porter = request.app.state.bench.porter
    check_token(request, here, fields)
    name = named(_told(fields, "name"))
    if porter.accounts is None and name is not None:
        porter.visits.rename(request.cookies.get(porter.cookie, ""), name)
    return RedirectResponse(to, status_code=303)


async def _with_password(porter: Porter, fields: dict[str, Any], to: str) -> Response:
    name, password = _told(fields, "name").strip(), _told(fields, "password")
    try:
        shown = await run_in_threadpool(porter.with_password, name, password)
    except TooSoonError as problem:
        answer = _form(porter, None, to, str(problem), status=429)
        answer.headers["Retry-After"] = str(problem.seconds)
        return answer
    # which of the two is wrong is told to nobody
    return _let_in(porter, shown, to) if shown else _form(porter, None, to, "no account has this name and password")


def _let_in(porter: Porter, shown: str, to: str) -> Response:
    answer = RedirectResponse(to, status_code=303)
    answer.set_cookie(
        porter.cookie, shown, max_age=LONGEST_VISIT, path="/", httponly=True, samesite="strict",
        secure=porter.settings.behind_https,
    )  # fmt: skip
    return answer


def _form(porter: Porter, here: Person | None, to: str, wrong: str | None, status: int = 403) -> Response:
    token = token_of(here, porter.settings) if here is not None else ""
    accounts = porter.accounts is not None
    return render(
        "signin.html", status if wrong else 200, person=here, to=to, wrong=wrong, token=token, accounts=accounts
    )


def _told(fields: dict[str, Any], name: str) -> str:
    """A field of a form as words."""
    told = fields.get(name)
    return told if isinstance(told, str) else ""


def _own_address(told: str | None) -> str:
    """A page of the desk itself; whatever else is asked for, its first page."""
    fine = told is not None and told.startswith("/") and not told.startswith("//") and "\\" not in told
    return told if fine and told is not None and told.isprintable() else "/"
