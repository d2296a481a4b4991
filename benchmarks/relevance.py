"""Relevance: whether a report is about political violence or armed actors at all."""

from __future__ import annotations

from typing import Any

from benchmarks import claims

# a report is relevant when the coder finds it more likely than not
_MORE_LIKELY_THAN_NOT = 0.5


def read(record: dict[str, Any]) -> dict[str, Any]:
    """1 when the coder's own judgement says so; for a coder without one, when it finds a claim."""
    judgement = getattr(claims.the_coder(), "relevance", None)
    if judgement is None:
        return {"id": record["id"], "label": int(bool(claims.read(record)["claims"]))}
    return {"id": record["id"], "label": int(judgement(record["text"]) >= _MORE_LIKELY_THAN_NOT)}
