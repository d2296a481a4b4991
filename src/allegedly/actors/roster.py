"""The list of actors in use: the shipped one and a user's own, by id and by every name."""

from __future__ import annotations

import functools
import threading
import zlib
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from allegedly.actors.checking import checked, extended
from allegedly.actors.listing import parse
from allegedly.actors.records import Alias, ListedActor
from allegedly.actors.spelling import bracketed, key, skeleton, without_brackets
from allegedly.errors import ActorListError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from allegedly.actors.records import Bond

__all__ = ["LICENCES", "Named", "Roster", "pack", "roster", "shipped"]

_READING = threading.Lock()
# whose facts the shipped list is made of; data-src/README.md says more
LICENCES = {
    "ucdp": "CC BY 4.0 (Uppsala Conflict Data Program)",
    "ofac": "US Government work, public domain",
    "phoenix": "MIT (Open Event Data Alliance)",
    "allegedly": "Apache-2.0",
}


class Named(NamedTuple):
    """One actor under one of its names, with the days it bore it."""

    actor: ListedActor
    alias: Alias


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    """The shipped list with its names' keys worked out: for each key the actors and which of their names it is."""

    actors: tuple[ListedActor, ...]
    keys: dict[str, list[tuple[int, int]]]
    skeletons: dict[str, list[str]]


class Roster:
    """Actors by id and by name.

    >>> by_hand = Roster([ListedActor(id="act:brf", name="Black River Front (BRF)")])
    >>> [found.actor.id for found in by_hand.named("the Black River Front")], by_hand.named("BRF")[0].actor.id
    (['act:brf'], 'act:brf')
    """

    def __init__(self, actors: Iterable[ListedActor], *, packed: _Packed | None = None) -> None:
        self.actors = {actor.id: actor for actor in actors}
        self._keys: dict[str, list[tuple[int, int]]] = packed.keys if packed else {}
        self._skeletons: dict[str, list[str]] = packed.skeletons if packed else {}
        self._order = list(self.actors.values())
        if packed is None:
            self._index(self._order)

    def __contains__(self, actor_id: str) -> bool:
        return actor_id in self.actors

    def __len__(self) -> int:
        return len(self.actors)

    def get(self, actor_id: str) -> ListedActor | None:
        """The actor of that id, or None."""
        return self.actors.get(actor_id)

    def named(self, name: str) -> tuple[Named, ...]:
        """Everyone who bears that name, however spelled, in the order of the list."""
        return tuple(self._of(key(name)))

    def near(self, name: str) -> dict[str, tuple[Named, ...]]:
        """Everyone whose name has the same consonants, by the key of that name: transcriptions in other hands."""
        own = key(name)
        return {other: tuple(self._of(other)) for other in self._skeletons.get(skeleton(own), ()) if other != own}

    @functools.cached_property
    def bonds_to(self) -> dict[str, tuple[tuple[str, Bond], ...]]:
        """The ties that lead to an actor, with the id of the actor each starts from."""
        found: dict[str, list[tuple[str, Bond]]] = {}
        for actor in self._order:
            for bond in actor.ties:
                found.setdefault(bond.to, []).append((actor.id, bond))
        return {actor_id: tuple(bonds) for actor_id, bonds in found.items()}

    def surnamed(self, word: str) -> tuple[ListedActor, ...]:
        """The officials whose last name is that word."""
        return self._surnames.get(key(word), ())

    @functools.cached_property
    def _surnames(self) -> dict[str, tuple[ListedActor, ...]]:
        found: dict[str, list[ListedActor]] = {}
        for actor in self._order:
            if actor.offices:
                found.setdefault(key(actor.name.split()[-1]), []).append(actor)
        return {surname: tuple(actors) for surname, actors in found.items()}

    def _of(self, own: str) -> Iterator[Named]:
        for actor, which in self._keys.get(own, ()):
            one = self._order[actor]
            yield Named(one, one.aliases[which - 1] if which else Alias(name=one.name))

    def _index(self, actors: Iterable[ListedActor]) -> None:
        keys: dict[str, list[tuple[int, int]]] = {}
        for number, actor in enumerate(actors):
            best: dict[str, int] = {}
            for which, alias in enumerate(actor.named()):
                for own in _keys_of(alias.name):
                    # an alias spelled as the name itself tells the days of the name
                    if own not in best or (best[own] == 0 and (alias.since or alias.until)):
                        best[own] = which
            for own, which in best.items():
                keys.setdefault(own, []).append((number, which))
        self._keys = keys
        self._skeletons = {}
        for own in keys:
            self._skeletons.setdefault(skeleton(own), []).append(own)

    def packed(self) -> _Packed:
        """The list as it is shipped."""
        return _Packed(actors=tuple(self._order), keys=self._keys, skeletons=self._skeletons)


def _keys_of(name: str) -> list[str]:
    """The keys a name is found by: itself, itself without brackets, an abbreviation in them."""
    spellings = [name]
    if "(" in name:
        outside = without_brackets(name)
        initials = "".join(word[0] for word in key(outside).split())
        spellings += [outside, *(inside for inside in bracketed(name) if key(inside).replace(" ", "") == initials)]
    return [own for own in dict.fromkeys(map(key, spellings)) if own]


def pack(actors: Iterable[ListedActor]) -> bytes:
    """A checked list as the bytes that are shipped; the same list, the same bytes."""
    return zlib.compress(msgspec.msgpack.encode(Roster(actors).packed(), order="deterministic"), 9)


def shipped() -> Roster:
    """The list that comes with the program, read when first asked for.

    >>> [found.actor.name for found in shipped().named("ISIL")]
    ['Islamic State']
    """
    # two threads that ask first at once must not both read it
    with _READING:
        return _shipped()


@functools.cache
def _shipped() -> Roster:
    raw = resources.files("allegedly").joinpath("data", "actors", "list.msgpack.z").read_bytes()
    packed = msgspec.msgpack.decode(zlib.decompress(raw), type=_Packed)
    return Roster(packed.actors, packed=packed)


def roster(own: Path | None = None) -> Roster:
    """The shipped list, with a user's own list over it where one is named.

    An actor of the own list that has a shipped one's id adds to it. A list that cannot be read or contradicts itself
    raises ActorListError.
    """
    if own is None:
        return shipped()
    try:
        text = own.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise ActorListError(str(own), (f"unreadable: expected UTF-8 text, found {problem}",)) from problem
    known = shipped().actors
    mine = checked(parse(text, str(own)), str(own), known=known)
    return with_own(mine)


def with_own(mine: Iterable[ListedActor]) -> Roster:
    """The shipped list with actors added to it."""
    actors = dict(shipped().actors)
    for actor in mine:
        actors[actor.id] = extended(actors[actor.id], actor) if actor.id in actors else actor
    return Roster(actors.values())
