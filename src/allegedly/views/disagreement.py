"""Where the claims of one event cannot all be right: whether it happened, how many, where, and who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.names import merge_key
from allegedly.wording import name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.events.numbers import Range
    from allegedly.model import EventClaim, Part

__all__ = ["contradictions"]


def contradictions(claims: Sequence[EventClaim], ranges: Sequence[Range]) -> tuple[str, ...]:
    """What the claims of an event disagree about, each in a sentence; empty when they can all be right.

    Places and actors differ only where no two names of one are a name of the other: "the market of Orven" and "Orven"
    do not.
    """
    return tuple(_found(claims, ranges))


def _found(claims: Sequence[EventClaim], ranges: Sequence[Range]) -> Iterator[str]:
    if len({claim.factuality.polarity for claim in claims}) > 1:
        yield "some say it happened, some deny it"
    asserted = [claim for claim in claims if claim.factuality.polarity == "+"]
    yield from (f"{one.what}: {_end(one.low)} to {_end(one.high)}" for one in ranges if one.contradiction)
    yield from _named_otherwise("where", [(claim.place,) for claim in asserted if claim.place])
    yield from _named_otherwise("who did it", [claim.actor for claim in asserted if claim.actor])


def _end(number: int | None) -> str:
    return "any number" if number is None else f"{number:,}"


def _named_otherwise(what: str, told: Sequence[tuple[Part | None, ...]]) -> Iterator[str]:
    """The first two tellings that share no name, where there are any."""
    keyed = [([part for part in parts if part], _keys(parts)) for parts in told]
    for at, (parts, keys) in enumerate(keyed):
        for others, other_keys in keyed[:at]:
            if not any(_alike(one, other) for one in keys for other in other_keys):
                names = sorted({", ".join(map(name, parts)), ", ".join(map(name, others))})
                yield f"{what}: {' or '.join(names)}"
                return


def _keys(parts: tuple[Part | None, ...]) -> set[str]:
    return {merge_key(part.name) for part in parts if part}


def _alike(one: str, other: str) -> bool:
    """Whether one name is within the other, word for word."""
    fewer, more = sorted((set(one.split()), set(other.split())), key=len)
    return not fewer or fewer <= more
