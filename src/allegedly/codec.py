"""Records to JSON and back, content ids, and the JSON Schema of what `read --json` prints."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from allegedly.errors import RecordError
from allegedly.model import Article, Claim, Correction, EventClaim, Quantity, Reading, RelationClaim

__all__ = ["claim_id", "decode_claim", "decode_reading", "encode", "encode_reading", "reading_as_dict", "schema"]

_ENCODER = msgspec.json.Encoder(order="deterministic")
_CLAIM_DECODER: msgspec.json.Decoder[Claim] = msgspec.json.Decoder(EventClaim | RelationClaim | Quantity | Correction)
# 16 hex digits are 64 bits: among a billion claims two share one with odds of about 1 in 40
_ID_DIGITS = 16
# what the program says of a claim or a part of it, as against what the report says
_OUR_OWN = frozenset(("id", "coder", "score", "actor", "resolved"))


def encode(record: object) -> bytes:
    """One record as one line of JSON, the same bytes for the same record.

    >>> from allegedly.model import Span
    >>> encode(Span(start=1, end=2))
    b'{"start":1,"end":2}'
    """
    return _ENCODER.encode(record)


def decode_claim(line: bytes | str) -> Claim:
    """One claim from JSON; a malformed one raises RecordError that says where.

    >>> decode_claim('{"kind":"event","type":"attack","evidence":[{"start":0,"end":4,"text":"shot"}]}').type
    'attack'
    """
    try:
        return _CLAIM_DECODER.decode(line)
    except msgspec.DecodeError as problem:
        raise RecordError(f"claim: {problem}") from problem


def claim_id(article: Article, claim: Claim) -> str:
    """The claim's content id: a hash over the article's text and what the report is said to say."""
    canonical = _ENCODER.encode([article.text_sha256, _said(msgspec.to_builtins(claim))])
    return "clm_" + hashlib.sha256(canonical).hexdigest()[:_ID_DIGITS]


def _said(value: Any) -> Any:
    """A claim without what the program adds: who coded it, and who or where its names are known to be."""
    if isinstance(value, dict):
        # a happening's own actors are a list; who a part is known to be is one record or nothing
        return {
            key: _said(part) for key, part in value.items() if key not in _OUR_OWN or isinstance(part, list | tuple)
        }
    return [_said(one) for one in value] if isinstance(value, list | tuple) else value


def reading_as_dict(reading: Reading) -> dict[str, Any]:
    """One article as `read --json` prints it: article fields, then zones and claims."""
    article: dict[str, Any] = msgspec.to_builtins(reading.article)
    notices = article.pop("notices")
    known = {
        key: value for key, value in article.items() if key not in ("text", "zones", "id", "title", "published_at")
    }
    zones = [{key: value for key, value in zone.items() if value is not None} for zone in article["zones"]]
    return {
        "id": article["id"],
        "title": article["title"],
        "published_at": article["published_at"],
        **{key: value for key, value in known.items() if value is not None},
        "text": article["text"],
        "zones": zones,
        "notices": notices,
        "claims": msgspec.to_builtins(reading.claims),
    }


def encode_reading(reading: Reading) -> bytes:
    """One article a line, fields in the order a reader wants them."""
    return msgspec.json.encode(reading_as_dict(reading))


def decode_reading(line: bytes | str) -> Reading:
    """One line of `read --json` back into records; every span is checked against the text again."""
    try:
        raw = msgspec.json.decode(line)
        claims = msgspec.convert(raw.pop("claims"), tuple[Claim, ...])
        return Reading(article=msgspec.convert(raw, Article), claims=claims)
    except (msgspec.DecodeError, KeyError, AttributeError) as problem:
        raise RecordError(f"reading: expected one line of `allegedly read --json`, found {problem}") from problem


def schema() -> dict[str, Any]:
    """The JSON Schema of a claim, with one definition for each record it holds."""
    return msgspec.json.schema(Claim)
