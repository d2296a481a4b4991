"""What a claim leaves unsaid because the sentences around it say it: the day and the place of the same happening."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from typing import TYPE_CHECKING, Literal

import msgspec

from allegedly.coders.lending import OPENING, Telling, likeness, refers_back, share_of, shares
from allegedly.model import Claim, EventClaim, Part, RelationClaim, TimeInterval

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.coders.words import Words

__all__ = ["settle"]

Slot = Part | TimeInterval
# "two wars", "attacks on coalition bases": happenings of many days, when told after the report's opening
_MANY = re.compile(
    r"(?:wars|attacks|clashes|bombings|raids|strikes|killings|incidents|shootings|battles|assaults)$", re.IGNORECASE
)
# from this chance on a loan is made: asked for more, the coder leaves more claims without the day their report tells;
# on the training reports, with the people and places as coded, such loans are right three times in five
_LEAST = {"time": 0.2, "place": 0.5}


def settle(claims: Sequence[Claim], words: Words) -> tuple[Claim, ...]:
    """The claims with a missing day or place taken from the telling that most likely is of the same happening.

    Lenders state their day or place in their own sentence, and a day, not a month or a year. A claim takes them from
    its own sentence first, and where nobody lends a day, the day of the hour its sentence tells. Ties and totals take
    no day, for they may hold at other times, and a post lends and borrows none. An accepted oath takes who swore it.
    """
    text, sentences = words.text, words.sentences
    apart = [words.post_at(_where(claim)) is not None for claim in claims]
    tellings = [
        None if alone or not isinstance(claim, EventClaim) else _telling(claim, text, sentences)
        for claim, alone in zip(claims, apart, strict=True)
    ]
    told = list(zip(claims, tellings, strict=True))
    settled = []
    for index, (claim, own) in enumerate(told):
        if own is None or not isinstance(claim, EventClaim):
            settled.append(claim)
            continue
        changes: dict[str, Slot] = {}
        if claim.place is None and (place := _lent(index, told, sentences, "place")):
            changes["place"] = place
        dated = claim.factuality.tense == "past" and not _of_many_days(claim, own)
        if claim.time is None and dated:
            time = _lent(index, told, sentences, "time") or _hour(own, words)
            changes |= {"time": time} if time else {}
        settled.append(msgspec.structs.replace(claim, **changes) if changes else claim)
    return tuple(_with_who_swore(settled))


def _with_who_swore(claims: Sequence[Claim]) -> Iterator[Claim]:
    """An oath accepted from nobody named is the one told last: "The Covenant accepted the pledge"."""
    swore: tuple[Part, ...] = ()
    for claim in claims:
        if isinstance(claim, RelationClaim) and claim.type == "accepts_pledge_of" and not claim.object:
            # nobody accepts their own oath
            own = {part.name for part in claim.subject}
            yield msgspec.structs.replace(claim, object=tuple(part for part in swore if part.name not in own))
            continue
        # an oath denied is none that could be accepted
        if (
            isinstance(claim, RelationClaim)
            and claim.type == "pledges_allegiance_to"
            and claim.factuality.polarity == "+"
        ):
            swore = claim.subject or swore
        yield claim


def _where(claim: Claim) -> int:
    return (claim.trigger or claim.evidence[0]).start


def _sentence_index(at: int, sentences: Sequence[tuple[int, int]]) -> int:
    index = bisect.bisect_right(sentences, at, key=lambda span: span[0]) - 1
    return index if index >= 0 and at < sentences[index][1] else -1


def _telling(claim: EventClaim, text: str, sentences: Sequence[tuple[int, int]]) -> Telling:
    at = _where(claim)
    return Telling(
        type=claim.type,
        sentence=_sentence_index(at, sentences),
        actors=tuple(part.name for part in claim.actor),
        targets=tuple(part.name for part in claim.target),
        place=claim.place.name if claim.place else None,
        refers_back=refers_back(text, at),
    )


def _lent(
    index: int,
    told: Sequence[tuple[Claim, Telling | None]],
    sentences: Sequence[tuple[int, int]],
    field: Literal["time", "place"],
) -> Slot | None:
    """The day or place of the likeliest lender, None when none is likely enough."""
    own = told[index][1]
    lenders: list[tuple[Telling, Slot]] = [
        (telling, slot)
        for other, (claim, telling) in enumerate(told)
        if other != index and telling and (slot := getattr(claim, field)) and _states(slot, telling, sentences)
    ]
    if own is None or not lenders:
        return None
    beside = [slot for telling, slot in lenders if telling.sentence == own.sentence]
    if beside:
        return beside[0]
    counts = Counter(_key(slot) for _, slot in lenders)
    weighed = [
        (shares(field, likeness(own, telling, share_of(counts[_key(slot)], len(lenders)))), -number, slot)
        for number, (telling, slot) in enumerate(lenders)
    ]
    best = max(weighed, key=lambda it: it[:2], default=None)
    return best[2] if best and best[0] >= _LEAST[field] else None


def _of_many_days(claim: EventClaim, own: Telling) -> bool:
    late = own.sentence >= OPENING and not own.refers_back
    return late and claim.trigger is not None and bool(_MANY.search(claim.trigger.text))


def _hour(own: Telling, words: Words) -> TimeInterval | None:
    start, end = words.sentences[own.sentence] if own.sentence >= 0 else (0, 0)
    return next((hour for hour in words.hours if hour.start is not None and start <= hour.start < end), None)


def _states(slot: Slot, telling: Telling, sentences: Sequence[tuple[int, int]]) -> bool:
    """Whether a day or place stands in the sentence of the claim that has it."""
    if isinstance(slot, TimeInterval) and slot.precision != "day":
        return False
    return slot.start is not None and _sentence_index(slot.start, sentences) == telling.sentence


def _key(slot: Slot) -> object:
    return (slot.earliest, slot.latest) if isinstance(slot, TimeInterval) else slot.name.casefold()
