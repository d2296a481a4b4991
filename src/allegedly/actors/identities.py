"""Who a mention means, as far as it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly.actors.offices import sectors_of
from allegedly.model import ActorCandidate, ResolvedActor

if TYPE_CHECKING:
    from allegedly.actors.candidates import Context, Scored
    from allegedly.model import ActorKind

__all__ = ["Identity", "listed"]

# how many runners-up are told
_TOLD = 5


class Identity(NamedTuple):
    """Who a mention means, as far as it tells.

    `actor` is somebody of the list, with `score`; `local` the id of somebody no list has. `kind`, `country` (two
    letters) and `sectors` (PLOVER's) may be told where nobody is. `others` are the candidates that remain.
    """

    actor: Scored | None = None
    local: str | None = None
    name: str | None = None
    kind: ActorKind | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    others: tuple[Scored, ...] = ()

    def told(self) -> ResolvedActor | None:
        """As the record of a claim; None where nothing is told that it could hold."""
        others: tuple[ActorCandidate, ...] = tuple(one.told() for one in self.others[:_TOLD])
        if self.actor is None:
            if not (self.local or self.kind or self.country or others):
                return None
            name = self.name if self.local else None
            return ResolvedActor(id=self.local, name=name, kind=self.kind, country=self.country, candidates=others)
        one = self.actor.told()
        return ResolvedActor(
            id=one.id, name=one.name, kind=self.kind, country=self.country, score=one.score, candidates=others
        )


def listed(best: Scored, found: tuple[Scored, ...], context: Context) -> Identity:
    """Somebody of the list, with the other candidates, and the sectors of the report's day."""
    one = best.actor
    others = tuple(other for other in found if other.actor.id != one.id)
    return Identity(actor=best, kind=one.kind, country=one.country, sectors=sectors_of(one, context.day), others=others)
