"""What the encoder cut is put together and what it ran together is parted: halves of a phrase, two names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.coders.encoder import Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.quantities import FoundCount

__all__ = ["each_name", "side_by_side", "with_what_is_counted"]

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


_NAME = r"(?:[Tt]he )?[A-Z][\w.’'-]{0,40}(?: [A-Z][\w.’'-]{0,40}){0,3}"
_TWO_NAMES = re.compile(rf"(?P<one>{_NAME}) and (?P<other>{_NAME})")


def each_name(text: str, it: Stretch) -> tuple[Stretch, ...]:
    """Two names that "and" joins are two parts: of 328 such pairs in coded reports 303 are coded so.

    The rest share a word ("North and South Korea", "Jens and Nico Brandauer") or are one name ("the Justice and
    Equality Front"); so names of one word each are parted, and others where the first is told whole.

    >>> text = "Police and Army met the United States and South Korea at the Justice and Land Movement."
    >>> [text[one.start : one.end] for it in (Stretch(0, 15, 0.9), Stretch(20, 53, 0.9)) for one in each_name(text, it)]
    ['Police', 'Army', 'the United States', 'South Korea']
    >>> len(each_name(text, Stretch(57, 86, 0.9)))
    1
    """
    found = _TWO_NAMES.fullmatch(text, it.start, it.end)
    if not found:
        return (it,)
    one, other = (re.sub(r"^[Tt]he ", "", found[name]).split() for name in ("one", "other"))
    whole = len(one) > 1 or one[0].isupper() or found["other"].lower().startswith("the ")
    if not (whole or len(one) == len(other) == 1):
        return (it,)
    return tuple(Stretch(*found.span(name), it.score) for name in ("one", "other"))


# the counted phrase must end with a small noun: of "two Communist Party militias" only the beginning is read
_NOUN = re.compile(r"\b[^\W\d_A-Z][\w’'-]{1,30}$")
# "three dead" and "hundreds still protesting" count somebody by what befell them or what they do
_NO_NOUN = re.compile(r"dead|\w{1,20}(?:ing|ed)")


def with_what_is_counted(text: str, amounts: Sequence[FoundCount], start: int, end: int) -> tuple[int, int]:
    """A number alone with its bound and the noun it counts, as a span; any other span as it is.

    >>> from allegedly.quantities import find_counts
    >>> text = "It left at least 16 harbour guards and hundreds missing."
    >>> text[slice(*with_what_is_counted(text, find_counts(text), 17, 19))]
    'at least 16 harbour guards'
    >>> text[slice(*with_what_is_counted(text, find_counts(text), 39, 47))]
    'hundreds'
    """
    amount = next((it for it in amounts if it.start <= start < end <= it.end), None)
    if amount is None:
        return start, end
    if amount.whom_start is None or amount.whom_end is None or amount.whom_start - amount.end != 1:
        return amount.start, amount.end
    noun = _NOUN.search(text, amount.whom_start, amount.whom_end)
    return amount.start, amount.whom_end if noun and not _NO_NOUN.fullmatch(noun[0]) else amount.end
