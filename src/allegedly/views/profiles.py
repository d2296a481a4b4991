"""Of whom a page may be put together out of many claims: of groups, bodies and states, of no private person.

A report names a suspect, a victim or a witness once; what a desk makes of all such mentions must not be a file on
somebody. The rule, for whoever a claim names, in this order:

1. Whom the list of actors has, it has for a public part: a page.
2. A name that reads as a group's ("Black River Front") has an id of its own: a page.
3. A name that reads as one person's, words for one person ("a commander", "the minister") or for so many ("14 rebels"):
   no page.
4. Words for a body or a force of a public kind ("the army", "police", "the government"): a page.
5. All others, civilians and names that may be anybody's: no page.

Whoever has no page is still found in claims, as every word is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from allegedly.ledger.facets import actor_keys, name_key, parties
from allegedly.ledger.held import held_claims
from allegedly.model import ActorKind, Record
from allegedly.views.partyrows import lines_of
from allegedly.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allegedly.model import Part, ResolvedActor
    from allegedly.stores.engine import Transaction
    from allegedly.views.tally import Frame, Tally

__all__ = ["PUBLIC_KINDS", "Profile", "profile", "profile_by_all", "profile_in"]

Basis = Literal["listed", "group", "body"]
# those who act as a body in public; left out are person, civilians, rioters, protesters, criminal and business
PUBLIC_KINDS: frozenset[ActorKind] = frozenset(
    (
        *("government", "state_forces", "police", "external_forces"),
        *("rebel", "political_militia", "identity_militia"),
        *("party", "igo", "ngo", "media"),
    )
)
_ONE = ("a ", "an ")
# so many claims are read to tell; a page shows as many
_SAMPLE = 20
# how the ids of those begin whom no list has
_LOCAL = "local:"


class Profile(Record, frozen=True, kw_only=True):
    """Who it is of whom a page may be made: by what name, of what kind and country, and on what ground.

    `listed`: the list of actors has it; `group`: its name reads as a group's; `body`: words for a public body.
    """

    name: str
    basis: Basis
    kind: ActorKind | None = None
    country: str | None = None


def profile(key: str, part: Part | None = None) -> Profile | None:
    """Whether there may be a page of whoever is found under a key, as one claim names it; None where there may not.

    >>> from allegedly.model import Part
    >>> profile("name:dorn velk", Part(text="Dorn Velk", name="Dorn Velk")) is None
    True
    >>> profile("name:black river front", Part(text="the Front", name="Black River Front")).basis
    'group'
    """
    # a ledger can be read without the list
    from allegedly.actors import resolve, shipped  # noqa: PLC0415

    if key.startswith("id:"):
        listed = shipped().get(key.removeprefix("id:"))
        if listed is not None:
            return Profile(name=listed.name, basis="listed", kind=listed.kind, country=listed.country)
    if part is None:
        return None
    name = clean(part.name if name_key(part.name) == key or key.startswith("id:") else part.text)
    known = part.known_actor if part.known_actor is not None and part.name == name else resolve(shipped(), name)
    basis = _basis(known, name) if known is not None else None
    if known is None or basis is None:
        return None
    return Profile(name=known.name or name, basis=basis, kind=known.kind, country=known.country)


def _basis(known: ResolvedActor, name: str) -> Basis | None:
    """The ground for a page of whoever is known by a name."""
    if known.id is not None:
        # an id that is not local comes from the shipped list or from a desk's own
        if not known.id.startswith(_LOCAL):
            return "listed"
        return "group" if known.kind != "person" else None
    return "body" if known.kind in PUBLIC_KINDS and not _is_some_people(name) else None


def profile_by_all(key: str, parts: Iterable[Part]) -> Profile | None:
    """The same by several claims: one that names a person under the key is enough for none."""
    found = [profile(key, part) for part in parts] or [profile(key)]
    return found[0] if all(found) else None


def profile_in(tx: Transaction, tally: Tally, frame: Frame, key: str) -> tuple[Profile | None, list[Part]]:
    """The same as some claims of a frame name whoever is under the key, the newest and the first; and those Parts."""
    number = frame.labels["key"].known(key)
    rows = np.unique(lines_of(tally, frame, [] if number is None else [number]).row)
    some = frame["claim"][np.unique(np.concatenate((rows[:1], rows[-_SAMPLE:])))]
    parts = [
        part
        for held in held_claims(tx, [int(seq) for seq in some], frame.upto)
        if held.claim is not None
        for _, part in parties(held.claim)
        if next(actor_keys(part), None) == key
    ]
    return profile_by_all(key, parts), parts


def _is_some_people(name: str) -> bool:
    from allegedly.actors.naming import names_a_person  # noqa: PLC0415
    from allegedly.actors.phrases import read_phrase  # noqa: PLC0415

    phrase = read_phrase(name)
    role = phrase.role()
    few = name.casefold().startswith(_ONE) or any(word.isdigit() for word in name.split())
    return few or (role is not None and role.sort == "person") or names_a_person(phrase)
