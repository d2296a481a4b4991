"""Numbers in digits and in words."""

from __future__ import annotations

import re

__all__ = ["DIGITS", "NUMBER", "read_number"]

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: dict[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12, "score": 20}

DIGITS = r"\d{1,3}(?:[,\u00a0]\d{3}){1,3}|\d{1,9}"
_WORD = rf"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})"
_SCALE = r"(?:hundred|thousand|million|dozen|score)"
# "twenty-three", "two hundred and fifty", "a dozen", "14 million", "2.5 million"
NUMBER = (
    rf"(?:(?:{DIGITS})(?:\.\d{{1,2}}(?=\s{{1,3}}(?:million|thousand)))?(?:\s{{1,3}}{_SCALE}\b)?"
    rf"|(?:{_WORD}|an?(?=\s{{1,3}}{_SCALE}\b)|half\s{{1,3}}a(?=\s{{1,3}}dozen\b))\b"
    rf"(?:(?:-|\s{{1,3}})(?:and\s{{1,3}})?(?:{_WORD}|{_SCALE})\b){{0,6}})"
)
_PIECES = re.compile(r"\d[\d,.\u00a0]*|[a-z]+")


def read_number(words: str) -> int | None:
    """The whole number some words name, None when they name none.

    >>> read_number("2,000"), read_number("twenty-three"), read_number("two hundred and fifty"), read_number("a dozen")
    (2000, 23, 250, 12)
    """
    total = current = 0.0
    seen = False
    pieces = _PIECES.findall(words.casefold().replace("half a dozen", "six"))
    for piece in pieces:
        if piece[0].isdigit():
            current = current + float(re.sub(r"[,\u00a0]", "", piece.rstrip(".,")))
        elif piece in _VALUES:
            current += _VALUES[piece]
        elif piece in _SCALES:
            scale = _SCALES[piece]
            # hundreds and dozens multiply what stands before them; thousands close a group
            current = max(current, 1) * scale
            if scale >= _SCALES["thousand"]:
                total, current = total + current, 0
        elif piece in ("a", "an", "and"):
            continue
        else:
            return None
        seen = True
    return round(total + current) if seen else None
