"""The words of an article where they stand, and whether capitals tell anything in the sentence they stand in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Word", "is_proper_case", "tells_nothing", "words_of"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,6}|[^\W_]{1,40}(?:[-'’&/][^\W_]{1,40}){0,6}")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
# "People's Guard", "Workers' Front": here the 's belongs to the name
_OWN_NAMES = frozenset(["people", "peoples", "worker", "women", "soldier", "peasant", "student", "citizen", "children"])
# a sentence of capitals still has a lower-case letter now and then ("McDONALD", "al-ASSAD")
_CAPITALS_SHARE = 0.8
_SMALL = frozenset(
    ["with", "from", "over", "after", "into", "amid", "near", "than", "that", "under", "against", "before"]
)
# a headline in title case leaves only short words and prepositions small
_TITLE_CASE_SHARE = 0.95
# fewer long words than this say nothing about title case
_TITLE_CASE_WORDS = 5
# plain English has 3 capitals in 100 characters; below this share an article was laid down in small letters
_SMALL_LETTERS_SHARE = 0.015


class Word(NamedTuple):
    """One word: its span without a possessive 's, its letters folded, how it is written, the sentence it stands in."""

    start: int
    end: int
    folded: str
    raw: str
    sentence: int
    possessive: bool
    flat: bool


def tells_nothing(sentence: str) -> bool:
    """Whether capitals tell nothing in a sentence: it is all capitals, or a headline with every word capitalised.

    >>> tells_nothing("REBELS ATTACKED A POST NEAR TARGO"), tells_nothing("Rebels attacked a post near Targo")
    (True, False)
    """
    upper = sum(map(str.isupper, sentence))
    if upper > _CAPITALS_SHARE * (upper + sum(map(str.islower, sentence))):
        return True
    long = [word for word in sentence.split() if len(word) > 3 and word[0].isalpha() and word not in _SMALL]
    return len(long) >= _TITLE_CASE_WORDS and sum(word[0].isupper() for word in long) >= _TITLE_CASE_SHARE * len(long)


def is_proper_case(raw: str) -> bool:
    """Whether a word is written as a name is: a capital first, or after a prefix such as al-, or letters with a number.

    >>> [is_proper_case(word) for word in ("Targo", "al-Rashid", "M-19", "village")]
    [True, True, True, False]
    """
    return raw[0].isupper() or (raw[-1].isalnum() and "-" in raw[1:] and any(map(str.isupper, raw)))


def words_of(text: str, sentences: Sequence[tuple[int, int]]) -> tuple[Word, ...]:
    """Every word of the text with its span; a possessive 's is left out of the span.

    >>> [word.folded for word in words_of("Rebels' men left Omar's farm.", [(0, 29)])]
    ['rebels', 'men', 'left', 'omar', 'farm']
    """
    if not sentences:
        sentences = [(0, len(text))]
    small = sum(map(str.isupper, text)) <= _SMALL_LETTERS_SHARE * len(text)
    flat = [small or tells_nothing(text[start:end]) for start, end in sentences]
    found, number, last = [], 0, len(sentences) - 1
    for match in _WORD.finditer(text):
        raw, start = match[0], match.start()
        while number < last and start >= sentences[number + 1][0]:
            number += 1
        possessive = raw.endswith(_POSSESSIVE) and raw[:-2].casefold() not in _OWN_NAMES
        if possessive:
            raw = raw[:-2]
        folded = raw.casefold().replace("’", "'")
        found.append(Word(start, start + len(raw), folded, raw, number, possessive, flat[number]))
    return tuple(found)
