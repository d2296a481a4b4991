"""The same happening told twice by the same voice is one claim with two pieces of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import msgspec

from allegedly.coders.lending import VIOLENCE
from allegedly.model import Article, Claim, Correction, EventClaim, Part, Quantity, RelationClaim, Zone
from allegedly.names import same_thing

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["fold"]

_Timed = EventClaim | RelationClaim | Quantity


def fold(claims: Sequence[Claim], article: Article) -> tuple[Claim, ...]:
    """Repeats folded into the telling that says the most; order of first telling is kept."""
    kept: list[Claim] = []
    headline = next((zone for zone in article.zones if zone.label == "headline"), None)
    for claim in claims:
        twin = next(
            (
                index
                for index in reversed(range(len(kept)))
                if _same_telling(kept[index], claim, loose=_in_zone(kept[index], headline))
            ),
            None,
        )
        if twin is None:
            kept.append(claim)
        else:
            kept[twin] = _joined(kept[twin], claim)
    return tuple(kept)


def _in_zone(claim: Claim, zone: Zone | None) -> bool:
    return bool(zone and zone.start <= claim.evidence[0].start < zone.end)


def _one_family(one: str, other: str) -> bool:
    """Whether two types may tell of one happening: the same, or both violence whose manner the words tell apart."""
    return one == other or (one in VIOLENCE and other in VIOLENCE)


def _parts(claim: Claim, *fields: str) -> tuple[Part, ...]:
    return tuple(part for field in fields for part in getattr(claim, field, ()))


def _agree(one: Sequence[Part], other: Sequence[Part]) -> bool | None:
    """Whether two lists name the same; None when one of them is empty and so says nothing."""
    if not one or not other:
        return None
    return any(same_thing(a.name, b.name) for a in one for b in other)


def _voice(claim: Claim) -> str | None:
    return claim.attribution[-1].name or claim.attribution[-1].who if claim.attribution else None


def _same_voice(one: Claim, other: Claim) -> bool:
    """The same innermost voice; the outlet's own voice takes in what a headline leaves out."""
    a, b = _voice(one), _voice(other)
    return a is None or b is None or same_thing(a, b)


def _clash(one: Claim, other: Claim) -> bool:
    return _times_clash(one, other) or _counts_clash(one, other)


def _times_clash(one: Claim, other: Claim) -> bool:
    a, b = getattr(one, "time", None), getattr(other, "time", None)
    if not a or not b or not (a.earliest and a.latest and b.earliest and b.latest):
        return False
    return bool(a.latest < b.earliest or b.latest < a.earliest)


def _counts_clash(one: Claim, other: Claim) -> bool:
    a = {count.what: (count.low, count.best, count.high) for count in getattr(one, "counts", ())}
    b = {count.what: (count.low, count.best, count.high) for count in getattr(other, "counts", ())}
    return any(a[what] != b[what] for what in a.keys() & b.keys())


def _same_telling(one: Claim, other: Claim, *, loose: bool) -> bool:
    if isinstance(one, Correction) or type(one) is not type(other):
        return False
    if not (one.type == other.type or (loose and _one_family(one.type, other.type))):
        return False
    if one.factuality.polarity != other.factuality.polarity or not _same_voice(one, other) or _clash(one, other):
        return False
    first = _agree(_parts(one, "actor", "subject"), _parts(other, "actor", "subject"))
    second = _agree(_parts(one, "target", "object"), _parts(other, "target", "object"))
    where_one, where_other = getattr(one, "place", None), getattr(other, "place", None)
    place = same_thing(where_one.name, where_other.name) if where_one and where_other else None
    if second and first is not False and one.evidence[0] == other.evidence[0]:
        # "killed by shells fired from the hill": one clause, one victim, whatever place each of its words took
        return True
    said = [answer for answer in (first, second, place) if answer is not None]
    if loose and isinstance(one, EventClaim):
        # a headline or "the attack" says little: nothing may speak against it, except a part it words otherwise
        return first is not False and (second is not False or place is True)
    # nothing to tell them apart is not yet the same: one shared actor, target or place is asked for
    return bool(said) and all(said)


def _filled(claim: Claim) -> int:
    fields = ("actor", "target", "subject", "object", "place", "time", "counts", "weapon", "attribution")
    return sum(bool(getattr(claim, field, None)) for field in fields)


def _is_finer(one: Claim, other: Claim) -> TypeGuard[_Timed]:
    """Whether one telling's days lie within the other's and are fewer: "February 9" beside "last month"."""
    if not isinstance(one, _Timed) or not isinstance(other, _Timed):
        return False
    a, b = one.time, other.time
    if not a or not b or not (a.earliest and a.latest and b.earliest and b.latest):
        return False
    return b.earliest <= a.earliest and a.latest <= b.latest and (a.earliest, a.latest) != (b.earliest, b.latest)


def _joined(one: Claim, other: Claim) -> Claim:
    """The fuller telling, with the other's words as further evidence and what only the other says filled in."""
    main, second = (one, other) if _filled(one) >= _filled(other) else (other, one)
    evidence = list(main.evidence)
    evidence += [it for it in second.evidence if all(it.end <= e.start or it.start >= e.end for e in evidence)]
    missing = {
        field: getattr(second, field)
        for field in ("actor", "target", "subject", "object", "place", "time", "counts", "weapon", "attribution")
        if hasattr(main, field) and not getattr(main, field) and getattr(second, field)
    }
    if _is_finer(second, main):
        missing["time"] = second.time
    score = max(main.score or 0, second.score or 0)
    return msgspec.structs.replace(main, evidence=tuple(evidence), score=score, **missing)
