"""Who says what stands at a place of the text, link by link from the outlet inward."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.attribution.voices import Speaker, Voice

__all__ = ["trace_attribution", "trace_evidence"]

Spot = tuple[int, int]
_OWN_WORD = frozenset(["claims_responsibility_for", "denies_responsibility_for", "denies_affiliation_with"])
_OWN_CLAIM = "claim responsibility"
# naming somebody so is a claim in that voice; praise, criticism and condemnation take the happening for granted
_CALLING = frozenset(["accuse", "blame", "charge", "call", "describe", "cite", "quote"])
# the happening that somebody is blamed for is taken for granted; only the blame is the voice's
_BLAMING = frozenset(["blame", "charge"])
# who speaks of himself in a quotation is the speaker already named
_SELF = frozenset(["i", "we", "you", "one", "who"])
_NAMED_BY_CUE = frozenset(["accused_of", "designated_as"])
# reports that nobody signs
_UNNAMED = re.compile(r"(?:\w{1,20}\s)?(?:reports|rumou?rs)", re.IGNORECASE)
# a voice that nobody is named for speaks only with these
_SAID_BY_NOBODY = frozenset(["say", "report", "allege", "claim", "tell"])
# what is done by saying it: the speaker is the actor of the claim and no voice beside it
_DOING = {
    "threat": frozenset(["warn", "threaten", "vow", "pledge", "promise", "swear"]),
    "protest": frozenset(["chant", "shout", "yell", "declare"]),
}


def trace_attribution(
    voices: Sequence[Voice], *, trigger: Spot, claim_type: str | None = None
) -> tuple[Attribution, ...]:
    """Who says what stands at `trigger`, from the outlet inward; empty when it is the outlet's own voice.

    The widest stretch is the outermost voice. A claim of responsibility and a denial are their subject's own word, so
    only voices that relay it remain.

    >>> from allegedly.attribution import find_voices
    >>> voices = find_voices("The radio reported that the mayor said gunmen had fled.")
    >>> [link.who for link in trace_attribution(voices, trigger=(50, 54))]
    ['The radio', 'the mayor']
    """
    around = [voice for voice in voices if _covered(voice, trigger) == trigger[1] - trigger[0]]
    if claim_type in _NAMED_BY_CUE | _OWN_WORD:
        around += [voice for voice in voices if voice not in around and voice.speaker and _overlaps(voice, trigger)]
    return _chain(around, claim_type, trigger)


def _overlaps(voice: Voice, span: Spot) -> bool:
    return voice.cue.start < span[1] and span[0] < voice.cue.end


def _covered(voice: Voice, span: Spot) -> int:
    return sum(max(0, min(b, span[1]) - max(a, span[0])) for a, b in voice.content)


def _chain(around: list[Voice], claim_type: str | None, trigger: Spot) -> tuple[Attribution, ...]:
    around = [voice for voice in around if _speaks(voice, claim_type)]
    said = [voice for voice in around if voice.speaker and voice.manner == "says"]
    around = [voice for voice in around if not any(_within(voice, other) for other in said if other is not voice)]
    around.sort(key=lambda voice: -sum(b - a for a, b in voice.content))
    if claim_type in _OWN_WORD:
        return tuple(link for voice in around for link in _relayed(voice, own=_overlaps(voice, trigger)))
    return tuple(link for voice in around for link in _links(voice))


def trace_evidence(
    voices: Sequence[Voice], *, evidence: Sequence[Spot], claim_type: str | None = None
) -> tuple[Attribution, ...]:
    """Who says a claim told in several places: a bare headline takes the voice of the body.

    `evidence` are the spans that tell the same claim, in text order; the first that has a voice decides.
    """
    # most of the words are enough: the evidence may take in the speaker
    chains = (
        _chain([voice for voice in voices if 2 * _covered(voice, span) > span[1] - span[0]], claim_type, span)
        for span in evidence
    )
    return next((chain for chain in chains if chain), ())


def _speaks(voice: Voice, claim_type: str | None) -> bool:
    """Whether a voice stands for a claim: it says, shows or holds it, or calls somebody something."""
    if voice.lemma == _OWN_CLAIM:
        return claim_type in _OWN_WORD
    if voice.lemma in _DOING.get(claim_type or "", ()):
        return False
    if voice.speaker is None:
        impersonal = voice.passive and voice.content[0][0] >= voice.cue.end
        return voice.lemma in _SAID_BY_NOBODY or (impersonal and voice.manner == "holds")
    if voice.speaker.text.casefold() in _SELF:
        return False
    if voice.manner == "calls":
        return voice.lemma in _CALLING and (voice.lemma not in _BLAMING or claim_type in _NAMED_BY_CUE)
    return voice.manner != "wants"


def _within(voice: Voice, other: Voice) -> bool:
    """Whether what is only held, shown or unsigned is told within what somebody says, and so is that voice's."""
    inner = any(a <= voice.cue.start < b for a, b in other.content)
    weak = voice.manner in ("holds", "shows") or (voice.speaker is None and voice.cue.text.casefold() != "reportedly")
    return inner and weak


def _relayed(voice: Voice, *, own: bool) -> tuple[Attribution, ...]:
    """The links that pass on somebody's own word: outlets and papers, not the one who claims or denies."""
    cue = voice.cue.text
    through = [speaker for speaker in (voice.relay, voice.paper) if speaker]
    if voice.speaker and not own and voice.lemma != _OWN_CLAIM and voice.role != "armed_group":
        return _links(voice)
    return tuple(_link(speaker, cue) for speaker in through)


def _links(voice: Voice) -> tuple[Attribution, ...]:
    if voice.speaker is None or _UNNAMED.fullmatch(voice.speaker.text):
        return (Attribution(who="unspecified", name="unspecified", role="unspecified", cue=voice.cue.text),)
    inner = _link(voice.speaker, voice.cue.text)
    # a group that speaks in its own recording: the recording is a link before it
    paper = voice.paper if voice.role == "armed_group" else None
    return (*(_link(speaker, voice.cue.text) for speaker in (voice.relay, paper) if speaker), inner)


def _link(speaker: Speaker, cue: str) -> Attribution:
    return Attribution(
        who=speaker.text, name=speaker.name, role=speaker.role, cue=cue, start=speaker.start, end=speaker.end
    )
