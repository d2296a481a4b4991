"""What an article calls each thing in full: short forms of people and groups, abbreviations, titles."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from allegedly.names import lexicons
from allegedly.names.abbreviations import abbreviations
from allegedly.names.propers import Proper, proper_names
from allegedly.names.words import Word, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ArticleNames", "article_names", "is_within", "squeezed"]

_BRACKET = re.compile(r"\s{0,3}[(\[][^()\[\]]{2,12}[)\]]")
# before "General" these make an office, no rank
_OF_OFFICE = frozenset(["secretary", "attorney", "consul", "director", "inspector", "surveyor"])
# a first name and a surname
_FULL_NAME = 2
# more words than this are no person's name
_PERSON_WORDS = 4
_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


def squeezed(words: str) -> str:
    r"""Words on one line: line breaks and runs of blanks become one blank.

    >>> squeezed("COLONEL RUBEN\n  ZELADA")
    'COLONEL RUBEN ZELADA'
    """
    return " ".join(words.split())


def is_within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether all words of `short` stand in `long` in the same order.

    >>> is_within(("ruben", "zelada"), ("ruben", "dario", "zelada"))
    True
    """
    rest = iter(long)
    return all(word in rest for word in short)


class ArticleNames:
    """The proper names of one article and which of them are the same thing."""

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.words: tuple[Word, ...] = words_of(text, sentences)
        self._starts = [word.start for word in self.words]
        self.propers: tuple[Proper, ...] = proper_names(text, self.words)
        self.abbreviations = abbreviations(text, self.words)

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """Indices of the first word at or after `start` and past the last word that begins before `end`."""
        return bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)

    @cached_property
    def _by_words(self) -> dict[tuple[str, ...], Proper]:
        first: dict[tuple[str, ...], Proper] = {}
        for proper in self.propers:
            seen = first.get(proper.words)
            if seen is None or (seen.kind == "name" and proper.kind != "name") or (proper.title and not seen.title):
                first[proper.words] = proper
        return first

    @cached_property
    def _holding(self) -> dict[str, list[tuple[str, ...]]]:
        holding: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words in self._by_words:
            for word in set(words):
                holding[word].append(words)
        return holding

    def spelled(self, proper: Proper) -> str:
        """A name as the article writes it, with the abbreviation in brackets where that follows a group's name."""
        first = proper.first
        for title in reversed(proper.title):
            word = self.words[first - 1]
            if first > 1 and self.words[first - 2].folded in _OF_OFFICE:
                break
            if title.replace(".", "") not in lexicons.kept_titles() or not (word.flat or word.raw[0].isupper()):
                break
            first -= 1
        start, end = self.words[first].start, self.words[proper.last].end
        name = squeezed(self.text[start:end])
        if name.count('"') % 2:
            name = squeezed(self.text[self.words[proper.first].start : end]).replace('"', "")
        if proper.kind == "person":
            return name
        for long in self.abbreviations.values():
            if _LEADING.sub("", long).casefold().startswith(name.casefold() + " ") and len(proper.words) > 1:
                return long
        return name

    def longer(
        self, words: tuple[str, ...], at: int, *, titled: bool = False, definite: bool = False, placed: bool = False
    ) -> Proper | None:
        """The one longer name that the short form at word `at` stands for; None when there is none or more than one.

        `words` are folded; `titled` says that a title stands before them (so that it is a person), `definite`
        that "the" does ("the Brigades"), `placed` that they stand where a place does ("in Targo"). Names given
        before the short form come first: a text introduces its people before it calls them by one name.
        """
        if lexicons.is_country(" ".join(words)) or lexicons.country_of(words[-1]):
            return None
        fits = [
            long
            for long in dict.fromkeys(self._holding.get(words[-1], []) + self._opening(words[0]))
            if len(long) > len(words) or (len(words) == 1 and long != words)
            if self._stands_for(words, self._by_words[long], titled=titled, definite=definite)
            if not placed or self._by_words[long].kind == "person"
        ]
        for pool in ([long for long in fits if self._first_at[long] < at], fits):
            top = {long for long in pool if not any(long != other and is_within(long, other) for other in fits)}
            if top:
                return self._by_words[top.pop()] if len(top) == 1 else None
        return None

    @cached_property
    def _first_at(self) -> dict[tuple[str, ...], int]:
        return {proper.words: proper.first for proper in reversed(self.propers)}

    @cached_property
    def _openers(self) -> dict[str, list[tuple[str, ...]]]:
        openers: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words in self._by_words:
            openers[words[0]].append(words)
            if "-" in words[0]:
                openers[words[0].split("-")[0]].append(words)
        return openers

    def _opening(self, word: str) -> list[tuple[str, ...]]:
        return self._openers.get(word, [])

    def _stands_for(self, short: tuple[str, ...], long: Proper, *, titled: bool, definite: bool) -> bool:
        extra = [word for word in long.words if word not in short and word not in lexicons.listed("connector")]
        if not extra or _tells_another(extra[0], definite=definite):
            return False
        suffix = long.words[-len(short) :] == short
        if len(short) > 1 and long.kind in ("person", "name") and suffix and extra[0] not in lexicons.given_names():
            return False
        if long.kind == "person":
            return not definite and (suffix or _is_person(short, long.words, titled=titled))
        if titled:
            return suffix and long.kind == "name"
        if long.kind == "group" or (long.kind == "name" and definite):
            return _is_group(short, long.words, definite=definite)
        plain = not any(word in lexicons.common_words() or not word.isalpha() for word in extra)
        return long.kind == "name" and suffix and plain and len(long.words) <= _PERSON_WORDS

    def full(self, first: int, last: int) -> str | None:
        """The fullest name of the proper name at words `first`..`last` (inclusive), or None when these words are it."""
        definite = self._definite(first, last)
        while first < last and self.words[first].folded in ("the", "a", "an"):
            first += 1
        core = tuple(word.folded for word in self.words[first : last + 1])
        if len(core) == 1 and core[0] in self.abbreviations:
            return self.abbreviations[core[0]]
        if len(core) == 1 and self.words[first].raw.isupper() and (spelled := self._initials(core[0])):
            return spelled
        skip = next((at for at in range(len(core) - 1, 0, -1) if lexicons.is_title(core[at - 1])), 0)
        if skip and core[-1] in lexicons.listed("group_head"):
            skip = 0
        placed = not skip and any(proper.kind == "place" for proper in self._named(first, last))
        found = self.longer(core[skip:], first, titled=skip > 0, definite=definite, placed=placed)
        return self.spelled(found) if found else None

    def bearer(self, first: int, last: int) -> str | None:
        """The person whose name ends the words `first`..`last`, when a description leads up to it; else None.

        "regional leader Ruben Zelada" is named Ruben Zelada; "the brigades of Ruben Zelada" are not. After a comma it
        may be a group or a place too ("an older force, the Black River Front").
        """
        at = bisect.bisect_right(self.propers, last, key=lambda proper: proper.last) - 1
        named = self.propers[at] if at >= 0 else None
        if named and named.last == last and named.first > first and self._comma_before(named.first):
            return self.full(named.first, last) or self.spelled(named)
        # one word after a title is as little as the title itself; "Army" and "Chapel" end no person's name
        if not named or named.kind != "person" or named.last != last or len(named.words) < _FULL_NAME:
            return None
        before = self.words[first + (self.words[first].folded in ("the", "a", "an")) : named.first]
        if not before or named.words[-1] in lexicons.listed("group_head") | lexicons.listed("place_noun"):
            return None
        if any(_leads_elsewhere(word) for word in before):
            return None
        return self.spelled(named)

    def _comma_before(self, first: int) -> bool:
        """Whether a comma stands before a word, or before the article before it."""
        first -= first > 1 and self.words[first - 1].folded == "the"
        return first > 0 and self.text[self.words[first - 1].end : self.words[first].start].strip() == ","

    def _definite(self, first: int, last: int) -> bool:
        """Whether "the" stands before a name, and before nothing but the name ("the Front", not "the Targo talks")."""
        if self.words[first].folded == "the":
            return first < last and not self.words[last].flat
        after = self.words[last + 1] if last + 1 < len(self.words) else None
        gap = self.text[self.words[last].end : after.start] if after else "."
        alone = (
            after is None
            or self.words[last].possessive
            or gap.strip() != ""
            or after.folded in lexicons.listed("function")
        )
        return first > 0 and self.words[first - 1].folded == "the" and not self.words[first].flat and alone

    def _named(self, first: int, last: int) -> list[Proper]:
        at = bisect.bisect_left(self.propers, first, key=lambda proper: proper.first)
        return [proper for proper in self.propers[at : at + 1] if proper.last <= last]

    def _initials(self, short: str) -> str | None:
        """The one name whose initials are these letters, where no bracket tells ("EU", "European Union")."""
        fits = {
            words
            for words in self._by_words
            if len(words) > 1
            and "".join(word[0] for word in words if word not in lexicons.listed("connector")) == short
        }
        return self.spelled(self._by_words[fits.pop()]) if len(fits) == 1 and len(short) > 1 else None


def _leads_elsewhere(word: Word) -> bool:
    """Whether a word before a person's name tells of somebody else or of several: "of", "brother's", "two"."""
    counts = word.folded in lexicons.listed("quantity") or word.folded[0].isdigit()
    return word.possessive or counts or word.folded in lexicons.listed("function")


def _tells_another(extra: str, *, definite: bool) -> bool:
    """Whether the first word a longer name adds makes it another thing ("Northern Targo" is not Targo)."""
    compass = extra in lexicons.listed("compass")
    narrowed = compass or lexicons.country_of(extra) is not None
    return (narrowed and not (definite and compass)) or extra in lexicons.listed("function")


def _is_person(short: tuple[str, ...], long: tuple[str, ...], *, titled: bool) -> bool:
    """Whether a person's short form is first and last name, a first name, or one of two surnames."""
    if len(short) > 1:
        return long[0] == short[0] and is_within(short, long)
    return short[0] in long[1:] or (short[0] == long[0] and not titled)


def _is_group(short: tuple[str, ...], long: tuple[str, ...], *, definite: bool) -> bool:
    """Whether a group's short form is its last words after "the", or its first ("the Brigades", "Harakat")."""
    opening = long[: len(short)] == short or long[0].startswith(short[0] + "-")
    bare = short[0] in lexicons.listed("group_head") and short[0] not in lexicons.common_words()
    return (opening and (definite or bare)) or (definite and long[-len(short) :] == short)


def article_names(text: str, sentences: Sequence[tuple[int, int]]) -> ArticleNames:
    """The names of an article, found once though several steps of its reading ask for them.

    >>> line = "Zelada spoke in Targo."
    >>> article_names(line, [(0, 22)]) is article_names(line, ((0, 22),))
    True
    """
    return _article_names(text, tuple(sentences))


# one article is read at a time; a second one is that of its headline or of another cut of its sentences
@lru_cache(maxsize=2)
def _article_names(text: str, sentences: tuple[tuple[int, int], ...]) -> ArticleNames:
    return ArticleNames(text, sentences)
