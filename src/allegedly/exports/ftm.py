"""Events, named parties and ties as FollowTheMoney statements, one JSON object a line.

A statement's `origin` is the claim that says it. An event is an Event, a tie an UnknownLink with its type as role: the
vocabulary has no pledge, no rivalry and no attack, and no way to say that something is denied.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from allegedly import wording
from allegedly.agreement import fold
from allegedly.exports import facts
from allegedly.exports.cells import as_json
from allegedly.exports.gathering import Happening
from allegedly.model import Article, EventClaim, Part, RelationClaim
from allegedly.names.lexicons import common_words
from allegedly.when import day_in_words, days_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.exports.accounts import Account
    from allegedly.exports.gathering import Sent, Source
    from allegedly.exports.tables import Sink
    from allegedly.model import ActorKind, TimeInterval

__all__ = ["FIELDS", "LOSES", "RULE", "write"]

RULE = (
    "no numbers; of an event only the claims that assert it; a party is an entity where it is known or named with a "
    "capital letter of its own, so that “Nine people” is none"
)
LOSES = {
    "how surely it is said": "in words only, in summary",
    "the numbers": "in words only, in summary",
    "where the words stand": "no property",
    "who acts and who is struck": "both are involved",
    "a party without a name": "no entity; in words only, in summary",
    "a claim that says what another said before": "FollowTheMoney keeps one statement of each value",
}
FIELDS = {
    "canonical_id": "the entity, as in entity_id",
    "entity_id": "the event, the tie, the party or the report; - stands for the _ of our ids",
    "prop": "a property of FollowTheMoney's model",
    "schema": "Event, UnknownLink, Article, or for a party Organization, PublicBody, Person, LegalEntity",
    "value": "one value",
    "dataset": "allegedly",
    "lang": "null",
    "original_value": "the report's words, where they are others",
    "first_seen": "when the claim was recorded",
    "last_seen": "the same",
    "external": "false",
    "origin": "the id of the claim in the ledger",
    "id": "FollowTheMoney's hash of data set, entity, property and value",
}
_DATASET = "allegedly"
# 16 hex digits, as in the ledger's own ids
_ID_DIGITS = 16
_BODIES: dict[ActorKind, str] = {
    "government": "PublicBody",
    "person": "Person",
    "civilians": "LegalEntity",
    "rioters": "LegalEntity",
    "protesters": "LegalEntity",
}
_DENIED = "FollowTheMoney cannot say that something is denied"
_UNNAMED = "a tie of which a side has no name"
_NO_PLACE = {"quantity": "FollowTheMoney has no numbers of people", "correction": "FollowTheMoney keeps no notices"}


class _Saying(NamedTuple):
    """One value of one property, before it is a statement."""

    entity: str
    schema: str
    prop: str
    value: str
    original: str | None = None


def write(source: Source, account: Account, out: Sink) -> int:
    """Writes every statement once; gives their number."""
    seen: set[str] = set()
    for found in source.all_kinds(account):
        told = _event(found, account) if isinstance(found, Happening) else _tie(found, account)
        for sent, saying in told:
            line = _statement(sent, saying)
            if line["id"] not in seen:
                seen.add(line["id"])
                out.write(as_json(line) + b"\n")
            elif saying.entity == _dashed(sent.held.event):
                field = "a claim that says what another said before"
                account.lose(field, LOSES[field])
    return len(seen)


def _event(happening: Happening, account: Account) -> Iterator[tuple[Sent, _Saying]]:
    if not happening.asserted:
        account.leave("event", happening.event.id, _DENIED)
    else:
        account.carry("event", happening.event.id)
        yield happening.asserted[0][0], _Saying(_dashed(happening.event.id), "Event", "name", _title(happening))
    for sent, claim in happening.told:
        if claim.factuality.polarity == "-":
            account.leave("claim", sent.held.id, _DENIED)
            continue
        account.carry("claim", sent.held.id)
        _tell(claim, account)
        yield from ((sent, saying) for saying in _of_claim(sent, claim, _dashed(happening.event.id)))


def _title(happening: Happening) -> str:
    event = happening.event
    where = wording.name(event.place) if event.place else ""
    return ", ".join(filter(None, [event.type.replace("_", " "), where, days_in_words(event.earliest, event.latest)]))


def _of_claim(sent: Sent, claim: EventClaim, entity: str) -> Iterator[_Saying]:
    for parties in (claim.actor, claim.target):
        for part in filter(_is_named, parties):
            yield from _party(part)
            yield _Saying(entity, "Event", "involved", _party_id(part))
    if claim.place:
        yield _Saying(entity, "Event", "location", wording.name(claim.place), claim.place.text)
        if (known := claim.place.known_place) and known.country:
            yield _Saying(entity, "Event", "country", known.country.lower())
    yield _Saying(entity, "Event", "keywords", claim.type)
    yield from _sourced(sent, entity, "Event", claim.time)


def _tie(sent: Sent, account: Account) -> Iterator[tuple[Sent, _Saying]]:
    claim = sent.claim
    if not isinstance(claim, RelationClaim):
        account.leave("claim", sent.held.id, _NO_PLACE[str(type(claim).__struct_config__.tag)])
        return
    sides = [(one, other) for one in filter(_is_named, claim.subject) for other in filter(_is_named, claim.object)]
    if claim.factuality.polarity == "-" or not sides:
        account.leave("claim", sent.held.id, _DENIED if claim.factuality.polarity == "-" else _UNNAMED)
        return
    account.carry("claim", sent.held.id)
    _tell(claim, account)
    for number, (one, other) in enumerate(sides):
        entity = _dashed(sent.held.id) + (f"-{number}" if number else "")
        for part in (one, other):
            yield from ((sent, saying) for saying in _party(part))
        link = {"subject": _party_id(one), "object": _party_id(other), "role": claim.type}
        yield from ((sent, _Saying(entity, "UnknownLink", prop, value)) for prop, value in link.items())
        yield from ((sent, saying) for saying in _sourced(sent, entity, "UnknownLink", claim.time))


def _tell(claim: EventClaim | RelationClaim, account: Account) -> None:
    parties = (claim.actor, claim.target) if isinstance(claim, EventClaim) else (claim.subject, claim.object)
    lost = {
        "how surely it is said": claim.factuality.certainty != "certain",
        "the numbers": bool(claim.counts),
        "where the words stand": True,
        "who acts and who is struck": isinstance(claim, EventClaim) and all(parties),
        "a party without a name": not all(_is_named(part) for parts in parties for part in parts),
    }
    for field in (name for name, is_lost in lost.items() if is_lost):
        account.lose(field, LOSES[field])


def _party(part: Part) -> Iterator[_Saying]:
    known = part.known_actor
    entity, schema = _party_id(part), _schema(part)
    yield _Saying(entity, schema, "name", _party_name(part), part.text)
    if known and known.country:
        yield _Saying(entity, schema, "country", known.country.lower())


def _schema(part: Part) -> str:
    kind = part.known_actor.kind if part.known_actor else None
    return _BODIES.get(kind, "Organization") if kind else "LegalEntity"


def _sourced(sent: Sent, entity: str, schema: str, time: TimeInterval | None) -> Iterator[_Saying]:
    """When it is said to have been, who says so, and the report that says it."""
    if time and time.earliest:
        yield _Saying(entity, schema, "startDate", time.earliest.isoformat(), time.text)
    if time and time.latest:
        yield _Saying(entity, schema, "endDate", time.latest.isoformat(), time.text)
    yield _Saying(entity, schema, "summary", facts.note(sent))
    yield _Saying(entity, schema, "recordId", sent.held.id)
    article = sent.article
    yield _Saying(entity, schema, "proof", _article_id(article))
    if article.publisher:
        yield _Saying(entity, schema, "publisher", wording.clean(article.publisher))
    if article.url:
        yield _Saying(entity, schema, "sourceUrl", article.url)
    yield from _report(article)


def _report(article: Article) -> Iterator[_Saying]:
    entity = _article_id(article)
    day = day_in_words(article.published_at) if article.published_at else ""
    known = article.title or ", ".join(filter(None, [article.publisher or article.id, day]))
    yield _Saying(entity, "Article", "title", wording.clean(known))
    if article.published_at:
        yield _Saying(entity, "Article", "publishedAt", article.published_at.isoformat())
    if article.publisher:
        yield _Saying(entity, "Article", "publisher", wording.clean(article.publisher))
    if article.url:
        yield _Saying(entity, "Article", "sourceUrl", article.url)


def _is_named(part: Part) -> bool:
    known = part.known_actor
    first, *others = part.name.split() or [""]
    # a first word has its capital from the sentence, unless it is no word of the language
    own = first[:1].isupper() and first.casefold() not in common_words()
    return bool(known and known.id) or own or any(word[:1].isupper() for word in others)


def _party_name(part: Part) -> str:
    known = part.known_actor
    return wording.clean(known.name) if known and known.name else wording.name(part)


def _party_id(part: Part) -> str:
    """One entity for one known actor, else for one name."""
    known = part.known_actor
    return _hashed("party", f"id:{known.id}" if known and known.id else f"name:{fold(part.name)}")


def _article_id(article: Article) -> str:
    return _hashed("report", article.id)


def _hashed(what: str, name: str) -> str:
    return f"{what}-{hashlib.sha256(name.encode()).hexdigest()[:_ID_DIGITS]}"


def _dashed(name: str) -> str:
    """An id of the ledger as FollowTheMoney allows one."""
    return name.replace("_", "-")


def _statement(sent: Sent, saying: _Saying) -> dict[str, Any]:
    key = f"{_DATASET}.{saying.entity}.{saying.prop}.{saying.value}"
    seen = sent.held.recorded_at.strftime("%Y-%m-%dT%H:%M:%S")
    return {
        "canonical_id": saying.entity,
        "entity_id": saying.entity,
        "prop": saying.prop,
        "schema": saying.schema,
        "value": saying.value,
        "dataset": _DATASET,
        "lang": None,
        "original_value": saying.original if saying.original != saying.value else None,
        "first_seen": seen,
        "last_seen": seen,
        "external": False,
        "origin": sent.held.id,
        # the hash is FollowTheMoney's; it tells statements apart and guards nothing
        "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
    }
