"""Coming in: with the address that the command printed, or with the key in it; then under a name."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from allegedly.desk.answering import check_token, person_of
from allegedly.desk.forms import fields_of
from allegedly.desk.people import COOKIE, Person, arrived, sealed, token_of
from allegedly.desk.rendering import render

if TYPE_CHECKING:
    from starlette.requests import Request

    from allegedly.desk.settings import Settings

__all__ = ["sign_in", "sign_out"]

# a working week; a desk that is started anew has another key by then
_SECONDS = 5 * 24 * 3600
_LONGEST_NAME = 80


async def sign_in(request: Request) -> Response:
    """The page that asks for key and name; both may come with the address."""
    settings: Settings = request.app.state.bench.settings
    here = person_of(request)
    if request.method == "GET":
        key = request.query_params.get("key", "")
        to = _own_address(request.query_params.get("to"))
        if key and _is_key(key, settings):
            # the key leaves the address, so that it is in no history and on no screen
            return _let_in(arrived(settings.reviewer, "adjudicator"), to, settings)
        return _form(here, settings, to, "this key is not the desk's" if key else None)
    fields = await fields_of(request)
    to = _own_address(str(fields.get("to") or ""))
    name = str(fields.get("name") or "").strip()[:_LONGEST_NAME] or None
    if here is not None:
        check_token(request, here, fields)
        return _let_in(Person(name=name or here.name, role=here.role, visit=here.visit), to, settings)
    if _is_key(str(fields.get("key") or ""), settings):
        return _let_in(arrived(name or settings.reviewer, "adjudicator"), to, settings)
    return _form(None, settings, to, "this key is not the desk's; it stands in the address that the command printed")


async def sign_out(_: Request) -> Response:
    """Forgets the browser."""
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _let_in(person: Person, to: str, settings: Settings) -> Response:
    answer = RedirectResponse(to, status_code=303)
    answer.set_cookie(COOKIE, sealed(person, settings), max_age=_SECONDS, path="/", httponly=True, samesite="strict")
    return answer


def _form(here: Person | None, settings: Settings, to: str, wrong: str | None) -> Response:
    status = 403 if wrong else 200
    token = token_of(here, settings) if here is not None else ""
    return render("signin.html", status, person=here, to=to, wrong=wrong, token=token)


def _is_key(told: str, settings: Settings) -> bool:
    return hmac.compare_digest(told.encode("utf-8", "replace"), settings.key.encode())


def _own_address(told: str | None) -> str:
    """A page of the desk itself; whatever else is asked for, its first page."""
    fine = told is not None and told.startswith("/") and not told.startswith(("//", "/\\"))
    return told if fine and told is not None and told.isprintable() else "/"
