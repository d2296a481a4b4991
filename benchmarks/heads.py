"""What the adapters of the heads' tasks share: a text's sentences, its words as a head reads them, its thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allegedly.coders.heads import load_heads
from allegedly.segment import split_sentences

if TYPE_CHECKING:
    from allegedly.coders.heads import WordChances

__all__ = ["believed", "read_words", "sentence_spans"]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) in code points."""
    return [(one.start, one.end) for one in split_sentences(text, 0, len(text))]


def believed(name: str) -> Any:
    """From which chance on a tag, label or tie is believed; chosen on texts of the train part that no head had read."""
    return load_heads().settings["believed"][name]


def read_words(head: str, text: str) -> WordChances:
    """The chances of a head for every word of a text."""
    return load_heads().words(head, text, sentence_spans(text))
