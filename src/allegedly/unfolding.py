"""Whether a happening is told as past, still going on, to come, or only thought of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allegedly.model import Tense

__all__ = ["unfolding"]

_FLAG = re.IGNORECASE
# words between a sign and the verb it governs: "will (not yet) (be) meet"
_GAP = r"(?:\s{1,3}[\w’'-]{1,16}){0,3}\s{1,3}$"
_FUTURE_BEFORE = re.compile(
    rf"(?:\b(?:will|shall|won[’']t|going\s{{1,3}}to|due\s{{1,3}}(?:to|in|for)|set\s{{1,3}}(?:to|for)"
    rf"|expected\s{{1,3}}to|scheduled\s{{1,3}}(?:to|for)|slated\s{{1,3}}(?:to|for)"
    rf"|(?:is|are)\s{{1,3}}to|preparing\s{{1,3}}(?:to|for)|ready\s{{1,3}}(?:to|for)|about\s{{1,3}}to"
    rf"|plans\s{{1,3}}(?:to|an?)|promis\w{{1,3}}\s{{1,3}}to|expects?\s{{1,3}}to|to\s{{1,3}}(?:begin|start"
    rf"|resume)|eve\s{{1,3}}of|(?:said|announced|added)\s{{1,3}}(?:(?!if\b|unless\b)[\w’'-]{{1,16}}\s{{1,3}}){{1,7}}"
    rf"would(?!\s{{1,3}}have\b))|[’']ll){_GAP}"
    rf"|\b(?:upcoming|forthcoming|next|planned|scheduled|coming|future|announced|resumption\s{{1,3}}of"
    rf"|in\s{{1,3}}preparation\s{{1,3}}for|ahead\s{{1,3}}of\s{{1,3}}(?:the|a)|awaiting|await|faces?|facing"
    rf"|pending)\s{{1,3}}(?:[\w’'-]{{1,16}}\s{{1,3}}){{0,2}}$",
    _FLAG,
)
_FUTURE_BEHIND = re.compile(
    r"\A(?:[^.;,]{0,40}\b(?:(?:will|are\s{1,3}to|is\s{1,3}to)\s{1,3}(?:take\s{1,3}place|be\s{1,3}held|begin|start"
    r"|continue|resume|be)|(?:is|are|was|were)\s{1,3}(?:planned|scheduled|expected|due|set)\b|next\s{1,3}(?:week"
    r"|month|year)|tomorrow|to\s{1,3}be\s{1,3}held)\b)",
    _FLAG,
)
_THOUGHT_BEFORE = re.compile(
    rf"\b(?:would(?:\s{{1,3}}have)?|if|unless|planned\s{{1,3}}(?:to|on|for)|planning\s{{1,3}}(?:to|on|for)"
    rf"|plott(?:ed|ing)(?:\s{{1,3}}to)?|plots?\s{{1,3}}to|plan\s{{1,3}}to|foiled|thwarted|intend(?:s|ed)?\s{{1,3}}to"
    rf"|threaten(?:s|ed|ing)?\s{{1,3}}to|want(?:s|ed|ing)?\s{{1,3}}to|willing(?:ness)?\s{{1,3}}to"
    rf"|in\s{{1,3}}order\s{{1,3}}to|calls?\s{{1,3}}for|called\s{{1,3}}for|demand(?:s|ed)?|urg(?:es|ed|ing)"
    rf"|proposed?|proposal\s{{1,3}}(?:for|to)"
    rf"|conspir\w{{2,6}}\s{{1,3}}to|conspiracy\s{{1,3}}to|prepared\s{{1,3}}to|offer(?:s|ed)?\s{{1,3}}to"
    rf"|asked\s{{1,3}}[\w’'-]{{1,14}}\s{{1,3}}to|ordered\s{{1,3}}[\w’'-]{{1,14}}\s{{1,3}}to|interest\s{{1,3}}in"
    rf"|hoped?\s{{1,3}}to|plan\s{{1,3}}for|plot\s{{1,3}}(?:for|of)|possible|possibility\s{{1,3}}of"
    rf"|intention\s{{1,3}}(?:to|of)|instructing\s{{1,3}}[^.;]{{1,30}}){_GAP}",
    _FLAG,
)
_THOUGHT_BEHIND = re.compile(
    r"\A(?:\s{1,3}(?:plots?|plans?|attempts?\s{1,3}(?:was|were)\s{1,3}foiled|warrants?|(?:was|were|is"
    r"|are)\s{1,3}(?:foiled|thwarted|proposed))\b)",
    _FLAG,
)
_ONGOING_BEFORE = re.compile(
    r"(?:\b(?:is|are|(?:it|he|she|that|there)[’']s|[’']re|remains?|continues?\s{1,3}to|(?:has"
    r"|have)\s{1,3}been|keeps?)\s{1,3}(?:(?:still|currently|also|now|being|already|again|actively|in|at"
    r"|under|the|a|an|all|with)\s{1,3}){0,3}$)"
    r"|\b(?:ongoing|on-going|continuing|continued|current|currently|still|now|wave\s{1,3}of|spate\s{1,3}of"
    r"|campaign\s{1,3}of|state\s{1,3}of|continue\s{1,3}(?:to|their|its|the)|amid"
    r"|has\s{1,3}waged)\s{1,3}(?:[\w’'-]{1,16}\s{1,3}){0,3}$",
    _FLAG,
)
_ONGOING_BEHIND = re.compile(
    r"\A(?:[^.;,]{0,30}\b(?:(?:is|are|was)\s{1,3}(?:still\s{1,3})?(?:under\s{1,3}way|underway|ongoing|continuing"
    r"|raging|taking\s{1,3}place|going\s{1,3}on|in\s{1,3}progress|being)|continue[sd]?|remains?\s{1,3}(?:in"
    r"|under|at)|goes\s{1,3}on|go\s{1,3}on|rages?)\b)",
    _FLAG,
)
_PAST_BEFORE = re.compile(
    rf"\b(?:was|were|had|former|formerly|ex-|previously|used\s{{1,3}}to|until|once|then-|late|later|ended|did"
    rf"|since-disbanded|defunct|killed|slain|murdered){_GAP}|\bex-$",
    _FLAG,
)
_WILL_PAST = re.compile(
    r"\b(?:ordered|launched|carried\s{1,3}out|began|tried|attempted)\s{1,3}(?:[\w’'-]{1,16}\s{1,3}){0,3}$", _FLAG
)
# "handed over for trial", "to stand trial"
_TO_COURT = re.compile(r"\b(?:for|face|await|stand|to\s{1,3}be|have\s{1,3}him|have\s{1,3}them)\s{1,3}$", _FLAG)
# "is wanted", "are being held", "are trying to quell"
_PRESENT_BEFORE = re.compile(
    r"\b(?:is|are)\s{1,3}(?:(?:being|still|now|also|currently|reportedly|[\"“])\s{0,3}){0,3}$"
    r"|(?:\b(?:is|are|(?:it|he|she|that|there)[’']s)|[’']re)\s{1,3}(?:trying|seeking|working|helping|fighting"
    r"|attempting|continuing|struggling)\s{1,3}to\s{1,3}$",
    _FLAG,
)
# nouns and states that name what lasts
_LASTING = re.compile(
    r"\A(?:(?:(?:remains?\s{1,3})?in\s{1,3}(?:police\s{1,3})?custody|under\s{1,3}arrest|manhunt|hunt\s{1,3}for"
    r"|search\s{1,3}for|state\s{1,3}of\s{1,3}\w{3,12}|fight\s{1,3}against|war\s{1,3}(?:on|against)|war\b|campaign"
    r"|civil\s{1,3}war|conflict|insurgency|counter-?offensive|crisis|siege\b|besieged|operation\s{1,3}to"
    r"|efforts?\b|struggle\b|standoff|turf\s{1,3}war|feud|dialogue\s{1,3}process|military\s{1,3}emergency"
    r"|blockade|curfew))",
    _FLAG,
)
_ENDED_BEHIND = re.compile(
    r"\A(?:[^.;]{0,70}\b(?:(?:was|were|has\s{1,3}been|had\s{1,3}been)\s{1,3}(?:also\s{1,3})?(?:shot|killed"
    r"|assassinated|gunned|slain|murdered|found\s{1,3}dead|executed|beheaded)|died|resigned|defected)\b)",
    _FLAG,
)
# ties that hold while they are told of, unless the words are past
_STANDING = frozenset(
    (
        *("leads", "member_of", "part_of", "affiliated_with", "allied_with", "rival_of", "supports", "fights_for"),
        *("based_in", "members", "fighters", "denies_affiliation_with"),
    )
)
# said at one moment: it is past even where the words are present
_MOMENT = frozenset(
    (
        *("claims_responsibility_for", "denies_responsibility_for", "pledges_allegiance_to", "accepts_pledge_of"),
        *("renounces", "splits_from", "renamed_to", "founded", "successor_of", "threat"),
    )
)
_VERB_PAST = re.compile(
    r"(?:[a-z]{2,14}ed|led|sold|held|sent|gave|made|fought|became|paid|lent|met|ran|built|bought|left|took)\b", _FLAG
)
# "led by", "based in", "allied with" hold; "led", "sold weapons" are past
_PASSIVE = re.compile(r"\b(?:by|in|with|to|from|of)\b", _FLAG)
_VERB_NOW = re.compile(r"[a-z]{3,14}ing\b", _FLAG)
# the verb group before a trigger is short; farther back it belongs to another verb
_BEFORE, _BEHIND = 64, 90


def unfolding(text: str, clause: tuple[int, int], trigger: tuple[int, int], claim_type: str | None) -> Tense:
    """The codebook's tense of the happening or tie named at `trigger` in its clause.

    `claim_type` is the codebook's type where it is known: a tie such as `leads` holds while it is told of.

    >>> text = "Troops will storm the camp."
    >>> unfolding(text, (0, len(text)), (12, 17), "attack")
    'future'
    """
    before = text[max(clause[0], trigger[0] - _BEFORE) : trigger[0]]
    behind = text[trigger[1] : min(clause[1], trigger[1] + _BEHIND)]
    words = text[trigger[0] : trigger[1]]
    if claim_type in _MOMENT:
        return "past"
    if claim_type in _STANDING:
        return _of_tie(before, words, behind)
    to_court = claim_type == "trial" and _TO_COURT.search(before)
    if to_court or _FUTURE_BEFORE.search(before) or _FUTURE_BEHIND.match(behind):
        return "future"
    if (_THOUGHT_BEFORE.search(before) and not _WILL_PAST.search(before)) or _THOUGHT_BEHIND.match(behind):
        return "hypothetical"
    return _of_event(before, words, behind)


def _of_tie(before: str, words: str, behind: str) -> Tense:
    if _FUTURE_BEFORE.search(before):
        return "future"
    # whoever was killed belongs to nobody any more
    if _ENDED_BEHIND.match(behind):
        return "past"
    if _PAST_BEFORE.search(before) or (_VERB_PAST.match(words) and not _PASSIVE.search(words + behind[:6])):
        return "past"
    return "ongoing"


def _of_event(before: str, words: str, behind: str) -> Tense:
    if _LASTING.match(words) or _PRESENT_BEFORE.search(before):
        return "ongoing"
    # "is fighting", "have been shelling", but "has been killed" is past
    if _ONGOING_BEFORE.search(before) and (_VERB_NOW.match(words) or not _VERB_PAST.match(words)):
        return "ongoing"
    return "ongoing" if _ONGOING_BEHIND.match(behind) else "past"
