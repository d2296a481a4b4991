"""What a list of actors may not hold: an id twice, a group within itself, a leader as a group's alias."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from allegedly.actors.listing import Row
from allegedly.actors.spelling import key, mixes_scripts
from allegedly.errors import ActorListError
from allegedly.names import lexicons

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from allegedly.actors.records import Bond, ListedActor

__all__ = ["checked", "extended", "warnings"]


def checked(rows: Sequence[Row], where: str, *, known: Mapping[str, ListedActor]) -> tuple[ListedActor, ...]:
    """The actors of a list, their ties led to ids; every contradiction is told at once, by line, as ActorListError.

    `known` are the actors of the list they are added to, by id. A row that has the id of a known actor adds to it.
    """
    problems = [*_twice(rows), *_no_leaders(rows, known)]
    settled, lost = _led_to_ids(rows, known)
    problems += lost or _cycles(settled, known)
    if problems:
        raise ActorListError(where, tuple(problems))
    return tuple(row.actor for row in settled)


def warnings(actors: Sequence[ListedActor]) -> tuple[str, ...]:
    """Names that mix scripts within a word, as names made to look like others do; they are kept, not merged."""
    return tuple(
        f"{actor.id}: {alias.name}: one word mixes scripts; it is kept as written and merged with nothing"
        for actor in actors
        for alias in actor.named()
        if mixes_scripts(alias.name)
    )


def extended(old: ListedActor, new: ListedActor) -> ListedActor:
    """An actor with what a later list says of it: name, kind, countries, days replaced where told, the rest added."""
    return msgspec.structs.replace(
        old,
        name=new.name,
        kind=new.kind or old.kind,
        countries=new.countries or old.countries,
        sectors=new.sectors or old.sectors,
        since=new.since or old.since,
        until=new.until or old.until,
        aliases=(*new.aliases, *(alias for alias in old.aliases if alias not in new.aliases)),
        ties=(*new.ties, *(bond for bond in old.ties if bond not in new.ties)),
        offices=new.offices or old.offices,
        refs=tuple(dict.fromkeys((*old.refs, *new.refs))),
        source=" ".join(dict.fromkeys((*old.source.split(), *new.source.split()))),
    )


def _twice(rows: Sequence[Row]) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        if row.actor.id in first:
            found = f"{row.actor.id} stands on line {first[row.actor.id]} already"
            problems.append(f"line {row.line}: duplicate_id: expected every id once, {found}")
        first.setdefault(row.actor.id, row.line)
    return problems


def _no_leaders(rows: Sequence[Row], known: Mapping[str, ListedActor]) -> list[str]:
    """Aliases of groups that are a person's name: of a person in the lists, or by the title they begin with."""
    people = {key(alias.name) for row in rows if row.actor.kind == "person" for alias in row.actor.named()}
    people |= {key(alias.name) for actor in known.values() if actor.kind == "person" for alias in actor.named()}
    return [
        f"line {row.line}: leader_as_alias: expected names of the group, found {alias.name!r}, who is a person; "
        f"give the person a line of their own, kind person, with the tie `leads {row.actor.name}`"
        for row in rows
        if row.actor.kind != "person"
        for alias in row.actor.named()
        if key(alias.name) in people or _is_titled(alias.name)
    ]


def _is_titled(name: str) -> bool:
    """Whether a name opens with a person's title and is no group's for all that ("Commander Nazir Group")."""
    words = name.split()
    groups = lexicons.listed("group_head") | lexicons.listed("insurgent") | lexicons.listed("group_noun")
    return (
        len(words) > 1
        and words[0].casefold() in lexicons.kept_titles()
        and not any(word.casefold() in groups or lexicons.actor_kind(word) for word in words[1:])
    )


def _led_to_ids(rows: Sequence[Row], known: Mapping[str, ListedActor]) -> tuple[list[Row], list[str]]:
    """The rows with every tie by name led to an id, and what could not be led anywhere."""
    named: dict[str, set[str]] = {}
    for actor in (*known.values(), *(row.actor for row in rows)):
        named.setdefault(key(actor.name), set()).add(actor.id)
    ids = {*known, *(row.actor.id for row in rows)}
    settled, problems = [], []
    for row in rows:
        bonds: list[Bond] = []
        for bond in row.actor.ties:
            fits = {bond.to} & ids or named.get(key(bond.to), set())
            if len(fits) == 1:
                bonds.append(msgspec.structs.replace(bond, to=min(fits)))
            else:
                found = "two actors of that name" if fits else "none"
                expected = "expected an id or the name of one actor"
                problems.append(f"line {row.line}: unknown_actor: {bond.type}: {expected}, found {found}: {bond.to!r}")
        settled.append(Row(row.line, msgspec.structs.replace(row.actor, ties=tuple(bonds))))
    return settled, problems


def _cycles(rows: Sequence[Row], known: Mapping[str, ListedActor]) -> list[str]:
    """Actors that are part of themselves, through however many others, on one and the same day."""
    actors = {**known}
    for row in rows:
        actors[row.actor.id] = extended(known[row.actor.id], row.actor) if row.actor.id in known else row.actor
    parts = {actor.id: [bond for bond in actor.ties if bond.type == "part_of"] for actor in actors.values()}
    problems: list[str] = []
    told: set[str] = set()
    for row in rows:
        ring = _ring(row.actor.id, parts)
        if ring and not told & set(ring):
            told |= set(ring)
            way = " part_of ".join(actors[step].name for step in ring)
            problems.append(f"line {row.line}: cycle: expected no actor within itself, found {way}")
    return problems


def _ring(start: str, parts: Mapping[str, Collection[Bond]]) -> tuple[str, ...]:
    """The way from an actor back to itself by part_of ties that hold together on some day, or nothing."""
    ways: list[tuple[tuple[str, ...], dt.date, dt.date]] = [((start,), dt.date.min, dt.date.max)]
    gone: dict[str, list[tuple[dt.date, dt.date]]] = {}
    while ways:
        way, since, until = ways.pop()
        # what led on from here during more days was tried before: a list of any shape is done in short time
        if any(a <= since and until <= b for a, b in gone.get(way[-1], ())):
            continue
        gone.setdefault(way[-1], []).append((since, until))
        for bond in parts.get(way[-1], ()):
            first, last = max(since, bond.since or dt.date.min), min(until, bond.until or dt.date.max)
            if first > last:
                continue
            if bond.to == start:
                return (*way, start)
            ways.append(((*way, bond.to), first, last))
    return ()
