"""Task relations: ties between two named things of a text, as re3d types them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.entities import named_things
from benchmarks.heads import believed, sentence_spans

from allegedly.coders.heads import load_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.coders.heads import Tagged

__all__ = ["read"]

# things further apart, in letters, than about two sentences are not asked about
_FARTHEST = 400


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One text: its ties with type and the spans of both ends."""
    text = record["text"]
    things = named_things(text)
    pairs = near_pairs(things)
    ties = load_heads().ties(text, sentence_spans(text), things, pairs)
    thresholds = believed("relations")
    return {
        "id": record["id"],
        "relations": [
            {
                "type": kind,
                "source": [things[one].start, things[one].end],
                "target": [things[other].start, things[other].end],
            }
            for (one, other), chances in zip(pairs, ties, strict=True)
            for kind, chance in chances.items()
            if chance >= thresholds.get(kind, thresholds["any"])
        ],
    }


def near_pairs(things: Sequence[Tagged]) -> list[tuple[int, int]]:
    """Both orders of any two things that stand near each other and are not the same words."""
    return [
        (one, other)
        for one, first in enumerate(things)
        for other, second in enumerate(things)
        if (first.start, first.end) != (second.start, second.end) and abs(first.start - second.start) <= _FARTHEST
    ]
