"""A proposal of the encoder and what the words say become one claim of the codebook.

The encoder points at words; numbers, times, names, voices and hedges are then read from those words by rule, so that
nothing in a claim is made up: each value stands in the text or follows from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from allegedly.coders.dating import since_then, time_of, until_told
from allegedly.coders.labels import COUNT_ROLES
from allegedly.coders.phrasing import chosen, parts_of, place_of, trimmed, who_of
from allegedly.coders.voicing import voices_of
from allegedly.coders.words import likeliest, overlap
from allegedly.cues import hedge_of
from allegedly.errors import RecordError
from allegedly.factuality import assess_factuality
from allegedly.model import (
    TYPES,
    Article,
    BombingMode,
    Claim,
    Count,
    Cue,
    EventClaim,
    Evidence,
    Factuality,
    Part,
    Polarity,
    Quantity,
    RelationClaim,
)
from allegedly.names import head_noun, lexicons
from allegedly.quantities import count_of, find_counts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.coders.encoder import Proposal
    from allegedly.coders.words import Settings, Words

__all__ = ["assemble", "bombing_mode"]


def assemble(article: Article, proposal: Proposal, words: Words, settings: Settings) -> Claim | None:
    """One claim from one proposal, or None when nothing in the words carries it (a tie without either side)."""
    kind = next(kind for kind, types in TYPES.items() if proposal.type in types)
    first, second = (parts_of(article, stretches, words) for stretches in who_of(proposal, words, settings))
    counts = _counts(proposal, words, settings, (*first, *second))
    standing = _standing(article, proposal, words, settings, kind)
    shared: dict[str, Any] = {
        "type": proposal.type,
        "trigger": article.quote(proposal.trigger.start, proposal.trigger.end),
        "evidence": (_evidence(article, proposal, words, settings),),
        "attribution": voices_of(article, proposal, words, settings),
        "factuality": standing,
        "place": place_of(article, proposal, words, settings),
        "time": since_then(
            until_told(time_of(proposal, words, settings), article.published_at, standing.tense),
            proposal.trigger,
            words,
            article.published_at,
        ),
        "counts": counts,
        "score": proposal.score,
    }
    if kind == "event":
        weapon = parts_of(article, chosen(proposal, "weapon", words, settings), words)
        mode = bombing_mode(shared["evidence"][0].text, weapon) if proposal.type == "bombing" else None
        return EventClaim(actor=first, target=second, weapon=weapon, mode=mode, **shared)
    if kind == "relation":
        return RelationClaim(subject=first, object=second, **shared) if first or second else None
    return Quantity(subject=tuple(map(uncounted, first or second)), **shared) if counts else None


def uncounted(part: Part) -> Part:
    """The subject of a number is named without it: of "at least 210 people" it tells how many "people" were.

    >>> uncounted(Part(text="at least 210 people", name="at least 210 people", start=0, end=19)).name
    'people'
    """
    found = next(iter(find_counts(part.name)), None)
    rest = part.name[found.end :].strip() if found else ""
    return msgspec.structs.replace(part, name=rest) if rest and found and not part.name[: found.start].strip() else part


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


_HARM = ("killed", "wounded")
# what befalls people only; "three burning buildings" are none
_OF_PEOPLE = frozenset(["killed", "wounded", "abducted", "arrested", "displaced"])
_THINGS = frozenset(
    (
        *("house", "home", "car", "vehicle", "truck", "bus", "train", "boat", "ship", "plane", "shop", "tent"),
        *("shot", "round", "rocket", "shell", "mortar", "bomb", "rifle", "weapon"),
        *("attack", "explosion", "blast", "strike"),
    )
)


def _counts(proposal: Proposal, words: Words, settings: Settings, who: Sequence[Part]) -> tuple[Count, ...]:
    """The amounts that belong to the happening, each as what the encoder takes it for."""
    counts = []
    sentence = words.sentence_at(proposal.trigger.start)
    # what no word of the window is likely enough for needs no asking; most happenings count nothing
    least = min(settings[name] for name in ("count_inside", "count", "count_far"))
    asked = [what for what in COUNT_ROLES if proposal.roles.peak(what) >= least]
    for amount in words.amounts_in(*proposal.roles.span) if asked else ():
        chances = {what: proposal.roles.of(what, amount.start, amount.end) for what in asked}
        what = likeliest(chances)
        # killed or wounded is told by the words next to a number more surely than by the encoder
        if what in _HARM and amount.what in _HARM:
            what = amount.what
        own = any(
            part.start is not None and part.end is not None and part.start <= amount.start and amount.end <= part.end
            for part in who
        )
        near = sentence[0] <= amount.start < sentence[1]
        if what in _OF_PEOPLE and amount.whom and _is_thing(amount.whom):
            what = "other"
        # an amount inside a part of the claim needs less to be believed, one in another sentence more
        if chances.get(what, 0.0) >= settings["count_inside" if own else "count" if near else "count_far"]:
            counts.append(count_of(amount, what))  # type: ignore[arg-type]
    return tuple(counts)


def _is_thing(whom: str) -> bool:
    noun = lexicons.singular(head_noun(whom))
    return noun in _THINGS or noun in lexicons.listed("place_noun")


def _evidence(article: Article, proposal: Proposal, words: Words, settings: Settings) -> Evidence:
    """The stretch of the trigger's sentence that carries the claim: what the encoder marks around the trigger."""
    sentence = words.sentence_at(proposal.trigger.start)
    start, end = proposal.trigger.start, proposal.trigger.end
    for stretch in proposal.roles.runs("evidence", settings["evidence"]):
        if overlap((stretch.start, stretch.end), sentence):
            start, end = min(start, stretch.start), max(end, stretch.end)
    start, end = max(start, min(sentence[0], proposal.trigger.start)), min(end, max(sentence[1], proposal.trigger.end))
    start, end = trimmed(article.text, start, end)
    return article.quote(min(start, proposal.trigger.start), max(end, proposal.trigger.end))


# they are certain though what somebody is charged with is not
_OF_A_COURT = ("trial", "arrest", "release")
# "the alleged bomber was arrested": the doubt is of the deed; of these it is of the arrest: "rumours that he was arrested"
_OF_THE_ARREST = re.compile(
    r"rumou?r|unconfirmed|reported|apparent|possibl|probabl|likely|may\b|might\b|could\b|appear|seem", re.IGNORECASE
)
_STRONGER = frozenset(["certainly", "definitely", "clearly", "undoubtedly", "indeed"])


def _standing(article: Article, proposal: Proposal, words: Words, settings: Settings, kind: str) -> Factuality:
    """How surely it is put: the encoder's reading where cue words bear it out, else what the cue words say."""
    trigger = (proposal.trigger.start, proposal.trigger.end)
    by_rule = assess_factuality(
        article.text,
        sentence=words.sentence_at(proposal.trigger.start),
        trigger=trigger,
        kind=kind,
        claim_type=proposal.type,
    )
    certainty = likeliest(proposal.standing["certainty"])
    # a plain hedge in the clause outweighs an encoder that is not sure of the contrary
    if certainty == "certain" and proposal.standing["certainty"]["certain"] < settings["plainly"]:
        certainty = by_rule.certainty
    cues = tuple(
        Cue(start=start, end=end, text=article.text[start:end])
        for stretch in proposal.roles.runs("doubt_cue", settings["doubt_cue"])
        for start, end in [trimmed(article.text, stretch.start, stretch.end)]
        if start < end
    )
    # "certainly" makes a statement stronger; it is no hedge
    tied = tuple(cue for cue in cues if cue.text.casefold() not in _STRONGER)
    cues = tied or by_rule.cues
    # how sure a hedge leaves it is the codebook's to say: "allegedly" is unknown, "appears to" probable
    if certainty != "certain" and (by_rule.certainty != "certain" or not cues):
        certainty = by_rule.certainty
    # a hedge that the encoder ties to a happening leaves it as sure as that hedge does: "charged with carrying out"
    hedges = [cue for cue in tied if proposal.type not in _OF_A_COURT or _OF_THE_ARREST.match(cue.text)]
    if certainty == "certain" and kind == "event":
        certainty = next(filter(None, (hedge_of(article.text, cue.start, cue.end) for cue in hedges)), certainty)
    # a "not" or "denied" that governs the trigger is plainer than the encoder, which has seen few of them
    denied = by_rule.polarity == "-" or proposal.standing["polarity"]["-"] >= settings["denied"]
    polarity: Polarity = "-" if denied else "+"
    tense = likeliest(proposal.standing["tense"])
    if proposal.standing["tense"][tense] < settings["tense"]:
        tense = by_rule.tense
    # what somebody said would be is yet to come; an encoder that has seen more of "would" than of its verb thinks it up
    if tense == "hypothetical" and by_rule.tense == "future":
        tense = "future"
    try:
        return Factuality(
            polarity=polarity,
            certainty=certainty,  # type: ignore[arg-type]
            tense=tense,  # type: ignore[arg-type]
            cues=cues,
        )
    except RecordError:
        return by_rule
