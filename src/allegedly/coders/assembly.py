"""A proposal of the encoder and what the words say become one claim of the codebook.

The encoder points at words; numbers, times, names, voices and hedges are then read from those words by rule, so that
nothing in a claim is made up: each value stands in the text or follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from allegedly.attribution import role_of
from allegedly.coders.encoder import Proposal, Stretch
from allegedly.coders.labels import COUNT_ROLES
from allegedly.errors import RecordError
from allegedly.factuality import assess_factuality
from allegedly.model import (
    TYPES,
    Article,
    Attribution,
    BombingMode,
    Claim,
    Count,
    Cue,
    EventClaim,
    Evidence,
    Factuality,
    Part,
    Quantity,
    RelationClaim,
    TimeInterval,
    Zone,
)
from allegedly.names import same_thing
from allegedly.quantities import FoundCount, count_of

__all__ = ["Settings", "Words", "assemble", "bombing_mode", "chosen", "trimmed", "who_of"]

# trailing marks the encoder sometimes takes along with a name
_EDGE_MARKS = " \t\r\n,;:.\"'“”‘’()[]-–—"


@dataclass(frozen=True, slots=True)
class Words:
    """What was read from the report's words once, for every proposal: sentences, times, amounts, names by span."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    phrases: tuple[tuple[int, int], ...]
    times: tuple[TimeInterval, ...]
    amounts: tuple[FoundCount, ...]
    names: dict[tuple[int, int], str]
    posts: tuple[Zone, ...]

    def phrases_at(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The naming phrases that share words with a span."""
        return tuple(span for span in self.phrases if span[0] < end and span[1] > start)

    def name_of(self, start: int, end: int) -> str:
        """The fullest name the article gives for the thing named at a span, the words there when none was read."""
        return self.names.get((start, end), self.text[start:end])


Settings = Mapping[str, float]


def who_of(proposal: Proposal, words: Words, settings: Settings) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Actors and targets (subjects and objects); what was pointed at for both is what it more likely is."""
    actors, targets = (chosen(proposal, role, words, settings) for role in ("actor", "target"))

    def wins(one: Stretch, others: Sequence[Stretch]) -> bool:
        rivals = [other for other in others if _overlap((one.start, one.end), (other.start, other.end))]
        return all(one.score >= rival.score for rival in rivals)

    return tuple(it for it in actors if wins(it, targets)), tuple(it for it in targets if wins(it, actors))


def assemble(article: Article, proposal: Proposal, words: Words, settings: Settings) -> Claim | None:
    """One claim from one proposal, or None when nothing in the words carries it (a tie without either side)."""
    kind = next(kind for kind, types in TYPES.items() if proposal.type in types)
    first, second = (_parts(article, stretches, words) for stretches in who_of(proposal, words, settings))
    counts = _counts(proposal, words, settings, (*first, *second))
    shared: dict[str, Any] = {
        "type": proposal.type,
        "trigger": article.quote(proposal.trigger.start, proposal.trigger.end),
        "evidence": (_evidence(article, proposal, words, settings),),
        "attribution": _voices(article, proposal, words, settings),
        "factuality": _standing(article, proposal, words, settings, kind),
        "place": _place(article, proposal, words, settings),
        "time": _time(proposal, words, settings),
        "counts": counts,
        "score": round(proposal.score, 4),
    }
    if kind == "event":
        weapon = _parts(article, chosen(proposal, "weapon", words, settings), words)
        mode = bombing_mode(shared["evidence"][0].text, weapon) if proposal.type == "bombing" else None
        return EventClaim(actor=first, target=second, weapon=weapon, mode=mode, **shared)
    if kind == "relation":
        return RelationClaim(subject=first, object=second, **shared) if first or second else None
    return Quantity(subject=first or second, **shared) if counts else None


_MODES: tuple[tuple[BombingMode, re.Pattern[str]], ...] = (
    (
        "suicide",
        re.compile(r"\bsuicide|\bblew (?:him|her|them)sel(?:f|ves) up|\bexplosive (?:vest|belt)", re.IGNORECASE),
    ),
    (
        "vehicle",
        re.compile(
            r"\b(?:car|truck|vehicle|van|motorcycle|motorbike|lorry|minibus)[- ](?:borne |laden )?(?:bomb|blast|explosion)"
            r"|\bVBIED|\b(?:booby[- ]trapped|explosives?[- ]laden|bomb-laden) (?:car|truck|vehicle|van)",
            re.IGNORECASE,
        ),
    ),
    ("roadside", re.compile(r"\broadside|\bland ?mines?\b|\bIEDs?\b|\bimprovised explosive", re.IGNORECASE)),
)


def bombing_mode(evidence: str, weapon: Sequence[Part] = ()) -> BombingMode | None:
    """How a bomb was brought, when the words tell; a suicide car bomb is a suicide bombing first.

    >>> bombing_mode("A roadside bomb hit their convoy")
    'roadside'
    """
    words = " ".join([evidence, *(part.text for part in weapon)])
    return next((mode for mode, pattern in _MODES if pattern.search(words)), None)


def chosen(proposal: Proposal, role: str, words: Words, settings: Settings) -> tuple[Stretch, ...]:
    """What fills a role: the runs of likely words, each as the phrase that names the thing."""
    found: list[Stretch] = []
    for run in proposal.roles.runs(role, settings[role]):
        phrase = _phrase(proposal, role, run, words)
        if phrase and all(not _overlap((phrase.start, phrase.end), (other.start, other.end)) for other in found):
            found.append(phrase)
    return tuple(found)


# what a word must be worth to be taken along into a phrase; below half, so that a noun follows its adjective
_PRICE = 0.25
# a phrase that the words tell is worth a little more than a run that ends anywhere
_WHOLE = 0.2
# words that name nobody by themselves
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "more",
        "other",
        "others",
        "another",
        "some",
        "their",
        "his",
        "her",
        "its",
        "this",
        "that",
        "these",
        "those",
        "who",
        "which",
        "also",
        "had",
        "has",
        "have",
        "was",
        "were",
        "is",
        "are",
        "been",
        "being",
        "up",
        "out",
        "off",
        "over",
        "after",
        "before",
        "during",
        "near",
        "against",
        "into",
        "as",
    ]
)


def _phrase(proposal: Proposal, role: str, run: Stretch, words: Words) -> Stretch | None:
    """The naming phrase that a run of words is part of, or the run with its article or number when none gains by it.

    None when what remains names nobody: a lone article or preposition, a letter, a broken line.
    """
    start, end = _one_line(words.text, run.start, run.end)
    best, gain = None, proposal.roles.worth(role, start, end, _PRICE)
    for phrase in words.phrases_at(start, end):
        worth = proposal.roles.worth(role, *phrase, _PRICE) + _WHOLE
        if worth > gain:
            best, gain = phrase, worth
    if best is None:
        before = _LEADING.search(words.text, max(0, start - 30), start)
        best = (before.start() if before else start, end)
    best = _without_links(words.text, *best)
    inner = [
        word for word in re.findall(r"\w[\w.’'-]*", words.text[best[0] : best[1]]) if word.casefold() not in _EMPTY
    ]
    if not any(len(word) > 1 for word in inner):
        return None
    return Stretch(start=best[0], end=best[1], score=run.score)


_LINKS = re.compile(
    r"\s{1,3}(?:and|or|of|in|on|at|to|by|for|from|with|near|the|a|an|that|who|which|was|were|is|are)$", re.IGNORECASE
)
_LINK_FIRST = re.compile(r"(?:and|or|of|in|on|at|to|by|for|from|with|that|who|which|was|were)\s+", re.IGNORECASE)


def _without_links(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the conjunctions and prepositions at its edges."""
    while tail := _LINKS.search(text[start:end]):
        end = start + tail.start()
    while lead := _LINK_FIRST.match(text, start, end):
        start = lead.end()
    return start, end


def _one_line(text: str, start: int, end: int) -> tuple[int, int]:
    """A span cut to the side of a blank line that holds more of it."""
    gap = text.find("\n\n", start, end)
    if gap < 0:
        return start, end
    return (start, gap) if gap - start > end - gap - 2 else _one_line(text, gap + 2, end)


# an article or number that the run left outside
_LEADING = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|at\s{1,3}least|more\s{1,3}than|about|some|nearly)\s{1,3}|\b(?:\d[\d,]{0,12}|two|three|four|five|six|seven|eight|nine|ten|several|dozens\s{1,3}of)\s{1,3}){1,2}$",
    re.IGNORECASE,
)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the blanks and marks at its edges."""
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in _EDGE_MARKS:
        end -= 1
    return start, end


def _part(article: Article, start: int, end: int, words: Words) -> Part | None:
    start, end = trimmed(article.text, start, end)
    if start >= end:
        return None
    text = article.text[start:end]
    return Part(text=text, name=" ".join(words.name_of(start, end).split()) or text, start=start, end=end)


def _parts(article: Article, stretches: Sequence[Stretch], words: Words) -> tuple[Part, ...]:
    parts = [part for it in stretches if (part := _part(article, it.start, it.end, words))]
    kept: list[Part] = []
    for part in parts:
        if not any(same_thing(part.name, other.name) for other in kept):
            kept.append(part)
    return tuple(kept)


def _place(article: Article, proposal: Proposal, words: Words, settings: Settings) -> Part | None:
    found = chosen(proposal, "place", words, settings)
    # a tenth of probability is within the noise of the heads, so nearness decides there
    best = max(found, key=lambda it: (round(it.score, 1), -abs(it.start - proposal.trigger.start)), default=None)
    part = _part(article, best.start, best.end, words) if best else None
    return msgspec.structs.replace(part, name=place_name(part.name)) if part else None


_KINDS_OF_PLACE = (
    r"(?:town|city|village|district|province|region|state|area|suburb|neighbou?rhood|municipality|department|governorate|island|port|county|outskirts"
    r"|territory|capital|hamlet|settlement)"
)
_BEFORE_NAME = re.compile(
    rf"(?:\b(?:the|nearby|near|central|downtown|\w{{1,8}}ern)\s{{1,3}}){{0,3}}(?:\b{_KINDS_OF_PLACE}\s{{1,3}}of\s{{1,3}}|\b[A-Z][\w’'-]{{0,30}}[’']s\s{{1,3}}(?:\w{{1,20}}\s{{1,3}})?{_KINDS_OF_PLACE},?\s{{1,3}}|\b{_KINDS_OF_PLACE}\s{{1,3}}(?=[A-Z]))"
    rf"|\bthe\s{{1,3}}\w{{1,30}}[’']s\s{{1,3}}(?:\w{{1,20}}\s{{1,3}})?{_KINDS_OF_PLACE},?\s{{1,3}}(?=[A-Z])|\bnearby\s{{1,3}}"
)
_AFTER_NAME = re.compile(r"^([A-Z][\w’'-]*(?:[ -][A-Z][\w’'-]*){0,3}),\s+[A-Z][\w’' .-]{2,40}$")


def place_name(name: str) -> str:
    """The name itself of a place that the words lead up to or go on from.

    >>> place_name("the town of Pandeglang"), place_name("Kenosha, Wisconsin"), place_name("Tessine district")
    ('Pandeglang', 'Kenosha', 'Tessine district')
    """
    lead = _BEFORE_NAME.match(name)
    inner = name[lead.end() :] if lead and name[lead.end() : lead.end() + 1].isupper() else name
    tail = _AFTER_NAME.match(inner)
    return tail[1] if tail else inner


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _time(proposal: Proposal, words: Words, settings: Settings) -> TimeInterval | None:
    """The expression of time that most likely tells when; of equals the one that could be computed."""
    post = post_at(words, proposal.trigger.start)
    found = [
        (proposal.roles.of("time", time.start, time.end), time)
        for time in words.times
        # the stamp of a post dates the post, not the story around it
        if time.start is not None and time.end is not None and post_at(words, time.start) == post
    ]
    best = max(found, key=lambda it: (round(it[0], 1), it[1].earliest is not None), default=(0.0, None))
    if best[0] >= settings["time"]:
        return best[1]
    sentence = _sentence_of(words, proposal.trigger.start)
    own = [time for _, time in found if time.start is not None and sentence[0] <= time.start < sentence[1]]
    # the one day a sentence tells is the day of what it tells, when the encoder is in doubt rather than against it
    if len(own) == 1 and not post and best[0] >= settings["time_alone"]:
        return own[0]
    # a post's own claims take the post's date when they tell no other
    return next((time for _, time in found if post and _stamps(time, post)), None)


def post_at(words: Words, at: int) -> Zone | None:
    """The embedded post that a place in the text belongs to."""
    return next((post for post in words.posts if post.start <= at < post.end), None)


def _stamps(time: TimeInterval, post: Zone) -> bool:
    return bool(time.start and post.start <= time.start < post.end and post.date and time.earliest == post.date)


_HARM = ("killed", "wounded")


def _counts(proposal: Proposal, words: Words, settings: Settings, who: Sequence[Part]) -> tuple[Count, ...]:
    """The amounts that belong to the happening, each as what the encoder takes it for."""
    counts = []
    sentence = _sentence_of(words, proposal.trigger.start)
    for amount in words.amounts:
        if not proposal.roles.reaches(amount.start):
            continue
        chances = {what: proposal.roles.of(what, amount.start, amount.end) for what in COUNT_ROLES}
        what = _likeliest(chances)
        # killed or wounded is told by the words next to a number more surely than by the encoder
        if what in _HARM and amount.what in _HARM:
            what = amount.what
        own = any(
            part.start is not None and part.end is not None and part.start <= amount.start and amount.end <= part.end
            for part in who
        )
        near = sentence[0] <= amount.start < sentence[1]
        # an amount inside a part of the claim needs less to be believed, one in another sentence more
        if chances[what] >= settings["count_inside" if own else "count" if near else "count_far"]:
            counts.append(count_of(amount, what))  # type: ignore[arg-type]
    return tuple(counts)


def _sentence_of(words: Words, at: int) -> tuple[int, int]:
    return next((span for span in words.sentences if span[0] <= at < span[1]), (at, at))


def _evidence(article: Article, proposal: Proposal, words: Words, settings: Settings) -> Evidence:
    """The stretch of the trigger's sentence that carries the claim: what the encoder marks around the trigger."""
    sentence = _sentence_of(words, proposal.trigger.start)
    start, end = proposal.trigger.start, proposal.trigger.end
    for stretch in proposal.roles.runs("evidence", settings["evidence"]):
        if _overlap((stretch.start, stretch.end), sentence):
            start, end = min(start, stretch.start), max(end, stretch.end)
    start, end = max(start, min(sentence[0], proposal.trigger.start)), min(end, max(sentence[1], proposal.trigger.end))
    start, end = trimmed(article.text, start, end)
    return article.quote(min(start, proposal.trigger.start), max(end, proposal.trigger.end))


def _likeliest(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda label: chances[label])


def _cue_text(article: Article, proposal: Proposal, settings: Settings, near: int) -> str | None:
    runs = proposal.roles.runs("voice_cue", settings["voice_cue"])
    cue = max(runs, key=lambda it: (round(it.score, 1), -abs(it.start - near)), default=None)
    return article.text[slice(*trimmed(article.text, cue.start, cue.end))] or None if cue else None


def _voices(article: Article, proposal: Proposal, words: Words, settings: Settings) -> tuple[Attribution, ...]:
    """Who says so: the post's author, or the words the encoder points at; nobody is the outlet itself."""
    roles = proposal.standing["voice_role"]
    links = _named_voices(article, proposal, words, settings)
    if not links and roles["unspecified"] > roles[""]:
        cue = _cue_text(article, proposal, settings, proposal.trigger.start)
        links = [Attribution(who="unspecified", name="unspecified", role="unspecified", cue=cue)]
    post = post_at(words, proposal.trigger.start)
    if post and post.author and (not links or _is_own_part(proposal, links[-1], words, settings)):
        at = article.text.find(post.author, post.start, post.end)
        span = {"start": at, "end": at + len(post.author)} if at >= 0 else {}
        links = [Attribution(who=post.author, name=post.author, role="social_media", cue=post.handle, **span)]
    return tuple(links)


def _is_own_part(proposal: Proposal, link: Attribution, words: Words, settings: Settings) -> bool:
    """Whether a voice is rather the actor of what a post tells: a post's author speaks for himself."""
    if link.start is None or link.end is None:
        return True
    parts = (*chosen(proposal, "actor", words, settings), *chosen(proposal, "target", words, settings))
    return any(_overlap((part.start, part.end), (link.start, link.end)) for part in parts)


def _named_voices(article: Article, proposal: Proposal, words: Words, settings: Settings) -> list[Attribution]:
    links: list[Attribution] = []
    voices = chosen(proposal, "voice", words, settings)
    voice = max(voices, key=lambda it: (round(it.score, 1), -abs(it.start - proposal.trigger.start)), default=None)
    part = _part(article, voice.start, voice.end, words) if voice else None
    if not voice or not part:
        return links
    relays = [it for it in chosen(proposal, "relayed_by", words, settings) if it.start != voice.start]
    relay = max(relays, key=lambda it: it.score, default=None)
    if relay and (outer := _part(article, relay.start, relay.end, words)):
        links.append(Attribution(who=outer.text, name=outer.name, role="media", start=outer.start, end=outer.end))
    read = {label: chance for label, chance in proposal.standing["voice_role"].items() if label}
    role = role_of(part.text) or _likeliest(read)
    cue = _cue_text(article, proposal, settings, voice.start)
    links.append(
        Attribution(who=part.text, name=part.name, role=role, cue=cue, start=part.start, end=part.end)  # type: ignore[arg-type]
    )
    return links


def _standing(article: Article, proposal: Proposal, words: Words, settings: Settings, kind: str) -> Factuality:
    """How surely it is put: the encoder's reading where cue words bear it out, else what the cue words say."""
    trigger = (proposal.trigger.start, proposal.trigger.end)
    by_rule = assess_factuality(
        article.text,
        sentence=_sentence_of(words, proposal.trigger.start),
        trigger=trigger,
        kind=kind,
        claim_type=proposal.type,
    )
    certainty = _likeliest(proposal.standing["certainty"])
    # a plain hedge in the clause outweighs an encoder that is not sure of the contrary
    if certainty == "certain" and proposal.standing["certainty"]["certain"] < settings["plainly"]:
        certainty = by_rule.certainty
    cues = tuple(
        Cue(start=start, end=end, text=article.text[start:end])
        for stretch in proposal.roles.runs("doubt_cue", settings["doubt_cue"])
        for start, end in [trimmed(article.text, stretch.start, stretch.end)]
        if start < end
    )
    cues = cues or by_rule.cues
    if certainty != "certain" and not cues:
        certainty = by_rule.certainty
    try:
        return Factuality(
            polarity=_likeliest(proposal.standing["polarity"]),  # type: ignore[arg-type]
            certainty=certainty,  # type: ignore[arg-type]
            tense=_likeliest(proposal.standing["tense"]),  # type: ignore[arg-type]
            cues=cues,
        )
    except RecordError:
        return by_rule
