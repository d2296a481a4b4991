"""Splits told in a bare clause: "Thus the Front splits." names what breaks apart, and nobody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.coders.dating import stamp_at
from allegedly.coders.phrasing import part_at
from allegedly.coders.voicing import heard
from allegedly.model import Article, Factuality, RelationClaim
from allegedly.names import lexicons

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allegedly.coders.words import Words

__all__ = ["bare_splits"]

# what splits is named right before the verb, and the clause ends or goes on only with how
_SPLIT = re.compile(
    r"\b(?P<what>(?:the\s{1,3})?[A-Z][\w’'-]{1,25}(?:\s{1,3}[\w’'-]{2,25}){0,3}?)"
    r"\s{1,3}(?P<now>is\s{1,3}|are\s{1,3})?(?:has\s{1,3}|have\s{1,3})?(?P<trigger>splits|splitting|split)\b"
    r"(?=\s{0,3}(?:$|[.;,!?\n]|\b(?:in\s{1,3}(?:two|half|three)|into|apart|up)\b))"
)
# a group is named by capitals or by its kind; the jury, the vote and the road are none
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")


def bare_splits(article: Article, words: Words) -> Iterator[RelationClaim]:
    """Each split of a group that a report tells without saying who leaves it, in reading order."""
    for start, end in words.sentences:
        for found in _SPLIT.finditer(article.text, start, end):
            first = found.start("what") + max(0, found["what"].casefold().rfind(" the ") + 1)
            what = article.text[first : found.end("what")]
            part = part_at(article, first, found.end("what"), words)
            if not part or not (_ACRONYM.search(what) or _is_group(what.split()[-1])):
                continue
            at = found.span("trigger")
            yield RelationClaim(
                type="splits_from",
                trigger=article.quote(*at),
                evidence=(article.quote(first, found.end("trigger")),),
                object=(part,),
                time=stamp_at(words, at[0]),
                attribution=heard(article, words, at, "splits_from"),
                factuality=Factuality(tense="ongoing" if found["now"] else "past"),
                # read by rule, not weighed by the encoder
                score=0.7,
            )


def _is_group(noun: str) -> bool:
    one = lexicons.singular(noun.casefold())
    return any({noun.casefold(), one} & lexicons.listed(name) for name in ("group_head", "generic_group"))
