"""The net of ties over time: who is told to be tied to whom, drawn as it is told, with the same ties in a table."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from allegedly.actors import shipped
from allegedly.actors.records import holds
from allegedly.desk.choices import choices
from allegedly.desk.pages import PageRoute, Shown, Table
from allegedly.errors import NotFoundError
from allegedly.exports.cells import Column
from allegedly.ledger.facets import actor_keys, parties
from allegedly.ledger.held import held_claims
from allegedly.model import ActorKind, Record
from allegedly.views.filters import actor_keys_of
from allegedly.views.finding import fitting_rows
from allegedly.views.profiles import profile, profile_in
from allegedly.views.tienet import HOW, MARKS, busiest, mark_of, near, pairs_of, told_ties
from allegedly.wording import clean

if TYPE_CHECKING:
    from allegedly.desk.asked import Asked
    from allegedly.model import Part
    from allegedly.views.tienet import Pairs, Told

__all__ = ["PAGES"]

# more cannot be told apart on a screen
_ENDS, _TIES = 80, 240
_STEPS = 2


class End(Record, frozen=True, kw_only=True):
    """One end of ties. `sort` is actor (a group, a body, a public person), named (whoever may be a private person: only
    drawn), or happening (what a report says somebody did).
    """

    id: str
    key: str
    name: str
    sort: Literal["actor", "named", "happening"]
    kind: ActorKind | None = None


class ClaimedTie(Record, frozen=True, kw_only=True):
    """One tie as it is told: `how` is plain, doubtful or denied, `began` the first day told for it or else of print.

    `claims` counts over all days; `holds` says whether it is told to hold on the day asked for; `link` lists them.
    """

    id: str
    source: str
    target: str
    type: str
    mark: str
    how: str
    claims: int
    began: dt.date | None
    holds: bool
    link: str


class ListedTie(Record, frozen=True, kw_only=True):
    """One tie that the list of actors has between two ends that are drawn, with its days."""

    id: str
    source: str
    target: str
    type: str
    mark: str
    since: dt.date | None
    until: dt.date | None
    holds: bool


class Net(Record, frozen=True, kw_only=True):
    """Ties on a day or over all days, and what is left out: ends and ties beyond those of most claims, claims that name
    one end alone, and accusations of people of whom no page is made.
    """

    valid_at: dt.date | None
    first: dt.date | None
    last: dt.date | None
    ends: tuple[End, ...]
    ties: tuple[ClaimedTie, ...]
    listed: tuple[ListedTie, ...]
    ends_left_out: int
    ties_left_out: int
    claims_of_one_end: int
    ties_withheld: int


def tie_net(asked: Asked) -> Shown:
    """The page of the net."""
    frame = asked.frame
    pairs, start = _pairs(asked)
    chosen, number_of_ends = busiest(pairs, start, _ENDS)
    told, number_of_ties = told_ties(frame, pairs, chosen, _TIES)
    ends = _ends(asked, told)
    open_ties = [tie for tie in told if not _is_withheld(tie, ends)]
    drawn = {end for tie in open_ties for end in (tie.source, tie.target)}
    shown = {number: end for number, end in ends.items() if number in drawn}
    listed = tuple(_listed(shown, asked.filters.valid_at))
    ties = tuple(_tie(asked, at, tie, shown) for at, tie in enumerate(open_ties))
    days = [tie.began for tie in ties] + [day for tie in listed for day in (tie.since, tie.until)]
    known = [day for day in days if day is not None]
    record = Net(
        valid_at=asked.filters.valid_at,
        first=min(known, default=None),
        last=max(known, default=None),
        ends=tuple(shown.values()),
        ties=ties,
        listed=listed,
        ends_left_out=number_of_ends - len(chosen),
        ties_left_out=number_of_ties - len(told),
        claims_of_one_end=pairs.unpaired,
        ties_withheld=len(told) - len(open_ties),
    )
    aids = {"names": {end.id: end for end in record.ends}, "marks": MARKS, "hows": HOW, **choices(frame)}
    return Shown(record, "Ties", Table(COLUMNS, [(tie, aids["names"]) for tie in ties]), aids)


def _pairs(asked: Asked) -> tuple[Pairs, list[int]]:
    """The ties that fit, near an actor where one is asked for, and under which numbers that one is an end."""
    frame, tally = asked.frame, asked.bench.tally
    mark = asked.query.get("mark")
    if mark and mark not in MARKS:
        raise NotFoundError(f"mark: expected {', '.join(MARKS)}, found {mark!r}")
    types = MARKS[mark] if mark else [name for names in MARKS.values() for name in names]
    # the day is chosen with the slider, and an actor by its neighbours
    filters = msgspec.structs.replace(asked.filters, actor=None, valid_at=None)
    pairs = pairs_of(tally, frame, fitting_rows(asked.engine, asked.tx, tally, frame, filters), types)
    if not asked.filters.actor:
        return pairs, []
    keys = actor_keys_of(asked.filters.actor.removeprefix("name:"))
    if not any(profile_in(asked.tx, tally, frame, key)[0] for key in keys):
        # around a private person nothing is put together
        return pairs.only(np.zeros(len(pairs.row), bool)), []
    start = [number for key in keys if (number := frame.labels["key"].known(key)) is not None]
    return near(pairs, start, asked.number("steps", 1, low=1, high=_STEPS)), start


def _ends(asked: Asked, told: list[Told]) -> dict[int, End]:
    """The ends of some ties by number, each as the first of its claims names it."""
    frame, words = asked.frame, asked.frame.labels["key"].words
    first: dict[int, int] = {}
    for tie in told:
        for end in (tie.source, tie.target):
            first.setdefault(end, tie.first)
    seqs = {end: int(frame["claim"][row]) for end, row in first.items()}
    held = {one.seq: one for one in held_claims(asked.tx, sorted(set(seqs.values())), asked.upto)}
    found = {}
    for at, (end, seq) in enumerate(seqs.items()):
        key = words[end % len(words)]
        claim = held[seq].claim if seq in held else None
        named = [part for _, part in parties(claim) if key in actor_keys(part)] if claim is not None else []
        found[end] = _end(f"n{at}", key, named[0] if named else None, is_happening=end >= len(words))
    return found


def _end(id_: str, key: str, part: Part | None, *, is_happening: bool) -> End:
    may = None if is_happening else profile(key, part)
    name = may.name if may else clean(part.name) if part else key.partition(":")[2]
    sort: Literal["actor", "named", "happening"] = "happening" if is_happening else "actor" if may else "named"
    return End(id=id_, key=key, name=name, sort=sort, kind=may.kind if may else None)


def _is_withheld(tie: Told, ends: dict[int, End]) -> bool:
    """Accusations of people of whom no page is made are read in claims, and drawn nowhere."""
    return mark_of(tie.type) == "responsibility" and ends[tie.source].sort == "named"


def _tie(asked: Asked, at: int, tie: Told, ends: dict[int, End]) -> ClaimedTie:
    day: dt.date | None = None if np.isnat(tie.began) else tie.began.astype(dt.date)
    source, target = ends[tie.source], ends[tie.target]
    report = tie.target // len(asked.frame.labels["key"].words) - 1
    return ClaimedTie(
        id=f"t{at}",
        source=source.id,
        target=target.id,
        type=tie.type,
        mark=mark_of(tie.type) or "",
        how=tie.how,
        claims=tie.claims,
        began=day,
        holds=holds(day, None, asked.filters.valid_at) if asked.filters.valid_at else True,
        link=asked.link(
            "/tie",
            subject=source.key,
            object=target.key,
            type=tie.type,
            how=tie.how,
            report=report if report >= 0 else None,
            valid_at=None,
            actor=None,
        ),
    )


def _listed(ends: dict[int, End], day: dt.date | None) -> list[ListedTie]:
    """What the list of actors has between the ends that are drawn."""
    by_id = {end.key.removeprefix("id:"): end.id for end in ends.values() if end.key.startswith("id:")}
    found: list[ListedTie] = []
    for actor_id, source in by_id.items():
        actor = shipped().get(actor_id)
        for bond in actor.ties if actor else ():
            mark = mark_of(bond.type)
            if bond.to in by_id and mark is not None:
                found.append(
                    ListedTie(
                        id=f"l{len(found)}",
                        source=source,
                        target=by_id[bond.to],
                        type=bond.type,
                        mark=mark,
                        since=bond.since,
                        until=bond.until,
                        holds=holds(bond.since, bond.until, day) if day else True,
                    )
                )
    return found


COLUMNS: tuple[Column[tuple[ClaimedTie, dict[str, End]]], ...] = (
    Column("subject", "text", "from whom the tie goes", lambda one: one[1][one[0].source].name),
    Column("type", "text", "type of the code book", lambda one: one[0].type),
    Column("object", "text", "to whom or what", lambda one: one[1][one[0].target].name),
    Column("how", "text", "plain, doubtful or denied", lambda one: one[0].how),
    Column("began", "day", "first day told for it, else of print", lambda one: one[0].began),
    Column("claims", "integer", "how many claims tell of it", lambda one: one[0].claims),
    Column("holds", "truth", "whether it is told to hold on the day asked for", lambda one: one[0].holds),
)

PAGES = (PageRoute("/ties", "ties.html", tie_net),)
