"""Naming phrases read forward: "said the mayor of Velmara", "according to two witnesses", "told Kelmar Radio"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allegedly.attribution.words import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution.words import Token

__all__ = ["LONGEST_PHRASE", "Named", "past_addressee", "phrase_after", "settled"]

# a speaker with office and apposition is no longer than this many words
LONGEST_PHRASE = 24
# a name has at most so many words
_LONGEST_NAME = 5
# whom something is told has at most so many words
_LONGEST_ADDRESSEE = 10
# a subject stands this near before its verb where a new clause begins
_NEAR = 6
_NAME_PARTS = frozenset(["al", "de", "bin", "van", "el", "la", "del", "von", "ibn"])
# an outlet's name goes on in small letters: "Kelmar news agency"
_OUTLET_WORDS = frozenset(
    ["news", "agency", "newspaper", "television", "radio", "of", "reporters", "website", "magazine", "host", "hosts"]
)
_OF_NAME = frozenset(["of", "from", "in", "at", "with"])
_ITS = frozenset(["a", "an", "his", "her", "their", "its"])
_PARTICIPLE_LINKS = frozenset(["by", "as", "in", "to", "for", "with", "at", "from", "on", "of", "near"])


class Named(NamedTuple):
    """Word numbers of who speaks: the naming phrase, and the same with what tells more of it (apposition)."""

    first: int
    last: int
    full_first: int
    full_last: int


def settled(words: Sequence[Token], named: Named) -> Named:
    """The phrase cut to what names the speaker; a description with a name after it speaks under the name."""
    by_name = _by_name(words, named)
    return by_name if by_name.first != named.first else _core(words, named)


def _by_name(words: Sequence[Token], named: Named) -> Named:
    """The name in "the rebels' commander, Ada Lorne,"."""
    first, last = named.last + 1, named.full_last
    while last > first and words[last - 1].can("mark"):
        last -= 1
    if not first < last <= first + _LONGEST_NAME or words[named.last].low != ",":
        return named
    spelled = all(word.capital or word.low in _NAME_PARTS or word.low == "." for word in words[first:last])
    head = words[named.last - 1]
    # "the governor of Velmara state, Tessine," has a place after the comma, and no name
    place = last - first == 1 and within(words, named.first, named.last, "preposition")
    named_so = spelled and not place and (not head.capital or head.can("day"))
    return named._replace(first=first, last=last) if named_so else named


def _core(words: Sequence[Token], named: Named) -> Named:
    """Without what tells more: "Ada Lorne | of the Velmara Institute", "a leaflet | found at the scene"."""
    flat = not any(not (word.capital or word.can("mark", "preposition")) for word in words[named.first : named.last])
    name = words[named.first].capital and not words[named.first].can("determiner") and not flat
    for at in range(named.first + 1, named.last):
        word = words[at]
        if word.low in ("who", "that", "which") or (word.can("ed") and words[at + 1].can("preposition")):
            return named._replace(last=at)
        if not word.capital:
            name = name and word.low in _OF_NAME and at - named.first > 1
            if name:
                return named._replace(last=at)
    return named


def phrase_after(words: Sequence[Token], at: int, *, commas: bool = False) -> Named | None:
    """The naming phrase that begins with word number `at`, None when none does; `commas` takes in an apposition."""
    if at >= len(words):
        return None
    head = words[at]
    if head.can("subject_pronoun", "object_pronoun") and not _opens_phrase(words, at):
        return Named(at, at + 1, at, at + 1)
    if head.can("mark", "preposition", "clause", "relative", "helper", "ed") and head.low not in ("that", "one"):
        return None
    if head.can("time") and not head.can("number"):
        return None
    end = at + 1
    while end < len(words) and end - at < LONGEST_PHRASE and _goes_on(words, end):
        end += 1
    while end > at + 1 and (
        words[end - 1].can("preposition", "determiner") or words[end - 1].low in ("and", "or", ".", "'")
    ):
        end -= 1
    return settled(words, Named(at, end, at, _with_apposition(words, end) if commas else end))


def _opens_phrase(words: Sequence[Token], at: int) -> bool:
    """Whether "one", "others" or "her" stands before its noun: "one reporter"."""
    if not words[at].can("determiner") or at + 1 >= len(words):
        return False
    ahead = words[at + 1]
    return ahead.low == "of" or not ahead.can("mark", "verb", "preposition", "clause", "relative", "adverb", "time")


def _goes_on(words: Sequence[Token], at: int) -> bool:
    """Whether word `at` still belongs to the phrase."""
    word = words[at]
    ahead = words[at + 1] if at + 1 < len(words) else None
    if word.can("mark"):
        return word.low in ("'", "&", "/", "’", "#") or (
            word.low == "." and ahead is not None and not ahead.can("mark")
        )
    if ahead is None:
        return not word.can("stop", "day", "helper", "verb", "preposition", "subject_pronoun")
    if word.low in ("and", "or"):
        return at + 2 < len(words) and not ahead.can("verb") and not _clause_ahead(words, at + 1)
    if word.can("preposition"):
        return word.can("onward") and not (word.low in ("on", "in", "at") and (ahead.can("time") or ahead.low in _ITS))
    participle = word.can("ed") and ahead.low in _PARTICIPLE_LINKS
    verb = word.can("verb", "adverb") and not participle
    pronoun = word.can("subject_pronoun") and word.low != "one"
    small_time = word.can("time") and not (word.capital or word.can("number") or word.low in ("last", "late", "early"))
    return not (verb or pronoun or small_time or word.can("stop", "day"))


def _clause_ahead(words: Sequence[Token], at: int) -> bool:
    """Whether a subject with its verb begins at word `at`."""
    for word in words[at : at + _NEAR]:
        if word.can("mark", "preposition"):
            return False
        if word.can("verb"):
            return True
    return False


def _with_apposition(words: Sequence[Token], end: int) -> int:
    """Past an apposition that follows a speaker: ", a baker from Velmara"."""
    if end + 1 >= len(words) or words[end].low != ",":
        return end
    at = end + 1
    if words[at].can("subject_pronoun", "clause", "relative") or words[at].low.endswith("ing"):
        return end
    while at < len(words) and not words[at].can("mark"):
        if words[at].can("verb") and not words[at].can("ed"):
            return end
        at += 1
    return at if at < len(words) else end


def past_addressee(words: Sequence[Token], at: int) -> int:
    """Past whom something is told: "told the newspaper", "told reporters"; `at` itself when nobody is named."""
    if at < len(words) and words[at].can("quote") and words[at].quote >= 0:
        # told "La Voz" that
        closed = next(
            (n for n in range(at + 1, min(len(words), at + _LONGEST_NAME + 2)) if words[n].can("quote")), at - 1
        )
        return closed + 1
    if at >= len(words) or words[at].can("mark", "relative", "preposition"):
        return at
    if words[at].can("object_pronoun"):
        return at + 1
    begun = at + words[at].can("determiner")
    end = begun
    while end < min(len(words), at + _LONGEST_ADDRESSEE) and _told_on(words, at, begun, end):
        end += 1
    return end


def _told_on(words: Sequence[Token], at: int, begun: int, end: int) -> bool:
    """Whether word `end` still names whom it is told."""
    word, first = words[end], words[begun]
    if word.can("mark"):
        return word.can("dash") and first.capital and end + 1 < len(words) and words[end + 1].capital
    if word.can("relative", "clause", "helper") or (word.can("preposition") and (word.low != "of" or end == begun)):
        return False
    if end == begun:
        return not word.can("subject_pronoun")
    if word.can("determiner", "subject_pronoun", "day"):
        return False
    if first.capital:
        return word.capital or not words[end - 1].capital or word.low in _OUTLET_WORDS
    return not word.capital and (words[at].can("determiner") or not first.low.endswith("s"))
