"""How surely something happened on the scale of factuality research: -3 (it did not) to 3 (it did)."""

from __future__ import annotations

import functools
import importlib.resources
import re
import tomllib

from allegedly.factuality import clause_of, governing_cues
from allegedly.unfolding import unfolding

__all__ = ["on_scale", "signs_of"]

_FLAG = re.IGNORECASE
# what stands right before a predicate, with an adverb or two between
_GAP = r"(?:[\w’'-]{1,18}\s{1,3}){0,2}$"
_BEFORE: dict[str, re.Pattern[str]] = {
    "to": re.compile(r"\bto\s{1,3}(?:\w{2,12}ly\s{1,3})?$", _FLAG),
    "to_near": re.compile(r"\bto\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){1,2}(?:and|or)\s{1,3}$", _FLAG),
    "will": re.compile(rf"(?:\b(?:will|shall)|[’']ll)\s{{1,3}}{_GAP}", _FLAG),
    "would": re.compile(rf"(?:\bwould|[’']d)\s{{1,3}}{_GAP}", _FLAG),
    "may": re.compile(rf"\b(?:may|might|could)\s{{1,3}}{_GAP}", _FLAG),
    "can": re.compile(rf"\b(?:can|able\s{{1,3}}to)\s{{1,3}}{_GAP}", _FLAG),
    "must": re.compile(
        rf"\b(?:must|should|ought\s{{1,3}}to|needs?\s{{1,3}}to|needed\s{{1,3}}to|ha(?:s|ve"
        rf"|d)\s{{1,3}}to)\s{{1,3}}{_GAP}",
        _FLAG,
    ),
    "not": re.compile(
        rf"(?:\b(?:not|never|nobody|no\s{{1,3}}one|none|neither|nor|without|hardly|barely)\b"
        rf"|n\s?[’']t\b)\s{{0,3}}{_GAP}",
        _FLAG,
    ),
    "no": re.compile(r"\bno\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,2}$", _FLAG),
    "failed": re.compile(
        rf"\b(?:fail(?:s|ed|ing)?|refus(?:es|ed|ing)?|declin(?:es|ed|ing)?|unable|stopped|prevent(?:s|ed|ing)?"
        rf"|avoid(?:s|ed|ing)?|den(?:y|ies|ied|ying)|instead\s{{1,3}}of"
        rf"|too\s{{1,3}}\w{{2,12}})\s{{1,3}}(?:to\s{{1,3}}|from\s{{1,3}}){{0,1}}{_GAP}",
        _FLAG,
    ),
    "if": re.compile(r"\b(?:if|unless|whether|in\s{1,3}case|should\s{1,3}the|assuming)\b[^,.;]{0,70}$", _FLAG),
    "until": re.compile(r"\b(?:until|before|once|when)\b[^,.;]{0,40}$", _FLAG),
    "want": re.compile(
        r"\b(?:want\w{0,3}|hop(?:es?|ed|ing)|wish\w{0,3}|plan\w{0,4}|intend\w{0,3}|try|tries|trying|tried"
        r"|attempt\w{0,3}|seek\w{0,3}|sought|aim\w{0,3}|effort\w?|need\w{0,2}"
        r"|desire\w?)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,4}to\s{1,3}(?:\w{2,12}\s{1,3})?$",
        _FLAG,
    ),
    "ask": re.compile(
        r"\b(?:ask\w{0,3}|urg\w{1,3}|demand\w{0,3}|propos\w{1,4}|offer\w{0,3}|order\w{0,3}|encourag\w{1,3}"
        r"|call(?:s|ed|ing)?\s{1,3}(?:on|for)|invit\w{1,3}|allow\w{0,3}|permit\w{0,4}|requir\w{1,3}|press\w{0,3}"
        r"|tell|told|persuad\w{1,3})\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,5}to\s{1,3}(?:\w{2,12}\s{1,3})?$",
        _FLAG,
    ),
    "expect": re.compile(
        r"\b(?:expect\w{0,3}|likely|unlikely|ready|prepar\w{1,3}|due|set|scheduled|about|going|agreed?"
        r"|decid\w{1,3}|vow\w{0,3}|promis\w{1,3}|threaten\w{0,3}|pledg\w{1,3}|agreement"
        r"|decision)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,2}to\s{1,3}(?:\w{2,12}\s{1,3})?$",
        _FLAG,
    ),
    "managed": re.compile(
        r"\b(?:manag\w{1,3}|continu\w{1,3}|beg[aiu]n\w{0,4}|start\w{0,3}|forc\w{1,3}|help\w{0,3}|used"
        r"|went\s{1,3}on|led|caus\w{1,3}|appear\w{0,3}|seem\w{0,3}|happen\w{0,3}|turn\w{0,3}\s{1,3}out"
        r"|came)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,3}to\s{1,3}$",
        _FLAG,
    ),
    "think": re.compile(
        r"\b(?:believ\w{1,3}|think\w?|thought|suspect\w{0,3}|fear\w{0,3}|assum\w{1,3}|suggest\w{0,3}"
        r"|speculat\w{1,4}|argu\w{1,3}|claim\w{0,3}|alleg\w{1,5}|predict\w{0,3}|estimat\w{1,3}|hope\w?)\b[^.;]{0,60}$",
        _FLAG,
    ),
    "says": re.compile(
        r"\b(?:said|says|say|saying|told|according|report\w{0,3}|announc\w{1,3}|add(?:s|ed))\b[^.;]{0,90}$", _FLAG
    ),
    "for": re.compile(r"\bfor\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,2}$", _FLAG),
    "of": re.compile(r"\bof\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}$", _FLAG),
    "from": re.compile(r"\bfrom\s{1,3}$", _FLAG),
    "by_ing": re.compile(r"\b(?:by|after|in|while|since|despite|with|on)\s{1,3}$", _FLAG),
    "against": re.compile(r"\bagainst\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}$", _FLAG),
    "the": re.compile(r"\b(?:the|this|that|these|those)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}$", _FLAG),
    "whose": re.compile(
        r"\b(?:his|its|their|her|our|my|your)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}$"
        r"|[’']s\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}$",
        _FLAG,
    ),
    "a": re.compile(r"\b(?:an?|some)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}$", _FLAG),
    "any": re.compile(r"\b(?:any|every|each|further|more)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}$", _FLAG),
    "planned": re.compile(
        r"\b(?:planned|possible|potential|future|proposed|upcoming|next|likely|threatened|expected|imminent"
        r"|new)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}$",
        _FLAG,
    ),
    "was": re.compile(r"\b(?:was|were|had|has|have|been)\s{1,3}(?:\w{2,12}ly\s{1,3})?$", _FLAG),
    "is": re.compile(r"\b(?:is|are|be|being|am)\s{1,3}(?:\w{2,12}ly\s{1,3})?$", _FLAG),
    "be": re.compile(r"\b(?:be|get)\s{1,3}(?:\w{2,12}ly\s{1,3})?$", _FLAG),
    "do": re.compile(r"\b(?:do|does|did)\s{1,3}(?:\w{2,12}ly\s{1,3})?$", _FLAG),
    "who": re.compile(r"\b(?:who|which|that)\s{1,3}(?:\w{2,12}ly\s{1,3})?$", _FLAG),
    "first": re.compile(r"^[^\w]{0,3}$"),
    "he": re.compile(r"\b(?:he|she|they|it|we|i|you)\s{1,3}(?:\w{2,12}ly\s{1,3})?$", _FLAG),
    "quoted": re.compile(r"\"|“|``"),
    "let": re.compile(r"\b(?:let|make|makes|made|help|helped|see|saw)\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,2}$", _FLAG),
}
_BEHIND: dict[str, re.Pattern[str]] = {
    "behind_if": re.compile(r"\A(?:[^.;]{0,60}\b(?:if|unless)\b)", _FLAG),
    "behind_to": re.compile(r"\A(?:\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,2}to\b)", _FLAG),
    "behind_that": re.compile(r"\A(?:\s{1,3}(?:[\w’'-]{1,18}\s{1,3}){0,1}(?:that|whether)\b)", _FLAG),
    "behind_of": re.compile(r"\A(?:\s{1,3}of\b)", _FLAG),
    "behind_soon": re.compile(
        r"\A(?:[^.;]{0,60}\b(?:tomorrow|next\s{1,3}(?:week|month|year)|soon|later\s{1,3}this|by\s{1,3}the\s{1,3}end"
        r"|in\s{1,3}the\s{1,3}future)\b)",
        _FLAG,
    ),
    "behind_past": re.compile(
        r"\A(?:[^.;]{0,50}\b(?:yesterday|last\s{1,3}(?:week|month|year|night)|ago|earlier|monday|tuesday|wednesday"
        r"|thursday|friday|saturday|sunday)\b)",
        _FLAG,
    ),
    "behind_would": re.compile(r"\A(?:[^.;,]{0,30}\b(?:would|will|could|may|might|should)\b)", _FLAG),
    "behind_was": re.compile(r"\A(?:[^.;,]{0,30}\b(?:was|were|had|has|have)\b)", _FLAG),
}
_WORDS: dict[str, re.Pattern[str]] = {
    "word_says": re.compile(
        r"(?:said|says|say|told|tells|announced|reported|added|called|asked|wrote|noted|warned|explained"
        r"|insisted|stated|declared|confirmed|testified|acknowledged|admitted)$",
        _FLAG,
    ),
    "word_wants": re.compile(
        r"(?:want|hop|plan|intend|expect|seek|try|tri|fear|worr|believ|think|need|like|consider)\w{0,4}$", _FLAG
    ),
    "word_is": re.compile(r"(?:is|are|was|were|be|been|has|have|had|do|does|did)$", _FLAG),
    "word_begins": re.compile(
        r"(?:began|begin|begun|start|started|continu\w{1,3}|end|ended|stop|stopped|remain\w{0,3}|becam?e)$", _FLAG
    ),
    "word_possible": re.compile(
        r"(?:possib\w{2,5}|chance|threat|risk|danger|likelihood|prospect|potential|hope|option|ability|able"
        r"|unable|likely|proposal|request|demand|offer)s?$",
        _FLAG,
    ),
    "word_capital": re.compile(r"[A-Z]"),
}
_ENDINGS = ("ing", "ed", "en", "ion", "ions", "ment", "ity", "al", "ence", "ance", "ly", "er", "ive", "s")
# a sign governs from within its sentence; 140 characters hold the longest of them
_REACH = 140


def signs_of(text: str, *, sentence: tuple[int, int], trigger: tuple[int, int]) -> frozenset[str]:
    """The named signs around a predicate that bear on whether it happened; what the scale is fitted on.

    >>> sorted(signs_of("He may go.", sentence=(0, 10), trigger=(7, 9)) & {"may", "will"})
    ['may']
    """
    before = text[max(sentence[0], trigger[0] - _REACH) : trigger[0]]
    behind = text[trigger[1] : min(sentence[1], trigger[1] + _REACH)]
    word = text[trigger[0] : trigger[1]]
    signs = {name for name, pattern in _BEFORE.items() if pattern.search(before)}
    signs |= {name for name, pattern in _BEHIND.items() if pattern.match(behind)}
    signs |= {name for name, pattern in _WORDS.items() if pattern.match(word)}
    signs |= {f"cue_{cue.group}_{cue.reach}" for cue in governing_cues(text, sentence, trigger)}
    signs.add(f"tense_{unfolding(text, clause_of(text, sentence, trigger), trigger, None)}")
    ending = next(
        (ending for ending in sorted(_ENDINGS, key=len, reverse=True) if word.casefold().endswith(ending)), "none"
    )
    signs.add(f"ends_{ending}")
    if text[trigger[1] : sentence[1]].rstrip("\"”’ )'`").endswith("?"):
        signs.add("question")
    return frozenset(signs | _pairs(signs))


# signs that mean more together than apart
_TOGETHER = (
    *(("to", "was"), ("to", "want"), ("to", "ask"), ("to", "expect"), ("to", "managed"), ("to", "not"), ("to", "for")),
    *(
        ("may", "not"),
        ("would", "not"),
        ("will", "not"),
        ("can", "not"),
        ("if", "will"),
        ("if", "would"),
        ("be", "will"),
    ),
    *(("would", "if"), ("says", "would"), ("says", "will"), ("think", "will"), ("to", "failed"), ("not", "managed")),
    *(("for", "ends_ing"), ("of", "ends_ing"), ("from", "ends_ing"), ("by_ing", "ends_ing"), ("is", "ends_ing")),
    *(("is", "ends_ed"), ("was", "ends_ed"), ("a", "ends_ion"), ("the", "ends_ion"), ("do", "not"), ("not", "must")),
    *(
        ("to", "first"),
        ("to", "be"),
        ("of", "a"),
        ("for", "a"),
        ("until", "will"),
        ("to", "until"),
        ("question", "not"),
    ),
    *(("was", "not"), ("is", "not"), ("not", "ends_ed"), ("not", "think"), ("if", "not"), ("not", "behind_to")),
)


def _pairs(signs: set[str]) -> set[str]:
    return {f"{one}_and_{other}" for one, other in _TOGETHER if one in signs and other in signs}


@functools.cache
def _scale() -> tuple[float, dict[str, float]]:
    file = importlib.resources.files("allegedly").joinpath("data/factuality_scale.toml")
    fitted = tomllib.loads(file.read_text(encoding="utf-8"))
    return float(fitted["level"]), fitted["weights"]


def on_scale(signs: frozenset[str]) -> float:
    """How surely something happened given its signs, from -3 (it did not) to 3 (it did).

    The level and the weight of each sign were fitted on the judgements of readers (training/fit_factuality.py).

    >>> on_scale(frozenset()) > on_scale(frozenset({"not", "to"}))
    True
    """
    level, weights = _scale()
    return max(-3.0, min(3.0, level + sum(weights.get(sign, 0.0) for sign in signs)))
