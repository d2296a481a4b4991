"""How many were killed and hurt in the happening a report is about, from the numbers and lone victims it states."""

from __future__ import annotations

from typing import NamedTuple

from allegedly.model import Record
from allegedly.quantities import FoundCount, find_counts
from allegedly.segment import split_sentences
from allegedly.tollwords import (
    ALSO_DEAD,
    ALSO_HURT,
    AND_BEFORE,
    DIED,
    FATALLY,
    FOLD,
    GOVERNED,
    HARM_AFTER,
    HARM_BEFORE,
    HURT,
    HURTS_TWO,
    NOT_DIED,
    ONE_AND,
    OTHER,
    PEOPLE,
    SELF_BESIDE,
    SHOT_AFTER,
    SHOT_BEFORE,
    SHOT_DEAD,
    SUBSET,
    THINGS,
    TWO_HURT,
)

__all__ = ["Toll", "toll"]

# what a local report tells of its happening stands in its first sentences; teasers of other stories follow
_LEAD, _BODY = 4, 14
# more victims than this are totals of a year or a war, not of one happening
_MOST = 100
# how near, in characters, "shot" stands to those shot
_NEAR = 40
_FOLDS = {"double": 2, "triple": 3, "quadruple": 4}


class Toll(Record, frozen=True, kw_only=True):
    """The killed and injured of a report's main happening; None where the report says nothing of either.

    >>> Toll(killed=1).injured is None
    True
    """

    killed: int | None = None
    injured: int | None = None


class _Told(NamedTuple):
    """What one sentence says: numbers killed, hurt and shot; whether it tells of a death, a hurt, a second victim."""

    killed: int | None
    injured: int | None
    shot: int | None
    dies: bool
    hurt: bool
    also_hurt: bool
    also_dead: bool
    one_of: bool


def toll(text: str) -> Toll:
    """How many were killed and injured in the happening the report is about; the first block is its headline.

    The headline goes before the lead and the lead before the rest; a lone victim counts one; a shooter who killed
    himself counts with the killed.

    >>> toll("Two dead, three hurt in Alder Hill shooting")
    Toll(killed=2, injured=3)
    >>> toll("Man shot in leg near mill")
    Toll(killed=None, injured=1)
    """
    head_end = next((at for at in (text.find("\n\n"), text.find("\n")) if at > 0), len(text))
    told = [_read(text, 0, head_end)]
    told += [_read(text, span.start, span.end) for span in split_sentences(text, head_end, len(text))[:_BODY]]
    killed = _killed(told)
    return Toll(killed=killed, injured=_injured(told, killed or 0))


def _first(values: list[int | None]) -> int | None:
    return next((value for value in values if value is not None), None)


def _killed(told: list[_Told]) -> int | None:
    """The first number of dead in headline or lead, else one when a death is told there; then the same of the rest."""
    for part in (told[:1], told[1 : 1 + _LEAD], told[1 + _LEAD :]):
        number = _first([one.killed for one in part])
        if number is not None:
            return max(number, 2) if any(one.also_dead for one in told) else number
        if any(one.dies or one.one_of for one in part):
            later = _first([one.killed for one in told[: 1 + _LEAD]])
            single = later if later is not None and later > 1 else 1
            return max(single, 2) if any(one.also_dead for one in told) else single
    return None


def _injured(told: list[_Told], killed: int) -> int | None:
    """The first number of injured, else the number shot less the dead, else one when somebody else is hurt."""
    for part in (told[:1], told[1 : 1 + _LEAD], told[1 + _LEAD :]):
        number, shot = _first([one.injured for one in part]), _first([one.shot for one in part])
        if number is not None:
            return number
        if shot is not None and shot >= killed:
            return shot - killed
        if killed and any(one.also_hurt for one in part):
            return 1
        if not killed and any(one.hurt for one in part):
            return 1
    return 0 if killed else None


def _read(text: str, start: int, end: int) -> _Told:
    sentence = text[start:end]
    cleared = NOT_DIED.sub(" ", sentence)
    counts = [count for count in find_counts(text, start, end) if _of_people(text, count, end)]
    killed = _sum(text, start, [count for count in counts if count.what == "killed"])
    injured = _sum(
        text, start, [count for count in counts if count.what == "wounded" and not _was_shot(text, count, end)]
    )
    shot = _sum(text, start, [count for count in counts if _was_shot(text, count, end)])
    pair = TWO_HURT.search(sentence) or HURTS_TWO.search(sentence)
    if pair and killed is None and shot is None and injured is None:
        word = pair["harm"].casefold()
        if word.startswith(("kill", "dead", "died", "dies", "fatal", "slain", "murder", "death")) or (
            word.startswith("shot") and SHOT_DEAD.match(sentence, pair.end())
        ):
            killed = 2
        elif word.startswith(("shot", "shoot")):
            shot = 2
        else:
            injured = 2
    if killed is not None and SELF_BESIDE.search(sentence) and ALSO_DEAD.search(sentence):
        killed += 1
    for fold in FOLD.finditer(sentence):
        number = _FOLDS[fold["fold"].casefold()]
        if fold["what"].casefold() == "shooting" and not fold["fatal"]:
            shot = shot if shot is not None else number
        else:
            killed = killed if killed is not None else number
    return _Told(
        killed=killed,
        injured=injured,
        shot=shot,
        dies=bool(DIED.search(cleared)),
        hurt=bool(HURT.search(sentence)),
        also_hurt=bool(ALSO_HURT.search(sentence)),
        also_dead=bool(ALSO_DEAD.search(sentence)),
        one_of=bool(FATALLY.search(sentence)),
    )


def _of_people(text: str, count: FoundCount, limit: int) -> bool:
    number = count.best if count.best is not None else count.low
    after = text[count.end : min(limit, count.end + 24)]
    if count.whom:
        people = bool(PEOPLE.search(count.whom))
    else:
        people = bool(
            HARM_AFTER.match(text, count.end, limit) or HARM_BEFORE.search(text[max(0, count.start - 32) : count.start])
        )
    return (
        people
        and number is not None
        and number <= _MOST
        and not THINGS.match(after.lstrip())
        and not SUBSET.search(text[max(0, count.start - 24) : count.start])
    )


def _was_shot(text: str, count: FoundCount, limit: int) -> bool:
    """Whether the count is of people shot, dead or alive: "four people shot, one fatally"."""
    if count.what not in ("wounded", "other", "participants") or OTHER.match(text, count.end, limit):
        return False
    at = count.whom_end or count.end
    after, before = text[at : min(limit, at + _NEAR)], text[max(0, count.start - _NEAR) : count.start]
    return bool(SHOT_AFTER.match(after) or SHOT_BEFORE.search(before))


def _sum(text: str, start: int, counts: list[FoundCount]) -> int | None:
    """The numbers of one sentence as one: parts of a list add up, a victim named beside "three others" counts too."""
    if not counts:
        return None
    total = 0
    for at, count in enumerate(counts):
        number = (count.best if count.best is not None else count.low) or 0
        before = text[start : count.start]
        if at and not AND_BEFORE.search(before):
            total = max(total, number)
            continue
        total += number
        if (at == 0 and ONE_AND.search(before) and count.what in ("killed", "wounded")) or (
            at == 0
            and count.what == "killed"
            and OTHER.match(text, count.end)
            and AND_BEFORE.search(before)
            and GOVERNED.search(before)
        ):
            total += 1
    return total
