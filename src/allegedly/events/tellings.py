"""What of one claim is compared with the claims of other reports; small enough to be kept beside the claim."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeGuard

import msgspec

from allegedly.events.rarity import picture
from allegedly.model import Basis, CountWhat, EventClaim, Record, VoiceRole
from allegedly.names import merge_key
from allegedly.tolls import toll

if TYPE_CHECKING:
    from allegedly.model import Article, Claim, Count, Part, Reading

__all__ = ["GROUPS", "REPORT", "Telling", "Told", "about", "happened", "telling", "tellings"]

Told = tuple[CountWhat, int | None, int | None, int | None]

# happenings that reports code under one another's names: a raid, a shootout and an attack may be the same minute
GROUPS: dict[str, str] = {
    **dict.fromkeys(
        (
            "armed_clash",
            "attack",
            "bombing",
            "shelling",
            "air_strike",
            "assassination",
            "execution",
            "abuse",
            "destruction",
            "security_operation",
            "violence_other",
        ),
        "force",
    ),
    **dict.fromkeys(("protest", "riot"), "crowd"),
    **dict.fromkeys(("negotiation", "agreement"), "talks"),
    **dict.fromkeys(("mobilization", "withdrawal"), "troops"),
}
# a report as a whole, whatever happening it tells of
REPORT = "report"
# a list of twenty victims or villages is told apart by its first as well as by all; a telling is kept in 600 bytes
_NAMES, _COUNTS = 3, 4
_LONGEST_NAME = 48
# what could have been and what is to come is no happening yet
_HAPPENED = ("past", "ongoing")


class Telling(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What one report tells of one happening, as far as it is compared.

    `group` is the kind of happening; only tellings of one kind can be the same event. `earliest`, `latest` and `basis`
    are those of the claim's time, None without one. `place` and `found` are the keys of its name as told and as known;
    `actors` and `targets` are keys of names, the ids of known actors after them. A count is (what, low, best, high).
    `voice` is the key of the innermost voice, None the outlet itself. `at` is the code point where it is told, `leads`
    whether it is the first of its kind in the report; `words` are those the report is known by, the most telling first.
    """

    claim_id: str
    article_id: str
    group: str
    type: str
    at: int
    leads: bool
    words: str
    publisher: str | None = None
    published_at: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    basis: Basis | None = None
    place: str | None = None
    found: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    counts: tuple[Told, ...] = ()
    role: VoiceRole = "outlet"
    voice: str | None = None


def tellings(reading: Reading) -> tuple[Telling, ...]:
    """Every claim of a report that tells of a happening, in their order; the report's words are read once."""
    told = [claim for claim in reading.claims if happened(claim)]
    words = " ".join(picture(reading.article)) if told else ""
    first: dict[str, EventClaim] = {}
    for claim in sorted(told, key=_at):
        first.setdefault(GROUPS.get(claim.type, claim.type), claim)
    leading = [id(claim) for claim in first.values()]
    return tuple(_telling(reading.article, claim, words, leads=id(claim) in leading) for claim in told)


def telling(article: Article, claim: Claim) -> Telling | None:
    """One claim alone, taken as the first of its kind in the report; None for what is no happening.

    Ties, numbers of no single happening and correction notices are none; nor are happenings denied, planned or feared.
    """
    if not happened(claim):
        return None
    return _telling(article, claim, " ".join(picture(article)), leads=True)


def about(reading: Reading) -> Telling:
    """The report as a whole: its words, and place, day, people and toll of the happening it is about.

    That is the first act of force it tells of, else its first happening; a report without one has its words alone. The
    claim id is the article's id and the group "report", so that reports find each other with or without a claim.
    """
    told = sorted(tellings(reading), key=lambda it: (it.group != "force", not it.leads, it.at))
    if not told:
        return _bare(reading.article)
    main = told[0]
    return msgspec.structs.replace(
        main,
        claim_id=reading.article.id,
        group=REPORT,
        leads=True,
        counts=main.counts or _toll(reading.article),
    )


def happened(claim: Claim) -> TypeGuard[EventClaim]:
    """Whether a claim tells of something that took place: a happening, not denied, not to come."""
    sure = claim.factuality
    return isinstance(claim, EventClaim) and sure.polarity == "+" and sure.tense in _HAPPENED


def _bare(article: Article) -> Telling:
    return Telling(
        claim_id=article.id,
        article_id=article.id,
        group=REPORT,
        type=REPORT,
        at=0,
        leads=True,
        words=" ".join(picture(article)),
        publisher=article.publisher,
        published_at=article.published_at,
        counts=_toll(article),
    )


def _toll(article: Article) -> tuple[Told, ...]:
    read = toll(article.text)
    both: tuple[tuple[CountWhat, int | None], ...] = (("killed", read.killed), ("wounded", read.injured))
    return tuple((what, number, number, number) for what, number in both if number)


def _telling(article: Article, claim: EventClaim, words: str, *, leads: bool) -> Telling:
    known = claim.place.known_place if claim.place else None
    inner = claim.attribution[-1] if claim.attribution else None
    return Telling(
        claim_id=claim.id or f"{article.id}:{_at(claim)}",
        article_id=article.id,
        group=GROUPS.get(claim.type, claim.type),
        type=claim.type,
        at=_at(claim),
        leads=leads,
        words=words,
        publisher=article.publisher,
        published_at=article.published_at,
        earliest=claim.time.earliest if claim.time else None,
        latest=claim.time.latest if claim.time else None,
        basis=claim.time.basis if claim.time else None,
        place=_key(claim.place.name) if claim.place else None,
        found=_key(known.name) if known and known.name else None,
        geonameid=known.geonameid if known else None,
        lat=known.lat if known else None,
        lon=known.lon if known else None,
        country=known.country if known else None,
        actors=_keys(claim.actor),
        targets=_keys(claim.target),
        counts=tuple((it.what, it.low, it.best, it.high) for it in claim.counts if _is_bounded(it))[:_COUNTS],
        role=inner.role if inner else "outlet",
        voice=_key(inner.name or inner.who) if inner else None,
    )


def _at(claim: EventClaim) -> int:
    return (claim.trigger or claim.evidence[0]).start


def _is_bounded(count: Count) -> bool:
    """Whether a count has a number at all: "dozens" has none."""
    return (count.low, count.best, count.high) != (None, None, None)


def _key(name: str) -> str:
    return merge_key(name)[:_LONGEST_NAME].strip() or name[:_LONGEST_NAME].casefold()


def _keys(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The keys of the first few names, and after them the ids of those that are known."""
    known = (part.known_actor.id for part in parts[:_NAMES] if part.known_actor)
    return tuple(dict.fromkeys([*(_key(part.name) for part in parts[:_NAMES]), *(it for it in known if it)]))
