"""Claims as the code book has them, one JSON object a line, each with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allegedly.exports.cells import as_json
from allegedly.model import EventClaim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allegedly.exports.accounts import Account
    from allegedly.exports.gathering import Sent
    from allegedly.exports.tables import Sink

__all__ = ["FIELDS", "LOSES", "RULE", "tell", "write"]

RULE = "none: what the report says stands as it was said"
LOSES = {
    "what the claim was coded as before a person changed it": "the claim as it stands; the ledger has both",
}
FIELDS = {
    "claim": "the claim as it stands, a record of the code book (docs/codebook.md)",
    "status": "how it stands: proposed, accepted, edited, or what was asked for",
    "superseded": "why it no longer stands, and the claim that does; null for one that stands",
    "event": "the event it belongs to; null for ties, numbers and notices",
    "entry": "the number of its entry in the ledger",
    "recorded_at": "when it was recorded, UTC",
    "article": "the report: id, outlet, title, url, days of print, the hash of its text",
}


def tell(sent: Sent, account: Account) -> None:
    """What a line goes without."""
    if sent.held.standing.content is not None:
        for field, reason in LOSES.items():
            account.lose(field, reason)


def write(claims: Iterable[Sent], out: Sink) -> int:
    """Writes the claims; gives their number."""
    number = 0
    for sent in claims:
        out.write(as_json(_line(sent)) + b"\n")
        number += 1
    return number


def _line(sent: Sent) -> dict[str, Any]:
    held, article = sent.held, sent.article
    ended = held.superseded
    return {
        "claim": sent.claim,
        "status": held.standing.status,
        "superseded": {"cause": ended.cause, "successor": ended.successor} if ended else None,
        "event": held.event if isinstance(sent.claim, EventClaim) else None,
        "entry": held.seq,
        "recorded_at": held.recorded_at,
        "article": {
            "id": held.article,
            "outlet": held.outlet,
            "title": article.title,
            "url": article.url,
            "published_at": article.published_at,
            "updated_at": article.updated_at,
            "text_sha256": article.text_sha256,
        },
    }
