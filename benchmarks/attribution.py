"""Task attribution: source, cue and content of every reported stretch of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allegedly.attribution import find_voices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution import Voice

__all__ = ["read"]


def read(record: dict[str, Any]) -> dict[str, Any]:
    """One text: its voices as lists of spans."""
    voices = find_voices(record["text"])
    return {
        "id": record["id"],
        "attributions": [
            {
                "source": [list(voice.speaker.full)] if voice.speaker else [],
                "cue": [_cue(record["text"], voice)],
                "content": [list(span) for span in voice.content],
            }
            for voice in voices
            if not _is_within(voice, voices)
        ],
    }


def _cue(text: str, voice: Voice) -> list[int]:
    """The reporting words; the set counts a colon after them as theirs."""
    start, end = voice.cue.start, voice.cue.end
    return [start, end + (text[end : end + 1] == ":")]


def _is_within(voice: Voice, voices: Sequence[Voice]) -> bool:
    """Whether a voice is told of inside another's words: the set gives each word to one attribution only."""
    return any(other is not voice and any(a <= voice.cue.start < b for a, b in other.content) for other in voices)
