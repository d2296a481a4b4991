"""How surely a report puts a happening: polarity, certainty and tense from the words around its trigger.

Cues are grouped by what they do and how far they reach (data/cues.toml): a cue before the trigger governs it within
its clause, an adjective only the noun it stands beside, a few govern from behind, a question mark its whole sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allegedly.cues import CueFound, find_cues
from allegedly.model import Cue, Factuality
from allegedly.unfolding import unfolding

if TYPE_CHECKING:
    from allegedly.model import Certainty

__all__ = ["assess_factuality", "clause_of", "governing_cues"]

_FLAG = re.IGNORECASE
# how far before its trigger a cue still governs it, in characters: about fifteen words
_REACH = 100
# what ends a clause for a cue that stands before it
_CLAUSE_END = re.compile(
    r"[;:]\s|\s[—–-]{1,2}\s|,\s{1,3}(?:but|and|while|which|who|where|when|after|although|though|as|with|he|she"
    r"|they|it|the|saying|adding|insisting|stating|arguing)\s"
    r"|\s(?:but|after|while|when|before|because|although|though|as|who)\s|(?<=[\w”\")]{2})[.!?][\"”’)]{0,2}\s"
    r"|\n\s{0,20}\n",
    _FLAG,
)
# "suspected rebels opened fire", "accused the army of murdering": the doubt is of the deed, not only of who they are
_BY_SUSPECTS = re.compile(
    r"\A(?:\s{1,3}(?!(?:member|leader|head|spokesman)s?\b)(?:(?!(?:was|were|have|has|had|been|is|are|who|that|which"
    r"|in|for|said|with|and|by|to|as)\b)[\w’'().-]{1,24},?\s{1,3}){1,10}$"
    r"|\s{1,3}[^.;]{1,80}\sof\s{1,3}(?:[\w’'\"-]{1,18}\s{1,3}){0,5}$)",
    _FLAG,
)
# words that may stand between an adjective or a "not" and what it governs
_BETWEEN = re.compile(r"\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,3}$")
_BETWEEN_SUBJECT = re.compile(
    r"\A(?:\s{1,3}(?:(?:was|were|is|are|has|have|had|been|being|immediately|yet|so|far|of|them|else|the|men)\s{1,3}){1,5}$)",
    _FLAG,
)
# "denied reports that soldiers fired": what is denied is what was reported
_DENIAL = re.compile(r"(?:deny|den(?:ies|ied|ying)|refute[sd]?|reject(?:s|ed)|dismiss(?:es|ed)|disputed)\b", _FLAG)
_OF_REPORTS = re.compile(
    r"\s{1,3}(?:(?!(?:and|but|or|that)\b)[\w’'-]{1,18}\s{1,3}){0,3}(?:claim|report|allegation|accusation|rumou?r|suggestion|charge)s?\s{1,3}(?:that|of)\s",
    _FLAG,
)
_NOT_ONLY = re.compile(r"\s{1,3}(?:only|just|merely|least|long|yet\s{1,3}clear|immediately|enough)\b", _FLAG)
# types whose own words look like hedges or denials
_ACCUSING = frozenset(("accused_of", "trial", "arrest"))
# of the arrest or charge itself, not of what somebody is charged with
_OF_ITSELF = re.compile(
    r"(?:allegedly|purportedly|(?:unclear\s{1,3})?whether|rumou?r\w{0,3}\s.{1,12}|unconfirmed\b.{0,20})$", _FLAG
)
_DENYING = frozenset(("denies_responsibility_for", "denies_affiliation_with", "renounces", "splits_from"))
# a tie whose type is not told holds as the commonest tie does
_UNTYPED = {"relation": "affiliated_with"}
_CERTAINTIES: tuple[Certainty, ...] = ("unknown", "possible", "probable")


def clause_of(text: str, sentence: tuple[int, int], trigger: tuple[int, int]) -> tuple[int, int]:
    """The stretch in which a cue governs a trigger: back to the last clause end, forward to the next.

    >>> clause_of("They fled, but the army fired.", (0, 30), (24, 29))
    (15, 30)
    """
    start = max(sentence[0], trigger[0] - _REACH)
    for mark in _CLAUSE_END.finditer(text, start, trigger[0]):
        start = mark.end()
    following = _CLAUSE_END.search(text, trigger[1], sentence[1])
    return start, following.start() if following else sentence[1]


def governing_cues(text: str, sentence: tuple[int, int], trigger: tuple[int, int]) -> tuple[CueFound, ...]:
    """The cues that govern a trigger, in order; of two in the same place the longer.

    >>> text = "They allegedly did not fire."
    >>> [text[cue.start : cue.end] for cue in governing_cues(text, (0, 28), (23, 27))]
    ['allegedly', 'did not']
    """
    start, end = clause_of(text, sentence, trigger)
    found = [cue for cue in find_cues(text, start, trigger[0]) if _reaches(text, cue, trigger[0])]
    found += [cue for cue in find_cues(text, trigger[1], end) if cue.reach == "behind"]
    kept: list[CueFound] = []
    for cue in sorted(found, key=lambda it: (it.start, -it.end)):
        if not any(cue.start < other.end and other.start < cue.end and cue.group == other.group for other in kept):
            kept.append(cue)
    return tuple(kept)


def _reaches(text: str, cue: CueFound, at: int) -> bool:
    between = text[cue.end : at]
    if cue.group == "negation" and _NOT_ONLY.match(between):
        return False
    if cue.group == "negation" and _DENIAL.match(text, cue.start, cue.end) and _OF_REPORTS.match(between):
        return True
    if cue.group == "unknown" and cue.reach == "phrase" and _BY_SUSPECTS.fullmatch(between):
        return True
    if cue.reach == "phrase":
        return bool(_BETWEEN.fullmatch(between))
    if cue.reach == "subject":
        return bool(_BETWEEN_SUBJECT.fullmatch(between))
    return cue.reach == "clause"


def assess_factuality(
    text: str,
    *,
    sentence: tuple[int, int],
    trigger: tuple[int, int],
    kind: str = "event",
    claim_type: str | None = None,
) -> Factuality:
    """How surely the innermost voice puts the happening whose trigger stands at `trigger` in `sentence`.

    Both are spans of code points of `text`. `kind` and `claim_type` are the codebook's; an accusation plainly made
    is certain and a denial is no negated tie, so the type spares its own words.

    >>> text = "The group allegedly shelled the town."
    >>> assess_factuality(text, sentence=(0, 37), trigger=(20, 27)).certainty
    'unknown'
    """
    cues = [cue for cue in governing_cues(text, sentence, trigger) if not _spared(text, cue, claim_type)]
    groups = {cue.group for cue in cues}
    found = [Cue(start=cue.start, end=cue.end, text=text[cue.start : cue.end]) for cue in cues]
    certainty: Certainty = next((group for group in _CERTAINTIES if group in groups), "certain")
    mark = _question(text, sentence, trigger)
    if mark is not None and certainty == "certain":
        certainty = "unknown"
        found.append(Cue(start=mark, end=mark + 1, text="?"))
    negations = sum(cue.group == "negation" for cue in cues)
    return Factuality(
        # "did not deny shelling" affirms it
        polarity="-" if negations % 2 else "+",
        certainty=certainty,
        tense=unfolding(text, clause_of(text, sentence, trigger), trigger, claim_type or _UNTYPED.get(kind)),
        cues=tuple(found),
    )


def _spared(text: str, cue: CueFound, claim_type: str | None) -> bool:
    if claim_type in _ACCUSING and cue.group == "unknown":
        return not _OF_ITSELF.match(text, cue.start, cue.end)
    return claim_type in _DENYING and cue.group == "negation"


def _question(text: str, sentence: tuple[int, int], trigger: tuple[int, int]) -> int | None:
    """Where the question mark stands that ends the trigger's sentence, None for a statement."""
    ending = text[trigger[1] : sentence[1]].rstrip('"”’ )\n')
    return trigger[1] + len(ending) - 1 if ending.endswith("?") else None
