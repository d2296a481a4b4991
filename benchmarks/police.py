"""Task police: what police are told to have done in a text: killed, arrested, acted, failed to act, used force."""

from __future__ import annotations

from typing import Any

from benchmarks.heads import believed, sentence_spans

from allegedly.coders.heads import load_heads

__all__ = ["LABELS", "read"]

# the order of the set's labels
LABELS = ("KILL", "ARREST", "ANY_ACTION", "FAIL", "FORCE")


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One text: 1 or 0 for each label."""
    chances = load_heads().labels("police", record["text"], sentence_spans(record["text"]))
    thresholds = believed("police")
    return {"id": record["id"], "labels": [int(chances[label] >= thresholds[label]) for label in LABELS]}
