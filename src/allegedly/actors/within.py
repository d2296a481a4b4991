"""Somebody of the list whose name stands inside a mention, and what the words about it make of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allegedly.actors.candidates import Scored, chosen, scored
from allegedly.actors.countries import country
from allegedly.actors.identities import Identity, listed
from allegedly.actors.naming import branch_of, is_branch
from allegedly.actors.offices import sectors_of
from allegedly.actors.records import holds
from allegedly.actors.spelling import local_id

if TYPE_CHECKING:
    from allegedly.actors.candidates import Context
    from allegedly.actors.phrases import Phrase
    from allegedly.actors.roles import Role
    from allegedly.actors.roster import Roster
    from allegedly.model import ActorKind

__all__ = ["inside_of"]

# members of a group stand for it; somebody the mention is about and does not name
_MEMBERS, _TOLD_ONLY = 0.9, 0.5
# the most words of a listed name
_LONGEST_NAME = 12
_ARMED = ("rebel", "political_militia", "identity_militia", "criminal")
_LEADERS = frozenset(
    ("leader", "chief", "head", "spokesman", "spokeswoman", "spokesperson", "founder", "boss", "emir", "commander")
)


def inside_of(roster: Roster, phrase: Phrase, context: Context) -> Identity | None:
    """Somebody of the list whose name stands inside the mention, and what the words about it make of that."""
    hits = _hits(roster, phrase, context)
    for first, past, hit in hits:
        if hit.actor.kind == "person" and past - 1 not in phrase.owners:
            rest = [at for at in range(len(phrase.words)) if not first <= at < past and at not in phrase.covered()]
            if not any(phrase.words[at][0].isupper() for at in rest):
                return _of_person(roster, phrase, hit, past, context)
    for first, past, hit in hits:
        if hit.actor.kind != "person":
            found = _about(roster, phrase, (first, past), hit, context)
            if found is not None:
                return found
    return None


def _of_person(roster: Roster, phrase: Phrase, hit: Scored, past: int, context: Context) -> Identity:
    """The person, or the government that goes by the name of its head: "the Assad regime"."""
    identity = listed(hit, (), context)
    body = next((one.role for one in phrase.roles if one.role.sort == "body" and one.role.kind == "government"), None)
    before = next((one for one in phrase.roles if one.role is body and one.past < phrase.head <= past), None)
    after = next((one for one in phrase.roles if one.role is body and one.first == past), None)
    code = hit.actor.country
    home = country(code)
    if body is None or home is None or not (before or after) or not hit.actor.offices:
        return identity._replace(sectors=_by_title(phrase, identity))
    named = roster.named(f"Government of {home.name}")
    best = Scored(named[0].actor, hit.score * _MEMBERS) if named else None
    return Identity(actor=best, kind="government", country=code, sectors=body.sectors)


def _by_title(phrase: Phrase, identity: Identity) -> tuple[str, ...]:
    """The title in the mention tells the office held; without one the list does."""
    role = phrase.role()
    if role is None or not role.sectors:
        return identity.sectors
    return ("ELI",) if phrase.former else role.sectors


def _about(roster: Roster, phrase: Phrase, span: tuple[int, int], hit: Scored, context: Context) -> Identity | None:
    """What a mention is that has the name of a group inside: the group, its branch, its people, or another thing."""
    first, past = span
    outside = [at for at in range(len(phrase.words)) if not first <= at < past]
    covered = phrase.covered()
    named = [at for at in outside if phrase.words[at][0].isupper() and at not in covered and not is_branch(phrase, at)]
    branch = branch_of(roster, phrase, first, past, hit.actor)
    roles = [found for found in phrase.roles if not first <= found.first < past]
    one = hit.actor
    leads = any(found.role.sort == "person" or _leading(phrase, found.first) for found in roles)
    if one.kind in _ARMED and leads:
        return _leader(roster, branch.actor if branch and branch.actor else hit, phrase, named, context)
    if branch is not None:
        return branch if branch.actor is None else listed(branch.actor, (), context)
    if named:
        return None
    people = Scored(one, hit.score * _MEMBERS) if roles else hit
    identity = listed(people, (), context)
    strong = next((found.role for found in reversed(roles) if found.role.sectors), None)
    return identity._replace(sectors=_joined(one.kind, identity.sectors, strong)) if strong else identity


def _leader(roster: Roster, group: Scored, phrase: Phrase, named: list[int], context: Context) -> Identity:
    """Who leads or speaks for an armed group: a person, never the group; who it was that day is told, not chosen."""
    one = group.actor
    who = " ".join(phrase.words[at] for at in named) or None
    held = [bond for bond in roster.bonds_to.get(one.id, ()) if bond[1].type == "leads"] if not named else []
    day = context.day
    then = [roster.actors[subject] for subject, bond in held if day and holds(bond.since, bond.until, day)]
    others = (*(Scored(actor, _TOLD_ONLY) for actor in then), Scored(one, _TOLD_ONLY))
    return Identity(
        local=local_id(who) if who else None,
        name=who,
        kind="person",
        country=one.country,
        sectors=sectors_of(one, None),
        others=others,
    )


def _joined(kind: ActorKind | None, own: tuple[str, ...], role: Role) -> tuple[str, ...]:
    """A body's sectors with those of the people who act for it: "UN peacekeepers" are UNO MIL."""
    if kind == "igo":
        return (*own[:1], *role.sectors)
    return own if kind in _ARMED else role.sectors


def _leading(phrase: Phrase, at: int) -> bool:
    return phrase.low[at] in _LEADERS


def _hits(roster: Roster, phrase: Phrase, context: Context) -> list[tuple[int, int, Scored]]:
    """Names of the list among the words, the longest first, apart from each other."""
    words = phrase.words
    found: list[tuple[int, int, Scored]] = []
    taken: set[int] = set()
    spans = [
        (first, first + length)
        for length in range(min(len(words), _LONGEST_NAME), 0, -1)
        for first in range(len(words) - length + 1)
    ]
    for first, past in spans:
        if taken & set(range(first, past)) or not _may_begin(words[first]) or not phrase.owns(first):
            continue
        if any(found.first <= first and past <= found.past for found in phrase.countries):
            continue
        spelled = " ".join((*words[first : past - 1], words[past - 1].removesuffix("'s").removesuffix("’s")))
        best = chosen(scored(roster, spelled, context, near=False))
        if best is not None and (past - first > 1 or _stands_alone(words[first], best)):
            found.append((first, past, best))
            taken |= set(range(first, past))
    return found


def _may_begin(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or "-" in word


def _stands_alone(word: str, best: Scored) -> bool:
    """Whether one word inside a longer mention is enough: a person or a people is named by more."""
    return word.isupper() or best.actor.kind not in ("person", "identity_militia")
