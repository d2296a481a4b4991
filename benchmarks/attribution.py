"""Task attribution: source, cue and content of every reported stretch of a text."""

from __future__ import annotations

from typing import Any

from allegedly.attribution import find_voices
from allegedly.segment import split_sentences

__all__ = ["read"]


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One text: its voices as lists of spans."""
    text = record["text"]
    sentences = [(span.start, span.end) for span in split_sentences(text, 0, len(text))]
    return {
        "id": record["id"],
        "attributions": [
            {
                "source": [list(voice.source)] if voice.source else [],
                "cue": [list(voice.cue)],
                "content": [list(span) for span in voice.content],
            }
            for voice in find_voices(text, sentences=sentences)
        ],
    }
