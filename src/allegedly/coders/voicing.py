"""Who says so: the speaker of the reporting words, whom the encoder points at, or the author of a post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.attribution import role_of, trace_attribution
from allegedly.coders.phrasing import chosen, part_at, trimmed
from allegedly.coders.words import likeliest, overlap
from allegedly.model import Article, Attribution

if TYPE_CHECKING:
    from allegedly.coders.encoder import Proposal
    from allegedly.coders.words import Settings, Words

__all__ = ["heard", "voices_of"]


def voices_of(article: Article, proposal: Proposal, words: Words, settings: Settings) -> tuple[Attribution, ...]:
    """Who says so: the reporting words' speaker, whom the encoder points at, or a post's author; nobody is the outlet.

    The grammar of reporting words is asked first: on the development reports it was right more often than the encoder
    wherever it heard a voice; the encoder is asked where it heard none.
    """
    trigger = (proposal.trigger.start, proposal.trigger.end)
    links = list(_by_words(words, trigger, proposal.type))
    if not links and 1 - proposal.standing["voice_role"][""] >= settings["unheard"]:
        links = _pointed_at(article, proposal, words, settings)
    author = _author(article, words, proposal.trigger.start)
    if author and (not links or _is_own_part(proposal, links[-1], words, settings)):
        return (author,)
    return tuple(links)


def heard(article: Article, words: Words, trigger: tuple[int, int], claim_type: str) -> tuple[Attribution, ...]:
    """Whose words a claim read by rule is: the reporting words' speaker, or the author of the post it stands in."""
    links = _by_words(words, trigger, claim_type)
    author = _author(article, words, trigger[0])
    return links or ((author,) if author else ())


# "Nobody has claimed the attack": a sentence in which nobody speaks
_NOBODY = re.compile(r"(?:nobody|no\s{1,3}one|none|no\s{1,3}[\w-]{1,20}|neither)\b", re.IGNORECASE)


def _by_words(words: Words, trigger: tuple[int, int], claim_type: str) -> tuple[Attribution, ...]:
    """The speakers that reporting words tell; none when it is said that nobody spoke."""
    links = trace_attribution(words.voices_at(trigger[0]), trigger=trigger, claim_type=claim_type)
    return () if any(_NOBODY.match(link.who) for link in links) else links


def _author(article: Article, words: Words, at: int) -> Attribution | None:
    """The author of the embedded post that a place in the text belongs to."""
    post = words.post_at(at)
    if not post or not post.author:
        return None
    found = article.text.find(post.author, post.start, post.end)
    span = {"start": found, "end": found + len(post.author)} if found >= 0 else {}
    return Attribution(who=post.author, name=post.author, role="social_media", cue=post.handle, **span)


def _pointed_at(article: Article, proposal: Proposal, words: Words, settings: Settings) -> list[Attribution]:
    """The voice the encoder points at, or an unnamed one where it hears somebody and points at nobody."""
    roles = proposal.standing["voice_role"]
    links = _named_voices(article, proposal, words, settings)
    if not links and roles["unspecified"] > roles[""]:
        cue = _cue_text(article, proposal, settings, proposal.trigger.start)
        links = [Attribution(who="unspecified", name="unspecified", role="unspecified", cue=cue)]
    return links


def _is_own_part(proposal: Proposal, link: Attribution, words: Words, settings: Settings) -> bool:
    """Whether a voice is rather the actor of what a post tells: a post's author speaks for himself."""
    if link.start is None or link.end is None:
        return True
    parts = (*chosen(proposal, "actor", words, settings), *chosen(proposal, "target", words, settings))
    return any(overlap((part.start, part.end), (link.start, link.end)) for part in parts)


def _named_voices(article: Article, proposal: Proposal, words: Words, settings: Settings) -> list[Attribution]:
    links: list[Attribution] = []
    voices = chosen(proposal, "voice", words, settings)
    voice = max(voices, key=lambda it: (round(it.score, 1), -abs(it.start - proposal.trigger.start)), default=None)
    part = part_at(article, voice.start, voice.end, words) if voice else None
    if not voice or not part:
        return links
    relays = [it for it in chosen(proposal, "relayed_by", words, settings) if it.start != voice.start]
    relay = max(relays, key=lambda it: it.score, default=None)
    if relay and (outer := part_at(article, relay.start, relay.end, words)):
        links.append(Attribution(who=outer.text, name=outer.name, role="media", start=outer.start, end=outer.end))
    read = {label: chance for label, chance in proposal.standing["voice_role"].items() if label}
    role = role_of(part.text) or likeliest(read)
    cue = _cue_text(article, proposal, settings, voice.start)
    links.append(
        Attribution(who=part.text, name=part.name, role=role, cue=cue, start=part.start, end=part.end)  # type: ignore[arg-type]
    )
    return links


def _cue_text(article: Article, proposal: Proposal, settings: Settings, near: int) -> str | None:
    runs = proposal.roles.runs("voice_cue", settings["voice_cue"])
    cue = max(runs, key=lambda it: (round(it.score, 1), -abs(it.start - near)), default=None)
    return article.text[slice(*trimmed(article.text, cue.start, cue.end))] or None if cue else None
