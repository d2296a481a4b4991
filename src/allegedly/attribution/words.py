"""The words of a sentence as a reader of clauses needs them: where each stands, and what it does there."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

from allegedly.attribution.lexicon import may_be_noun, reporting_forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Spot", "Token", "is_flat", "kinds_of", "listed", "read_words", "within"]

Spot = tuple[int, int]

# a word with its inner marks ("al-Shishani's", "U.S"), two-sign quotes and dashes, or one mark
_TOKEN = re.compile(r"``|''|-{2,3}|[^\W_]+(?:[-'’&/.][^\W_]+){0,8}|[^\w\s]|_")
_QUOTES = frozenset(['"', "“", "”", "``", "''", "‘", "’", "'"])
_DASHES = frozenset(["-", "--", "---", "–", "—"])
# these are verbs however they are written
_SURE = frozenset(["helper", "past"])
_PAST_FORM = frozenset(["verb", "ed"])
# shorter words in -ly and -ed are other words ("fly", "red")
_SHORTEST_FORM = 5
# texts repeat their words; this many are kept with what they do
_KEPT = 16384


class Token(NamedTuple):
    """One word or mark: its span, its small letters, whether it has a capital first, and what it can do.

    `kinds` are names of lists ("preposition", "verb", "mark"); `quote` is the number of the quotation it stands in,
    -1 outside. The marks of a quotation belong to it.
    """

    start: int
    end: int
    low: str
    capital: bool
    quote: int
    kinds: frozenset[str]

    def can(self, *kinds: str) -> bool:
        """Whether the word is of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    data = importlib.resources.files("allegedly").joinpath("data/reporting_words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(data).items()}


def listed(name: str) -> frozenset[str]:
    """The words of one list of data/reporting_words.toml.

    >>> "tell" in listed("telling")
    True
    """
    return _lists()[name]


@functools.lru_cache(maxsize=_KEPT)
def kinds_of(word: str) -> frozenset[str]:
    """What a word in small letters, or a mark, can do in a clause.

    >>> sorted(kinds_of("fled")), sorted(kinds_of("repeatedly")), sorted(kinds_of("army"))
    (['past', 'verb'], ['adverb', 'helper'], ['body'])
    """
    kinds = {name for name, words in _lists().items() if word in words}
    if not word[0].isalnum():
        kinds |= {"mark"} | ({"quote"} if word in _QUOTES else set()) | ({"dash"} if word in _DASHES else set())
    if word[0].isdigit():
        kinds |= {"number", "time"}
    if "day" in kinds:
        kinds.add("time")
    if len(word) >= _SHORTEST_FORM and word.endswith("ly") and "no_adverb" not in kinds:
        kinds.add("adverb")
    if len(word) >= _SHORTEST_FORM and word.endswith("ed") and "no_past" not in kinds:
        kinds |= {"verb", "ed"}
    if kinds & {"be", "have", "modal"}:
        kinds |= {"helper", "verb"}
    if "adverb" in kinds:
        kinds.add("helper")
    form = reporting_forms().get(word)
    if "past" in kinds or (form and form.shape != "ing" and not may_be_noun(word)):
        kinds.add("verb")
    return frozenset(kinds)


def read_words(text: str, start: int, end: int, quotes: Sequence[Spot]) -> tuple[Token, ...]:
    """The words and marks between two points of a text, each with the number of the quotation it stands in.

    `quotes` are the quotations of the text in order, without overlap.

    >>> [token.low for token in read_words('"Go," he said.', 0, 14, [(0, 5)])]
    ['"', 'go', ',', '"', 'he', 'said', '.']
    """
    return tuple(_walk(text, start, end, quotes))


def _walk(text: str, start: int, end: int, quotes: Sequence[Spot]) -> Iterator[Token]:
    number = 0
    for match in _TOKEN.finditer(text, start, end):
        first, last = match.span()
        while number < len(quotes) and quotes[number][1] <= first:
            number += 1
        quote = number if number < len(quotes) and quotes[number][0] <= first else -1
        word = match[0]
        low = word.casefold().replace("’", "'") if len(word) > 1 else word.casefold()
        kinds = kinds_of(low)
        # "the Associated Press": a capital in mid-sentence makes a name of it
        if first > start and "verb" in kinds and word[0].isupper() and not word.isupper() and not kinds & _SURE:
            kinds -= _PAST_FORM
        yield Token(first, last, low, word[0].isupper(), quote, kinds)


def is_flat(words: Sequence[Token]) -> bool:
    """Whether capitals tell nothing in a sentence: most of its words have one."""
    return sum(word.capital for word in words) * 2 > len(words)


def within(words: Sequence[Token], first: int, last: int, *kinds: str) -> bool:
    """Whether a word of one of these kinds stands in a range of words."""
    return any(word.can(*kinds) for word in words[max(0, first) : last])
