"""What a ledger holds of an event, field by field, so that every format says which of it it loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.exports import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allegedly.exports.accounts import Account
    from allegedly.exports.gathering import Happening
    from allegedly.model import Part

__all__ = ["FIELDS", "tell_losses"]


def _has_bounds(happening: Happening) -> bool:
    toll = facts.toll(happening, "killed")
    return toll.told and not toll.low == toll.best == toll.high


def _has_other_numbers(happening: Happening) -> bool:
    return any(count.what not in ("killed", "wounded") for _, claim in happening.asserted for count in claim.counts)


def _parties(happening: Happening) -> tuple[Part, ...]:
    return (*happening.event.actor, *happening.event.target)


def _has_candidates(happening: Happening) -> bool:
    place = happening.event.place
    return bool(place and place.known_place and place.known_place.candidates) or any(
        part.known_actor and part.known_actor.candidates for part in _parties(happening)
    )


FIELDS: dict[str, Callable[[Happening], bool]] = {
    "who says so, through whom": lambda it: any(claim.attribution for _, claim in it.told),
    "how surely it is said": lambda it: any(
        claim.factuality.certainty != "certain" or claim.factuality.polarity == "-" for _, claim in it.told
    ),
    "the exact words": lambda _: True,
    "where the words stand": lambda _: True,
    "what the reports contradict each other about": lambda it: bool(it.event.contradictions),
    "what a day rests on": lambda it: facts.basis(it) not in (None, "stated"),
    "who acts and who is struck": lambda it: bool(it.event.actor and it.event.target),
    "who the parties are known to be": lambda it: any(part.known_actor for part in _parties(it)),
    "the lowest and highest number of dead": _has_bounds,
    "the wounded": lambda it: facts.toll(it, "wounded").told,
    "other numbers of people": _has_other_numbers,
    "the weapon": lambda it: any(claim.weapon for _, claim in it.told),
    "how a bomb was brought": lambda it: any(claim.mode for _, claim in it.told),
    "what else a name may mean": _has_candidates,
    "which reports are copies": lambda it: any(voice.copy_of for voice in it.event.voices),
}


def tell_losses(happening: Happening, loses: Mapping[str, str], account: Account) -> None:
    """Tells the account what a row goes without; `loses` gives the fields a format loses, each with the reason."""
    for field, reason in loses.items():
        if FIELDS[field](happening):
            account.lose(field, reason)
