"""What the words around an amount say of those it counts: killed, wounded, arrested, marching, deployed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from allegedly.fatewords import LINK, fate_of, lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.model import CountWhat

__all__ = ["Counted", "fates"]

_FLAG = re.IGNORECASE
# a full stop behind two letters or digits: "U.S. citizens" is no end
_CLAUSE_END = re.compile(r";\s|(?<=[\w%)\]]{2})[.!?][\"”’)]{0,2}\s|\n\s{0,20}\n")
# "who died in the blast" says it of those before; "when", "after" begin another clause
_OTHER_CLAUSE = re.compile(r"\b(?:when|while|after|before|as|because|although|though|but|since|where)\s", _FLAG)
_HEARD = re.compile(r"\s{0,2}[\[(][^\])]{0,40}[\])]", _FLAG)
_INCLUDED = re.compile(
    r"\b(?:including|included|include|includes|among\s{1,3}(?:them|the\s{1,3}\w{4,9})|of\s{1,3}(?:them|whom"
    r"|which))[\s,:]{1,4}(?:were\s{1,3}|are\s{1,3}|was\s{1,3}|at\s{1,3}least\s{1,3})?$",
    _FLAG,
)
_OF_THEM = re.compile(r"\s{1,3}of\s{1,3}(?:them|whom|those|these)\b", _FLAG)
_JOINED = re.compile(
    r"(?:\s{1,3}(?:and|or)(?:\s{1,3}(?:also|another|at\s{1,3}least|a\s{1,3}further))?|,|,\s{1,3}and"
    r"|\s{1,3}as\s{1,3}well\s{1,3}as|\s{1,3}along\s{1,3}with|\s&)\s{1,3}(?:another\s{1,3}|the\s{1,3}"
    r"|at\s{1,3}least\s{1,3}|also\s{1,3}|his\s{1,3}|her\s{1,3}|their\s{1,3}|its\s{1,3}){0,1}$",
    _FLAG,
)
_INSERTED = re.compile(r"(?<=[\w\])]),\s{1,3}(?:who|whom|which)\b[^,.;]{1,60},", _FLAG)
# a table of figures says nothing of whom it counts
_LETTERS = re.compile(r"[^\W\d_]{3}")
_RELATIVE = re.compile(r"(?<=[\w\])])\s{0,3},?\s{0,3}(?:who|that|whom)\b", _FLAG)
# "abducted by eight men": they did it
_BY = re.compile(
    rf"\b(?:\w{{2,14}}ed|shot|slain|stolen|taken|driven|beaten|led|held)\s{{1,3}}(?:dead\s{{1,3}}"
    rf"|to\s{{1,3}}death\s{{1,3}})?by{LINK}",
    _FLAG,
)
_TOLL = re.compile(
    rf"\b(?:toll|number\s{{1,3}}of\s{{1,3}}(?:dead|deaths|fatalities))\b[^.;]{{0,60}}\b(?:to|at|of|is|was"
    rf"|reach\w{{1,3}}|numbered|now|stood){LINK}",
    _FLAG,
)
# what those counted are, when nothing is said of them
_WEAK = ("fighters", "members", "participants")
_PERSONS = re.compile(
    r"\b(?:people|persons?|men|women|youths?|police\w{0,5}|officers?|personnel|cadres?|individuals?|characters?"
    r"|protestants?|catholics?|residents|villagers|locals|demonstrators|companies|battalions?|agents|guards"
    r"|colleagues|judges|representatives|lawyers|citizens)$",
    _FLAG,
)
_TAKEN_BY_FOES = re.compile(
    r"\b(?:soldiers?|troops|police\w{0,5}|civilians?|officers?|workers?|employees|women|girls|children|airmen"
    r"|marines)\b",
    _FLAG,
)
# a clause is told within this many characters on either side of its number
_NEAR = 120
# a word that stands right after a passive participle, not the object of an active verb
_NO_OBJECT = re.compile(
    r"(?<=[\w\])])\s{0,3}(?:$|[,.;:)\]\"”’–—-]|(?:and|or|in|on|at|by|when|while|during|after|before|as|since|for|from|with"
    r"|near|outside|inside|this|last|so|over|under|between|early|late|yesterday|today|tonight|earlier|within"
    r"|throughout|of|to|while|but|along|across|including|without|because|following|also|here|there|on|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|more|i|it|under|upon|alive|dead|critically|who|have|has"
    r"|had|was|were|is|are)\b)",
    _FLAG,
)


class Counted(NamedTuple):
    """An amount with the phrase it counts: where the number begins and ends, where its noun phrase ends, the noun."""

    start: int
    end: int
    phrase_end: int
    noun: str


def fates(text: str, counted: Sequence[Counted], limit: int) -> tuple[CountWhat, ...]:
    """What is said of each counted group, from its own clause, its neighbours in a list, then the sentence.

    >>> text = "killing 14 and wounding 36"
    >>> fates(text, [Counted(8, 10, 10, ""), Counted(24, 26, 26, "")], len(text))
    ('killed', 'wounded')
    """
    starts = [*(one.start for one in counted[1:]), limit]
    told: list[CountWhat | None] = [
        _own(text, one, limit, next_one) for one, next_one in zip(counted, starts, strict=False)
    ]
    _lend_back(text, counted, told)
    _lend_forward(text, counted, told)
    _lend_figures(counted, told)
    return tuple(what or _loose(text, one, limit) for what, one in zip(told, counted, strict=True))


def _own(text: str, one: Counted, limit: int, following: int) -> CountWhat | None:
    """What the words that touch the counted phrase say: the noun itself, what follows it, then what governs it."""
    before = text[max(0, one.start - _NEAR) : one.start]
    if not _LETTERS.search(before) and not _LETTERS.search(text, one.end, min(limit, one.end + _NEAR)):
        return None
    governor = lexicon().governs.search(before)
    # "two men, who had fled, were killed": the main clause goes before the insertion
    inserted = _INSERTED.match(text, one.phrase_end, limit)
    if inserted and (later := _later(text, one._replace(phrase_end=inserted.end()), limit, following)):
        return later
    # "the death of two men who were shot": what governs them goes before what a relative clause adds
    if not (governor and _RELATIVE.match(text, one.phrase_end, limit)) and (harm := _after(text, one, limit)):
        return harm
    noun = _named(one.noun)
    if told := _before(before, one.noun, noun, governor):
        return told
    return _later(text, one, limit, following) or (noun if noun not in _WEAK else None)


def _before(before: str, noun: str, named: CountWhat | None, governor: re.Match[str] | None) -> CountWhat | None:
    """What the noun itself and the words that lead up to the number say: "abducted by 8 men", "killing 14"."""
    if _BY.search(before):
        return "participants"
    if named and named not in (*_WEAK, "abducted", "displaced"):
        return named
    if _TOLL.search(before):
        return "killed"
    return _captured(fate_of("governs", governor["word"]), governor["word"], noun) if governor else None


def _captured(what: CountWhat | None, word: str, noun: str) -> CountWhat | None:
    """Whom the police capture is arrested, captured soldiers and civilians are abducted."""
    if what == "arrested" and word.casefold().startswith("captur") and _TAKEN_BY_FOES.search(noun):
        return "abducted"
    return what


def _later(text: str, one: Counted, limit: int, following: int) -> CountWhat | None:
    """What a passive farther on in the clause says: "two men, who had fled, were killed"."""
    after = text[one.phrase_end : min(limit, one.phrase_end + _NEAR, following)]
    if end := _CLAUSE_END.search(after):
        after = after[: end.start()]
    found = lexicon().later.search(after)
    if not found or _OTHER_CLAUSE.search(after, 0, found.start()):
        return None
    return fate_of("suffered", found["word"] or found["died"])


def _named(noun: str) -> CountWhat | None:
    # "wounded civilians": the adjective tells as much as the noun does
    first = noun.split(maxsplit=1)[0] if noun else ""
    if first.casefold() in (
        "dead",
        "wounded",
        "injured",
        "missing",
        "displaced",
        "arrested",
        "killed",
        "kidnapped",
        "captured",
        "abducted",
    ):
        return fate_of("suffered", first)
    found = lexicon().named.search(noun)
    return fate_of("named", found["word"]) if found else None


def _after(text: str, one: Counted, limit: int) -> CountWhat | None:
    after = text[one.phrase_end : min(limit, one.phrase_end + _NEAR)]
    if end := _CLAUSE_END.search(after):
        after = after[: end.start()]
    if heard := _HEARD.match(after):
        after = after[heard.end() :]
    suffered = lexicon().suffered.match(after)
    if suffered and (
        _is_passive(after, suffered)
        or not re.fullmatch(
            r"(?:kill|wound|injur|kidnapp|abduct|shot|stabb|burn|arrest|murder|captur|detain|critical|serious|fatal"
            r"|hurt)\w{0,3}",
            suffered["word"],
            _FLAG,
        )
    ):
        return fate_of("suffered", suffered["word"])
    did = lexicon().did.match(after)
    if did:
        return fate_of("did", did["word"])
    return None


def _is_passive(after: str, found: re.Match[str]) -> bool:
    """Whether a participle is said of those before it: "four men killed in", not "four men killed him"."""
    led = after[: found.start("word")]
    return bool(
        re.search(r"\b(?:was|were|is|are|been|being|be|reported|believed|feared|got|found|left)\b", led, _FLAG)
        or _NO_OBJECT.match(after, found.end())
    )


def _lend_back(text: str, counted: Sequence[Counted], told: list[CountWhat | None]) -> None:
    """In "11 officers and 3 civilians were killed" the first takes what is said of the second."""
    for at in range(len(counted) - 2, -1, -1):
        between = text[counted[at].phrase_end : counted[at + 1].start]
        if told[at] is None and told[at + 1] and _JOINED.fullmatch(between):
            told[at] = told[at + 1]


def _lend_forward(text: str, counted: Sequence[Counted], told: list[CountWhat | None]) -> None:
    """In "36 wounded, including two women" the second takes what is said of the first."""
    for at in range(1, len(counted)):
        one, last = counted[at], counted[at - 1]
        if told[at] is not None or not told[at - 1]:
            continue
        between = text[last.phrase_end : one.start]
        if _CLAUSE_END.search(between):
            continue
        if _JOINED.fullmatch(between) or _INCLUDED.search(between) or _OF_THEM.match(text, one.end):
            told[at] = told[at - 1]


def _lend_figures(counted: Sequence[Counted], told: list[CountWhat | None]) -> None:
    """In "Elders say 27 died; officials had said 39" a bare figure soon after another counts the same."""
    for at in range(1, len(counted)):
        bare = not counted[at].noun and told[at] is None
        if bare and told[at - 1] and counted[at].start - counted[at - 1].end <= _NEAR:
            told[at] = told[at - 1]


def _loose(text: str, one: Counted, limit: int) -> CountWhat:
    """What the nearest telling word of the sentence says when none touches the phrase; else what the noun suggests."""
    noun = _named(one.noun)
    if noun == "other" or not _LETTERS.search(text, max(0, one.start - _NEAR), min(limit, one.end + _NEAR)):
        return "other"
    before = text[max(0, one.start - _NEAR) : one.start]
    marks = [mark.end() for mark in _CLAUSE_END.finditer(before)]
    before = before[marks[-1] :] if marks else before
    after = text[one.phrase_end : min(limit, one.phrase_end + _NEAR)]
    if end := _CLAUSE_END.search(after):
        after = after[: end.start()]
    if other := _OTHER_CLAUSE.search(after):
        after = after[: other.start()]
    ahead = lexicon().anywhere.search(after)
    behind = max(lexicon().anywhere.finditer(before), key=lambda found: found.start(), default=None)
    distances: list[tuple[int, CountWhat]] = []
    for found, distance in (
        (ahead, ahead.start() if ahead else 0),
        (behind, len(before) - behind.end() if behind else 0),
    ):
        what = found and (fate_of("suffered", found["word"]) or fate_of("named", found["word"]))
        if what:
            distances.append((distance, what))
    if distances and min(distances)[0] < _NEAR:
        return min(distances)[1]
    return noun or ("participants" if _PERSONS.search(one.noun) else "other")
