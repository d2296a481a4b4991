"""What the words beside a place's name say of it: its kind, what holds it, and whether the place is only near."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from allegedly.places import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.places.lexicon import Hint
    from allegedly.places.scan import Known

__all__ = ["Beside", "Offset", "beside", "hint_of"]

_WORD_AFTER = re.compile(r"[ \t\n]{1,3}([A-Za-z][A-Za-z-]{1,20})(?:[ \t\n]{1,3}([A-Za-z]{1,12}))?")
_BEFORE_OF = re.compile(r"([A-Za-z-]{3,14})[ \t\n]{1,3}of(?:[ \t\n]{1,3}the)?[ \t\n]{1,3}$", re.IGNORECASE)
# as Alvania stands to Targo in "Targo, Alvania", "Targo (Alvania)", "Targo town in northern Alvania", "Targo, a town in
# Alvania"; KIND stands for a word for a kind of place
_HELD_BY = (
    r"\s?[,(]\s{0,3}(?:(?:an?|the)\s(?:[\w-]{1,15}\s){0,3}KIND\s(?:in|of)\s)?(?:the\s)?(?:[a-z-]{4,14}ern\s)?"
    r"|(?:\sKIND)?,?\s{1,3}(?:in|of)\s{1,3}(?:the\s)?(?:[a-z-]{4,14}ern\s)?"
    r"(?:(?:[a-z-]{3,14}\s)?KIND\s(?:of\s)?)?(?:the\s)?"
)
# and in "Alvania's Targo", "the Alvanian town of Targo", "the Alvanian capital Targo"
_HOLDS = (
    r"['’]s?\s(?:[\w-]{1,15}\s){0,2}(?:KIND\s(?:of\s(?:the\s)?)?)?|\s(?:[a-z-]{1,15}\s){0,3}KIND,?\s(?:of\s(?:the\s)?)?"
)
_DISTANCE = re.compile(
    r"(?P<number>\d{1,4}(?:[.,]\d{1,3})?)\s?-?\s?"
    r"(?:(?P<unit>km|kms|kilomet(?:re|er)s?|miles?|mi)\b\.?)(?:\s?\([^()]{1,20}\))?"
    r"\s(?:to\sthe\s|due\s)?(?:(?P<bearing>(?:north|south|east|west|-){1,5})\s)?(?:of|from|outside)\s(?:the\s"
    r"(?:[a-z-]{1,15}\s){1,3}(?:of\s)?)?$",
    re.IGNORECASE,
)
_BEARING = re.compile(
    r"\b(?P<bearing>(?:north|south|east|west|-){1,5})\sof\s(?:the\s(?:[a-z-]{1,15}\s){1,3}(?:of\s)?)?$"
)
_KM = {"m": 1.609344, "k": 1.0}
# in degrees from north, by the letters of the bearing
_DEGREES = {"n": 0.0, "ne": 45.0, "e": 90.0, "se": 135.0, "s": 180.0, "sw": 225.0, "w": 270.0, "nw": 315.0}
# characters before a name that may hold "12 km north of the town of"
_LOOK_BACK = 80


class Offset(NamedTuple):
    """How far from the named place the place meant lies: kilometres and degrees from north, None where not told."""

    km: float | None
    degrees: float | None
    words: str


class Beside(NamedTuple):
    """What stands beside one name: the kind of place it is made, which names hold it, and how far it is off."""

    hint: Hint | None
    holders: tuple[int, ...]
    offset: Offset | None
    near: bool


def beside(text: str, known: Sequence[Known], at: int) -> Beside:
    """What the words around the name `at` of all `known` names of a text say of it.

    >>> from allegedly.places.scan import known_names
    >>> text = "It fell 12 km north of the town of Grozny, Chechnya."
    >>> told = beside(text, known_names(text), 0)
    >>> told.hint, told.holders, told.offset.km, told.offset.degrees
    ('town', (1,), 12.0, 0.0)
    """
    one = known[at]
    before = text[max(0, one.start - _LOOK_BACK) : one.start]
    return Beside(
        hint=hint_of(text, one.start, one.end),
        holders=_holders(text, known, at),
        offset=_offset(before),
        near=bool(_near().search(before)),
    )


def hint_of(text: str, start: int, end: int) -> Hint | None:
    """What kind of place the words before, inside or behind a name make of it."""
    inside = lexicon.hint_of(text[start:end].rsplit(maxsplit=1)[-1])
    if inside and " " in text[start:end].strip():
        return inside
    after = _WORD_AFTER.match(text, end, end + 40)
    for words in after.groups() if after else ():
        hint = lexicon.hint_of(words) if words else None
        # "Grozny State University": the facility is what is meant
        if hint and (hint not in ("realm", "region") or not after or not (after[2] and after[2][0].isupper())):
            return hint
        if not words or not words[0].isupper():
            break
    before = _BEFORE_OF.search(text, max(0, start - 30), start)
    hint = lexicon.hint_of(before[1]) if before else None
    return hint if hint in ("realm", "region", "district", "town") else None


def _holders(text: str, known: Sequence[Known], at: int) -> tuple[int, ...]:
    """The names that stand as what holds this one: the next one or two behind it, the one before it."""
    found = []
    one, last = known[at], at
    for number in range(at + 1, min(at + 3, len(known))):
        gap = text[known[last].end : known[number].start]
        if not _pattern(_HELD_BY).fullmatch(gap) or known[number].how == "people":
            break
        found.append(number)
        last = number
    if at and _pattern(_HOLDS).fullmatch(text[known[at - 1].end : one.start]):
        found.append(at - 1)
    return tuple(found)


def _offset(before: str) -> Offset | None:
    told = _DISTANCE.search(before)
    if told:
        km = float(told["number"].replace(",", ".")) * _KM[told["unit"][0].lower()]
        return Offset(km=round(km, 1), degrees=_degrees(told["bearing"]), words=" ".join(told[0].split()))
    told = _BEARING.search(before)
    return Offset(km=None, degrees=_degrees(told["bearing"]), words=" ".join(told[0].split())) if told else None


def _degrees(bearing: str | None) -> float | None:
    letters = re.sub(r"(north|south|east|west|-)", lambda it: it[0][0].replace("-", ""), (bearing or "").lower())
    return _DEGREES.get(letters)


@functools.cache
def _pattern(form: str) -> re.Pattern[str]:
    """A pattern with the words for kinds of places filled in; plain text, so that each is made once."""
    kinds = "|".join(sorted(map(re.escape, lexicon.kinds()), key=lambda word: (-len(word), word)))
    return re.compile(form.replace("KIND", f"(?:{kinds})"), re.IGNORECASE)


@functools.cache
def _near() -> re.Pattern[str]:
    words = "|".join(sorted(lexicon.listed("near"), key=lambda word: (-len(word), word)))
    return re.compile(rf"\b(?:{words})\s(?:the\s)?(?:[a-z-]{{1,15}}\s){{0,3}}$", re.IGNORECASE)
