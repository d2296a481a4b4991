"""Task factuality: how surely each given predicate of a tokenised sentence happened, -3 to 3.

The package's scale, by rule, and a head that learned the scale from the set's train part are averaged; how much each
counts stands in `heads.toml`.
"""

from __future__ import annotations

from typing import Any

from benchmarks.heads import believed, sentence_spans

from allegedly.certaintyscale import on_scale, signs_of
from allegedly.coders.heads import load_heads

__all__ = ["read"]

_LOWEST, _HIGHEST = -3.0, 3.0


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One sentence: the tokens joined by blanks are its text, a predicate stands at its token."""
    at, spans = 0, []
    for token in record["tokens"]:
        spans.append((at, at + len(token)))
        at += len(token) + 1
    text = " ".join(record["tokens"])
    asked = [spans[predicate["token"]] for predicate in record["predicates"]]
    learned = load_heads().values("factuality", text, sentence_spans(text), asked) if asked else []
    return {
        "id": record["id"],
        "predicates": [
            {
                "token": predicate["token"],
                "factuality": blended(on_scale(signs_of(text, sentence=(0, len(text)), trigger=span)), value),
            }
            for predicate, span, value in zip(record["predicates"], asked, learned, strict=True)
        ],
    }


def blended(ruled: float, learned: float | None) -> float:
    """The mean of both, weighted as chosen; a predicate that the head did not read is the rules' alone."""
    if learned is None:
        return ruled
    share: float = believed("factuality")["learned"]
    return round(min(_HIGHEST, max(_LOWEST, share * learned + (1 - share) * ruled)), 3)
