"""The fullest name an article gives for what a claim names, and whether two names in it name the same thing."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from allegedly.names import lexicons
from allegedly.names.antecedents import Referents, Resolution, head_noun, pronoun_class
from allegedly.names.descriptions import described
from allegedly.names.naming import ArticleNames, article_names, is_within, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["fullest_names", "head_noun", "merge_key", "resolutions", "same_thing"]

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+){0,6}")
_BRACKETS = re.compile(r"\s{0,3}[(\[]\s?([^()\[\]]{1,40}?)\s?[)\]]")
_ARTICLES = frozenset(["the", "a", "an", "its", "their", "this", "these", "those", "that"])


def fullest_names(
    text: str, parts: Sequence[tuple[int, int]], *, sentences: Sequence[tuple[int, int]]
) -> tuple[str, ...]:
    """For each span of a claim, the fullest name the article gives for the same person, group or place.

    `parts` and `sentences` are half-open spans of `text`; sentences in order, without overlap. One name a span, in the
    order given, whitespace squeezed. Where no candidate or more than one fits, the words themselves are the name.

    >>> report = "The Black River Front (BRF) struck Targo. Colonel Ruben Zelada blamed the BRF. He left."
    >>> fullest_names(report, [(74, 77), (79, 81)], sentences=[(0, 41), (42, 78), (79, 87)])
    ('Black River Front (BRF)', 'Colonel Ruben Zelada')
    """
    return tuple(settled.name for settled in resolutions(text, parts, sentences=sentences))


def resolutions(
    text: str, parts: Sequence[tuple[int, int]], *, sentences: Sequence[tuple[int, int]]
) -> tuple[Resolution, ...]:
    """The fullest names with the rule that found each, for measuring the rules one by one; "own" kept the words.

    >>> resolutions("Ruben Zelada left. Zelada returned.", [(19, 25)], sentences=[(0, 18), (19, 35)])
    (Resolution(name='Ruben Zelada', rule='short'),)
    """
    article = article_names(text, sentences)
    referents = Referents(article, parts)
    settled: dict[tuple[int, int], Resolution] = {}
    for start, end in sorted(set(parts)):
        settled[start, end] = _settle(article, referents, start, end)
        referents.add(start, end, settled[start, end].name)
    return tuple(settled[start, end] for start, end in parts)


def _settle(article: ArticleNames, referents: Referents, start: int, end: int) -> Resolution:
    own = squeezed(article.text[start:end])
    if pronoun_class(own):
        return referents.pronoun(start, end) or Resolution(own, "own")
    first, past = article.words_in(start, end)
    if any(_may_be_named(article, at) for at in range(first, past)):
        full = article.full(first, past - 1)
        if full:
            return Resolution(full, "short")
        bearer = article.bearer(first, past - 1)
        if bearer:
            return Resolution(bearer, "bearer")
    return described(referents, start, own) or Resolution(own, "own")


def _may_be_named(article: ArticleNames, at: int) -> bool:
    word = article.words[at]
    if word.raw.isupper() and len(word.raw) > 1 and not word.flat:
        return True
    return word.folded not in lexicons.listed("function") and (word.flat or word.raw[0].isupper() or "-" in word.raw)


def merge_key(name: str) -> str:
    """A name without case, article, bracketed abbreviation, title or number: what repeats of one claim share.

    >>> merge_key("The 14 policemen"), merge_key("Colonel Ruben Zelada"), merge_key("Black River Front (BRF)")
    ('policemen', 'ruben zelada', 'black river front')
    """
    return " ".join(_core(name))


# the same few names are compared for every claim of a report
@functools.lru_cache(maxsize=8192)
def same_thing(one: str, other: str) -> bool:
    """Whether two names in one article name the same thing: case, articles, titles, initials and abbreviations aside.

    A surname stands for the person, an abbreviation for its long form, "policemen" for "14 policemen"; two different
    numbers of people are not the same people.

    >>> same_thing("the BRF", "Black River Front (BRF)"), same_thing("R. Zelada", "Colonel Ruben Zelada")
    (True, True)
    >>> same_thing("14 policemen", "policemen"), same_thing("14 policemen", "two policemen")
    (True, False)
    """
    a, b = _core(one), _core(other)
    if not a or not b:
        return squeezed(one).casefold() == squeezed(other).casefold()
    if a == b:
        return _numbers(one) == _numbers(other) or not _numbers(one) or not _numbers(other)
    if _abbreviates(one, other) or _abbreviates(other, one):
        return True
    short, long = sorted((a, b), key=len)
    return _is_short_for(short, long, one if len(a) >= len(b) else other)


def _words(name: str) -> list[str]:
    plain = _BRACKETS.sub(" ", name)
    found = (word.casefold().replace("’", "'").removesuffix("'s") for word in _WORD.findall(plain or name))
    return list(found) or [word.casefold() for word in _WORD.findall(name)]


# a report of 2,000 words names a few hundred things and compares each with each
@functools.lru_cache(maxsize=4096)
def _core(name: str) -> tuple[str, ...]:
    """The words of a name without what stands around it; a name that is all title or number keeps its words."""
    words = [word for word in _words(name) if word not in _ARTICLES]
    named = [word for word in words if word not in lexicons.listed("quantity") and not word[0].isdigit()] or words
    at = 0
    while at < len(named) - 1 and lexicons.is_title(named[at]) and named[-1] not in lexicons.listed("group_head"):
        at += 1
    return tuple(named[at:])


def _numbers(name: str) -> frozenset[str]:
    exact = lexicons.listed("quantity") - lexicons.listed("vague_quantity")
    return frozenset(word for word in _words(name) if word in exact or word[0].isdigit())


def _abbreviates(short: str, long: str) -> bool:
    """Whether a one-word name is the bracketed abbreviation or the initials of the other."""
    words = _core(short)
    if len(words) != 1:
        return False
    if words[0] in {inside.casefold() for inside in _BRACKETS.findall(long)}:
        return True
    letters = "".join(word[0] for word in _core(long) if word not in lexicons.listed("connector"))
    return len(letters) > 1 and words[0].replace(".", "").replace("-", "") == letters


@functools.cache
def _no_person() -> frozenset[str]:
    """Words that stand in no person's name."""
    return frozenset().union(*map(lexicons.listed, ("group_head", "place_noun", "compass", "function")))


def _is_short_for(short: tuple[str, ...], long: tuple[str, ...], spelled: str) -> bool:
    """Whether a person's surname, or name with initials, stands for the longer name."""
    capitals = sum(word[0].isupper() for word in _WORD.findall(spelled))
    if (
        capitals < len(long)
        or not _no_person().isdisjoint(long)
        or lexicons.country_of(long[0])
        or lexicons.is_country(short[0])
    ):
        return False
    if len(short) == len(long):
        pairs = zip(short[:-1], long[:-1], strict=True)
        return short[-1] == long[-1] and all(x == y or (x[0] == y[0] and 1 in (len(x), len(y))) for x, y in pairs)
    if any(lexicons.actor_kind(word) for word in long):
        return False
    if len(short) == 1:
        return short[0] in long[1:]
    return short[-1] == long[-1] and is_within([w[0] for w in short[:-1]], [w[0] for w in long[:-1]])
