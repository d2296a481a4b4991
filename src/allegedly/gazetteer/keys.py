"""How a name is looked up: one spelling for all that differ only in case, accents, dots, hyphens and the like."""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["key_of"]

# letters that no decomposition turns into plain ones but that keyboards without them do
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a"})
# apostrophes of every kind stand inside names ("Sana'a", "Kyiv’s" is cut before) and are left out by half of the press
_LEFT_OUT = re.compile(r"[.'’‘`´ʻʼʿʾ′\u0640\u200b-\u200f]")
_GAP = re.compile(r"[\W_]+")
# the same word written out or short, as the press of one country does and that of another does not
_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt", "mountain": "mt"}


# a report says the same few hundred names again and again
@functools.lru_cache(maxsize=16384)
def key_of(name: str) -> str:
    """The spelling under which a name is filed.

    >>> [key_of(name) for name in ("St. Louis", "SAINT-LOUIS", "Râqqa", "Грозный", "U.S.", "Sana'a")]
    ['st louis', 'st louis', 'raqqa', 'грозныи', 'us', 'sanaa']
    """
    if name.isascii():
        plain = name.lower()
    else:
        parted = unicodedata.normalize("NFKD", name.casefold())
        plain = "".join(letter for letter in parted if not unicodedata.combining(letter)).translate(_PLAIN)
    words = _GAP.sub(" ", _LEFT_OUT.sub("", plain)).split()
    return " ".join(_SHORT.get(word, word) for word in words)
