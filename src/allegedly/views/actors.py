"""Actors as a ledger knows them: the names reports give them, the ties that are claimed of them, and how often."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from allegedly.agreement import fold
from allegedly.errors import NotFoundError
from allegedly.ledger.facets import actor_keys, parties
from allegedly.ledger.held import held_claims
from allegedly.model import Attribution, Certainty, Part, Polarity, Record, RelationClaim
from allegedly.views.claims import find_claims
from allegedly.views.filters import Filters, actor_keys_of, holds_on
from allegedly.wording import name, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from allegedly.ledger.held import Held
    from allegedly.stores.engine import Engine, Transaction

__all__ = ["ActorLine", "ActorView", "Listed", "Tie", "actor_view", "claimed_ties", "list_actors", "listed_ties"]


class ActorLine(Record, frozen=True, kw_only=True):
    """One actor of the list: the key it is asked for by, a name a report gives it, and how many claims name it."""

    key: str
    name: str
    claims: int


class Tie(Record, frozen=True, kw_only=True):
    """One claimed tie: this actor is the subject or the object of it; who says so, how surely, since when.

    `since` is the first day told for it, `told` the day it was printed. A tie is claimed, not true.
    """

    claim: str
    type: str
    role: Literal["subject", "object"]
    other: str
    polarity: Polarity
    certainty: Certainty
    status: str
    says: tuple[Attribution, ...]
    since: dt.date | None = None
    outlet: str | None = None
    told: dt.date | None = None


class Listed(Record, frozen=True, kw_only=True):
    """One dated tie of the list of actors, by the names that the list has."""

    subject: str
    type: str
    object: str
    since: dt.date | None = None
    until: dt.date | None = None


class ActorView(Record, frozen=True, kw_only=True):
    """One actor: the names that reports use with how many claims do, its claimed ties, and its claims by type and role.

    `key` is what it was found by: an id of the actor list, or a name without case, marks and leading article. `listed`
    are the ties that the list of actors knows, apart from what reports claim.
    """

    key: str
    names: tuple[tuple[str, int], ...]
    claims: int
    types: tuple[tuple[str, str, int], ...]
    ties: tuple[Tie, ...]
    listed: tuple[Listed, ...] = ()
    earliest: dt.date | None = None
    latest: dt.date | None = None


def list_actors(tx: Transaction, upto: int, *, limit: int | None = None) -> Iterator[ActorLine]:
    """Whoever is named, those in most claims first."""
    rows = tx.rows(
        "SELECT key, count(DISTINCT claim_seq) AS number, min(claim_seq) FROM party WHERE leads = 1 AND seq <= ? "
        "GROUP BY key ORDER BY number DESC, key LIMIT ?",
        (upto, 2**31 if limit is None else limit),
    )
    for key, number, first in rows:
        told = held_claims(tx, [first], upto)
        yield ActorLine(key=key, name=_called(key, told) or key.partition(":")[2], claims=number)


def actor_view(engine: Engine, tx: Transaction, asked: str, upto: int, *, valid_at: dt.date | None = None) -> ActorView:
    """An actor by a name or by `id:` and its id, as known after entry `upto`; ties that held on `valid_at` only.

    NotFoundError when no standing claim names it.
    """
    keys = actor_keys_of(asked)
    held = list(find_claims(engine, tx, Filters(actor=asked), upto))
    if not held:
        raise NotFoundError(f"{asked}: no claim in this ledger names that actor; allegedly actors lists them")
    used: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    types: Counter[tuple[str, str]] = Counter()
    for one in held:
        for role, called in _roles(one, keys):
            used[fold(called)] += 1
            spelled[fold(called)][called] += 1
            types[one.claim.type if one.claim else "", role] += 1
    days = [day for one in held for day in _days(one)]
    return ActorView(
        key=keys[-1],
        names=tuple((_usual(spelled[one]), number) for one, number in used.most_common()),
        claims=len(held),
        types=tuple(sorted((kind, role, number) for (kind, role), number in types.items())),
        ties=tuple(claimed_ties([one for one in held if valid_at is None or holds_on(one, valid_at)], keys)),
        listed=listed_ties(keys, valid_at),
        earliest=min(days, default=None),
        latest=max(days, default=None),
    )


def _roles(held: Held, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    if held.claim is not None:
        yield from ((role, name(part)) for role, part in parties(held.claim) if _is_one(part, keys))


def _usual(spellings: Counter[str]) -> str:
    """The spelling used most, the first met of two used equally often."""
    return spellings.most_common(1)[0][0]


def claimed_ties(claims: Iterable[Held], keys: Sequence[str]) -> Iterator[Tie]:
    """The ties that some claims tell of whoever is found under some keys."""
    for held in claims:
        claim = held.claim
        if not isinstance(claim, RelationClaim):
            continue
        is_subject = any(_is_one(part, keys) for part in claim.subject)
        yield Tie(
            claim=held.id,
            type=claim.type,
            role="subject" if is_subject else "object",
            other=names(claim.object if is_subject else claim.subject),
            polarity=claim.factuality.polarity,
            certainty=claim.factuality.certainty,
            status=held.standing.status,
            says=claim.attribution,
            since=claim.time.earliest if claim.time else None,
            outlet=held.outlet,
            told=held.published_at,
        )


def _is_one(part: Part, keys: Sequence[str]) -> bool:
    return any(key in keys for key in actor_keys(part))


def listed_ties(keys: Sequence[str], valid_at: dt.date | None) -> tuple[Listed, ...]:
    """What the list of actors knows of ties of whoever is found under an id."""
    from allegedly.actors import shipped, ties  # noqa: PLC0415 - a ledger can be read without the list

    roster = shipped()
    found = [tie for key in keys if key.startswith("id:") for tie in ties(key.removeprefix("id:"), valid_at)]
    called = {end: actor.name for tie in found for end in (tie.subject, tie.object) if (actor := roster.get(end))}
    return tuple(
        Listed(
            subject=called.get(tie.subject, tie.subject),
            type=tie.type,
            object=called.get(tie.object, tie.object),
            since=tie.since,
            until=tie.until,
        )
        for tie in found
    )


def _days(held: Held) -> list[dt.date]:
    time = getattr(held.claim, "time", None)
    return [day for day in (time.earliest, time.latest) if day] if time else []


def _called(key: str, told: Sequence[Held]) -> str | None:
    return next((called for held in told for _, called in _roles(held, (key,))), None)
