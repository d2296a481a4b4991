"""Every stretch of a text that is written like a place of the gazetteer, whether or not it is meant as one."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from allegedly.gazetteer import the_gazetteer
from allegedly.places import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.gazetteer import Gazetteer, Place, WithOwn

__all__ = ["Known", "known_as", "known_names"]

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,6}|[^\W\d_]{1,40}(?:['’][^\W\d_]{1,20}){0,3}")
# what may stand between two words of one name: "St. Louis", "Urus-Martan", a wrapped line
_GAP = re.compile(r"\.?[ \t]{1,3}|\.?[ \t]{0,2}\r?\n[ \t]{0,4}|[-–/'’.]")
# more words than this has no place that reports name
_MOST_WORDS = 6
_ARTICLE = re.compile(r"^(?:the|al|ar|as|ash|az|ad|an|at|el|ul)[ -](?=.)", re.IGNORECASE)

How = Literal["name", "people", "short"]


class Known(NamedTuple):
    """A stretch of text that names places: where, its words, what they may be, likeliest first, and how it does."""

    start: int
    end: int
    text: str
    places: tuple[Place, ...]
    how: How


def known_as(words: str) -> tuple[tuple[Place, ...], How]:
    """The places some words may name: by name, by the name of their people, or by a short form; none is an answer.

    >>> [(places[0].name, how) for places, how in map(known_as, ("Grozny", "Russians", "Va.", "the Hague"))]
    [('Grozny', 'name'), ('Russia', 'people'), ('Virginia', 'short'), ('The Hague', 'name')]
    """
    return _known_as(the_gazetteer(), " ".join(words.split()))


@functools.lru_cache(maxsize=8192)
def _known_as(gazetteer: Gazetteer | WithOwn, words: str) -> tuple[tuple[Place, ...], How]:
    short = lexicon.short_forms().get(words)
    if short:
        country, region = short
        return tuple(one for one in gazetteer.find(region) if one.country == country and one.kind == "1"), "short"
    origin = lexicon.people().get(words.casefold().replace("’", "'"))
    if origin:
        places = tuple(one for one in gazetteer.find(origin) if one.kind in "CL1")
        return (places or gazetteer.find(origin)), "people"
    found = gazetteer.find(words)
    if not found and _ARTICLE.match(words):
        found = gazetteer.find(_ARTICLE.sub("", words))
    return found, "name"


def known_names(text: str, start: int = 0, end: int | None = None) -> tuple[Known, ...]:
    """Every place name between two points of a text, left to right, the longest at each point.

    >>> [known.text for known in known_names("Gunmen from the village of Shalazhi entered Grozny, Chechnya.")]
    ['Shalazhi', 'Grozny', 'Chechnya']
    """
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    # a possessive 's belongs to no name
    tokens = [(match.start(), match.end() - 2 * match[0].endswith(("'s", "’s"))) for match in found]
    return tuple(_longest(text, tokens))


def _longest(text: str, tokens: Sequence[tuple[int, int]]) -> Iterator[Known]:
    at = 0
    while at < len(tokens):
        if not _named(text, tokens[at]):
            at += 1
            continue
        for last in range(_last(text, tokens, at), at - 1, -1):
            found = _known(text, tokens[at][0], tokens[last][1]) if _named(text, tokens[last]) else None
            if found:
                yield found
                at = last
                break
        at += 1


def _named(text: str, token: tuple[int, int]) -> bool:
    """Whether a word is written as a name: with a capital, or in letters that have none."""
    first = text[token[0]]
    # "d'Ivoire", "al-Raqqa": the capital stands behind the small part
    return first.isupper() or not (first.islower() and text[token[0] : token[1]].islower())


def _last(text: str, tokens: Sequence[tuple[int, int]], first: int) -> int:
    """The last token that may still belong to a name that begins at `first`."""
    at = first
    while at + 1 < len(tokens) and at - first + 1 < _MOST_WORDS:
        gap = text[tokens[at][1] : tokens[at + 1][0]]
        small = text[tokens[at + 1][0] : tokens[at + 1][1]]
        if not _GAP.fullmatch(gap) or not (_named(text, tokens[at + 1]) or small in lexicon.listed("inner")):
            break
        at += 1
    return at


def _known(text: str, start: int, end: int) -> Known | None:
    # "THE VILLAGE OF SAN TOLME" in capitals is no The Village in Oklahoma
    if text[start:end].casefold().removeprefix("the ") in lexicon.never_alone():
        return None
    if text[end : end + 1] == "." and text[start : end + 1] in lexicon.short_forms():
        end += 1
    words = text[start:end]
    # "The Hague" is a name, "The Caucasus" is one after its article
    if words[:4] in ("The ", "the ") and not the_gazetteer().find(words):
        return None
    places, how = known_as(words)
    # "ND" is a region where it follows a town; "IN", "OR" and "ME" alone are words
    if how == "short" and "." not in words and text[:start].rstrip()[-1:] != ",":
        return None
    return Known(start, end, words, places, how) if places else None
