"""Claims in one flat table: one row a claim, with every field of the code book in columns of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly import wording
from allegedly.exports.cells import Column
from allegedly.model import CountWhat, EventClaim, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from allegedly.exports.accounts import Account
    from allegedly.exports.cells import Kind, Value
    from allegedly.exports.gathering import Sent
    from allegedly.model import Attribution, Claim, Count, Cue, Evidence, TimeInterval

__all__ = ["COLUMNS", "LOSES", "RULE", "tell"]

RULE = (
    "none: what the report says stands as it was said. Of several numbers of one kind in one claim the largest is the "
    "total and fills the number columns; all stand in counts"
)
LOSES = {
    "what else a name may mean": "no columns for the candidates",
    "a part's number beside the total": "in words only, in counts",
    "what the claim was coded as before a person changed it": "no columns; the ledger has both",
}
_COUNTED: tuple[CountWhat, ...] = (
    *("killed", "wounded", "abducted", "arrested", "displaced", "fighters", "members", "participants", "other"),
)
_PARTIES = ("actor", "target", "subject", "object", "weapon")


def tell(sent: Sent, account: Account) -> None:
    """What the row of a claim goes without."""
    claim = sent.claim
    parts = [part for field in _PARTIES for part in _parts(claim, field)] + list(_one(claim, "place"))
    if any(
        (part.known_actor and part.known_actor.candidates) or (part.known_place and part.known_place.candidates)
        for part in parts
    ):
        account.lose("what else a name may mean", LOSES["what else a name may mean"])
    if len({count.what for count in _counts(claim)}) < len(_counts(claim)):
        account.lose("a part's number beside the total", LOSES["a part's number beside the total"])
    if sent.held.standing.content is not None:
        field = "what the claim was coded as before a person changed it"
        account.lose(field, LOSES[field])


def _parts(claim: Claim, field: str) -> tuple[Part, ...]:
    found: tuple[Part, ...] = getattr(claim, field, ())
    return found


def _one(claim: Claim, field: str) -> tuple[Part, ...]:
    found: Part | None = getattr(claim, field, None)
    return (found,) if found else ()


def _counts(claim: Claim) -> tuple[Count, ...]:
    found: tuple[Count, ...] = getattr(claim, "counts", ())
    return found


def _time(claim: Claim) -> TimeInterval | None:
    found: TimeInterval | None = getattr(claim, "time", None)
    return found


def _joined(words: Iterable[str | None]) -> str | None:
    """Several values in one cell; each keeps its place, so that columns of one field can be read side by side."""
    told = [word or "" for word in words]
    return "; ".join(told) if any(told) else None


def _span(piece: Evidence | Part | Count | TimeInterval | Attribution | Cue) -> str | None:
    return f"{piece.start}-{piece.end}" if piece.start is not None else None


def _text(name: str, words: str, take: Callable[[Claim], str | None], kind: Kind = "text") -> Column[Sent]:
    return Column(name, kind, words, lambda sent: take(sent.claim))


def _party_columns(field: str, words: str, parts: Callable[[Claim], Sequence[Part]]) -> Iterator[Column[Sent]]:
    """Six columns for those a claim names in one role."""
    yield _text(field, words, lambda it: _joined(wording.name(part) for part in parts(it)))
    yield _text(f"{field}_text", "in the report's words", lambda it: _joined(one.text for one in parts(it)))
    yield _text(f"{field}_span", "where the words stand", lambda it: _joined(_span(one) for one in parts(it)))
    yield _text(f"{field}_id", "in the actor list", lambda it: _joined(_known(one, "id") for one in parts(it)))
    yield _text(f"{field}_kind", "where it is known", lambda it: _joined(_known(one, "kind") for one in parts(it)))
    yield _text(
        f"{field}_country", "where it is known", lambda it: _joined(_known(one, "country") for one in parts(it))
    )


def _known(part: Part, field: str) -> str | None:
    found: str | None = getattr(part.known_actor, field) if part.known_actor else None
    return found


def _named(field: str, words: str) -> Iterator[Column[Sent]]:
    """Three columns for what is named once."""
    yield _text(field, words, lambda it: _joined(wording.name(part) for part in _one(it, field)))
    yield _text(f"{field}_text", "in the report's words", lambda it: _joined(one.text for one in _one(it, field)))
    yield _text(f"{field}_span", "where the words stand", lambda it: _joined(_span(one) for one in _one(it, field)))


def _place(field: str, words: str, kind: Kind) -> Column[Sent]:
    def take(sent: Sent) -> Value:
        place = next(iter(_one(sent.claim, "place")), None)
        found: Value = getattr(place.known_place, field) if place and place.known_place else None
        return found

    return Column(f"place_{field}", kind, words, take)


def _precision(book: str, words: str) -> Column[Sent]:
    def take(sent: Sent) -> int | None:
        place = next(iter(_one(sent.claim, "place")), None)
        known = place.known_place.precision if place and place.known_place else None
        found: int | None = getattr(known, book, None)
        return found

    return Column(f"place_precision_{book}", "integer", words, take)


def _of_time(field: str, words: str, kind: Kind) -> Column[Sent]:
    def take(sent: Sent) -> Value:
        found: Value = getattr(_time(sent.claim), field, None)
        return wording.clean(found) if isinstance(found, str) else found

    return Column(f"time_{field}", kind, words, take)


def _number(what: CountWhat, end: str) -> Column[Sent]:
    def take(sent: Sent) -> int | None:
        counts = [count for count in _counts(sent.claim) if count.what == what]
        if not counts:
            return None
        largest = max(counts, key=lambda it: it.best or it.low or it.high or 0)
        found: int | None = getattr(largest, end)
        return found

    return Column(f"{what}_{end}", "integer", {"low": "at least", "best": "said", "high": "at most"}[end], take)


def _count_in_words(count: Count) -> str:
    bounds = "/".join("" if end is None else str(end) for end in (count.low, count.best, count.high))
    whom = f" {wording.clean(count.whom)}" if count.whom else ""
    return f"{count.what} {bounds}{whom} “{wording.clean(count.text)}” {_span(count)}"


def _links(sent: Sent, take: Callable[[Attribution], str | None]) -> str | None:
    return _joined(take(link) for link in sent.claim.attribution)


def _coder(sent: Sent, field: str) -> Value:
    coder = sent.claim.coder
    found: Value = getattr(coder, field) if coder else None
    return found


def _event(sent: Sent) -> str | None:
    return sent.held.event if isinstance(sent.held.claim, EventClaim) else None


def _mode(claim: Claim) -> str | None:
    return claim.mode if isinstance(claim, EventClaim) else None


def _ended(sent: Sent, field: str) -> str | None:
    found: str | None = getattr(sent.held.superseded, field) if sent.held.superseded else None
    return found


COLUMNS: tuple[Column[Sent], ...] = (
    Column("claim_id", "text", "the claim's id in the ledger", lambda it: it.held.id),
    Column("event_id", "text", "the event it belongs to; empty for ties, numbers and notices", _event),
    Column("entry", "integer", "the number of its entry in the ledger", lambda it: it.held.seq),
    Column("recorded_at", "moment", "when it was recorded, UTC", lambda it: it.held.recorded_at),
    Column("status", "text", "how it stands", lambda it: it.held.standing.status),
    Column("superseded_because", "text", "why it no longer stands", lambda it: _ended(it, "cause")),
    Column("superseded_by", "text", "the claim that stands in its place", lambda it: _ended(it, "successor")),
    Column("article_id", "text", "the report", lambda it: it.held.article),
    Column("outlet", "text", "who printed it", lambda it: wording.clean(it.held.outlet) if it.held.outlet else None),
    Column("title", "text", "of the report", lambda it: wording.clean(it.article.title) if it.article.title else None),
    Column("url", "text", "of the report", lambda it: wording.clean(it.article.url) if it.article.url else None),
    Column("published_at", "day", "the day of print", lambda it: it.held.published_at),
    Column("text_sha256", "text", "the hash of the report's text", lambda it: it.article.text_sha256),
    Column("coder", "text", "who coded it", lambda it: _coder(it, "name")),
    Column("coder_version", "text", "which version", lambda it: _coder(it, "version")),
    Column("coder_model", "text", "with which model", lambda it: _coder(it, "model")),
    Column("codebook", "text", "by which code book", lambda it: _coder(it, "codebook")),
    Column("score", "number", "of claims scored 0.8, 80 % are right", lambda it: it.claim.score),
    _text("kind", "event, relation, quantity or correction", lambda it: str(type(it).__struct_config__.tag)),
    _text("type", "a type of the code book", lambda it: it.type),
    _text("mode", "how a bomb was brought", _mode),
    _text("evidence", "the words it rests on", lambda it: _joined(one.text for one in it.evidence)),
    _text("evidence_span", "where they stand in the text", lambda it: _joined(map(_span, it.evidence))),
    _text("trigger", "the word that names it", lambda it: it.trigger.text if it.trigger else None),
    _text("trigger_span", "where it stands", lambda it: _span(it.trigger) if it.trigger else None),
    *_party_columns("actor", "who did it", lambda it: _parts(it, "actor")),
    *_party_columns("target", "to whom", lambda it: _parts(it, "target")),
    *_party_columns("subject", "who stands in the tie, or is counted", lambda it: _parts(it, "subject")),
    *_party_columns("object", "with whom or what", lambda it: _parts(it, "object")),
    _text("weapon", "with what", lambda it: _joined(wording.name(part) for part in _parts(it, "weapon"))),
    _text("weapon_span", "where the words stand", lambda it: _joined(map(_span, _parts(it, "weapon")))),
    *_named("place", "where"),
    _place("geonameid", "the place's number in GeoNames", "integer"),
    _place("name", "by the gazetteer's name", "text"),
    _place("lat", "empty where the place is not resolved", "number"),
    _place("lon", "empty where the place is not resolved", "number"),
    _place("country", "the two letters of ISO 3166", "text"),
    _place("admin1", "the province", "text"),
    _precision("acled", "of the point, 1 to 3"),
    _precision("ucdp", "of the point, 1 to 7"),
    _place("reason", "why this place, or why none", "text"),
    _of_time("earliest", "the first day", "day"),
    _of_time("latest", "the last day", "day"),
    _of_time("precision", "how fine the words are", "text"),
    _of_time("basis", "stated, anchored or publication", "text"),
    _of_time("text", "in the report's words", "text"),
    _text("time_span", "where the words stand", lambda it: _span(time) if (time := _time(it)) else None),
    *(_number(what, end) for what in _COUNTED for end in ("low", "best", "high")),
    _text(
        "counts",
        "every number: low/best/high, of whom, in which words, where",
        lambda it: _joined(map(_count_in_words, _counts(it))),
    ),
    Column(
        "says",
        "text",
        "who says so, from the outlet inward",
        lambda it: _links(it, lambda link: wording.clean(link.who)),
    ),
    Column("says_name", "text", "the fullest name", lambda it: _links(it, lambda link: wording.clean(link.name or ""))),
    Column("says_role", "text", "what they are", lambda it: _links(it, lambda link: link.role)),
    Column(
        "says_cue", "text", "the reporting words", lambda it: _links(it, lambda link: wording.clean(link.cue or ""))
    ),
    Column("says_span", "text", "where the words stand", lambda it: _links(it, _span)),
    _text("polarity", "+ asserted, - denied", lambda it: it.factuality.polarity),
    _text("certainty", "how surely the innermost voice puts it", lambda it: it.factuality.certainty),
    _text("tense", "past, ongoing, future or hypothetical", lambda it: it.factuality.tense),
    _text("cues", "the words that tell", lambda it: _joined(cue.text for cue in it.factuality.cues)),
    _text("cues_span", "where they stand", lambda it: _joined(map(_span, it.factuality.cues))),
    *_named("old", "what was wrong, in a correction"),
    *_named("new", "what is right, in a correction"),
)
