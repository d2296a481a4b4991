"""What every event-level format asks of an event: its days and their basis, its place, its numbers, who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.agreement import fold
from allegedly.events.numbers import Move, figures
from allegedly.model import CountWhat, Record
from allegedly.model.words import CERTAINTIES
from allegedly.when import day_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from allegedly.exports.gathering import Happening, Sent
    from allegedly.model import Basis, BombingMode, Certainty, Part, ResolvedPlace

__all__ = [
    "Toll", "basis", "bombing_mode", "certainty", "claim_ids", "days_between", "denies", "happened", "happened_or_why",
    "known_place", "note", "notes", "outlets", "party", "printed", "toll",
]  # fmt: skip


class Toll(Record, frozen=True, kw_only=True):
    """One number of an event: by the events' rule, or as a person decided.

    `told` says whether any claim speaks of it; `vague` are words that bound no number ("dozens"); `differs` whether
    two plain figures exclude each other; `decided` what a person did about it.
    """

    what: CountWhat
    told: bool = False
    low: int | None = None
    best: int | None = None
    high: int | None = None
    differs: bool = False
    move: Move | None = None
    decided: Move | None = None
    vague: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a person left the number unconfirmed or pending: then it is not given as one."""
        return self.decided in ("unconfirmed", "pending")


def toll(happening: Happening, what: CountWhat) -> Toll:
    """What the claims of an event amount to for one thing counted; a number a person preferred is its best."""
    event = happening.event
    counts = [count for _, claim in happening.asserted for count in claim.counts if count.what == what]
    found = next((one for one in event.ranges if one.what == what), None)
    decision = next((one for one in event.resolutions if one.what == what), None)
    preferred = _preferred(happening, what, decision.prefers) if decision and decision.prefers else None
    low, best, high = (found.low, found.best, found.high) if found else (None, None, None)
    if preferred is not None:
        low = min(low, preferred) if low is not None else preferred
        best, high = preferred, max(high, preferred) if high is not None else None
    return Toll(
        what=what,
        told=bool(counts),
        low=low,
        best=best,
        high=high,
        differs=bool(found and found.contradiction),
        move=found.move if found else None,
        # a claim that was preferred and no longer stands decides nothing
        decided=decision.move if decision and (decision.prefers is None or preferred is not None) else None,
        vague=tuple(dict.fromkeys(one.text for one in counts if (one.low, one.best, one.high) == (None, None, None))),
    )


def _preferred(happening: Happening, what: CountWhat, claim_id: str) -> int | None:
    for sent, claim in happening.told:
        if sent.held.id == claim_id:
            return next((one.number for one in figures(sent.article, claim) if one.what == what), None)
    return None


def happened(happening: Happening) -> bool:
    """Whether anybody says that it happened or goes on: not denied, not planned, not feared."""
    return any(claim.factuality.tense in ("past", "ongoing") for _, claim in happening.asserted)


def happened_or_why(happening: Happening) -> str | None:
    """None where somebody says it happened, else why a data set of what happened has no row for it."""
    if not happening.asserted:
        return "nobody says that it happened: those who speak of it deny it"
    return None if happened(happening) else "it is planned, feared or supposed; nobody says that it happened"


def certainty(happening: Happening) -> Certainty:
    """The surest that anybody puts it who says that it happened; of an event that nobody asserts, the surest denial."""
    told = [claim for _, claim in happening.asserted if claim.factuality.tense in ("past", "ongoing")]
    told = told or [claim for _, claim in happening.told]
    return min((claim.factuality.certainty for claim in told), key=CERTAINTIES.index)


def denies(happening: Happening) -> int:
    """How many of its claims deny it."""
    return len(happening.told) - len(happening.asserted)


def basis(happening: Happening) -> Basis | None:
    """What the event's days rest on: the best basis among the claims that give just these days."""
    event = happening.event
    given: list[Basis] = [
        claim.time.basis
        for _, claim in happening.told
        if claim.time and (claim.time.earliest, claim.time.latest) == (event.earliest, event.latest)
    ]
    if event.earliest is None and event.latest is None:
        return None
    best: tuple[Basis, ...] = ("stated", "anchored", "publication")
    return next((one for one in best if one in given), None)


def days_between(earliest: dt.date, latest: dt.date) -> int:
    """How many days an interval has, both ends counted."""
    return (latest - earliest).days + 1


def known_place(happening: Happening) -> ResolvedPlace | None:
    """Where the event's place is, if any claim that names it so has it resolved to a point."""
    place = happening.event.place
    if place is None:
        return None
    named = [claim.place for _, claim in happening.told if claim.place and fold(claim.place.name) == fold(place.name)]
    points = (part.known_place for part in (place, *named))
    return next((point for point in points if point is not None and point.lat is not None), None)


def bombing_mode(happening: Happening) -> BombingMode | None:
    """The mode of a bombing, where those who tell one agree."""
    modes = {claim.mode for _, claim in happening.asserted if claim.type == happening.event.type and claim.mode}
    return modes.pop() if len(modes) == 1 else None


def party(parts: Sequence[Part]) -> str | None:
    """Several parties in one cell, each by the name it is known by, else by the fullest the report gives."""
    return "; ".join(_known_as(part) for part in parts) or None


def _known_as(part: Part) -> str:
    known = part.known_actor
    return wording.clean(known.name) if known and known.name else wording.name(part)


def outlets(happening: Happening) -> str | None:
    """Who printed it, in one cell."""
    return "; ".join(map(wording.clean, happening.event.outlets)) or None


def printed(happening: Happening) -> list[dt.date]:
    """The days its reports were printed, in order, each once."""
    return sorted({sent.held.published_at for sent in happening.sent if sent.held.published_at})


def claim_ids(happening: Happening) -> str:
    """The claims behind a row, so that it can be followed back into the ledger."""
    return "; ".join(sent.held.id for sent in happening.sent)


def notes(happening: Happening) -> str:
    """Who says so, how surely and in which words, claim by claim; then what they contradict each other about."""
    told = [note(sent) for sent in happening.sent]
    told += [f"Not agreed: {wording.clean(words)}." for words in happening.event.contradictions]
    if basis(happening) == "publication":
        told.append("No day is told: it is taken from the day of publication.")
    return " ".join([*told, *_decisions(happening)])


def note(sent: Sent) -> str:
    """Who says one claim, how surely, and in which words."""
    claim = sent.claim
    where = wording.clean(sent.held.outlet or sent.held.article)
    day = f", {day_in_words(sent.held.published_at)}" if sent.held.published_at else ""
    counted = "; ".join(wording.number(count) for count in getattr(claim, "counts", ()))
    told = ", ".join(filter(None, [wording.sureness(claim.factuality), counted]))
    words = " … ".join(wording.clean(one.text) for one in claim.evidence)
    voice = f"quoting {wording.voice(claim)}" if wording.voices(claim) else "in its own voice"
    return f"{where}{day}, {voice}: “{words}” ({told})."


def _decisions(happening: Happening) -> Iterator[str]:
    words = {
        "prefer": "preferred one number",
        "range": "gives the range",
        "unconfirmed": "calls the number unconfirmed",
        "pending": "leaves the number open",
    }
    yield from (f"A person {words[one.move]}: {one.what}." for one in happening.event.resolutions)
