"""Two versions of a page, word by word: what was taken out and what was put in."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Literal

from allegedly.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Piece", "compared"]

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# a word, a run of blanks, or one other character
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# longer unequal stretches are told whole: nobody reads them word by word, and comparing them could take a minute
_MOST = 2_000


class Piece(Record, frozen=True, kw_only=True):
    """Some characters that both versions have, or only the older (gone) or the newer (new)."""

    kind: Literal["same", "gone", "new"]
    text: str


def compared(older: str, newer: str) -> tuple[Piece, ...]:
    """The newer text with what the older had instead; the pieces that are not new are the older one, the pieces that
    are not gone the newer.

    >>> [(one.kind, one.text) for one in compared("killed 9 men", "killed 11 men")]
    [('same', 'killed '), ('gone', '9'), ('new', '11'), ('same', ' men')]
    """
    return tuple(_joined(_by_lines(_LINES.findall(older), _LINES.findall(newer))))


def _by_lines(older: Sequence[str], newer: Sequence[str]) -> Iterator[Piece]:
    for kind, old, new in _differences(older, newer):
        if kind == "equal":
            yield Piece(kind="same", text="".join(old))
        else:
            yield from _by_words(_WORDS.findall("".join(old)), _WORDS.findall("".join(new)))


def _by_words(older: Sequence[str], newer: Sequence[str]) -> Iterator[Piece]:
    for kind, old, new in _differences(older, newer):
        if kind == "equal":
            yield Piece(kind="same", text="".join(old))
            continue
        if old:
            yield Piece(kind="gone", text="".join(old))
        if new:
            yield Piece(kind="new", text="".join(new))


def _differences(older: Sequence[str], newer: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """Equal and unequal runs; what both begin and end with is set aside first, which is most of a corrected page."""
    first = next((at for at, (old, new) in enumerate(zip(older, newer, strict=False)) if old != new), None)
    first = min(len(older), len(newer)) if first is None else first
    most = min(len(older), len(newer)) - first
    last = next((at for at in range(most) if older[-1 - at] != newer[-1 - at]), most)
    old, new = older[first : len(older) - last], newer[first : len(newer) - last]
    if first:
        yield "equal", older[:first], newer[:first]
    if max(len(old), len(new)) > _MOST:
        yield "replace", old, new
    elif old or new:
        # words that stand everywhere anchor nothing; with them a page made for it would take a second and more
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=True)
        yield from ((kind, old[a:b], new[c:d]) for kind, a, b, c, d in matcher.get_opcodes())
    if last:
        yield "equal", older[len(older) - last :], newer[len(newer) - last :]


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one, and changes with nothing but blanks between them as one change."""
    gone = new = blank = ""
    for piece in pieces:
        if piece.kind == "same" and (piece.text.strip() or "\n" in piece.text or not (gone or new)):
            yield from _changed(gone, new)
            yield from _same(blank + piece.text)
            gone = new = blank = ""
        elif piece.kind == "same":
            blank += piece.text
        else:
            gone, new, blank = gone + blank, new + blank, ""
            gone, new = (gone + piece.text, new) if piece.kind == "gone" else (gone, new + piece.text)
    yield from _changed(gone, new)
    yield from _same(blank)


def _changed(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece(kind="gone", text=gone)
    if new:
        yield Piece(kind="new", text=new)


def _same(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(kind="same", text=text)
