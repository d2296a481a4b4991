"""Which of the names in a text that places have are meant as places: not the banker Paris, not the Bank of Targo."""

from __future__ import annotations

import bisect
import math
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from allegedly.gazetteer import key_of
from allegedly.names import lexicons
from allegedly.places import lexicon
from allegedly.places.surroundings import hint_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from allegedly.names.naming import ArticleNames
    from allegedly.names.propers import Proper
    from allegedly.names.words import Word
    from allegedly.places.scan import Known

__all__ = ["SIGNS", "is_foreign", "meant", "signs"]

# in this order in the arrays and in data/place_weights.toml
SIGNS: tuple[str, ...] = (
    "always",
    "people_word",
    "people_noun",
    "short_form",
    "country",
    "part_of_world",
    "region",
    "people",
    "own_name",
    "letters",
    "times",
    "all_capitals",
    "words",
    "place_before_elsewhere",
    "possessive",
    "in_person",
    "in_group",
    "in_longer_name",
    "person_elsewhere",
    "ends_a_name",
    "given_name",
    "common_word",
    "flat",
    "compound",
    "place_noun",
    "place_before",
    "region_behind",
    "held_behind",
    "behind_a_town",
    "place_noun_behind",
    "opens_sentence",
    "title_before",
    "capital_before",
    "capital_behind",
    "saying_behind",
    "article_before",
    "joins_names",
    "calendar_before",
)
_NOUN_BEHIND = re.compile(r"\s{1,3}[a-z]{3,}")
# an abbreviation has no more letters than this; "NYC" is one of a place, and a large one
_LETTERS, _METROPOLIS = 4, 1_000_000
_DATELINE = re.compile(r"\s?[(,—–-]")
# what stands between two names of a list
_JOINS = ("and", ",", ", and", "or", "/")


def signs(article: ArticleNames, known: Sequence[Known]) -> npt.NDArray[np.float64]:
    """For each name, the numbers that tell whether a place is meant; one row a name, one column a sign of SIGNS."""
    return _rows(_Report(article, known))


def meant(article: ArticleNames, known: Sequence[Known], weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """For each name, how likely it is meant as a place, 0-1; one inside another's name is not."""
    if not known:
        return np.zeros(0)
    report = _Report(article, known)
    chances: npt.NDArray[np.float64] = 1 / (1 + np.exp(-_rows(report) @ weights))
    return np.where([report.names_another(at) or report.abbreviates(at) for at in range(len(known))], 0.0, chances)


def _rows(report: _Report) -> npt.NDArray[np.float64]:
    known = report.known
    rows = [[*report.of_name(at), *report.of_words(at), *report.of_neighbours(at)] for at in range(len(known))]
    return np.array(rows, dtype=np.float64).reshape(len(known), len(SIGNS))


class _Report:
    """What the whole article tells of its names, gathered once."""

    def __init__(self, article: ArticleNames, known: Sequence[Known]) -> None:
        self.article, self.known = article, known
        self.bounds = [self._words_of(one) for one in known]
        self._starts = [proper.first for proper in article.propers]
        self._seen = Counter(one.text for one in known)
        only = lexicon.listed("only_before_place")
        before = [self._word_at(first - 1) for first, _ in self.bounds]
        self._firm = {one.text for one, word in zip(known, before, strict=True) if word and word.folded in only}
        self._people = _people(article.propers)
        self._surnames = _surnames(article.propers)

    def _words_of(self, one: Known) -> tuple[int, int]:
        """Indices of the first and last word of a name."""
        first, past = self.article.words_in(one.start, one.end)
        # a name inside a hyphenated word begins no word of its own
        if first and self.article.words[first - 1].end > one.start:
            first -= 1
        return first, max(past - 1, first)

    def _word_at(self, at: int) -> Word | None:
        return self.article.words[at] if 0 <= at < len(self.article.words) else None

    def of_name(self, at: int) -> list[float]:
        """Signs of the name by itself and of the places it may mean."""
        one = self.known[at]
        top, by_name = one.places[0].kind, one.how == "name"
        noun = _NOUN_BEHIND.match(self.article.text, one.end, one.end + 8)
        return [
            1.0,
            float(one.how == "people"),
            float(one.how == "people" and noun is not None),
            float(one.how == "short"),
            float(top == "C" and by_name),
            float(top in "LW" and by_name),
            float(top == "1" and by_name),
            math.log10(max(place.population for place in one.places) + 1) / 7,
            float(is_foreign(one.text) or any(key_of(place.name) == key_of(one.text) for place in one.places)),
            min(len(one.text), 12) / 12,
            math.log(self._seen[one.text]),
            float(one.text.isupper()),
            float(len(one.text.split()) - 1),
            float(one.text in self._firm),
        ]

    def of_words(self, at: int) -> list[float]:
        """Signs of the words of the name: a person's, a body's, common ones."""
        one, (first, last) = self.known[at], self.bounds[at]
        words, small = self.article.words, one.text.casefold()
        proper = self._proper_at(first)
        longer = proper is not None and (proper.first < first or proper.last > last)
        return [
            float(words[last].possessive),
            float(proper is not None and proper.kind == "person"),
            float(proper is not None and proper.kind == "group" and longer),
            float(longer),
            float(any(word in self._people for word in small.split())),
            float(small in self._surnames),
            float(small.split()[0] in lexicons.given_names()),
            float(small in lexicons.common_words()),
            float(words[first].flat),
            float(words[first].start < one.start or words[last].end > one.end + 1),
            float(hint_of(self.article.text, one.start, one.end) is not None),
        ]

    def _proper_at(self, first: int) -> Proper | None:
        at = bisect.bisect_right(self._starts, first) - 1
        proper = self.article.propers[at] if at >= 0 else None
        return proper if proper and proper.last >= first else None

    def abbreviates(self, at: int) -> bool:
        """Whether a name is letters that stand for something else ("NATO", "CIA"): in capitals in the midst of a text.

        Countries are written so too, and towns where a report opens with them ("GAO (AFP) -").
        """
        one, (first, _) = self.known[at], self.bounds[at]
        word = self.article.words[first]
        if (
            len(one.text) > _LETTERS
            or not (one.text.isalpha() and one.text.isupper())
            or one.how != "name"
            or word.flat
        ):
            return False
        opens = first == 0 or self.article.words[first - 1].sentence != word.sentence
        dateline = opens and _DATELINE.match(self.article.text, one.end)
        large = one.places[0].kind in "CL" or one.places[0].population > _METROPOLIS
        return not (large or dateline)

    def names_another(self, at: int) -> bool:
        """Whether the name only stands in the name of a person, or of a body that is called after the place."""
        one, (first, last) = self.known[at], self.bounds[at]
        proper = self._proper_at(first)
        if proper is None or one.how != "name" or (proper.first >= first and proper.last <= last):
            return False
        own = {word.folded for word in self.article.words[first : last + 1]}
        rest = self.article.words[last + 1 : proper.last + 1]
        # a country's name may be a given name: "Jordan Ruiz"
        opens = one.places[0].kind == "C" and proper.kind == "name" and len(rest) == 1 and not rest[0].flat
        named = (
            opens and rest[0].folded not in lexicons.common_words() and one.text.isalpha() and not one.text.isupper()
        )
        return proper.kind == "person" or named or bool((set(proper.words) - own) & lexicon.listed("body"))

    def of_neighbours(self, at: int) -> list[float]:
        """Signs of what stands right before and behind the name."""
        one, (first, last), text = self.known[at], self.bounds[at], self.article.text
        sentence = self.article.words[first].sentence
        before, behind = self._word_at(first - 1), self._word_at(last + 1)
        before = before if before and before.sentence == sentence else None
        behind = behind if behind and behind.sentence == sentence else None
        said = before.folded if before else ""
        next_word = behind.folded if behind else ""
        joined = behind is not None and not text[one.end : behind.start].strip()
        noun_behind = joined and lexicon.hint_of(next_word) is not None
        gap_before = text[self.known[at - 1].end : one.start].strip() if at else ""
        following = self.known[at + 1] if at + 1 < len(self.known) else None
        gap_behind = text[one.end : following.start].strip() if following else ""
        return [
            float(said in lexicon.listed("before_place")),
            float(gap_behind == "," and following is not None and following.places[0].kind in "C1"),
            float(next_word in ("in", "of")),
            float(gap_before == "," and one.places[0].kind in "C12"),
            float(noun_behind),
            float(before is None),
            float(bool(said) and lexicons.is_title(said)),
            float(before is not None and before.raw[:1].isupper() and said not in lexicons.listed("function")),
            float(behind is not None and joined and behind.raw[:1].isupper() and not noun_behind),
            float(next_word in lexicons.listed("saying")),
            float(said in ("the", "a", "an")),
            float(gap_before in _JOINS),
            float(said in lexicons.listed("calendar")),
        ]


def is_foreign(words: str) -> bool:
    """Whether a name is in another script than the report: then no name it is filed under is its own."""
    return not any("LATIN" in unicodedata.name(letter, "") for letter in words if letter.isalpha())


def _people(propers: Sequence[Proper]) -> frozenset[str]:
    """The words of the names of people."""
    return frozenset(
        word
        for proper in propers
        if proper.kind == "person" or (proper.words[0] in lexicons.given_names() and len(proper.words) > 1)
        for word in proper.words
    )


def _surnames(propers: Sequence[Proper]) -> frozenset[str]:
    """The last words of names of two or three words none of which is a common one: surnames, as far as one can tell."""
    plain = lexicons.common_words() | lexicons.listed("compass")
    return frozenset(
        proper.words[-1]
        for proper in propers
        if len(proper.words) in (2, 3) and proper.kind in ("person", "name")
        if not any(word in plain or not key_of(word).isalpha() for word in proper.words[:-1])
    )
