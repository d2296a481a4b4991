"""Task factuality: how surely each given predicate of a tokenised sentence happened, -3 to 3."""

from __future__ import annotations

from typing import Any

from allegedly.certaintyscale import on_scale, signs_of

__all__ = ["read"]


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One sentence: the tokens joined by blanks are its text, a predicate stands at its token."""
    at, spans = 0, []
    for token in record["tokens"]:
        spans.append((at, at + len(token)))
        at += len(token) + 1
    text = " ".join(record["tokens"])
    return {
        "id": record["id"],
        "predicates": [
            {
                "token": predicate["token"],
                "factuality": on_scale(signs_of(text, sentence=(0, len(text)), trigger=spans[predicate["token"]])),
            }
            for predicate in record["predicates"]
        ],
    }
