"""Who a mention means: one actor of the list, a kind of actor, a new one, or nobody that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.actors.candidates import UNTOLD, Scored, chosen, scored
from allegedly.actors.identities import Identity, listed
from allegedly.actors.naming import names_a_group, names_a_person
from allegedly.actors.offices import office_on
from allegedly.actors.phrases import read_phrase
from allegedly.actors.spelling import (
    bracketed,
    closed,
    key,
    local_id,
    lookalike,
    mixes_scripts,
    unhedged,
    without_brackets,
)
from allegedly.actors.within import inside_of

if TYPE_CHECKING:
    from allegedly.actors.candidates import Context
    from allegedly.actors.phrases import Phrase
    from allegedly.actors.roster import Roster
    from allegedly.model import ResolvedActor

__all__ = ["identify", "resolve"]

# a country's name or capital may stand for its government, its people or the land; a name that only looks like another
_METONYM, _LOOKALIKE = 0.8, 0.5
# a surname alone, where the report speaks of the person's country, and where it does not
_SURNAME, _SURNAME_ABROAD = 0.75, 0.4


def resolve(roster: Roster, name: str, context: Context = UNTOLD) -> ResolvedActor | None:
    """Who a mention means, as the record that a claim's Part carries; None where nothing is known of it.

    >>> from allegedly.actors import shipped
    >>> resolve(shipped(), "Daesh").name, resolve(shipped(), "the Syrian army")
    ('Islamic State', ResolvedActor(id=None, name=None, kind='state_forces', country='SY', score=None, candidates=()))
    """
    found = identify(roster, name, context)
    return found.told() if found is not None else None


def identify(roster: Roster, name: str, context: Context = UNTOLD) -> Identity | None:
    """The same with all that is told on the way, PLOVER's sectors among it."""
    name = unhedged(name)
    if not key(name):
        return None
    if mixes_scripts(name):
        likes = tuple(Scored(one.actor, one.score * _LOOKALIKE) for one in scored(roster, lookalike(name), context))
        return Identity(local=local_id(name), name=name, others=likes)
    name = closed(name)
    phrase = read_phrase(without_brackets(name))
    told = phrase.country()
    if told is not None:
        # the mention's own country weighs more than the report's
        context = context._replace(countries=frozenset([told.word.country.iso2]))
    whole = _whole(roster, name, phrase, context)
    best = chosen(whole)
    if best is not None:
        return listed(best, whole, context)
    alone = _country_alone(roster, phrase)
    if alone is not None:
        return alone
    found = inside_of(roster, phrase, context) or _described(phrase)
    found = _new(_bare(name), phrase, found, unsure=bool(whole))
    if whole and (found is None or found.actor is None):
        return (found or Identity())._replace(others=whole)
    return found


def _whole(roster: Roster, name: str, phrase: Phrase, context: Context) -> tuple[Scored, ...]:
    """Everyone the mention as a whole may name; what stands in brackets behind a name decides between namesakes."""
    bare = without_brackets(name)
    lower = bare.islower() and " " not in bare
    if lower and phrase.roles:
        return ()
    found = scored(roster, bare, context)
    if not found and phrase.words:
        found = scored(roster, " ".join(phrase.words), context, near=False)
    for inside in bracketed(name):
        short = scored(roster, inside, context, near=False)
        both = {one.actor.id for one in found} & {one.actor.id for one in short}
        found = tuple(one for one in found if one.actor.id in both) if both else found or short
    return found or _by_surname(roster, phrase, context)


def _by_surname(roster: Roster, phrase: Phrase, context: Context) -> tuple[Scored, ...]:
    """Heads of state by their surname alone, where they were in office on the report's day."""
    if len(phrase.words) != 1 or context.day is None:
        return ()
    found = [actor for actor in roster.surnamed(phrase.words[0]) if office_on(actor, context.day)]
    at_home = {True: _SURNAME, False: _SURNAME_ABROAD}
    return tuple(Scored(actor, at_home[actor.country in context.countries]) for actor in found)


def _country_alone(roster: Roster, phrase: Phrase) -> Identity | None:
    """A country, people or place that stands for itself: its government where a report has it act."""
    found = phrase.alone()
    if found is None:
        return None
    word = found.word
    code = word.country.iso2
    if word.sort in ("name", "capital"):
        named = roster.named(f"Government of {word.country.name}")
        best = Scored(named[0].actor, _METONYM) if named else None
        sectors = ("GOV",) if word.sort == "capital" else ()
        return Identity(actor=best, kind="government", country=code, sectors=sectors)
    if word.sort == "de_facto":
        return Identity(kind="government", country=code, sectors=("PRE",))
    return Identity(country=code, sectors=("CVL",) if word.sort == "city" else ())


def _described(phrase: Phrase) -> Identity | None:
    """A mention that says what somebody is and names nobody of the list."""
    role, country = phrase.role(), phrase.country()
    code = country.word.country.iso2 if country else None
    if role is None or role.sort == "time":
        return Identity(country=code, sectors=("UNK",)) if code else None
    sectors = role.sectors
    if phrase.former and sectors[:1] in (("GOV",), ("LEG",), ("JUD",), ("ELI",)):
        sectors = ("ELI",)
    return Identity(kind=role.kind, country=code, sectors=sectors or ("UNK",))


def _bare(name: str) -> str:
    """A name as written, without brackets and the article before it."""
    bare = without_brackets(name).strip()
    return bare[4:].strip() if bare[:4].casefold() == "the " else bare


def _new(name: str, phrase: Phrase, found: Identity | None, *, unsure: bool) -> Identity | None:
    """Somebody named whom no list has: a person stays a person without an id, a group becomes a local actor."""
    if found is not None and (found.actor or found.local):
        return found
    if names_a_person(phrase):
        return (found or Identity())._replace(kind="person")
    group = names_a_group(phrase)
    if group is None or unsure:
        return found
    country = found.country if found else None
    return Identity(local=local_id(name), name=name, kind=group.kind, country=country, sectors=group.sectors)
