"""What people are called who are not named: the words of roles, with kind of actor and PLOVER sectors."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal, NamedTuple

from rapidfuzz.distance import OSA

from allegedly.actors.countries import table
from allegedly.names import lexicons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.model import ActorKind

__all__ = ["Role", "RoleFound", "find_roles", "nearest_role", "role_of"]

# member: fights or belongs; person: speaks for or leads; body: acts as one; weak: takes kind and sector from other
# words; adjective: gives them; time: names no actor
RoleSort = Literal["member", "person", "body", "weak", "adjective", "time"]
# shorter words are one slip away from too many others
_SLIP_FROM = 8


class Role(NamedTuple):
    """A role: the kind of actor, PLOVER's sectors, and what sort of word it is."""

    kind: ActorKind | None
    sectors: tuple[str, ...]
    sort: RoleSort


class RoleFound(NamedTuple):
    """A role at its place among words: first word, one past the last."""

    first: int
    past: int
    role: Role


@functools.cache
def _roles() -> dict[str, Role]:
    found: dict[str, Role] = {}
    for row in table("roles"):
        role = Role(row["kind"] or None, tuple(row["sector"].split()), row["sort"])  # type: ignore[arg-type]
        for words in row["words"].split("|"):
            found.setdefault(words, role)
            found.setdefault(words.replace("-", " "), role)
    return found


@functools.cache
def _adjectives() -> dict[str, Role]:
    rows = [row for row in table("roles") if row["sort"] == "adjective"]
    return {
        words: Role(row["kind"], tuple(row["sector"].split()), "adjective")  # type: ignore[arg-type]
        for row in rows
        for words in row["words"].split("|")
    }


@functools.cache
def _longest() -> int:
    return max(len(words.split()) for words in _roles())


def role_of(words: str) -> Role | None:
    """The role that a word or a few name, in the singular or plural.

    >>> role_of("police chief").sectors, role_of("gunmen").kind, role_of("thunder")
    (('COP',), 'political_militia', None)
    """
    known = _roles()
    if words in known:
        return known[words]
    first, _, last = words.rpartition(" ")
    return known.get(f"{first} {lexicons.singular(last)}".strip())


def find_roles(words: Sequence[str], *, adjectives: bool = False) -> tuple[RoleFound, ...]:
    """The roles among words in lower case, longest first at every place, in order and apart from each other.

    With `adjectives`, what a word gives to a weak one beside it: "rebel" in "rebel leader".

    >>> [found.role.sectors for found in find_roles(["retired", "vice", "president"])]
    [('GOV',)]
    """
    found: list[RoleFound] = []
    at = 0
    while at < len(words):
        for past in range(min(len(words), at + _longest()), at, -1):
            spelled = " ".join(words[at:past])
            role = _adjectives().get(spelled) if adjectives else role_of(spelled)
            if role is not None and (adjectives or role.sort != "adjective"):
                found.append(RoleFound(at, past, role))
                at = past - 1
                break
        at += 1
    return tuple(found)


@functools.lru_cache(maxsize=1024)
def nearest_role(word: str) -> Role | None:
    """The role of a long word with one slip of the pen, None where it is no slip.

    >>> nearest_role("supremicists").sectors, nearest_role("gunmem")
    (('CRM',), None)
    """
    if len(word) < _SLIP_FROM:
        return None
    near = [known for known in _last_words() if OSA.distance(word, known, score_cutoff=1) <= 1]
    roles = {_last_words()[known] for known in near}
    return roles.pop() if len(roles) == 1 else None


@functools.cache
def _last_words() -> dict[str, Role]:
    """The roles of one word that tell enough alone."""
    return {word: role for word, role in _roles().items() if " " not in word and role.sort not in ("weak", "time")}
