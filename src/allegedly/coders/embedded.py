"""The coder that ships: one small encoder and the rules for what its words say; offline, on the CPU."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from allegedly.attribution import find_voices
from allegedly.coders.assembly import assemble
from allegedly.coders.context import settle
from allegedly.coders.encoder import Encoder, Proposal, load_encoder
from allegedly.coders.folding import fold
from allegedly.coders.ordinals import ordinal_totals
from allegedly.coders.phrasing import chosen, trimmed
from allegedly.coders.splits import bare_splits
from allegedly.coders.words import Settings, Words
from allegedly.mentions import find_mentions
from allegedly.model import Article, Claim, CoderStamp, Correction, RelationClaim, TimeInterval
from allegedly.names import fullest_names
from allegedly.quantities import find_counts
from allegedly.segment import told_sentences
from allegedly.times import read_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["EmbeddedCoder"]

_CODER_VERSION = "1"
# an hour without a day: its day is told elsewhere, by whatever else tells of the same happening
_HOUR_ONLY = re.compile(
    r"(?:(?:the|in|at|around|about|approximately|shortly|just|before|after|by|until|early|late|mid|some|hours?|minutes)"
    r"[\s-]{1,3}){0,4}(?:dawn|dusk|sunrise|sunset|morning|noon|midday|afternoon|evening|night|nightfall|midnight"
    r"|\d{1,2}(?:[:.]\d\d)?\s{0,2}(?:[ap]\.?\s?m\.?|hours|hrs|o.clock)?)(?:\s{1,2}(?:local(?:\s{1,2}time)?|GMT|UTC|[ECMP][SD]T|[IBJ]ST|SAST|CES?T|EES?T|MSK|PKT|WIB))?"
    # a day and more is told as days: "48 hours later" is another day
    r"|(?!(?:2[4-9]|[3-9]\d|\d{3})\b)(?:[\w-]{1,12}\s{1,3}){1,4}(?:seconds?|minutes?|hours?)\s{1,3}(?:later|earlier|afterwards?)",
    re.IGNORECASE,
)
# "the toll rose to six Friday" dates the count, not what was counted; looked for this far before a time
_TOLL_REACH = 200
_TOLL_ROSE = re.compile(
    r"\b(?:toll|number\s{1,3}of\s{1,3}(?:dead|deaths|victims|casualties))\b[^.;]{0,180}?"
    r"\b(?:rose|risen|rises|climbed|climbs|increased|reached|stood|stands|jumped|went\s{1,3}up)\b[^.;,]{0,60}$",
    re.IGNORECASE,
)
_NAMED_ROLES = ("actor", "target", "place", "weapon", "voice", "relayed_by")


class EmbeddedCoder:
    """Reads any English report of the genre into claims.

    The model is loaded at the first report, not before; `threads` bounds the processors one report may use.
    """

    def __init__(self, *, threads: int = 1) -> None:
        self._threads = threads

    @property
    def _encoder(self) -> Encoder:
        return load_encoder(self._threads)

    @property
    def stamp(self) -> CoderStamp:
        """Who this coder is, as every claim carries it."""
        return CoderStamp(name="embedded", version=_CODER_VERSION, model=self._encoder.model_hash)

    def code(self, article: Article) -> tuple[Claim, ...]:
        """The claims of one report, in reading order, each tied to its exact words."""
        spans = tuple((sentence.start, sentence.end) for sentence in told_sentences(article))
        proposals = list(self._encoder.propose(article.text, spans))
        settings = self._encoder.settings["role"]
        words = read_words(article, spans, proposals, settings)
        drafts = [claim for proposal in proposals if (claim := assemble(article, proposal, words, settings))]
        splits = tuple(bare_splits(article, words))
        drafts = [draft for draft in drafts if not any(_is_same_split(draft, split) for split in splits)]
        by_rule: tuple[Claim, ...] = (*ordinal_totals(article, words), *splits)
        drafts += [found for found in by_rule if not _read_already(found, drafts)]
        drafts.sort(key=lambda claim: (claim.trigger or claim.evidence[0]).start)
        return (*fold(settle(drafts, words), article), *corrections(article))


def _is_same_split(draft: Claim, split: RelationClaim) -> bool:
    """Whether the encoder read a split that names nobody who is left: then the group named is the one that splits."""
    return (
        isinstance(draft, RelationClaim)
        and draft.type == split.type
        and not draft.object
        and _read_already(split, [draft])
    )


def _read_already(found: Claim, drafts: Sequence[Claim]) -> bool:
    """Whether the encoder read a claim of the same kind at the same words."""
    triggers = [draft.trigger for draft in drafts if type(draft) is type(found) and draft.trigger]
    return any(found.trigger and it.start < found.trigger.end and it.end > found.trigger.start for it in triggers)


def read_words(
    article: Article, spans: tuple[tuple[int, int], ...], proposals: Sequence[Proposal], settings: Settings
) -> Words:
    """What is read from the words once for the whole report."""
    posts = tuple(zone for zone in article.zones if zone.label == "embedded_post")
    anchors = [post.date for post in posts if post.date]
    times = read_times(article.text, published_at=article.published_at, anchors=anchors)
    mentions = find_mentions(article.text, sentences=spans) if proposals else ()
    words = Words(
        text=article.text,
        sentences=spans,
        phrases=tuple(sorted({(mention.start, mention.end) for mention in mentions})),
        times=tuple(
            time for time in times if not _HOUR_ONLY.fullmatch(time.text or "") and not dates_a_toll(time, article)
        ),
        hours=tuple(time for time in times if time.earliest and _HOUR_ONLY.fullmatch(time.text or "")),
        amounts=find_counts(article.text),
        names={},
        posts=posts,
        voices=find_voices(article.text, sentences=spans, posts=posts) if proposals else (),
    )
    named = sorted(
        {
            trimmed(article.text, it.start, it.end)
            for proposal in proposals
            for role in _NAMED_ROLES
            for it in chosen(proposal, role, words, settings)
        }
    )
    return replace(words, names=dict(zip(named, fullest_names(article.text, named, sentences=spans), strict=True)))


def dates_a_toll(time: TimeInterval, article: Article) -> bool:
    """Whether a time says when a toll was counted."""
    return time.start is not None and bool(
        _TOLL_ROSE.search(article.text[max(0, time.start - _TOLL_REACH) : time.start])
    )


def corrections(article: Article) -> Iterable[Correction]:
    """The outlet's own notices as claims."""
    for notice in article.notices:
        yield Correction(
            type=notice.type,
            evidence=(notice.evidence,),
            trigger=notice.trigger,
            old=notice.old,
            new=notice.new,
            score=1.0,
        )
