"""A large ledger of invented reports: towns, groups and outlets by number, the same happening told by several outlets.

Everything follows from the seed; nothing here is news.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import msgspec

from allegedly.codec import claim_id
from allegedly.model import (
    Article,
    Attribution,
    Claim,
    CoderStamp,
    Count,
    EventClaim,
    Evidence,
    Part,
    PlacePrecision,
    Reading,
    RelationClaim,
    ResolvedPlace,
    TimeInterval,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CODER = CoderStamp(name="invented", version="1", model=None)
# a report tells as many claims as those of the development gold do, about
CLAIMS_A_REPORT = 10
_SEED = 11
# a happening is told by this many reports on average
_TELLINGS = 4
_COUNTRIES = ("XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XI", "XJ", "XK", "XL")
_SYLLABLES = (
    "ar",
    "bel",
    "dor",
    "esk",
    "fan",
    "gor",
    "hul",
    "ist",
    "kem",
    "lor",
    "mav",
    "nor",
    "osk",
    "pel",
    "rud",
    "sav",
)
_TYPES = ("attack", "bombing", "shelling", "armed_clash", "abduction", "arrest", "violence_other", "protest")
_VERBS = {
    "attack": "attacked",
    "bombing": "bombed",
    "shelling": "shelled",
    "armed_clash": "fought",
    "abduction": "abducted",
    "arrest": "arrested",
    "violence_other": "killed",
    "protest": "marched against",
}
_BEGIN = dt.date(2015, 1, 1)
_DAYS = 3650


def reports(claims: int, *, seed: int = _SEED) -> Iterator[Reading]:
    """Reports that make about so many claims together, in the order of their days."""
    chance = random.Random(seed)  # noqa: S311 - made-up reports, not secrets
    towns = [_name(chance, 3) for _ in range(600)]
    groups = [f"{_name(chance, 2)} {kind}" for kind in ("Front", "Column", "Brigade", "Movement") for _ in range(60)]
    outlets = [f"The {_name(chance, 2)} {kind}" for kind in ("Mail", "Courier", "Gazette") for _ in range(20)]
    told = 0
    number = 0
    while told < claims:
        day = _BEGIN + dt.timedelta(days=number * CLAIMS_A_REPORT * _DAYS // claims)
        happenings = [_Happening(chance, towns, groups, day) for _ in range(CLAIMS_A_REPORT)]
        for _ in range(_TELLINGS):
            if told >= claims:
                return
            reading = _report(number, chance, happenings, chance.choice(outlets), groups)
            told += len(reading.claims)
            number += 1
            yield reading


class _Happening:
    """One invented happening, told by several reports with small differences."""

    def __init__(self, chance: random.Random, towns: list[str], groups: list[str], day: dt.date) -> None:
        self.type = chance.choice(_TYPES)
        self.town = chance.randrange(len(towns))
        self.name = towns[self.town]
        self.actor = chance.choice(groups)
        self.target = chance.choice(groups)
        self.day = day - dt.timedelta(days=chance.randrange(5))
        self.dead = chance.randrange(1, 60)


def _report(
    number: int, chance: random.Random, happenings: list[_Happening], outlet: str, groups: list[str]
) -> Reading:
    day = max(one.day for one in happenings) + dt.timedelta(days=1)
    pieces: list[str] = [f"Report {number}"]
    places: list[tuple[int, _Happening, int]] = []
    at = len(pieces[0]) + 1
    for one in happenings[:-1]:
        dead = max(1, one.dead + chance.choice((0, 0, 0, 1, -1, 2)))
        sentence = (
            f"The {one.actor} {_VERBS[one.type]} the {one.target} in {one.name} on {one.day.isoformat()}, "
            f"police said, and {dead} people were killed in what residents called the worst day of the month."
        )
        places.append((at, one, dead))
        pieces.append(sentence)
        at += len(sentence) + 1
    tie = f"The {groups[number % len(groups)]} is allied with the {groups[(number * 7 + 1) % len(groups)]}."
    pieces.append(tie)
    text = "\n".join(pieces)
    article = Article(
        id=f"inv-{number}",
        text=text,
        zones=(Zone(label="body", start=0, end=len(text)),),
        title=pieces[0],
        published_at=day,
        url=f"https://news.invalid/{number}",
        publisher=outlet,
    )
    drafts: list[Claim] = [_event(text, start, one, dead) for start, one, dead in places]
    drafts.append(_tie(text, at, number, groups))
    return Reading(article=article, claims=tuple(_signed(article, draft) for draft in drafts))


def _event(text: str, start: int, one: _Happening, dead: int) -> EventClaim:
    end = text.index(",", start)
    count = text.index(f"and {dead} people", start) + 4
    country = _COUNTRIES[one.town % len(_COUNTRIES)]
    where = ResolvedPlace(
        reason="invented",
        geonameid=one.town,
        name=one.name,
        lat=(one.town % 160) - 80.0,
        lon=(one.town % 340) - 170.0,
        country=country,
        precision=PlacePrecision(acled=1, ucdp=1),
        score=1.0,
    )
    when = one.day.isoformat()
    return EventClaim(
        type=one.type,
        evidence=(Evidence(start=start, end=end, text=text[start:end]),),
        actor=(_part(text, one.actor, start),),
        target=(_part(text, one.target, text.index(_VERBS[one.type], start)),),
        place=_part(text, one.name, text.index(f" in {one.name} on", start) + 4, where),
        time=TimeInterval(
            earliest=one.day,
            latest=one.day,
            precision="day",
            basis="stated",
            text=when,
            start=text.index(when, start),
            end=text.index(when, start) + len(when),
        ),
        counts=(
            Count(
                what="killed",
                whom="people",
                low=dead,
                best=dead,
                high=dead,
                text=str(dead),
                start=count,
                end=count + len(str(dead)),
            ),
        ),
        attribution=(_police(text, start),),
        score=0.7,
    )


def _tie(text: str, start: int, number: int, groups: list[str]) -> RelationClaim:
    words = text[start:].rstrip(".")
    one, other = groups[number % len(groups)], groups[(number * 7 + 1) % len(groups)]
    return RelationClaim(
        type="allied_with",
        evidence=(Evidence(start=start, end=start + len(words), text=words),),
        subject=(_part(text, one, start),),
        object=(_part(text, other, text.index("allied with", start)),),
        score=0.7,
    )


def _part(text: str, name: str, start: int, where: ResolvedPlace | None = None) -> Part:
    at = text.index(name, start)
    resolved = msgspec.UNSET if where is None else where
    return Part(text=name, name=name, start=at, end=at + len(name), resolved=resolved)


def _police(text: str, start: int) -> Attribution:
    at = text.index("police", start)
    return Attribution(who="police", role="security_force", cue="said", start=at, end=at + len("police"))


def _signed(article: Article, claim: Claim) -> Claim:
    signed: Claim = msgspec.structs.replace(claim, id=claim_id(article, claim), coder=CODER)
    return signed


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()
