"""Who a name may mean: everyone of the list who bears it, with how well name, day and country fit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from allegedly.actors.records import holds
from allegedly.actors.roles import role_of
from allegedly.actors.spelling import key
from allegedly.model import ActorCandidate
from allegedly.names import lexicons

if TYPE_CHECKING:
    from allegedly.actors.records import Alias, ListedActor
    from allegedly.actors.roster import Roster

__all__ = ["SURE", "UNTOLD", "Context", "Scored", "candidates", "chosen", "scored"]

# a candidate below this is told, not chosen
SURE = 0.6
# two candidates nearer to each other than this are both told and none is chosen
_CLEAR = 0.1
# transcriptions of one name are this alike in letters, other names with the same consonants mostly are not
_ALIKE = 82
# reports go on using a name long after it was changed, and seldom use one before it was taken
_AFTER, _BEFORE = 0.85, 0.5
# a group is written of for years after its end; a year early is a day of founding told differently
_ECHO, _EARLY = dt.timedelta(days=10 * 365), dt.timedelta(days=2 * 365)
_LONG_GONE, _UNBORN = 0.85, 0.55
# a short name, an abbreviation or one word, is borne by many: in a country it does not act in, it is another's
_ELSEWHERE_SHORT, _ELSEWHERE_LONG = 0.5, 0.85
# parties, parliaments and forces of a state act in their own country, and many countries have one of the same name
_OF_STATE = ("government", "police", "party", "state_forces")
_FEW = 2
# where the report tells no country
_SHORT_ALONE = 0.9
# names of peoples and clans, and names that are common words, mean the group only where it fights
_COMMON_ALONE = 0.55
# an abbreviation has up to this many letters
_SHORT = 5


class Context(NamedTuple):
    """What a report tells about the names in it: its day, and the countries it speaks of (ISO, two letters)."""

    day: dt.date | None = None
    countries: frozenset[str] = frozenset()


# nothing is told about the report
UNTOLD = Context()


class Scored(NamedTuple):
    """One actor with how well it fits."""

    actor: ListedActor
    score: float

    def told(self) -> ActorCandidate:
        """As a record, the score to three places."""
        one = self.actor
        return ActorCandidate(id=one.id, name=one.name, kind=one.kind, country=one.country, score=round(self.score, 3))


def candidates(roster: Roster, name: str, context: Context = UNTOLD) -> tuple[ActorCandidate, ...]:
    """Everyone a name may mean, the likeliest first; ties in the order of their ids.

    >>> from allegedly.actors import shipped
    >>> [one.name for one in candidates(shipped(), "Daesh")]
    ['Islamic State']
    """
    return tuple(one.told() for one in scored(roster, name, context))


def scored(roster: Roster, name: str, context: Context = UNTOLD, *, near: bool = True) -> tuple[Scored, ...]:
    """The same with the whole actors; without `near` only who bears the name itself."""
    best: dict[str, Scored] = {}
    for found in roster.named(name):
        _keep(best, Scored(found.actor, _fit(found.actor, found.alias, name, context)))
    if not best and near:
        for other, group in roster.near(name).items():
            alike = fuzz.ratio(key(name), other)
            if alike >= _ALIKE:
                for found in group:
                    _keep(best, Scored(found.actor, _fit(found.actor, found.alias, name, context) * alike / 100))
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.actor.id)))


def chosen(found: tuple[Scored, ...]) -> Scored | None:
    """The one candidate that fits well and clearly better than the next, or none.

    >>> chosen(()) is None
    True
    """
    if not found or found[0].score < SURE:
        return None
    if len(found) > 1 and found[0].score - found[1].score < _CLEAR:
        return None
    return found[0]


def _keep(best: dict[str, Scored], one: Scored) -> None:
    if one.actor.id not in best or best[one.actor.id].score < one.score:
        best[one.actor.id] = one


def _fit(actor: ListedActor, alias: Alias, name: str, context: Context) -> float:
    return _in_time(actor, alias, context.day) * _in_place(actor, name, context.countries)


def _in_time(actor: ListedActor, alias: Alias, day: dt.date | None) -> float:
    if day is None:
        return 1.0
    fit = 1.0
    if not holds(alias.since, alias.until, day):
        fit = _BEFORE if alias.since and day < alias.since else _AFTER
    if actor.since and day < actor.since - _EARLY:
        return fit * _UNBORN
    return fit * _LONG_GONE if actor.until and day > actor.until + _ECHO else fit


def _in_place(actor: ListedActor, name: str, countries: frozenset[str]) -> float:
    own = key(name)
    short = " " not in own
    alone = _SHORT_ALONE if short and len(own) <= _SHORT else 1.0
    if actor.kind in ("igo", "person") or not actor.countries:
        return alone
    if countries & set(actor.countries):
        return 1.0
    if short and not name.isupper() and (actor.kind == "identity_militia" or _is_common(own)):
        return _COMMON_ALONE
    if not countries:
        return alone
    if actor.kind in _OF_STATE:
        return _ELSEWHERE_SHORT if _is_anyones(own) else _ELSEWHERE_LONG
    # a short name that a list alone tells is seldom that of an actor known beyond its country
    unknown = short and len(own) <= _SHORT and "allegedly" not in actor.source
    return _ELSEWHERE_SHORT if unknown else _ELSEWHERE_LONG


def _is_anyones(own: str) -> bool:
    """Whether a name is one or two common words, as "Supreme Court" or "Labour Party" are."""
    words = own.split()
    return len(words) <= _FEW and all(word in lexicons.common_words() for word in words)


def _is_common(own: str) -> bool:
    return own in lexicons.common_words() or role_of(own) is not None
