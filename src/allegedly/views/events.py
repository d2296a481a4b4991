"""Events: what several reports say of one happening, who says what, and what the numbers come to, as of any moment."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, TypeVar, get_args

import msgspec

from allegedly.agreement import fold
from allegedly.errors import NotFoundError
from allegedly.events.copies import body_of, copy_groups, signature
from allegedly.events.numbers import Range, figures, merged
from allegedly.ledger.acts import Resolution
from allegedly.ledger.held import Held, article_at, event_id, held_claims, portions
from allegedly.ledger.joining import members
from allegedly.ledger.parting import event_seq
from allegedly.model import Attribution, Certainty, CountWhat, EventClaim, Part, Polarity, Record
from allegedly.views.claims import find_claims
from allegedly.views.disagreement import contradictions
from allegedly.views.filters import STANDING, holds_on

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from allegedly.model import Article, TimeInterval
    from allegedly.stores.engine import Engine, Transaction
    from allegedly.views.filters import Filters

__all__ = ["EventView", "Voice", "event_name", "event_view", "find_events", "view_of"]

_Told = TypeVar("_Told")

_COUNTED: tuple[CountWhat, ...] = get_args(CountWhat)


class Voice(Record, frozen=True, kw_only=True):
    """One row of who says what: a claim of the event, in whose report and in whose voice, how surely, with its numbers.

    `copy_of` is the article this one's report is a copy of; its numbers count once.
    """

    claim: str
    article: str
    outlet: str | None
    published_at: dt.date | None
    says: tuple[Attribution, ...]
    polarity: Polarity
    certainty: Certainty
    status: str
    numbers: tuple[tuple[CountWhat, int | None, int | None, int | None], ...]
    words: str
    copy_of: str | None = None


class EventView(Record, frozen=True, kw_only=True):
    """One event as it stood: what most of its standing claims say it is, and all that they say.

    `type`, `place`, `actor`, `target` and the days are those most claims give, the earlier recorded on a tie; None or
    empty where none says. `ranges` are the numbers by the stated rule, `resolutions` what a person did about them.
    `reports` counts reports, copies of one text once. `claims` holds every claim, superseded and rejected ones too.
    """

    id: str
    seq: int
    type: str
    claims: tuple[Held, ...]
    voices: tuple[Voice, ...]
    ranges: tuple[Range, ...]
    contradictions: tuple[str, ...]
    reports: int
    outlets: tuple[str, ...]
    earliest: dt.date | None = None
    latest: dt.date | None = None
    place: Part | None = None
    actor: tuple[Part, ...] = ()
    target: tuple[Part, ...] = ()
    resolutions: tuple[Resolution, ...] = ()


def event_view(tx: Transaction, event: str, upto: int, *, valid_at: dt.date | None = None) -> EventView:
    """An event by its id as it stood after entry `upto`; of claims that hold on `valid_at` only, where that is asked.

    NotFoundError names the event that absorbed it, if one did.
    """
    seq = event_seq(tx, event)
    seqs = members(tx, seq, upto) if seq <= upto else []
    if not seqs:
        raise NotFoundError(_gone(tx, event, seq, upto))
    claims = [one for one in held_claims(tx, seqs, upto) if valid_at is None or holds_on(one, valid_at)]
    if not claims:
        raise NotFoundError(f"{event}: nothing it tells of holds on {valid_at}")
    return view_of(tx, seq, claims, upto)


def find_events(
    engine: Engine, tx: Transaction, filters: Filters, upto: int, *, limit: int | None = None
) -> Iterator[EventView]:
    """The events of which a claim fits the filters, in the order those claims were recorded; at most `limit`."""
    seen: set[int] = set()
    for held in find_claims(engine, tx, filters, upto):
        if limit is not None and len(seen) >= limit:
            return
        if held.event_seq not in seen and isinstance(held.claim, EventClaim):
            seen.add(held.event_seq)
            yield view_of(tx, held.event_seq, held_claims(tx, members(tx, held.event_seq, upto), upto), upto)


def view_of(tx: Transaction, seq: int, claims: Sequence[Held], upto: int) -> EventView:
    """An event by some of its claims, as they stood after entry `upto`."""
    told = [(held, held.claim) for held in claims if isinstance(held.claim, EventClaim)]
    standing = [(held, claim) for held, claim in told if held.standing.status in STANDING] or told
    articles = {held.article_seq: article_at(tx, held.article_seq) for held in claims}
    copies = _copies(articles.values())
    ranges = tuple(_ranges(standing, articles, copies))
    asserted = [claim for _, claim in standing if claim.factuality.polarity == "+"] or [claim for _, claim in standing]
    days = _most([(one.time.earliest, one.time.latest) for one in asserted if one.time and _is_dated(one.time)])
    return EventView(
        id=event_name(tx, seq),
        seq=seq,
        # an event of which every claim was redacted keeps its number and nothing else
        type=_most([claim.type for claim in asserted]) or "violence_other",
        claims=tuple(claims),
        voices=tuple(_voice(held, claim, copies) for held, claim in standing),
        ranges=ranges,
        contradictions=contradictions([claim for _, claim in standing], ranges),
        reports=len({copies.get(held.article, held.article) for held, _ in standing}),
        outlets=tuple(sorted({held.outlet for held, _ in standing if held.outlet})),
        earliest=days[0] if days else None,
        latest=days[1] if days else None,
        place=_most_named([claim.place for claim in asserted if claim.place]),
        actor=_most([claim.actor for claim in asserted if claim.actor], by=_names) or (),
        target=_most([claim.target for claim in asserted if claim.target], by=_names) or (),
        resolutions=_resolutions(tx, [held.seq for held in claims], upto),
    )


def _copies(articles: Iterable[Article | None]) -> dict[str, str]:
    """For each report the first of its copies; a report alone stands for itself."""
    known = [article for article in articles if article is not None]
    if len(known) < 2:
        return {}
    return copy_groups({article.id: signature(body_of(article)) for article in known})


def _voice(held: Held, claim: EventClaim, copies: dict[str, str]) -> Voice:
    first = copies.get(held.article, held.article)
    return Voice(
        claim=held.id,
        article=held.article,
        outlet=held.outlet,
        published_at=held.published_at,
        says=claim.attribution,
        polarity=claim.factuality.polarity,
        certainty=claim.factuality.certainty,
        status=held.standing.status,
        numbers=tuple((count.what, count.low, count.best, count.high) for count in claim.counts),
        words=claim.evidence[0].text,
        copy_of=first if first != held.article else None,
    )


def _ranges(
    standing: Sequence[tuple[Held, EventClaim]], articles: dict[int, Article | None], copies: dict[str, str]
) -> Iterator[Range]:
    """What the numbers of what is asserted come to, for each thing counted."""
    given = [
        figure
        for held, claim in standing
        if claim.factuality.polarity == "+" and (article := articles[held.article_seq]) is not None
        for figure in figures(article, claim, copy_group=copies.get(held.article))
    ]
    for what in _COUNTED:
        if any(figure.what == what for figure in given):
            yield merged(given, what)


def _resolutions(tx: Transaction, claims: Sequence[int], upto: int) -> tuple[Resolution, ...]:
    """What a person last decided about each number, kept when events are joined."""
    found: dict[CountWhat, Resolution] = {}
    for some in portions(claims):
        for (body,) in tx.rows(
            "SELECT b.body FROM decision d JOIN entry e ON e.seq = d.seq JOIN body b ON b.seq = d.seq "
            f"WHERE d.claim_seq IN ({', '.join('?' * len(some))}) AND d.seq <= ? AND e.kind = 'resolution' "
            "ORDER BY d.seq",
            (*some, upto),
        ):
            act = msgspec.json.decode(body, type=Resolution)
            found[act.what] = act
    return tuple(found.values())


def event_name(tx: Transaction, seq: int) -> str:
    """The id of the event that an entry founded."""
    kind, subject = tx.rows("SELECT kind, subject FROM entry WHERE seq = ?", (seq,))[0]
    return event_id(seq, kind, subject)


def _gone(tx: Transaction, event: str, seq: int, upto: int) -> str:
    """Why an event has no claims at a moment: it came later, or another took it in."""
    moved = tx.rows(
        "SELECT event_seq FROM membership WHERE claim_seq = ? AND seq <= ? ORDER BY seq DESC LIMIT 1", (seq, upto)
    )
    if moved:
        return f"{event}: was absorbed; its claims are in {event_name(tx, moved[0][0])}"
    return f"{event}: was not known then"


def _is_dated(time: TimeInterval) -> bool:
    return time.earliest is not None or time.latest is not None


def _names(parts: tuple[Part, ...]) -> tuple[str, ...]:
    return tuple(sorted(fold(part.name) for part in parts))


def _most_named(parts: Sequence[Part]) -> Part | None:
    return _most(parts, by=lambda part: fold(part.name))


def _most(told: Sequence[_Told], by: Callable[[_Told], Hashable] = lambda one: one) -> _Told | None:
    """What is told most often; of two told equally often the first."""
    if not told:
        return None
    often = Counter(by(one) for one in told)
    return max(told, key=lambda one: often[by(one)])
