"""What the encoder cut in two is put together: halves of one phrase, and what somebody is beside who it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.coders.encoder import Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["side_by_side"]

# what stands between the halves of one phrase: a blank, a broken line, a hyphen, or what joins a noun to its own
_NO_GAP = re.compile(
    r"[ \t]{0,3}\n?[ \t]{0,3}|-|\s{1,3}(?:of|from|by|as|led\s{1,3}by|linked\s{1,3}to|belonging\s{1,3}to)\s{1,3}",
    re.IGNORECASE,
)
# where something stands is not part of whom it struck, and another name of somebody is nobody else
_BESIDE = re.compile(
    r"\s{1,3}(?:in|at|on)\s{1,3}"
    r"|,?\s{1,3}(?:(?:also|better)\s{1,3})?(?:known\s{1,3}as|alias|nicknamed|called|a\.?k\.?a\.?)\s{1,3}[\"“‘']?",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s{1,3}")
# two capitalised words or more, or one after "the": a name that an apposition tells
_APPOSED = re.compile(
    r"(?:the\s{1,3}(?=[A-Z])|(?=[^\W\d_][\w’'.-]{0,40}\s))[A-Z][\w’'.-]{0,40}(?:\s{1,3}(?:(?:of|the|al|bin|de|da|van|for|and)\s{1,3}){0,2}[A-Z(][\w’'.()-]{0,40}){0,6}"
)
# "a motorist", "The regional bloc", "Iranian general": what somebody is, without a number
_DESCRIBED = re.compile(
    r"(?!(?:\d|two|three|four|five|six|seven|eight|nine|ten|several|dozens|some|many)\b)(?:[\w’'-]{1,30}\s{1,3}){1,7}[a-z][\w’-]{2,30}",
    re.IGNORECASE,
)
_SMALL_END = re.compile(r"(?:^|\s)[a-z][\w’-]{1,30}$")


def side_by_side(text: str, found: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The stretches of a role with halves of one phrase joined, and what somebody is beside who it is told once.

    Of 59 neighbours with only a blank between, in reports the encoder had not seen, none were two parts; of 91 with a
    comma seven, of 55 with "of" or "from" none, of 26 with "in", "at" or "on" none.

    >>> text = "They shot a motorist, Pere Vilanova, and two guards."
    >>> halves = [Stretch(10, 20, 0.9), Stretch(22, 35, 0.8), Stretch(41, 51, 0.7)]
    >>> [text[it.start : it.end] for it in side_by_side(text, halves)]
    ['a motorist, Pere Vilanova', 'two guards']
    """
    kept: list[Stretch] = []
    for it in sorted(found, key=lambda it: it.start):
        last = kept[-1] if kept else None
        gap = text[last.end : it.start] if last else None
        if last is None or gap is None or last.end > it.start:
            kept.append(it)
        elif _NO_GAP.fullmatch(gap) or (_COMMA.fullmatch(gap) and _is_who_it_is(text, last, it)):
            kept[-1] = Stretch(start=last.start, end=it.end, score=max(last.score, it.score))
        elif not (_BESIDE.fullmatch(gap) or (_COMMA.fullmatch(gap) and _is_who_it_is(text, it, last))):
            kept.append(it)
    return tuple(kept)


def _is_who_it_is(text: str, what: Stretch, who: Stretch) -> bool:
    """Whether one stretch says what somebody is and the other names them."""
    described, named = text[what.start : what.end], text[who.start : who.end]
    return bool(_DESCRIBED.fullmatch(described) and _SMALL_END.search(described) and _APPOSED.fullmatch(named))
