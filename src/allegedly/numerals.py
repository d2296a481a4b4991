"""Numbers in digits and in words."""

from __future__ import annotations

import re

__all__ = ["DIGITS", "NUMBER", "read_number"]

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES: dict[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12, "score": 20}

# "14", "2,000", "20, 000" as tokenised copy prints it, "1,00,000" as South Asian papers do
DIGITS = r"(?:\d{1,3}(?:,\d{3}|\u00a0\d{3}|,\s000){1,3}|\d{1,2}(?:,\d{2}){1,2},\d{3}|\d{1,9})"
_WORD = rf"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})"
_SCALE = r"(?:hundred|thousand|million|dozen|score)"
# "twenty-three", "two hundred and fifty", "a dozen", "14 million", "2.5 million"
NUMBER = (
    rf"(?:{DIGITS}(?:\.\d{{1,2}}(?=\s{{1,3}}(?:million|thousand)\b))?(?:\s{{1,3}}{_SCALE}\b)?"
    rf"|(?:{_WORD}|half\s{{1,3}}a(?=\s{{1,3}}(?:dozen|hundred|thousand|million)\b)|an?(?=\s{{1,3}}{_SCALE}\b))\b"
    rf"(?:(?:-|\s{{1,3}})(?:and\s{{1,3}})?(?:{_WORD}|{_SCALE})\b){{0,6}})"
)
_PIECES = re.compile(r"\d[\d,.\u00a0]*|[^\W\d_]+")


def read_number(words: str) -> int | None:
    """The whole number some words name, None when they name none.

    >>> read_number("2,000"), read_number("twenty-three"), read_number("two hundred and fifty"), read_number("a dozen")
    (2000, 23, 250, 12)
    >>> read_number("several") is None
    True
    """
    total = current = 0.0
    seen = False
    for piece in _PIECES.findall(re.sub(r",\s", ",", words.casefold()).replace("half a ", "0.5 ")):
        value = _value(piece)
        if value is not None:
            current += value
        elif piece in _SCALES:
            # hundreds and dozens multiply what stands before them; thousands and millions close a group
            current = (current or 1) * _SCALES[piece]
            if _SCALES[piece] >= _SCALES["thousand"]:
                total, current = total + current, 0.0
        elif piece in ("a", "an", "and"):
            continue
        else:
            return None
        seen = True
    return round(total + current) if seen else None


def _value(piece: str) -> float | None:
    if not piece[0].isdecimal():
        return _VALUES.get(piece)
    plain = re.sub(r"[,\u00a0]", "", piece.rstrip(".,"))
    return float(plain) if plain.count(".") <= 1 else None
