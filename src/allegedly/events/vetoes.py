"""What no number of shared words outweighs: two happenings days apart, in two towns, or told apart by one voice.

Reports of one conflict share their names and their words week after week; whole reports may be weighed by them, single
happenings may not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allegedly.events.sharing import Shared
    from allegedly.events.tellings import Telling

__all__ = ["veto"]

# a happening of the night is dated by the one day or the other
_DAYS = 1
# deaths in one happening differ between reports by what died later; a toll four times another is of something else
_TIMES = 4
# a battle may last a week; what is told of longer is a total
_LONGEST_DAYS = 7
# deaths whose manner is not told may be of any happening
_UNTOLD = "violence_other"
# of place, people and number, where no day is shared
_WITHOUT_A_DAY = 2


def veto(a: Telling, b: Telling, found: Shared) -> str | None:
    """Why two tellings cannot be of one happening, whatever else they share; None when they can."""
    if found.apart is not None and found.apart > _DAYS:
        return f"{found.apart} days apart"
    if found.place == "other" and not _nested(a.place, b.place):
        return f"{a.place} and {b.place}" if (a.place or "") < (b.place or "") else f"{b.place} and {a.place}"
    if a.article_id == b.article_id and _told_apart(a, b, found):
        return "told apart in one report"
    return _without_ground(a, b, found)


def _nested(one: str | None, other: str | None) -> bool:
    """Whether one name of a place is within the other: "the market of Orven" and "Orven"."""
    fewer, more = sorted(((one or "").split(), (other or "").split()), key=len)
    return set(fewer) <= set(more)


def _told_apart(a: Telling, b: Telling, found: Shared) -> bool:
    """One voice tells one happening once: two of its tellings in one report are two happenings."""
    return (a.role, a.voice) == (b.role, b.voice) or (found.strangers and not found.people and not found.same)


def _without_ground(a: Telling, b: Telling, found: Shared) -> str | None:
    """Words alone make no happening: a day in common needs a place, somebody or a number too, no day two of them."""
    at_place = found.place is not None and _nested(a.place, b.place)
    in_common = sum((at_place, bool(found.people), bool(found.same)))
    if found.apart is None or not (_is_a_day(a) and _is_a_day(b)):
        return "no day in common, and little else" if in_common < _WITHOUT_A_DAY else None
    if not in_common:
        return "no place, nobody and no number in common"
    known = found.people or found.same or (a.leads and b.leads)
    if a.type != b.type and _UNTOLD not in (a.type, b.type) and not known:
        return f"the same place and day, but {' and '.join(sorted((a.type, b.type)))}"
    far_off = any(larger > _TIMES * max(1, smaller) for what, smaller, larger in found.differing if what == "killed")
    return "one toll is many times the other" if far_off and not at_place else None


def _is_a_day(telling: Telling) -> bool:
    """Whether a telling is of a few days: what is told of a month shares a day with all that happened in it."""
    first, last = telling.earliest, telling.latest
    return first is not None and last is not None and (last - first).days < _LONGEST_DAYS
