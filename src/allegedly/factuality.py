"""How surely a report puts a happening: polarity, certainty and tense from the words around its trigger.

Cues are grouped by what they do (data/cues.toml). A cue before the trigger governs it within its clause; a few
cues also govern from behind ("..., he may have said"), and a question mark governs its whole sentence.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib
from dataclasses import dataclass

from allegedly.model import Certainty, Cue, Factuality, Polarity, Tense

__all__ = ["CueFound", "assess_factuality", "find_cues", "standing_on_scale", "standing_signs"]

_FLAG = re.IGNORECASE
# how far before its trigger a cue still governs it, in characters: about twelve words, the longest in the gold training reports
_REACH = 80
# what ends a clause for a cue that stands before it
_CLAUSE_END = re.compile(
    r"[;:]\s|\s[—–-]{1,2}\s|,\s(?:but|and|while|which|who|where|when|after|although|though|as|with)\s|\sbut\s|[.!?][\"”’]?\s|\n\s{0,20}\n",
    _FLAG,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|is\s+to|are\s+to|going\s+to|due\s+to|set\s+to|about\s+to|expected\s+to|scheduled\s+to|’ll|'ll|preparing\s+to|ready\s+to)\b",
    _FLAG,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:would|if|unless|plan(?:s|ned|ning)?\s+(?:to|on|for)|plott(?:ed|ing)|plots?\s+to|plots?|foiled|thwarted|prevent(?:ed|ing)?|avert(?:ed)?|intend(?:s|ed)?\s+to"
    r"|threaten(?:s|ed|ing)?\s+to|wants?\s+to|want(?:ed|ing)\s+to|attempt(?:s|ed|ing)?\s+to|tried\s+to|trying\s+to|in\s+order\s+to|calls?\s+for|called\s+for|demand(?:s|ed)?|conspir\w+)\b",
    _FLAG,
)
_ONGOING = re.compile(
    r"\b(?:is|are|being|remains?|continues?|continue\s+to|have\s+been|has\s+been)\s+(?:\w+ly\s+|still\s+|currently\s+)?(?:\w+ing\b|under\s+way|holding)|\b(?:ongoing|still|currently|continuing)\b",
    _FLAG,
)
# ties that hold while they are told of, unless the words are past
_STANDING_TIES = frozenset(
    [
        "leads",
        "member_of",
        "part_of",
        "affiliated_with",
        "allied_with",
        "rival_of",
        "supports",
        "fights_for",
        "based_in",
        "members",
        "fighters",
        "designated_as",
    ]
)
_WAS = re.compile(r"\b(?:was|were|had|former|formerly|ex-|used\s+to|until|once|then)\b", _FLAG)


@dataclass(frozen=True, slots=True)
class CueFound:
    """A cue word, where it stands, and the group it belongs to (unknown, probable, possible, negation)."""

    start: int
    end: int
    group: str


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = tomllib.loads(importlib.resources.files("allegedly").joinpath("data/cues.toml").read_text(encoding="utf-8"))
    return {group: _pattern(entry["words"]) for group, entry in lists.items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    # longest first, blanks stand for any white space; "*" lets a word end as it likes
    forms = sorted(words, key=len, reverse=True)
    joined = "|".join(re.escape(form).replace(r"\ ", r"\s{1,3}").replace(r"\*", r"\w{0,4}") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", _FLAG)


def find_cues(text: str, start: int, end: int) -> tuple[CueFound, ...]:
    """The cue words in a stretch of text, in order.

    >>> [cue.group for cue in find_cues("They allegedly did not fire.", 0, 28)]
    ['unknown', 'unknown_after', 'negation']
    """
    found = [
        CueFound(start=match.start(), end=match.end(), group=group)
        for group, pattern in _patterns().items()
        for match in pattern.finditer(text, start, end)
    ]
    return tuple(sorted(found, key=lambda cue: (cue.start, cue.end)))


def _clause(text: str, sentence: tuple[int, int], trigger: tuple[int, int]) -> tuple[int, int]:
    """The stretch in which a cue governs the trigger: back to the last clause end, forward to the next."""
    start = max(sentence[0], trigger[0] - _REACH)
    for mark in _CLAUSE_END.finditer(text, start, trigger[0]):
        start = mark.end()
    following = _CLAUSE_END.search(text, trigger[1], sentence[1])
    return start, following.start() if following else sentence[1]


def _governing(text: str, sentence: tuple[int, int], trigger: tuple[int, int]) -> list[CueFound]:
    start, end = _clause(text, sentence, trigger)
    before = list(find_cues(text, start, trigger[1]))
    after = [cue for cue in find_cues(text, trigger[1], end) if cue.group in ("unknown_after", "probable_after")]
    return before + after


def assess_factuality(
    text: str,
    *,
    sentence: tuple[int, int],
    trigger: tuple[int, int],
    kind: str = "event",
    claim_type: str | None = None,
) -> Factuality:
    """How surely the innermost voice puts the happening whose trigger stands at `trigger` in `sentence`.

    >>> text = "The group allegedly shelled the town."
    >>> assess_factuality(text, sentence=(0, 37), trigger=(20, 27)).certainty
    'unknown'
    """
    cues = _governing(text, sentence, trigger)
    groups = {cue.group.removesuffix("_after") for cue in cues}
    question = text[trigger[1] : sentence[1]].rstrip('"”’ )').endswith("?")
    certainty: Certainty = "certain"
    if "unknown" in groups or question:
        certainty = "unknown"
    elif "possible" in groups:
        certainty = "possible"
    elif "probable" in groups:
        certainty = "probable"
    negated = sum(cue.group == "negation" for cue in cues) % 2 == 1
    polarity: Polarity = "-" if negated else "+"
    found = [Cue(start=cue.start, end=cue.end, text=text[cue.start : cue.end]) for cue in cues]
    if question and not found:
        mark = text.rfind("?", trigger[1], sentence[1])
        found = [Cue(start=mark, end=mark + 1, text="?")]
    return Factuality(
        polarity=polarity,
        certainty=certainty,
        tense=_tense(text, sentence, trigger, kind, claim_type),
        cues=tuple(found),
    )


def _tense(text: str, sentence: tuple[int, int], trigger: tuple[int, int], kind: str, claim_type: str | None) -> Tense:
    start, _ = _clause(text, sentence, trigger)
    # the verb group before a trigger is short; farther back it belongs to another verb
    near = text[max(start, trigger[0] - 40) : trigger[1]]
    if _HYPOTHETICAL.search(near):
        return "hypothetical"
    if _FUTURE.search(near):
        return "future"
    if claim_type in _STANDING_TIES or kind == "quantity":
        return "past" if _WAS.search(text[max(start, trigger[0] - 25) : trigger[1]]) else "ongoing"
    return "ongoing" if _ONGOING.search(near) else "past"


_SIGNS: dict[str, re.Pattern[str]] = {
    "to": re.compile(r"\bto\s+(?:\w+ly\s+)?$", _FLAG),
    "will": re.compile(r"\b(?:will|shall|’ll|'ll)\s+(?:\w+\s+){0,2}$", _FLAG),
    "would": re.compile(r"\b(?:would|’d)\s+(?:\w+\s+){0,2}$", _FLAG),
    "may": re.compile(r"\b(?:may|might|could)\s+(?:\w+\s+){0,2}$", _FLAG),
    "must": re.compile(r"\b(?:must|should|ought|can|need(?:s|ed)?\s+to|ha(?:s|ve)\s+to)\s+(?:\w+\s+){0,2}$", _FLAG),
    "not": re.compile(
        r"(?:\b(?:not|never|no|without|neither|nor|denied|denies|deny|refused\s+to|failed\s+to|fails\s+to)\b|n[’']t\b)\s*(?:\w+\s+){0,3}$",
        _FLAG,
    ),
    "if": re.compile(r"\b(?:if|unless|whether|in\s+case)\b[^,.;]{0,60}$", _FLAG),
    "want": re.compile(
        r"\b(?:want\w*|hop\w+|wish\w*|plan\w*|intend\w*|try|tries|trying|tried|attempt\w*|seek\w*|sought|ask\w*|urg\w+|demand\w*|expect\w*|propos\w+|agreed?|offer\w*|order\w*|encourag\w+|likely|able|ready|prepar\w+|aim\w*|design\w*|allow\w*|decid\w+)\s+(?:\w+\s+){0,4}to\s+(?:\w+\s+)?$",
        _FLAG,
    ),
    "managed": re.compile(
        r"\b(?:manag\w+|continu\w+|began|begin\w*|start\w*|forced|helped|used|went\s+on)\s+(?:\w+\s+){0,3}to\s+$", _FLAG
    ),
    "says": re.compile(
        r"\b(?:said|says|say|told|according|claim\w*|report\w*|announc\w*|believ\w+|think\w*|thought)\b[^.;]{0,120}$",
        _FLAG,
    ),
    "for": re.compile(r"\bfor\s+(?:\w+\s+){0,2}$", _FLAG),
    "the": re.compile(r"\b(?:the|this|that|these|his|its|their)\s+(?:\w+\s+){0,1}$", _FLAG),
    "a": re.compile(r"\b(?:an?|any|some)\s+(?:\w+\s+){0,1}$", _FLAG),
    "was": re.compile(r"\b(?:was|were|had|has|have|been)\s+(?:\w+ly\s+)?$", _FLAG),
    "is": re.compile(r"\b(?:is|are|be|being)\s+(?:\w+ly\s+)?$", _FLAG),
}


def standing_signs(text: str, *, sentence: tuple[int, int], trigger: tuple[int, int]) -> frozenset[str]:
    """The named signs around a predicate that bear on whether it happened; what the factuality scale is fitted on."""
    # a sign governs from within its clause or just before it; 140 characters hold the longest of them
    before = text[max(sentence[0], trigger[0] - 140) : trigger[0]]
    signs = {name for name, pattern in _SIGNS.items() if pattern.search(before)}
    signs |= {cue.group for cue in _governing(text, sentence, trigger)}
    word = text[trigger[0] : trigger[1]].casefold()
    ending = next((ending for ending in ("ing", "ed", "en", "s", "ion", "ment") if word.endswith(ending)), "other")
    signs.add(f"ends_{ending}")
    if text[trigger[1] : sentence[1]].rstrip('"”’ )').endswith("?"):
        signs.add("question")
    if '"' in before or "“" in before or "``" in before:
        signs.add("quoted")
    return frozenset(signs)


@functools.cache
def _scale() -> tuple[float, dict[str, float]]:
    file = importlib.resources.files("allegedly").joinpath("data/factuality_scale.toml")
    fitted = tomllib.loads(file.read_text(encoding="utf-8"))
    return float(fitted["level"]), fitted["weights"]


def standing_on_scale(signs: frozenset[str]) -> float:
    """How surely something happened on the scale of factuality research: -3 (it did not) to 3 (it did).

    >>> standing_on_scale(frozenset()) > standing_on_scale(frozenset({"not", "negation"}))
    True
    """
    level, weights = _scale()
    return max(-3.0, min(3.0, level + sum(weights.get(sign, 0.0) for sign in signs)))
