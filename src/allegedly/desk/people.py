"""Who is at the desk: a name that decisions are entered under, and what that person may do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import TYPE_CHECKING, Literal

from allegedly.model import Record

if TYPE_CHECKING:
    from allegedly.desk.settings import Settings

__all__ = ["COOKIE", "ROLES", "Person", "may", "opened", "sealed", "token_of"]

Role = Literal["reader", "coder", "adjudicator"]
# each may do what those before it may
ROLES: tuple[Role, ...] = ("reader", "coder", "adjudicator")
COOKIE = "allegedly_desk"


class Person(Record, frozen=True, kw_only=True):
    """Somebody at the desk. `name` is None until it is given; `visit` tells one sign-in from another."""

    name: str | None
    role: Role
    visit: str


def may(person: Person, needs: str) -> bool:
    """Whether somebody's role is enough for what needs another."""
    return ROLES.index(person.role) >= ROLES.index(needs)


def arrived(name: str | None, role: Role) -> Person:
    """Somebody who has just come in."""
    return Person(name=name, role=role, visit=secrets.token_urlsafe(12))


def sealed(person: Person, settings: Settings) -> str:
    """What a browser keeps of a person, which nobody without the desk's key can make."""
    told = base64.urlsafe_b64encode(json.dumps([person.name, person.role, person.visit]).encode()).decode()
    return f"{told}.{_seal(told, settings)}"


def opened(cookie: str, settings: Settings) -> Person | None:
    """The person a browser's cookie tells of; None for one that was not made here, or by an earlier desk."""
    told, _, seal = cookie.rpartition(".")
    if not told or not hmac.compare_digest(seal.encode("utf-8", "replace"), _seal(told, settings).encode()):
        return None
    name, role, visit = json.loads(base64.urlsafe_b64decode(told))
    return Person(name=name, role=role, visit=visit)


def token_of(person: Person, settings: Settings) -> str:
    """What every form of this visit carries, so that no other site can send one in its name."""
    return _seal(f"form {person.visit}", settings)


def _seal(told: str, settings: Settings) -> str:
    return hmac.new(settings.key.encode(), told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
