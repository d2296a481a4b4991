"""Relevance: whether a report is about political violence or armed actors at all."""

from __future__ import annotations

from typing import Any

from benchmarks import claims
from benchmarks.heads import believed, sentence_spans

from allegedly.coders.heads import load_heads


def read(record: dict[str, Any]) -> dict[str, Any]:
    """1 when the head thinks so, or thinks it not unlikely and the coder finds a claim."""
    chance = load_heads().labels("relevance", record["text"], sentence_spans(record["text"]))["relevant"]
    settings = believed("relevance")
    if chance >= settings["alone"] or chance < settings["never"]:
        return {"id": record["id"], "label": int(chance >= settings["alone"])}
    return {"id": record["id"], "label": int(bool(claims.read(record)["claims"]))}
