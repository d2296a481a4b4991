"""Voices without a verb of their own: "according to the police", "reportedly", "there are reports that"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.attribution.drafts import Draft
from allegedly.attribution.lexicon import Form
from allegedly.attribution.phrases import phrase_after
from allegedly.attribution.reporting import past_dateline
from allegedly.attribution.said import trimmed
from allegedly.attribution.words import within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution.drafts import Piece
    from allegedly.attribution.words import Token

__all__ = ["read_hearsay"]

_NOUNS = frozenset(
    ["reports", "rumors", "rumours", "rumor", "rumour", "allegations", "suggestions", "claims", "accusations"]
)
_SAID_OF = frozenset(["said", "reported", "alleged", "rumored", "rumoured", "claimed", "described"])
# whom an outlet quotes stands between "quoted" and "as saying"
_LONGEST_QUOTED = 20
_ACCORDING = Form("according to", "says", "past")
_REPORTED = Form("report", "says", "past")
_CITED = Form("cite", "says", "ing")


def read_hearsay(words: Sequence[Token]) -> list[Draft]:
    """Every "according to" with its source, and every cue of a voice that nobody names."""
    found: list[Draft | None] = []
    for at, word in enumerate(words):
        ahead = words[at + 1] if at + 1 < len(words) else None
        if ahead is None:
            break
        if word.low == "according" and ahead.low == "to":
            found.append(_according(words, at, at + 2))
        elif word.low == "words" and at > 1 and words[at - 2].low == "in" and ahead.low == "of":
            found.append(_according(words, at - 2, at + 2))
        elif word.low in ("citing", "quoting") and at and words[at - 1].low == ",":
            found.append(_citing(words, at))
        elif word.low == "as" and ahead.low == "saying" and (quoted := _quoted(words, at)):
            found.append(quoted)
        elif word.low == "reportedly" and ahead.low not in ("said", "told"):
            found.append(_nobody(words, at, at + 1))
        elif word.low in _SAID_OF and at > 1 and words[at - 1].can("be") and ahead.low in ("to", "as", "in", "from"):
            found.append(_nobody(words, at - 1, at + 1))
        elif word.low in _NOUNS and ahead.low in ("that", "of"):
            found.append(_noun(words, at))
    return [draft for draft in found if draft and draft.pieces]


def _according(words: Sequence[Token], first: int, at: int) -> Draft | None:
    named = phrase_after(words, at)
    if named is None:
        return None
    opens = first - 1 if first and words[first - 1].low == "," else first
    clause = _clause_start(words, opens)
    before, after = trimmed(words, clause, opens), trimmed(words, named.last, len(words))
    if before is None:
        pieces: tuple[Piece | None, ...] = (after,)
    elif after and words[named.last].low == "," and not within(words, clause, opens, "verb"):
        pieces = (before, after)
    else:
        pieces = (trimmed(words, past_dateline(words), opens),)
    return Draft(first, at, _ACCORDING, named, tuple(piece for piece in pieces if piece))


def _clause_start(words: Sequence[Token], at: int) -> int:
    """Where the clause begins that a phrase at word `at` interrupts."""
    start = at
    while start > 0:
        before = words[start - 1]
        if before.can("link", "dash") or before.low in (";", ":", "that", "where", "which"):
            break
        start -= 1
    return start


def _citing(words: Sequence[Token], at: int) -> Draft | None:
    """Whose words a voice passes on: "the radio said, citing the mayor"."""
    named = phrase_after(words, at + 1)
    before = trimmed(words, past_dateline(words), at)
    return Draft(at, at + 1, _CITED, named, (before,), cited=True) if named and before else None


def _quoted(words: Sequence[Token], at: int) -> Draft | None:
    """Who is quoted in "the radio quoted the mayor as saying"."""
    for number in range(at - 1, max(0, at - _LONGEST_QUOTED), -1):
        if words[number].low in ("quoted", "quotes", "quoting", "cited", "citing"):
            if words[number - 1].can("be"):
                return None
            named = phrase_after(words[:at], number + 1, commas=True)
            said = trimmed(words, at + 2, len(words))
            return Draft(at, at + 2, _CITED, named, (said,)) if named and said else None
    return None


def _noun(words: Sequence[Token], at: int) -> Draft | None:
    """What is said in "there were reports that", "rumours of", with nobody who makes them."""
    before = words[at - 1] if at else None
    if before and (
        before.low.endswith(("'s", "s'")) or before.low in ("his", "her", "its", "their", "our", "my", "your")
    ):
        return None
    told = before is not None and before.can("verb") and not before.can("be")
    if told or (
        before is not None and before.can("preposition") and before.low not in ("with", "amid", "following", "despite")
    ):
        return None
    said = trimmed(words, at + 1, len(words))
    return Draft(at, at + 1, _REPORTED, None, (said,)) if said else None


def _nobody(words: Sequence[Token], first: int, last: int) -> Draft:
    """The clause a word such as "reportedly" stands in."""
    low, high = first, last
    while low > 0 and not _parts(words, low - 1):
        low -= 1
    while high < len(words) and not _parts(words, high):
        high += 1
    sides = (trimmed(words, low, first), trimmed(words, last, high))
    return Draft(first, last, _REPORTED, None, tuple(piece for piece in sides if piece))


def _parts(words: Sequence[Token], at: int) -> bool:
    """Whether two clauses part here: a semicolon, a quotation, or a comma with a link."""
    word = words[at]
    if word.low == ";" or (word.can("quote") and word.low not in ("'", "‘", "’")):
        return True
    ahead = words[at + 1] if at + 1 < len(words) else None
    return word.low == "," and ahead is not None and ahead.can("link") and ahead.low != "as"
