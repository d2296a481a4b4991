"""Who is at the desk: a name that decisions are entered under, and what that person may do."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from typing import TYPE_CHECKING, Literal

from allegedly.errors import RefusedError
from allegedly.model import Record

if TYPE_CHECKING:
    from allegedly.desk.settings import Settings

__all__ = ["ROLES", "Person", "Role", "arrived", "may", "named", "token_of"]

Role = Literal["reader", "coder", "adjudicator"]
# each may do what those before it may
ROLES: tuple[Role, ...] = ("reader", "coder", "adjudicator")
# a name stands beside every decision, on one line
_LONGEST_NAME = 80


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


def named(told: str | None) -> str | None:
    """A name as it is kept with decisions; RefusedError for one that cannot be read on a line.

    >>> named("  Ana "), named("")
    ('Ana', None)
    """
    name = unicodedata.normalize("NFC", (told or "").strip())
    if len(name) > _LONGEST_NAME:
        raise RefusedError(f"expected a name of at most {_LONGEST_NAME} letters, found {len(name)}")
    if not name.isprintable():
        raise RefusedError("expected a name of letters, found signs in it that cannot be seen")
    return name or None


def token_of(person: Person, settings: Settings) -> str:
    """What every form of this visit carries, so that no other site can send one in its name."""
    return hmac.new(settings.key.encode(), f"form {person.visit}".encode(), hashlib.sha256).hexdigest()
