"""Totals told by an ordinal: "the fourth attack of its kind this year" counts four."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.coders.dating import until_told
from allegedly.coders.phrasing import part_at
from allegedly.coders.voicing import heard
from allegedly.model import Article, Quantity
from allegedly.quantities import count_of, find_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.coders.words import Words
    from allegedly.quantities import FoundCount

__all__ = ["ordinal_totals"]

Spot = tuple[int, int]

_HAPPENING = (
    r"(?:attack|bombing|assault|raid|blast|explosion|shooting|ambush|killing|murder|strike|incident|kidnapping"
    r"|abduction|stabbing|fire|arson|execution|massacre|clash|riot)"
)
_ENDINGS = r"(?:third|fourth|fifth|sixth|seventh|eighth|ninth|second|th|rd|nd|st)"
_ORDINAL = re.compile(rf"{_ENDINGS}$", re.IGNORECASE)
# every ordinal ends so; "north", "month" and "with" do not
_MAY_BE_ORDINAL = re.compile(
    r"(?:\d(?:th|rd|nd|st)|third|second|fourth|fifth|(?:six|seven|eigh|nin|ten|eleven|twelf|teen|tie|hundred|thousand)th)\b",
    re.IGNORECASE,
)
# "of its kind", "such fire", "attack": what stands after the ordinal
_TOLD = re.compile(
    rf"\s{{1,3}}(?:(?P<such>such)\s{{1,3}})?(?:[\w-]{{1,20}}\s{{1,3}}){{0,2}}?(?:(?P<noun>{_HAPPENING})\b)?"
    r"(?:\s{0,3}(?P<kind>of\s{1,3}(?:its|the|this|that)\s{1,3}(?:kind|sort|type))\b)?",
    re.IGNORECASE,
)
# a second attack is just another one; counted are those of a period or a place
_BOUND = re.compile(r"\s{1,3}(?:this|in|since|over|within|so far|during|there|on|by|against)\b", re.IGNORECASE)
_BE = r"(?:was|is|were|became|becomes|marks|marked|ha[sd]\s{1,3}been)"
_SUBJECT = re.compile(
    rf"(?P<what>(?:\b(?:the|this|that(?!\s{{1,3}}(?:the|this|an?|its|his|her|their)\b)|[\w-]{{1,25}}[’']s)\s{{1,3}}(?:[\w-]{{1,25}}\s{{1,3}}){{0,3}})?[\w’'-]{{1,25}})\s{{1,3}}{_BE}"
    r"\s{1,3}(?:at\s{1,3}least\s{1,3})?(?:the\s{1,3})?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[,–—-]\s{0,3}the\s{1,3}$", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:in|on|at|near|across)\s{1,3}(?:the\s{1,3})?$", re.IGNORECASE)
_PLAIN_PLACE = re.compile(r"\b(?:in|on|at|across)\s{1,3}(?P<place>the\s{1,3}[a-z][\w-]{2,20})(?=[,.;]|$)")
_PRONOUN = re.compile(r"(?:it|this|that|which|these|they)$", re.IGNORECASE)
# how far before the ordinal its verb and subject are looked for, in code points
_REACH = 80
# the clause ends here; what follows is told of something else
_CLAUSE_END = re.compile(r"[;:,]")


def ordinal_totals(article: Article, words: Words) -> Iterator[Quantity]:
    """Totals of happenings that a report gives as an ordinal, in reading order.

    Two forms count: a sentence that says what the happening was ("the raid was the fourth of its kind this year") and
    an aside to it (", the third such fire since August"); both need "of its kind", "such", or a period or place.
    """
    for start, end in words.sentences:
        # most sentences have none, and to find their amounts takes long
        if not _MAY_BE_ORDINAL.search(article.text, start, end):
            continue
        for found in find_counts(article.text, start, end, ordinals=True):
            if not _ORDINAL.search(found.text):
                continue
            stop = _CLAUSE_END.search(article.text, found.end, end)
            told = _TOLD.match(article.text, found.end, stop.start() if stop else end)
            before = max(start, found.start - _REACH)
            subject = _SUBJECT.search(article.text[before : found.start])
            aside = _ASIDE.search(article.text[before : found.start])
            if told and (subject or aside) and _counts_them(article.text, told, subject):
                who = (before + subject.start("what"), before + subject.end("what")) if subject else None
                yield _total(article, words, found, told, who)


def _counts_them(text: str, told: re.Match[str], subject: re.Match[str] | None) -> bool:
    if told["kind"]:
        return True
    return bool(told["noun"] and (told["such"] or subject) and _BOUND.match(text, told.end(), told.endpos))


def _total(article: Article, words: Words, found: FoundCount, told: re.Match[str], who: Spot | None) -> Quantity:
    if who and _PRONOUN.match(article.text[slice(*who)]):
        who = None
    where = _place_after(article.text, words, told.end(), told.endpos)
    when = next(iter(words.times_in(told.end(), told.endpos)), None)
    subject_part = part_at(article, *who, words) if who else None
    return Quantity(
        type="attacks",
        trigger=article.quote(found.start, told.end()),
        evidence=(
            article.quote(
                who[0] if who else found.start,
                max(told.end(), where[1] if where else 0, (when.end or 0) if when else 0),
            ),
        ),
        subject=(subject_part,) if subject_part else (),
        place=part_at(article, *where, words) if where else None,
        time=until_told(when, article.published_at, "past"),
        counts=(count_of(found, "other"),),
        attribution=heard(article, words, (found.start, told.end()), "attacks"),
        # read by rule, not weighed by the encoder: four of five such readings of the training reports were right
        score=0.8,
    )


def _place_after(text: str, words: Words, start: int, end: int) -> Spot | None:
    """The first naming phrase, or else "the ..." , that a preposition of place leads up to within the clause."""
    named = next(
        (
            span
            for span in words.phrases_at(start, end)
            if span[0] >= start and span[1] <= end and _WHERE.search(text, max(start, span[0] - 12), span[0])
        ),
        None,
    )
    plain = _PLAIN_PLACE.search(text, start, end)
    return named or (plain.span("place") if plain else None)
