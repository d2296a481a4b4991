"""Naming phrases read backward from a verb: who stands before it, over times, asides and clauses with "who"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.attribution.phrases import LONGEST_PHRASE, Named, phrase_after, settled
from allegedly.attribution.words import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution.words import Token

__all__ = ["clause_subject", "subject_before"]

# an apposition, or a clause with "who", between a speaker and the verb
_LONGEST_ASIDE = 30
# a clause with "who" that tells which one
_LONGEST_CLAUSE = 14
# a name that an apposition tells of has a first and a last word
_SHORTEST_NAME = 2
# "late on Monday last week" between a subject and its verb
_LONGEST_TIME = 5
_PARTICIPLE_LINKS = frozenset(["by", "as", "in", "to", "for", "with", "at", "from", "on", "of", "near"])
_INNER_MARKS = frozenset(["'", "&", "/", "#", "%", "$", "(", ")", "[", "]", "’"])
_LEADS = frozenset(
    ["and", "or", "but", "however", "then", "also", "still", "as", "meanwhile", "even", ".", "'", ")", "]"]
)


def subject_before(words: Sequence[Token], at: int, *, floor: int = 0) -> Named | None:
    """Who stands before the verb whose first word is number `at`; None when no phrase ends there.

    Looks over a time ("on Monday"), an apposition ("..., the mayor, said") and a clause with "who". No word before
    `floor` is taken.
    """
    end = _over_time(words, at, floor)
    if end <= floor:
        return None
    full_last = end
    last = words[end - 1]
    if last.low in (",", ")", "]") or last.can("dash"):
        opened = _aside_start(words, end - 1, floor)
        if opened is None:
            return None
        head = words[opened + 1]
        end = opened
        # an apposition names the speaker too, "who was there" does not
        full_last = end if head.can("relative", "preposition") or head.low.endswith("ing") else full_last
    elif last.low in ("who", "which"):
        end = full_last = end - 2 if end - 2 > floor and words[end - 2].low == "," else end - 1
    first = _phrase_start(words, end, floor) if end > floor else None
    if first is not None and (who := _restricted(words, first, floor)) is not None:
        end = who
        first = _phrase_start(words, end, floor)
        return Named(first, end, first, full_last) if first is not None else None
    if first is not None and (name := _named_before(words, first, floor)):
        return Named(name[0], name[1], name[0], full_last)
    return settled(words, Named(first, end, first, full_last)) if first is not None else None


def _named_before(words: Sequence[Token], at: int, floor: int) -> tuple[int, int] | None:
    """The name that an apposition at word `at` tells of: "Ada Lorne, the mayor of Velmara said"."""
    if at - 1 <= floor or words[at - 1].low != "," or words[at].can("subject_pronoun"):
        return None
    first = _phrase_start(words, at - 1, floor)
    if first is None or at - 1 - first < _SHORTEST_NAME or (first > floor and words[first - 1].low != ","):
        return None
    name = all(word.capital or word.low == "." for word in words[first : at - 1])
    return (first, at - 1) if name and not words[first].can("determiner") else None


def _restricted(words: Sequence[Token], at: int, floor: int) -> int | None:
    """Number of "who" in "officers who had searched the house said", before whose clause the speaker stands."""
    if at <= floor or not words[at - 1].can("verb", "preposition", "determiner"):
        return None
    for number in range(at - 1, max(floor, at - _LONGEST_CLAUSE), -1):
        word = words[number]
        if word.can("mark"):
            return None
        if word.low == "who":
            return number if not words[number - 1].can("mark", "verb", "preposition") else None
    return None


def _over_time(words: Sequence[Token], at: int, floor: int) -> int:
    """Before "on Monday", "late last week" that stand between a subject and its verb."""
    end = at
    while end > floor and words[end - 1].can("adverb"):
        end -= 1
    begins = end
    while begins > floor and words[begins - 1].can("time") and end - begins < _LONGEST_TIME:
        begins -= 1
    if begins == end or begins <= floor + 1:
        return end
    if words[begins - 1].low in ("on", "in", "at", "this", "last", "earlier"):
        return begins - 1
    return end if words[begins - 1].can("preposition", "determiner") else begins


def _aside_start(words: Sequence[Token], close: int, floor: int) -> int | None:
    """Number of the mark that opens the aside closed at `close`: a comma, a bracket or a dash."""
    mark = words[close]
    opening = {")": "(", "]": "["}.get(mark.low, ",")
    commas = 0
    for at in range(close - 2, max(floor, close - _LONGEST_ASIDE), -1):
        word = words[at]
        if word.low == ";" or (word.can("quote") and word.quote < 0 and word.low not in ("'", "’")):
            return None
        if word.low != opening if not mark.can("dash") else not word.can("dash"):
            continue
        if _is_aside(words, at + 1, close) and not words[at - 1].can("mark"):
            return at
        commas += 1
        # "Ada Lorne, 34, of Velmara, said" has one comma more, not two
        if commas > 1:
            return None
    return None


def _is_aside(words: Sequence[Token], first: int, close: int) -> bool:
    """Whether words between two commas tell of the name before them and are no clause of their own."""
    head = words[first]
    if head.low in ("who", "which", "whose", "when", "as", "however"):
        return True
    if head.can("clause", "subject_pronoun") and head.low != "one":
        return False
    if head.can("preposition", "ed") or head.low.endswith("ing"):
        return True
    if any(word.low in ("who", "which", "whose", "that") for word in words[first:close]):
        return True
    return not any(word.can("verb") and not word.can("ed") for word in words[first:close])


def _phrase_start(words: Sequence[Token], end: int, floor: int) -> int | None:
    """Where the naming phrase begins whose last word is number `end - 1`; None when that word ends none."""
    last = words[end - 1]
    if last.can("subject_pronoun"):
        return end - 1
    if last.can("mark", "preposition", "verb", "adverb") or (
        last.can("determiner", "clause", "relative") and not last.can("alone")
    ):
        return None
    at = end - 1
    while at > floor and end - at < LONGEST_PHRASE and _belongs(words, at - 1, floor):
        at -= 1
    return _without_lead(words, at, end)


def _belongs(words: Sequence[Token], at: int, floor: int) -> bool:
    """Whether word `at` is part of the phrase that goes on with the next word."""
    word = words[at]
    before = words[at - 1] if at > floor else None
    if word.can("mark"):
        return word.low in _INNER_MARKS or (word.low == "." and before is not None and before.capital)
    if word.low in ("and", "or"):
        return before is not None and not _verb_back(words, floor, at)
    if word.low in ("that", "who", "which"):
        # "the man who shot him said": the clause has its own verb; "that police said" has none
        return before is not None and words[at + 1].can("verb") and not before.can("mark", "verb")
    if word.can("verb"):
        after_noun = before is not None and not before.can("helper")
        return word.can("ed") and words[at + 1].low in _PARTICIPLE_LINKS and after_noun
    if word.can("preposition"):
        return word.can("holding") and not (before is not None and before.low == "according")
    pronoun = word.can("subject_pronoun", "object_pronoun") and word.low not in ("one", "others", "her", "you")
    return not pronoun and not word.can("stop")


def _verb_back(words: Sequence[Token], floor: int, at: int) -> bool:
    """Whether a verb stands before "and" in its clause, so that "and" joins clauses and not names."""
    for number in range(at - 1, max(floor - 1, at - LONGEST_PHRASE), -1):
        word = words[number]
        if word.low in (",", ";", ":") or (word.can("mark") and word.can("quote")):
            return False
        if word.can("verb") or (word.can("stop") and word.low != "that"):
            return True
        if word.low == "that":
            return False
    return False


def _without_lead(words: Sequence[Token], first: int, end: int) -> int | None:
    """Past "but", "meanwhile", "in Velmara on Monday" that lead up to the phrase."""
    at: int | None = first
    while at is not None and at < end:
        word = words[at]
        alone = at + 1 >= end
        if word.low in _LEADS or (word.can("adverb") and not alone):
            at += 1
        elif word.can("preposition") and not alone:
            at = _past_prepositional(words, at, end)
        elif word.can("time") and not word.can("number") and not alone:
            at += 1
        else:
            return at
    return None


def _past_prepositional(words: Sequence[Token], at: int, end: int) -> int | None:
    """Past a leading "in Velmara" or "on Monday" that no comma closes: before the last phrase that can speak."""
    # "in a statement the mayor said"
    paper = next((number for number in range(at + 1, end - 1) if words[number].can("paper", "setting")), None)
    if paper is not None:
        return paper + 1
    for number in range(end - 1, at + 1, -1):
        if words[number].can("determiner") and not words[number - 1].can("preposition"):
            return number
    number = at + 1
    while number < end and words[number].can("time", "determiner"):
        number += 1
    if at + 1 < number < end and words[number - 1].can("time"):
        return number
    # "In Velmara police said": the name of the place has a capital, the speaker has none
    number = end - 1
    while number > at and not words[number].capital and not words[number].can("preposition"):
        number -= 1
    return number + 1 if at < number < end - 1 and words[number].capital else None


def clause_subject(words: Sequence[Token], at: int, *, floor: int = 0) -> Named | None:
    """The subject of the main clause that a later verb shares: "The mayor fled, saying ...", "He left and said ..."."""
    first = next((number + 1 for number in range(at - 1, floor, -1) if words[number].low == ":"), floor)
    while first < at and words[first].can("mark", "coordinator", "adverb"):
        first += 1
    if first < at and words[first].can("preposition", "clause"):
        comma = next((number for number in range(first, at - 1) if words[number].low == ","), first)
        first = comma + 1
    named = phrase_after(words[:at], first, commas=True)
    return named if named and named.last < at and within(words, named.last, at, "verb", "mark") else None
