"""Task entities: people, groups, places, times, amounts and other named things of a text, as re3d types them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.heads import believed, read_words

if TYPE_CHECKING:
    from allegedly.coders.heads import Tagged

__all__ = ["named_things", "read"]


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One text: its entities with type, start and end; they may lie in one another."""
    return {
        "id": record["id"],
        "entities": [{"type": it.tag, "start": it.start, "end": it.end} for it in named_things(record["text"])],
    }


def named_things(text: str) -> list[Tagged]:
    """The things the head finds, in reading order."""
    words = read_words("entities", text)
    thresholds = believed("entities")
    tags = [column for column in words.columns if ":" not in column]
    found = [run for tag in tags for run in words.runs(tag, thresholds.get(tag, thresholds["any"]))]
    return sorted(found, key=lambda it: (it.start, it.end, it.tag))
