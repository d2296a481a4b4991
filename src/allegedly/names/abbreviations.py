"""Abbreviations an article introduces in brackets: "Black River Front (BRF)", "BRF [Black River Front]"."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from typing import TYPE_CHECKING

from allegedly.names.lexicons import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from allegedly.names.words import Word

__all__ = ["abbreviations"]

_BRACKETED = re.compile(r"[(\[]\s?([A-Za-z][A-Za-z0-9&/-]{1,9}|[A-Z]{1,6} [A-Z][a-z]{1,12})\s?[)\]]")
# a name translated in brackets, as in "Harbour Watch (Guardia del Puerto - GDP)"
_TRANSLATED = re.compile(r"\([^()\d]{5,80}\s[-–]\s([A-Z][A-Za-z0-9-]{1,9})\)")
_SPELLED_OUT = re.compile(r"\b([A-Z][A-Z0-9-]{1,7})\s[(\[]([^()\[\]\d]{8,90})[)\]]")
# words of a long form counted by their initials may be this many fewer or more than the letters ("COPREFA", "UN")
_FEWER, _MORE = 3, 2
# share of the letters that initials must explain; translated names keep about this much
_EXPLAINED = 0.6
_LONGEST = 12
# a long form that opens with the abbreviation's first letter is the likelier one
_OPENS = 0.15


def abbreviations(text: str, words: Sequence[Word]) -> dict[str, str]:
    """Each abbreviation, folded, with its long form and bracket as the article gives them, whitespace squeezed.

    >>> from allegedly.names.words import words_of
    >>> line = "The Black River Front (BRF) said no."
    >>> abbreviations(line, words_of(line, [(0, len(line))]))
    {'brf': 'Black River Front (BRF)'}
    """
    found: dict[str, str] = {}
    for find in (_bracketed, _translated, _spelled_out):
        for short, long in find(text, words):
            found.setdefault(short.casefold(), " ".join(long.split()))
    return found


def _bracketed(text: str, words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    at = 0
    for match in _BRACKETED.finditer(text):
        while at < len(words) and words[at].start < match.start():
            at += 1
        short = match[1].split()[0]
        if short.casefold() in listed("function"):
            continue
        first = _long_form(text, words, at, short)
        if first is not None:
            yield short, text[words[first].start : match.end()]


def _translated(text: str, words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    for match in _TRANSLATED.finditer(text):
        first = last = bisect.bisect_left(words, match.start(), key=lambda word: word.start)
        while first > 0 and (
            words[first - 1].raw[0].isupper() or words[first - 1].folded in listed("connector") - {"the", "and"}
        ):
            first -= 1
        first += first < last and words[first].folded in ("the", "a", "an")
        if first < last:
            yield match[1], text[words[first].start : match.end()]


def _spelled_out(text: str, _: Sequence[Word]) -> Iterator[tuple[str, str]]:
    for match in _SPELLED_OUT.finditer(text):
        initials = [word[0].casefold() for word in match[2].split() if word.casefold() not in listed("connector")]
        if len(initials) > 1 and _explained(match[1].casefold(), initials) >= _EXPLAINED:
            yield match[1], match[2]


def _long_form(text: str, words: Sequence[Word], bracket: int, short: str) -> int | None:
    """The first word of the name before a bracket that its letters stand for, or None."""
    letters, number = re.sub(r"[\W\d_]", "", short.casefold()), re.sub(r"\D", "", short)
    stops = listed("function") - listed("connector") - listed("calendar") | {"former", "members", "member"}
    best, best_score, initials, at = None, _EXPLAINED, list[str](), bracket - 1
    while at >= 0 and bracket - at <= _LONGEST and words[at].sentence == words[bracket - 1].sentence:
        if at + 1 < bracket and not re.fullmatch(r"\s+[\"“”]?|[\"”]\s+|-", text[words[at].end : words[at + 1].start]):
            break
        folded = words[at].folded
        if folded in stops:
            break
        if number and folded == number:
            return at
        if folded not in listed("connector"):
            initials = [*(piece[0] for piece in folded.split("-")), *initials]
            opens = folded[0] == letters[:1] or folded[0].isdigit()
            score = _explained(letters, initials) + (_OPENS if opens else 0)
            fits = len(letters) - _FEWER <= len(initials) <= len(letters) + _MORE
            capital = words[at].flat or words[at].raw[0].isupper() or not short.isupper()
            if fits and capital and score > best_score:
                best, best_score = at, score
        at -= 1
    if (
        best is not None
        and best > 1
        and words[best - 1].folded == "of"
        and words[best - 2].folded in listed("group_head")
    ):
        return best - 2
    return best


def _explained(letters: str, initials: Sequence[str]) -> float:
    """Share of an abbreviation's letters that the initials give, whatever their order, less unused initials."""
    shared = sum((Counter(letters) & Counter(initials)).values())
    return shared / max(1, len(letters), len(initials) - 1)
