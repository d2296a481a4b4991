"""The names of a report's claims led to actors: each Part of an actor gets who it is known to be."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import msgspec

from allegedly.actors.candidates import Context
from allegedly.actors.choosing import identify
from allegedly.actors.countries import country_word, longest_word
from allegedly.model import Correction, EventClaim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from allegedly.actors.identities import Identity
    from allegedly.actors.roster import Roster
    from allegedly.model import Article, Claim, Part, ResolvedActor

__all__ = ["context_of", "resolve_claims"]

_CAPITAL = re.compile(r"[^\W\d_][^\W_]*(?:[.'’-][^\W_]+)*\.?")
# where the object is a happening, a label or a place and no actor
_NO_ACTOR = frozenset(
    ["claims_responsibility_for", "denies_responsibility_for", "accused_of", "designated_as", "based_in"]
)
# a report's other names decide between namesakes as well as a name of its own would
_BY_COMPANY = 0.75


def context_of(article: Article) -> Context:
    """The day of a report and the countries whose words stand in it.

    >>> from allegedly.model import Article, Zone
    >>> text = "Militants fled from Grozny to Georgia."
    >>> article = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),))
    >>> sorted(context_of(article).countries)
    ['GE', 'RU']
    """
    words = _CAPITAL.findall(article.text)
    found: set[str] = set()
    for at, word in enumerate(words):
        if not word[0].isupper():
            continue
        for length in range(_longest(word), 0, -1):
            told = _country(" ".join(words[at : at + length]))
            if told is not None:
                found.add(told)
                break
    return Context(day=article.published_at, countries=frozenset(found))


# a report says its words again and again
@functools.lru_cache(maxsize=8192)
def _longest(word: str) -> int:
    return longest_word(word.removesuffix("'s").removesuffix("’s"))


@functools.lru_cache(maxsize=8192)
def _country(words: str) -> str | None:
    short = words.replace(".", "")
    if len(short) <= 3 and not short.isupper():
        return None
    found = country_word(words.removesuffix("'s").removesuffix("’s"))
    return found.country.iso2 if found else None


def resolve_claims(claims: Sequence[Claim], article: Article, roster: Roster) -> tuple[Claim, ...]:
    """The claims with `actor` told for every Part that may be one: actor, target, subject, object.

    The same name is the same actor all through a report; between namesakes that are equally likely the one decides
    that the report names in full elsewhere. Who a coder has told already stays. Claim ids do not change.
    """
    context = context_of(article)
    names = list(dict.fromkeys(part.name for claim in claims for part in _parts(claim)))
    known = {name: identify(roster, name, context) for name in names}
    sure = {one.actor.actor.id for one in known.values() if one is not None and one.actor is not None}
    told = {name: _settled(one, sure) for name, one in known.items()}
    return tuple(_with_actors(claim, lambda part: told.get(part.name)) for claim in claims)


def _parts(claim: Claim) -> list[Part]:
    if isinstance(claim, Correction):
        return []
    if isinstance(claim, EventClaim):
        return [*claim.actor, *claim.target]
    subject = list(claim.subject)
    return subject + list(getattr(claim, "object", ()) if claim.type not in _NO_ACTOR else ())


def _settled(one: Identity | None, sure: set[str]) -> ResolvedActor | None:
    """The record of who a name means; one of several namesakes is chosen when the report is sure of it elsewhere."""
    if one is None:
        return None
    company = [other for other in one.others if other.actor.id in sure] if one.actor is None else []
    if len(company) == 1:
        best = company[0]
        rest = tuple(other for other in one.others if other is not best)
        chosen = best._replace(score=max(best.score, _BY_COMPANY))
        one = one._replace(actor=chosen, local=None, kind=best.actor.kind, country=best.actor.country, others=rest)
    return one.told()


def _with_actors(claim: Claim, told: Callable[[Part], ResolvedActor | None]) -> Claim:
    if isinstance(claim, Correction):
        return claim
    fields = ("actor", "target") if isinstance(claim, EventClaim) else ("subject", "object")
    changed = {}
    for field in fields:
        parts: tuple[Part, ...] = getattr(claim, field, ())
        lost = field == "object" and claim.type in _NO_ACTOR
        if parts:
            changed[field] = tuple(
                part
                if part.actor is not msgspec.UNSET
                else msgspec.structs.replace(part, actor=None if lost else told(part))
                for part in parts
            )
    settled: Claim = msgspec.structs.replace(claim, **changed)
    return settled
