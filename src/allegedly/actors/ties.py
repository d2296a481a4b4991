"""Dated ties between actors: who pledged to, split from, led or belonged to whom, from the list and from claims."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from allegedly.actors.records import TIE_TYPES, Tie, holds
from allegedly.actors.roster import shipped
from allegedly.model import RelationClaim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from allegedly.actors.roster import Roster
    from allegedly.model import Part, Reading

__all__ = ["leaders", "ties", "ties_told"]


def ties(
    actor_id: str, at: dt.date | None = None, *, roster: Roster | None = None, told: Iterable[Tie] = ()
) -> tuple[Tie, ...]:
    """Every tie an actor is one end of, on a day or ever; the list's first, then those told by claims.

    `roster` is the shipped list unless another is given; `told` are ties of claims (`ties_told`). In the order of
    their beginning, those without one last.

    >>> import datetime as dt
    >>> [tie.type for tie in ties("act:vilayat-dagestan", dt.date(2014, 12, 1))]
    ['part_of', 'leads']
    >>> [tie.type for tie in ties("act:vilayat-dagestan", dt.date(2015, 1, 1)) if tie.subject == "act:vilayat-dagestan"]
    ['pledges_allegiance_to', 'splits_from']
    """
    known = roster or shipped()
    found = [*_listed(actor_id, known), *(tie for tie in told if actor_id in (tie.subject, tie.object))]
    kept = [tie for tie in found if at is None or holds(tie.since, tie.until, at)]
    return tuple(sorted(kept, key=_order))


def leaders(group_id: str, at: dt.date | None = None, *, roster: Roster | None = None) -> tuple[Tie, ...]:
    """Who led a group, on a day or ever.

    >>> import datetime as dt
    >>> [tie.subject for tie in leaders("act:caucasus-emirate", dt.date(2014, 12, 4))]
    ['act:aliaskhab-kebekov']
    """
    return tuple(tie for tie in ties(group_id, at, roster=roster) if tie.type == "leads" and tie.object == group_id)


def _listed(actor_id: str, roster: Roster) -> Iterator[Tie]:
    actor = roster.get(actor_id)
    bonds = [(actor_id, bond) for bond in (actor.ties if actor else ())]
    for subject, bond in (*bonds, *roster.bonds_to.get(actor_id, ())):
        yield Tie(subject=subject, type=bond.type, object=bond.to, since=bond.since, until=bond.until)


def _order(tie: Tie) -> tuple[dt.date, str, str, str, str]:
    return (tie.since or dt.date.max, tie.type, tie.subject, tie.object, tie.source or "")


def ties_told(reading: Reading) -> tuple[Tie, ...]:
    """The ties between actors that a report's claims tell, each with its claim's id, certainty and polarity.

    Only ends that are known by an id make a tie. It holds from the day the claim tells, else from the report's day; an
    end is known only where the claim tells one for something that ended.
    """
    return tuple(
        tie
        for claim in reading.claims
        if isinstance(claim, RelationClaim) and claim.type in TIE_TYPES
        for tie in _of_claim(claim, reading.article.published_at)
    )


def _of_claim(claim: RelationClaim, published: dt.date | None) -> Iterator[Tie]:
    since = (claim.time.earliest if claim.time else None) or published
    for subject in _ids(claim.subject):
        for other in _ids(claim.object):
            if subject != other:
                yield Tie(
                    subject=subject,
                    type=claim.type,
                    object=other,
                    since=since,
                    source=claim.id,
                    certainty=claim.factuality.certainty,
                    polarity=claim.factuality.polarity,
                )


def _ids(parts: Iterable[Part]) -> list[str]:
    return list(dict.fromkeys(part.known_actor.id for part in parts if part.known_actor and part.known_actor.id))
