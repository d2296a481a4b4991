"""What a list of actors holds: who they are, by which names and when, and their dated ties."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from allegedly.errors import RecordError
from allegedly.model import TYPES, ActorKind, Record

__all__ = ["KINDS", "TIE_TYPES", "Alias", "Bond", "ListedActor", "Office", "Tie", "holds"]

KINDS: tuple[str, ...] = get_args(ActorKind)
# ties between two actors; the other relations of the codebook lead to a happening, a place or a label
TIE_TYPES: tuple[str, ...] = tuple(
    name
    for name in TYPES["relation"]
    if name not in ("claims_responsibility_for", "denies_responsibility_for", "accused_of", "designated_as", "based_in")
)


def holds(since: dt.date | None, until: dt.date | None, at: dt.date) -> bool:
    """Whether a day lies between two days, both included; an end that is not known is open.

    >>> import datetime as dt
    >>> holds(dt.date(2013, 4, 8), None, dt.date(2014, 12, 19)), holds(None, dt.date(2013, 4, 8), dt.date(2014, 1, 1))
    (True, False)
    """
    return (since is None or since <= at) and (until is None or at <= until)


def _check(since: dt.date | None, until: dt.date | None, where: str) -> None:
    if since and until and since > until:
        raise RecordError(f"{where}: expected since <= until, got {since}, {until}")


class Alias(Record, frozen=True, kw_only=True):
    """Another name of the same actor, with the days it was in use where they are known."""

    name: str
    since: dt.date | None = None
    until: dt.date | None = None

    def __post_init__(self) -> None:
        _check(self.since, self.until, f"alias {self.name}")


class Bond(Record, frozen=True, kw_only=True):
    """A tie as it stands with the actor it starts from: its type, the other actor's id, and its days."""

    type: str
    to: str
    since: dt.date | None = None
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if self.type not in TIE_TYPES:
            raise RecordError(f"tie: expected one of {', '.join(TIE_TYPES)}, found {self.type!r}")
        _check(self.since, self.until, f"tie {self.type}")


class Tie(Record, frozen=True, kw_only=True):
    """A dated tie between two actors, from the list or from a claim.

    `source` is the id of the claim that told it, or None for the list; `certainty` and `polarity` are the claim's.
    """

    subject: str
    type: str
    object: str
    since: dt.date | None = None
    until: dt.date | None = None
    source: str | None = None
    certainty: str = "certain"
    polarity: str = "+"


class Office(Record, frozen=True, kw_only=True):
    """An office of state that a person held, with its days."""

    title: str
    since: dt.date | None = None
    until: dt.date | None = None

    def __post_init__(self) -> None:
        _check(self.since, self.until, f"office {self.title}")


class ListedActor(Record, frozen=True, kw_only=True):
    """One actor of the list: an id that stays, a name, what it is, its aliases and ties with their days.

    `countries` are ISO 3166 codes of two letters, the home country first; `sectors` are PLOVER's; `refs` the ids in
    the lists it was compiled from; `source` and `licence` say whose facts these are.
    """

    id: str
    name: str
    kind: ActorKind | None = None
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    aliases: tuple[Alias, ...] = ()
    ties: tuple[Bond, ...] = ()
    offices: tuple[Office, ...] = ()
    refs: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if not self.id or not self.name:
            raise RecordError(f"actor: expected an id and a name, got {self.id!r}, {self.name!r}")
        _check(self.since, self.until, f"actor {self.name}")

    @property
    def country(self) -> str | None:
        """The home country.

        >>> ListedActor(id="act:brf", name="Black River Front", countries=("ML", "NE")).country
        'ML'
        """
        return self.countries[0] if self.countries else None

    def named(self) -> tuple[Alias, ...]:
        """Every name of the actor, its own first, the others with their days."""
        return (Alias(name=self.name), *self.aliases)
