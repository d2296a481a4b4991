"""What a claim can be found by: its type, days, country, sureness, outlet, and whom it names."""

from __future__ import annotations

import functools
import unicodedata
from typing import TYPE_CHECKING

from allegedly.agreement import fold
from allegedly.model import Correction, EventClaim, Quantity, RelationClaim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.model import Claim, Part
    from allegedly.stores.batch import Batch
    from allegedly.stores.engine import Value

# what a name of marks alone folds to
_NOBODY = "name:"

__all__ = ["actor_keys", "facet_row", "find_by", "name_key", "parties", "party_rows"]


# a desk meets the same few names again and again; folding one takes ten microseconds
@functools.lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """A name as it is looked up: case, punctuation and a leading article do not matter.

    >>> name_key("The Al-Noor Brigade")
    'name:al noor brigade'
    """
    # an accent is one character in some reports and two in others; what is stored stays as it was written
    return f"name:{fold(unicodedata.normalize('NFC', name))}"


def actor_keys(part: Part) -> Iterator[str]:
    """Under what a named party is found: its id where it is known, the name the report gives, and the words it uses."""
    actor = part.known_actor
    if actor is not None and actor.id is not None:
        yield f"id:{actor.id}"
    yield from (key for key in dict.fromkeys((name_key(part.name), name_key(part.text))) if key != _NOBODY)


def parties(claim: Claim) -> Iterator[tuple[str, Part]]:
    """Whom a claim names, each with its role."""
    if isinstance(claim, EventClaim):
        yield from (("actor", part) for part in claim.actor)
        yield from (("target", part) for part in claim.target)
    elif isinstance(claim, RelationClaim):
        yield from (("subject", part) for part in claim.subject)
        yield from (("object", part) for part in claim.object)
    elif isinstance(claim, Quantity):
        yield from (("subject", part) for part in claim.subject)


def find_by(batch: Batch, seq: int, claim_seq: int, claim: Claim, outlet: str | None) -> None:
    """Adds the index rows of a claim as the entry `seq` has it."""
    batch.row("facet", *facet_row(seq, claim_seq, claim, outlet))
    for row in party_rows(seq, claim_seq, claim):
        batch.row("party", *row)


def facet_row(seq: int, claim_seq: int, claim: Claim, outlet: str | None) -> tuple[Value, ...]:
    """The row of the table `facet`."""
    place = None if isinstance(claim, Correction) else claim.place
    time = None if isinstance(claim, Correction) else claim.time
    where = place.known_place if place else None
    return (
        seq,
        claim_seq,
        type(claim).__struct_config__.tag,
        claim.type,
        time.earliest.isoformat() if time and time.earliest else None,
        time.latest.isoformat() if time and time.latest else None,
        where.country if where else None,
        claim.factuality.certainty,
        outlet,
    )


def party_rows(seq: int, claim_seq: int, claim: Claim) -> list[tuple[Value, ...]]:
    """The rows of the table `party`, each key once a role; the first key of a party is the one to count it by."""
    found: dict[tuple[str, str], int] = {}
    for role, part in parties(claim):
        for number, key in enumerate(actor_keys(part)):
            leads = int(number == 0)
            found[key, role] = max(leads, found.get((key, role), 0))
    return [(key, seq, role, claim_seq, leads) for (key, role), leads in found.items()]
