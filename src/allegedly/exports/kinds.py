"""What the other code books call the kinds of actors: ACLED's inter codes, PLOVER's sectors, the sides of a conflict.

A kind that one of them does not have is None; nothing is guessed from a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly.vocab import Crosswalk, crosswalk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.model import ActorKind, Part
    from allegedly.views.events import EventView
    from allegedly.vocab import Side

__all__ = ["KINDS", "Kinds", "codes", "inter", "kind_of_party", "sector"]


class Kinds(NamedTuple):
    """One kind of actor elsewhere; `struck` is its side as a target, where officials without arms are civilians."""

    inter: int | None
    sector: str | None
    side: Side | None
    struck: Side | None


KINDS: dict[ActorKind, Kinds] = {
    # an official is a civilian, a ministry's guard is not: as a target the word does not tell which
    "government": Kinds(1, "GOV", "state", None),
    "state_forces": Kinds(1, "MIL", "state", "state"),
    "police": Kinds(1, "COP", "state", "state"),
    "rebel": Kinds(2, "REB", "armed_group", "armed_group"),
    "political_militia": Kinds(3, "PRM", "armed_group", "armed_group"),
    "identity_militia": Kinds(4, "PRM", "armed_group", "armed_group"),
    "rioters": Kinds(5, "CVL", "civilian", "civilian"),
    "protesters": Kinds(6, "CVL", "civilian", "civilian"),
    "civilians": Kinds(7, "CVL", "civilian", "civilian"),
    "external_forces": Kinds(8, "MIL", "state", "state"),
    "party": Kinds(7, "PTY", "civilian", "civilian"),
    # peacekeepers bear arms, aid workers of the same body do not
    "igo": Kinds(None, "IGO", None, None),
    "ngo": Kinds(7, "NGO", "civilian", "civilian"),
    "media": Kinds(7, "JRN", "civilian", "civilian"),
    "business": Kinds(7, "BUS", "civilian", "civilian"),
    # ACLED has gangs among the political militias where they fight for power; the kind does not tell
    "criminal": Kinds(None, "CRM", "armed_group", "armed_group"),
    "person": Kinds(None, None, None, None),
}
_NONE = Kinds(None, None, None, None)


def kind_of_party(parts: Sequence[Part]) -> ActorKind | None:
    """The kind of the first of several who is known to be of one."""
    return next((part.known_actor.kind for part in parts if part.known_actor and part.known_actor.kind), None)


def inter(parts: Sequence[Part]) -> int | None:
    """ACLED's inter code, 1 to 8."""
    return _of(parts).inter


def sector(parts: Sequence[Part]) -> str | None:
    """PLOVER's sector; an actor whom nobody names has the sector UNK, as the rulings say."""
    return _of(parts).sector if parts else "UNK"


def codes(event: EventView, mode: str | None) -> Crosswalk:
    """What the four code books call an event, by its type, the mode of a bombing, and who its sides are known to be."""
    return crosswalk(event.type, mode, actor_kind=_of(event.actor).side, target_kind=_of(event.target).struck)


def _of(parts: Sequence[Part]) -> Kinds:
    kind = kind_of_party(parts)
    return KINDS[kind] if kind else _NONE
