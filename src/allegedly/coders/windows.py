"""A report cut into stretches the encoder can hold, whole sentences at a time, with a little of what went before."""

from __future__ import annotations

import functools
import importlib.resources
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CASE_KINDS", "Window", "cut_windows", "load_tokenizer"]

# the uncased vocabulary forgets capitals; these six shapes of a word give them back to the encoder
CASE_KINDS = 6
_LOWER, _TITLE, _UPPER, _MIXED, _DIGITS, _MARK = range(CASE_KINDS)
# BERT's own marks for the beginning and end of a stretch
_BEGIN, _END = 101, 102


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of tokens; `offsets` are code points of the article, (0, 0) for the two marks.

    `fresh` is the index of the first token that no earlier window held; what stands before is context.
    """

    ids: npt.NDArray[np.int64]
    cases: npt.NDArray[np.int64]
    offsets: npt.NDArray[np.int64]
    fresh: int


@functools.cache
def load_tokenizer() -> Tokenizer:
    """The word pieces of the shipped encoder; offsets count code points of the text given."""
    file = importlib.resources.files("allegedly").joinpath("data/encoder/tokenizer.json")
    tokenizer = Tokenizer.from_str(file.read_text(encoding="utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


# a text repeats most of its words
@functools.lru_cache(maxsize=8192)
def _case_of(piece: str) -> int:
    if not any(char.isalnum() for char in piece):
        return _MARK
    if any(char.isdigit() for char in piece):
        return _DIGITS
    if piece.isupper() and len(piece) > 1:
        return _UPPER
    if piece[:1].isupper() and not any(char.isupper() for char in piece[1:]):
        return _TITLE
    return _MIXED if any(char.isupper() for char in piece) else _LOWER


def _word_cases(text: str, word_ids: Sequence[int | None], offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The shape of the whole word for each of its pieces."""
    cases = np.zeros(len(offsets), dtype=np.int64)
    first = 0
    for index in range(1, len(word_ids) + 1):
        if index == len(word_ids) or word_ids[index] != word_ids[first]:
            word = text[offsets[first][0] : offsets[index - 1][1]]
            cases[first:index] = _case_of(word)
            first = index
    return cases


def cut_windows(
    text: str, sentences: Sequence[tuple[int, int]], tokenizer: Tokenizer, *, size: int, context: int
) -> Iterator[Window]:
    """Stretches of at most `size` tokens (marks included), each with up to `context` tokens of what went before.

    Sentences are (start, end) in code points, in order; words outside every sentence are not read. A sentence
    longer than a window is cut at a token.
    """
    pieces = [_encode_sentence(text, start, end, tokenizer) for start, end in sentences]
    chunks = [chunk for piece in pieces for chunk in _cut_long(piece, size - 2 - context)]
    before: list[tuple[npt.NDArray[np.int64], ...]] = []
    now: list[tuple[npt.NDArray[np.int64], ...]] = []
    room = size - 2
    for chunk in chunks:
        if now and _length(before) + _length(now) + len(chunk[0]) > room:
            yield _join(before, now)
            before = _tail([*before, *now], context)
            now = []
        now.append(chunk)
    if now:
        yield _join(before, now)


def _encode_sentence(text: str, start: int, end: int, tokenizer: Tokenizer) -> tuple[npt.NDArray[np.int64], ...]:
    encoding = tokenizer.encode(text[start:end], add_special_tokens=False)
    offsets = np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2) + start
    return np.asarray(encoding.ids, dtype=np.int64), _word_cases(text, encoding.word_ids, offsets), offsets


def _cut_long(piece: tuple[npt.NDArray[np.int64], ...], limit: int) -> Iterator[tuple[npt.NDArray[np.int64], ...]]:
    for at in range(0, len(piece[0]), limit):
        yield tuple(array[at : at + limit] for array in piece)


def _length(chunks: list[tuple[npt.NDArray[np.int64], ...]]) -> int:
    return sum(len(chunk[0]) for chunk in chunks)


def _tail(chunks: list[tuple[npt.NDArray[np.int64], ...]], limit: int) -> list[tuple[npt.NDArray[np.int64], ...]]:
    kept: list[tuple[npt.NDArray[np.int64], ...]] = []
    for chunk in reversed(chunks):
        if _length(kept) + len(chunk[0]) > limit:
            break
        kept.insert(0, chunk)
    return kept


def _join(before: list[tuple[npt.NDArray[np.int64], ...]], now: list[tuple[npt.NDArray[np.int64], ...]]) -> Window:
    ids, cases, offsets = (np.concatenate(column) for column in zip(*before, *now, strict=True))
    edge = np.zeros((1, 2), dtype=np.int64)
    return Window(
        ids=np.concatenate([[_BEGIN], ids, [_END]]),
        cases=np.concatenate([[_MARK], cases, [_MARK]]),
        offsets=np.concatenate([edge, offsets, edge]),
        fresh=1 + _length(before),
    )
