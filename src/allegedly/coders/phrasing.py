"""From likely words to the phrases that name somebody or something: who, where, with what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from allegedly.coders.encoder import Stretch
from allegedly.coders.words import overlap
from allegedly.model import Article, Part
from allegedly.names import same_thing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allegedly.coders.encoder import Proposal
    from allegedly.coders.words import Settings, Words

__all__ = ["chosen", "part_at", "parts_of", "place_name", "place_of", "side_by_side", "trimmed", "who_of"]

# trailing marks the encoder sometimes takes along with a name
_EDGE_MARKS = " \t\r\n,;:.\"'“”‘’()[]-–—"


def who_of(proposal: Proposal, words: Words, settings: Settings) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Actors and targets (subjects and objects); what was pointed at for both is what it more likely is."""
    actors, targets = (chosen(proposal, role, words, settings) for role in ("actor", "target"))

    def wins(one: Stretch, others: Sequence[Stretch]) -> bool:
        rivals = [other for other in others if overlap((one.start, one.end), (other.start, other.end))]
        return all(one.score >= rival.score for rival in rivals)

    return tuple(it for it in actors if wins(it, targets)), tuple(it for it in targets if wins(it, actors))


def chosen(proposal: Proposal, role: str, words: Words, settings: Settings) -> tuple[Stretch, ...]:
    """What fills a role: the runs of likely words, each as the phrase that names the thing."""
    found: list[Stretch] = []
    for run in proposal.roles.runs(role, settings[role]):
        phrase = _phrase(proposal, role, run, words)
        if phrase and all(not overlap((phrase.start, phrase.end), (other.start, other.end)) for other in found):
            found.append(phrase)
    return side_by_side(words.text, found) if role in ("actor", "target") else tuple(found)


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


# "more than 7,000 people" read from "than" on, "as many as 900" from "many"
_THAN = re.compile(r"(?:than|(?:many|much|few)\s{1,3}as)\s{1,3}", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|less|fewer|no\s{1,3}fewer|rather|as)\s{1,3}$", re.IGNORECASE)
# as long as its longest, "no fewer" with blanks
_MORE_REACH = 14


def _phrase(proposal: Proposal, role: str, run: Stretch, words: Words) -> Stretch | None:
    """The naming phrase that a run of words is part of, or the run with its article or number when none gains by it.

    None when what remains names nobody: a lone article or preposition, a letter, a broken line.
    """
    start, end = _one_line(words.text, run.start, run.end)
    if than := _THAN.match(words.text, start, end):
        more = _MORE.search(words.text, max(0, start - _MORE_REACH), start)
        start = more.start() if more else than.end()
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


# what stands between the halves of one phrase: a blank, a broken line, a hyphen, or what joins a noun to its own
_NO_GAP = re.compile(
    r"[ \t]{0,3}\n?[ \t]{0,3}|-|\s{1,3}(?:of|from|by|as|led\s{1,3}by|linked\s{1,3}to|belonging\s{1,3}to)\s{1,3}",
    re.IGNORECASE,
)
# where something stands is not part of whom it struck, and another name of somebody is nobody else
_BESIDE = re.compile(
    r"\s{1,3}(?:in|at|on)\s{1,3}"
    r"|,?\s{1,3}(?:(?:also|better)\s{1,3})?(?:known\s{1,3}as|alias|nicknamed|called|a\.?k\.?a\.?)\s{1,3}[\"“‘']?",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s{1,3}")
# two capitalised words or more, or one after "the": a name that an apposition tells
_APPOSED = re.compile(
    r"(?:the\s{1,3}(?=[A-Z])|(?=[^\W\d_][\w’'.-]{0,40}\s))[A-Z][\w’'.-]{0,40}(?:\s{1,3}(?:(?:of|the|al|bin|de|da|van|for|and)\s{1,3}){0,2}[A-Z(][\w’'.()-]{0,40}){0,6}"
)
# "a motorist", "The regional bloc", "Iranian general": what somebody is, without a number
_DESCRIBED = re.compile(
    r"(?!(?:\d|two|three|four|five|six|seven|eight|nine|ten|several|dozens|some|many)\b)(?:[\w’'-]{1,30}\s{1,3}){1,7}[a-z][\w’-]{2,30}",
    re.IGNORECASE,
)
_SMALL_END = re.compile(r"(?:^|\s)[a-z][\w’-]{1,30}$")


def side_by_side(text: str, found: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The stretches of a role with halves of one phrase joined, and what somebody is beside who it is told once.

    Of 59 neighbours with only a blank between, in reports the encoder had not seen, none were two parts; of 91 with a
    comma seven, of 55 with "of" or "from" none, of 26 with "in", "at" or "on" none.

    >>> text = "They shot a motorist, Pere Vilanova, and two guards."
    >>> halves = [Stretch(10, 20, 0.9), Stretch(22, 35, 0.8), Stretch(41, 51, 0.7)]
    >>> [text[it.start : it.end] for it in side_by_side(text, halves)]
    ['a motorist, Pere Vilanova', 'two guards']
    """
    kept: list[Stretch] = []
    for it in sorted(found, key=lambda it: it.start):
        last = kept[-1] if kept else None
        gap = text[last.end : it.start] if last else None
        if last is None or gap is None or last.end > it.start:
            kept.append(it)
        elif _NO_GAP.fullmatch(gap) or (_COMMA.fullmatch(gap) and _is_who_it_is(text, last, it)):
            kept[-1] = Stretch(start=last.start, end=it.end, score=max(last.score, it.score))
        elif not (_BESIDE.fullmatch(gap) or (_COMMA.fullmatch(gap) and _is_who_it_is(text, it, last))):
            kept.append(it)
    return tuple(kept)


def _is_who_it_is(text: str, what: Stretch, who: Stretch) -> bool:
    """Whether one stretch says what somebody is and the other names them."""
    described, named = text[what.start : what.end], text[who.start : who.end]
    return bool(_DESCRIBED.fullmatch(described) and _SMALL_END.search(described) and _APPOSED.fullmatch(named))


_LINKS = re.compile(
    r"\s{1,3}(?:and|or|of|in|on|at|to|by|for|from|with|near|the|a|an|that|who|which|was|were|is|are)$", re.IGNORECASE
)

# "at least four houses" and "at most ten" begin with their bound, not with a preposition
_LINK_FIRST = re.compile(
    r"(?:and|or|of|in|on|at(?!\s+(?:least|most)\b)|to|by|for|from|with|that|who|which|was|were)\s+", re.IGNORECASE
)


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


def part_at(article: Article, start: int, end: int, words: Words) -> Part | None:
    """The words of a span as a part of a claim, with the fullest name the article gives; None when nothing remains."""
    start, end = trimmed(article.text, start, end)
    if start >= end:
        return None
    text = article.text[start:end]
    return Part(text=text, name=" ".join(words.name_of(start, end).split()) or text, start=start, end=end)


def parts_of(article: Article, stretches: Sequence[Stretch], words: Words) -> tuple[Part, ...]:
    """The parts that stretches name, each thing once."""
    parts = [part for it in stretches if (part := part_at(article, it.start, it.end, words))]
    kept: list[Part] = []
    for part in parts:
        if not any(same_thing(part.name, other.name) for other in kept):
            kept.append(part)
    return tuple(kept)


def place_of(article: Article, proposal: Proposal, words: Words, settings: Settings) -> Part | None:
    """The place that most likely belongs to a happening; of equals the one nearest to its trigger."""
    found = chosen(proposal, "place", words, settings)
    # a tenth of probability is within the noise of the heads, so nearness decides there
    best = max(found, key=lambda it: (round(it.score, 1), -abs(it.start - proposal.trigger.start)), default=None)
    part = part_at(article, best.start, best.end, words) if best else None
    return msgspec.structs.replace(part, name=place_name(part.name)) if part else None


_KINDS_OF_PLACE = (
    r"(?:town|city|village|district|province|region|state|area|suburb|neighbou?rhood|municipality|department|governorate|island|port|county|outskirts"
    r"|territory|capital|hamlet|settlement)"
)

_BEFORE_NAME = re.compile(
    rf"(?:\b(?:the|nearby|near|central|downtown|\w{{1,8}}ern)\s{{1,3}}){{0,3}}(?:\b{_KINDS_OF_PLACE}\s{{1,3}}of\s{{1,3}}|\b[A-Z][\w’'-]{{0,30}}[’']s\s{{1,3}}(?:\w{{1,20}}\s{{1,3}})?{_KINDS_OF_PLACE},?\s{{1,3}}|\b{_KINDS_OF_PLACE}\s{{1,3}}(?=[A-Z]))"
    rf"|\bthe\s{{1,3}}\w{{1,30}}[’']s\s{{1,3}}(?:\w{{1,20}}\s{{1,3}})?{_KINDS_OF_PLACE},?\s{{1,3}}(?=[A-Z])|\bnearby\s{{1,3}}"
)

_AFTER_NAME = re.compile(r"^([A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}),\s+[A-Z][\w’' .-]{2,40}$")


def place_name(name: str) -> str:
    """The name itself of a place that the words lead up to or go on from.

    >>> place_name("the town of Pandeglang"), place_name("Kenosha, Wisconsin"), place_name("Tessine district")
    ('Pandeglang', 'Kenosha', 'Tessine district')
    """
    lead = _BEFORE_NAME.match(name)
    inner = name[lead.end() :] if lead and name[lead.end() : lead.end() + 1].isupper() else name
    tail = _AFTER_NAME.match(inner)
    return tail[1] if tail else inner
